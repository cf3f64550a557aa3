"""What /proc tells about a manager and the programs that it keeps alive."""

import os
import time

SCRAPE_PAUSE_S = 0.02
LOOK_AGAIN_S = 0.0002
REPLACED_LIMIT_S = 30


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def children(pid):
    """The children of all threads of that process."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except FileNotFoundError:
        return []
    return [int(child) for thread in threads for child in _read(f"/proc/{pid}/task/{thread}/children").split()]


def parent(pid):
    return int(_read(f"/proc/{pid}/stat").rpartition(b")")[2].split()[1])


class Programs:
    """The sleeping programs of one manager, told from all others by the time that they sleep for."""

    def __init__(self, mark):
        self.mark = mark.encode()
        self.found = set()

    def is_one(self, pid):
        words = _read(f"/proc/{pid}/cmdline").split(b"\0")
        return len(words) == 3 and words[1] == self.mark

    def count(self):
        """How many there are; what is none yet may become one by exec."""
        now = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        self.found &= now
        self.found |= {pid for pid in now - self.found if self.is_one(pid)}
        return len(self.found)

    def await_all(self, number, limit_s):
        began = time.monotonic()
        while self.count() < number:
            if time.monotonic() - began > limit_s:
                raise SystemExit(f"only {len(self.found)} of {number} run after {limit_s} s")
            time.sleep(SCRAPE_PAUSE_S)

    def milliseconds_to_replace(self, victim):
        """From SIGKILL until its parent has another such program."""
        keeper = parent(victim)
        before = set(children(keeper))
        began = time.perf_counter()
        os.kill(victim, 9)
        while time.perf_counter() - began < REPLACED_LIMIT_S:
            if any(self.is_one(pid) for pid in set(children(keeper)) - before):
                return (time.perf_counter() - began) * 1000
            time.sleep(LOOK_AGAIN_S)
        raise SystemExit(f"process {victim} was not replaced")


class Keeper:
    """The manager's own processes: all below its first that are not the programs themselves."""

    def __init__(self, first, programs):
        self.pids = []
        todo = [first]
        while todo:
            pid = todo.pop()
            if pid not in programs.found:
                self.pids.append(pid)
                todo += children(pid)

    def pss_mb(self):
        lines = (line for pid in self.pids for line in _read(f"/proc/{pid}/smaps_rollup").splitlines())
        return sum(int(line.split()[1]) for line in lines if line.startswith(b"Pss:")) / 1024

    def threads(self):
        return sum(len(os.listdir(f"/proc/{pid}/task")) for pid in self.pids)

    def wake_ups(self):
        """All voluntary switches so far of all threads: each is a wait that has ended or will."""
        total = 0
        for pid in self.pids:
            for thread in os.listdir(f"/proc/{pid}/task"):
                for line in _read(f"/proc/{pid}/task/{thread}/status").splitlines():
                    if line.startswith(b"voluntary_ctxt_switches"):
                        total += int(line.split()[1])
        return total
