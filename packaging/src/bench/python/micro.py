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
            java = f"{file.read().strip()}/bin/java"
        classes = ":".join(["benchmarks/target/classes", *glob.glob("benchmarks/target/lib/*.jar")])
        command = [java, "-Xms256m", "-XX:+UseSerialGC", "-cp", classes]
        subprocess.run([*command, "pmon3.benchmark.FirstReply"], env=manager.environment, check=True)
        subprocess.run([*command, "org.openjdk.jmh.Main", *(arguments or QUICK)], env=manager.environment, check=True)
    finally:
        programs.count()
        manager.end(Keeper(manager.first, programs).pids, programs.found)
