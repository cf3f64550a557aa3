"""The transports against each other: one pmond serves all, and is asked by each in turns."""

import getpass
import os
import secrets
import socket
import statistics
import subprocess
import time

import managers
from processes import Keeper, Programs

ROUNDS = 21
NAMES = ("shmem", "unix", "tcp", "posix_mq")
VARIABLE = "CONFIGOR_MESSAGEQUEUE_TRANSPORT"


class Pmond(managers.Pmon3):
    """Serves every transport, with queues mounted in its own folder where root measures."""

    def prepare(self):
        super().prepare()
        self.queues = "/dev/mqueue"
        if os.geteuid() == 0:
            self.queues = f"{self.folder}/queues"
            os.mkdir(self.queues)
            subprocess.run(["mount", "-t", "mqueue", "none", self.queues], check=True)
        tokens = self.write("tokens", f"{getpass.getuser()} {secrets.token_hex(32)}\n", 0o600)
        self.environment["PMON3_TOKEN_FILE"] = tokens
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        for key, value in (("TRANSPORT", ",".join(NAMES)), ("DIRECTORY_POSIXMQ", self.queues),
                           ("TCP_PORT", str(port)), ("TCP_TOKENFILE", tokens)):
            self.environment[f"CONFIGOR_MESSAGEQUEUE_{key}"] = value

    def end(self, keeper_pids, program_pids):
        if self.queues.startswith(self.folder):
            subprocess.run(["umount", "--lazy", self.queues], check=True)
        super().end(keeper_pids, program_pids)


def _milliseconds(command, environment):
    began = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1000


def print_all():
    programs = Programs(f"86397.{os.getpid()}")
    pmond = Pmond(3, programs.mark.decode())
    pmond.start()
    try:
        programs.await_all(3, 30)
        while not pmond.is_ready():
            time.sleep(0.01)
        with open("packaging/target/pmon3/lib/java-home", encoding="utf-8") as file:
            java = file.read().strip()
        print("| | round trip in a warm client | `pmon3 ls` at 3 | over shmem, median of the pairs |\n|---|---|---|---|")
        trips = _round_trips(java, pmond)
        starts = _starts(pmond)
        for name in NAMES:
            low, middle, high = statistics.quantiles(starts[name], n=4)
            extra = statistics.median(b - a for a, b in zip(starts["shmem"], starts[name]))
            print(f"| `{name}` | {trips[name]} | {middle:.1f} ms ({low:.1f} to {high:.1f}) | {extra:+.1f} ms |")
    finally:
        programs.count()
        pmond.end(Keeper(pmond.first, programs).pids, programs.found)


def _round_trips(java, pmond):
    tree = os.path.abspath("packaging/target/pmon3")
    ran = subprocess.run(
        [f"{java}/bin/java", f"-Dpmon3.home={tree}", "-cp", f"{tree}/lib/pmon3-cli.jar",
         "packaging/src/bench/java/RoundTrip.java", *NAMES],
        env=pmond.environment, stdout=subprocess.PIPE, check=True, text=True)
    trips = {}
    for line in ran.stdout.splitlines():
        name, low, middle, high = line.split()
        trips[name] = f"{middle} µs ({low} to {high})"
    return trips


def _starts(pmond):
    starts = {name: [] for name in NAMES}
    for turn in range(ROUNDS + 1):
        for name in NAMES:
            took = _milliseconds(pmond.list_command(), dict(pmond.environment, **{VARIABLE: name}))
            if turn:
                starts[name].append(took)
    return starts
