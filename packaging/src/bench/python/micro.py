"""The micro-benchmarks, beside a pmond with three programs that those of the channel ask."""

import glob
import os
import re
import subprocess

import managers
from processes import Keeper, Programs

FIRST_REPLY = re.compile(r"^request to first reply, (?P<what>.*): median (?P<ms>[0-9.]+) ms", re.MULTILINE)
QUICK = ["-f", "1", "-wi", "3", "-w", "1", "-i", "5", "-r", "1"]


def run_all(arguments):
    programs = Programs(f"86397.{os.getpid()}")
    manager = managers.Pmon3(3, programs.mark.decode())
    manager.start()
    try:
        programs.await_all(3, 30)
        with open("packaging/target/pmon3/lib/java-home", encoding="utf-8") as file:
            home = file.read().strip()
        first_reply(home, manager.environment)
        subprocess.run(
            [*_command(home), "org.openjdk.jmh.Main", *(arguments or QUICK)], env=manager.environment, check=True)
    finally:
        programs.count()
        manager.end(Keeper(manager.first, programs).pids, programs.found)


def first_reply(home, environment):
    """Prints what a warm client waits for its first reply, of the pmond that the environment leads to; the medians, ms, by what was asked."""
    asked = subprocess.run(
        [*_command(home), "pmon3.benchmark.FirstReply"], env=environment, check=True, text=True, stdout=subprocess.PIPE)
    print(asked.stdout, end="", flush=True)
    return {line["what"]: float(line["ms"]) for line in FIRST_REPLY.finditer(asked.stdout)}


def _command(home):
    classes = ":".join(["benchmarks/target/classes", *glob.glob("benchmarks/target/lib/*.jar")])
    return [f"{home}/bin/java", "-Xms256m", "-XX:+UseSerialGC", "-cp", classes]
