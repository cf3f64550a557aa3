"""The figures that pmon3 promises, each against its limit, on each Java that the tree has an archive for."""

import os
import statistics
import subprocess
import tempfile
import time

import client
import managers
import micro
from processes import Keeper, Programs

LIST_ROUNDS = 15
COMMAND_ROUNDS = 5
READY_ROUNDS = 5
UP_ROUNDS = 3
KILLS = 15
FEW, SOME, MANY = 3, 100, 1000
UP_LIMIT_S = 120
OLD_AGE_S = 5.2
REST_S = 10
# Compilation, the first backup and the heap come to rest by then.
SETTLE_S = 20
# ext4 looks for an inode that was not deleted in the last 5 s: what was there just before would be measured, too.
PAUSE_S = 6


class Fleet:
    """So many programs under a manager, up when it is entered."""

    def __init__(self, number, name="pmon3", **environment):
        Fleet.marks = getattr(Fleet, "marks", 0) + 1
        self.number = number
        self.programs = Programs(f"8639{Fleet.marks}.{os.getpid()}")
        self.manager = managers.ALL[name](number, self.programs.mark.decode())
        self.manager.environment.update(environment)

    def __enter__(self):
        began = time.perf_counter()
        self.manager.start()
        if isinstance(self.manager, managers.Pmon3):
            while not self.manager.is_ready():
                time.sleep(0.001)
            self.ready_ms = (time.perf_counter() - began) * 1000
        self.programs.await_all(self.number, UP_LIMIT_S)
        self.up_ms = (time.perf_counter() - began) * 1000
        return self

    def __exit__(self, *failure):
        self.programs.count()
        pids = [self.manager.started.pid, *self.keeper().pids]
        self.manager.end(pids, self.programs.found)

    def keeper(self):
        return Keeper(self.manager.first, self.programs)

    def list_ms(self):
        return client.milliseconds(self.manager.list_command(), self.manager.environment)

    def wakes_per_s(self):
        keeper = self.keeper()
        before = keeper.wake_ups()
        time.sleep(REST_S)
        return (keeper.wake_ups() - before) / REST_S


class Figures:
    """Prints them; knows whether one is over its limit."""

    def __init__(self):
        self.over = 0

    def show(self, java, what, values, unit, limit):
        middle = statistics.median(values)
        spread = f" ({min(values):.2f} to {max(values):.2f} of {len(values)})" if len(values) > 1 else ""
        bound = "" if limit is None else f", limit {limit:g}: {'kept' if middle < limit else 'OVER'}"
        self.over += limit is not None and middle >= limit
        print(f"Java {java}: {what}: {middle:.2f} {unit}{spread}{bound}", flush=True)


def print_all(wanted):
    figures = Figures()
    for home, version in client.javas():
        if not wanted or version.split(".")[0] in wanted:
            _of_java(home, version, figures)
    raise SystemExit(1 if figures.over else 0)


def _of_java(home, java, figures):
    newest = int(java.split(".")[0]) >= 25
    _starts(home, java, figures)
    with Fleet(FEW, PMON3_JAVA_HOME=home) as few:
        _client(home, java, few, newest, figures)
        for what, median in micro.first_reply(home, few.manager.environment).items():
            figures.show(java, f"request to first reply, {what}", [median], "ms", 0.5)
        for other in ("supervisord", "PM2"):
            _other_list(java, few, other, figures)
        _many(home, java, few, figures)
    with Fleet(SOME, PMON3_JAVA_HOME=home) as some:
        time.sleep(SETTLE_S)
        figures.show(java, "wake-ups at rest, a second", [some.wakes_per_s()], "", 3.01 if newest else 6.01)
        victims = sorted(some.programs.found)[:KILLS]
        replaced = [some.programs.milliseconds_to_replace(pid) for pid in victims]
        figures.show(java, f"SIGKILL to the new program at {SOME}", replaced, "ms", 10)


def _starts(home, java, figures):
    for what, environment, limit in (
        ("with an archive", {}, 800), ("without", {"PMON3_ARCHIVE_OPTION": "-Xshare:auto"}, 1200)):
        ready = []
        for _ in range(READY_ROUNDS):
            with Fleet(FEW, PMON3_JAVA_HOME=home, **environment) as fleet:
                ready.append(fleet.ready_ms)
        figures.show(java, f"pmond's start until a client can ask, {what}", ready, "ms", limit)


def _client(home, java, few, newest, figures):
    with tempfile.TemporaryDirectory() as folder:
        pairs = client.starts(home, few.manager, folder)
    figures.show(java, "pmon3 ls at 3", [b for _, b in pairs], "ms", None)
    figures.show(java, "the same, in hellos of the same JVM", [b / a for a, b in pairs], "times", 2.0 if newest else 3.5)
    for command, values in client.commands(few.manager).items():
        figures.show(java, f"pmon3 {command}, settled and listed", values, "ms", 600)


def _other_list(java, few, name, figures):
    if not managers.ALL[name].is_installed():
        return
    with Fleet(FEW, name) as other:
        pairs = [(other.list_ms(), few.list_ms()) for _ in range(COMMAND_ROUNDS)]
    figures.show(java, f"pmon3 ls at 3, in those of {name}", [b / a for a, b in pairs], "times", 1)


def _many(home, java, few, figures):
    up = []
    for turn in range(UP_ROUNDS):
        time.sleep(PAUSE_S)
        with Fleet(MANY, PMON3_JAVA_HOME=home) as many:
            up.append(many.up_ms)
            if turn == UP_ROUNDS - 1:
                pairs = [(few.list_ms(), many.list_ms()) for _ in range(LIST_ROUNDS + 1)][1:]
                time.sleep(OLD_AGE_S)
                pss = many.keeper().pss_mb()
    figures.show(java, f"pmond's start until {MANY} are up", up, "ms", 2800)
    figures.show(java, f"pmon3 ls at {MANY}", [b for _, b in pairs], "ms", None)
    figures.show(java, "the same, in those at 3", [b / a for a, b in pairs], "times", 1.6)
    figures.show(java, f"Pss at {MANY}", [pss], "MB", _twice_supervisords())


def _twice_supervisords():
    """Measured once; None where it is not installed."""
    if not managers.ALL["supervisord"].is_installed():
        return None
    if not hasattr(_twice_supervisords, "mb"):
        with Fleet(MANY, "supervisord") as other:
            _twice_supervisords.mb = 2 * other.keeper().pss_mb()
    return _twice_supervisords.mb
