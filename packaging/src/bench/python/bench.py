"""One run of the comparison; packaging/bench is how to start it. See docs/PERFORMANCE.md for what each figure means."""

import argparse
import os
import statistics
import sys
import time

import client
import figures
import managers
import micro
import report
import transports
from processes import Keeper, Programs

UP_LIMIT_S = 120
# A program that has run 5 s is replaced at once by pmon3; the time is used to see what the manager does at rest.
REST_S = 5.2
SETTLE_S = 1.0


def measure(name, number, arguments):
    """One fleet under one manager, from its start to its end, as figure -> value."""
    mark = f"86399.{os.getpid()}"
    programs = Programs(mark)
    manager = managers.ALL[name](number, mark)
    began = time.perf_counter()
    manager.start()
    keeper = None
    try:
        ready_s = await_ready(manager, began)
        programs.await_all(number, UP_LIMIT_S)
        measured = {"up_s": time.perf_counter() - began}
        if ready_s:
            measured["ready_s"] = ready_s
        time.sleep(SETTLE_S)
        keeper = Keeper(manager.first, programs)
        before = keeper.wake_ups()
        time.sleep(REST_S)
        measured["wakes_per_s"] = (keeper.wake_ups() - before) / REST_S
        measured["threads"] = keeper.threads()
        measured["ls_ms"] = statistics.median(list_milliseconds(manager) for _ in range(arguments.lists))
        measured["pss_mb"] = keeper.pss_mb()
        victims = sorted(programs.found)[: arguments.kills]
        measured["replace_ms"] = statistics.median(programs.milliseconds_to_replace(pid) for pid in victims)
        return measured
    finally:
        programs.count()
        keeper = Keeper(manager.first, programs)
        manager.end([manager.started.pid, *keeper.pids], programs.found)


def await_ready(manager, began):
    """Seconds until a client could ask; 0 where the manager does not say so."""
    if not hasattr(manager, "is_ready"):
        return 0
    while not manager.is_ready():
        if manager.started.poll() is not None or time.perf_counter() - began > UP_LIMIT_S:
            raise SystemExit(f"pmond did not start, see {manager.folder}/out")
        time.sleep(0.001)
    return time.perf_counter() - began


def list_milliseconds(manager):
    began = time.perf_counter()
    manager.run_list()
    return (time.perf_counter() - began) * 1000


def main():
    parser = argparse.ArgumentParser(prog="packaging/bench")
    parser.add_argument("--sizes", default="1,100,1000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lists", type=int, default=7)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--only", default=",".join(managers.ALL))
    parser.add_argument("--client", action="store_true")
    parser.add_argument("--transports", action="store_true")
    parser.add_argument("--figures", nargs="*", metavar="JAVA")
    parser.add_argument("--micro", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if arguments.transports:
        transports.print_all()
        return
    if arguments.figures is not None:
        figures.print_all(arguments.figures)
        return
    if arguments.micro is not None:
        micro.run_all(arguments.micro)
        return
    if arguments.client:
        client.print_all()
        return
    names = [name for name in arguments.only.split(",") if managers.ALL[name].is_installed()]
    results = {}
    for size in map(int, arguments.sizes.split(",")):
        for turn in range(arguments.rounds):
            for name in names:
                measured = measure(name, size, arguments)
                shown = ", ".join(f"{figure} {value:.2f}" for figure, value in measured.items())
                print(f"{name} {size} round {turn + 1}: {shown}", file=sys.stderr, flush=True)
                for figure, value in measured.items():
                    results.setdefault((size, figure), {}).setdefault(name, []).append(value)
        # After each size, for a long run may be ended before the last.
        report.write(results, names, arguments)


if __name__ == "__main__":
    main()
