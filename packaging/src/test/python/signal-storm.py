#!/usr/bin/python3
"""signal-storm.py PMOND STOP: sends signals to every thread of pmond and to the children it is making, until STOP exists.

Each thread's number is a target of kill(2) and of tgkill(2), with every signal. Prints how many were tried, how many were
allowed, and how many of these went to a spawn helper.
"""
import ctypes, os, sys

pmond, stop = int(sys.argv[1]), sys.argv[2]
libc = ctypes.CDLL(None, use_errno=True)
SYS_tgkill = {"x86_64": 234, "aarch64": 131}[os.uname().machine]
SIGNALS = (15, 9, 19, 2, 6, 11, 1, 3, 10, 12, 13, 14, 17, 20, 24, 34, 35, 64)
tried = allowed = helped = 0


def numbers(folder):
    try:
        return [int(name) for name in os.listdir(folder)]
    except OSError:
        return []


def children(tid):
    try:
        with open(f"/proc/{pmond}/task/{tid}/children") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def is_helper(pid):
    try:
        with open(f"/proc/{pid}/comm") as file:
            return file.read() == "pmon3-spawn\n"
    except OSError:
        return False


def send(pid, signal):
    global tried, allowed
    tried += 1
    try:
        os.kill(pid, signal)
        allowed += 1
        return True
    except OSError:
        return False


while not os.path.exists(stop):
    for signal in SIGNALS:
        for tid in numbers(f"/proc/{pmond}/task"):
            send(tid, signal)
            tried += 1
            allowed += libc.syscall(SYS_tgkill, pmond, tid, signal) == 0
            for pid in children(tid):
                if is_helper(pid):
                    helped += send(pid, signal)
print(tried, allowed, helped)
