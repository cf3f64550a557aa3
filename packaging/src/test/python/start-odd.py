#!/usr/bin/python3
"""Becomes the program that its arguments name, started in the oddest way: with everything that pmond could hand on."""
import ctypes
import os
import resource
import signal
import sys

KEYCTL_JOIN_SESSION_KEYRING = 1
SYS_KEYCTL = {"x86_64": 250, "aarch64": 219}[os.uname().machine]
SYS_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}[os.uname().machine]
IOPRIO_WHO_PROCESS, IOPRIO_CLASS_SHIFT, BEST_EFFORT = 1, 13, 2
PR_SET_PDEATHSIG, PR_SET_TIMERSLACK = 1, 29

secret = os.open(sys.argv[1], os.O_RDONLY)
for fd in (3, 7, 200):
    os.dup2(secret, fd)
    os.set_inheritable(fd, True)
# Not TERM, which ends pmond.
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGCHLD, signal.SIGPIPE, signal.SIGUSR2, signal.SIGTTOU, 40):
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGWINCH, signal.SIGUSR2, 41})
resource.setrlimit(resource.RLIMIT_NOFILE, (700, 5000))
resource.setrlimit(resource.RLIMIT_CORE, (4096, 8192))
resource.setrlimit(resource.RLIMIT_STACK, (4 << 20, 64 << 20))
with open("/proc/self/oom_score_adj", "w") as oom:
    oom.write("123")
os.setgroups([4242, 0])
os.nice(3)
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
os.umask(0o027)
with open("/proc/self/coredump_filter", "w") as filter:
    filter.write("0x13")
libc = ctypes.CDLL(None)
libc.prctl(PR_SET_TIMERSLACK, 123456, 0, 0, 0)
libc.prctl(PR_SET_PDEATHSIG, signal.SIGUSR1, 0, 0, 0)
libc.syscall(SYS_IOPRIO_SET, IOPRIO_WHO_PROCESS, 0, BEST_EFFORT << IOPRIO_CLASS_SHIFT | 6)
libc.syscall(SYS_KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, b"roots-secrets")
os.execvp(sys.argv[2], sys.argv[2:])
