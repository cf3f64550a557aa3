"""The micro-benchmarks, beside a pmond with three programs that those of the channel ask."""

import glob
import os
import subprocess

import managers
from processes import Keeper, Programs

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
    """Prints what a warm client waits for its first reply, of the pmond that the environment leads to."""
    subprocess.run([*_command(home), "pmon3.benchmark.FirstReply"], env=environment, check=True)


def _command(home):
    classes = ":".join(["benchmarks/target/classes", *glob.glob("benchmarks/target/lib/*.jar")])
    return [f"{home}/bin/java", "-Xms256m", "-XX:+UseSerialGC", "-cp", classes]
