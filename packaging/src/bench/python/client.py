"""The client against an empty program of the same Java, in turns, and the commands that have to wait."""

import os
import statistics
import subprocess
import tempfile
import time

import managers
from processes import Keeper, Programs

ROUNDS = 21
HELLO = 'class Hello { public static void main(String[] a) { System.out.println("hello"); } }\n'


def milliseconds(command, environment):
    began = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1000


def _quartiles(values):
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.1f} ms ({low:.1f} to {high:.1f})"


def javas():
    """Each Java that the tree has an archive for."""
    archives = "packaging/target/pmon3/lib/archives"
    for home in sorted({os.path.realpath(f"/usr/lib/jvm/{name}") for name in os.listdir("/usr/lib/jvm")}):
        if os.path.isfile(f"{home}/release") and os.path.isfile(f"{home}/bin/javac"):
            with open(f"{home}/release", encoding="utf-8") as file:
                release = dict(line.strip().split("=", 1) for line in file if "=" in line)
            if release.get("JAVA_RUNTIME_VERSION", "").strip('"') in os.listdir(archives):
                yield home, release["JAVA_VERSION"].strip('"')


def print_all():
    for home, version in javas():
        programs = Programs(f"86398.{os.getpid()}")
        manager = managers.Pmon3(3, programs.mark.decode())
        manager.environment["PMON3_JAVA_HOME"] = home
        manager.start()
        try:
            programs.await_all(3, 30)
            with tempfile.TemporaryDirectory() as folder:
                _print_starts(home, version, manager, folder)
            _print_commands(version, manager)
        finally:
            programs.count()
            manager.end(Keeper(manager.first, programs).pids, programs.found)


def starts(home, manager, folder):
    """Milliseconds of hello and of ls, in pairs; the first is not counted."""
    with open(f"{folder}/Hello.java", "w", encoding="utf-8") as file:
        file.write(HELLO)
    subprocess.run([f"{home}/bin/javac", "Hello.java"], cwd=folder, check=True)
    hello = [f"{home}/bin/java", "-cp", folder, "Hello"]
    pairs = []
    for _ in range(ROUNDS + 1):
        pairs.append((milliseconds(hello, manager.environment), milliseconds(manager.list_command(), manager.environment)))
    return pairs[1:]


def commands(manager):
    """Milliseconds of the commands that have to wait, by name."""
    pmon3 = manager.list_command()[0]
    times = {"exec": [], "restart": [], "stop": []}
    for turn in range(5):
        name = f"timed{turn}"
        times["exec"].append(milliseconds(
            [pmon3, "exec", managers.PROGRAM, "--name", name, "-a", manager.mark], manager.environment))
        times["restart"].append(milliseconds([pmon3, "restart", name], manager.environment))
        times["stop"].append(milliseconds([pmon3, "stop", name], manager.environment))
    return times


def _print_starts(home, version, manager, folder):
    pairs = starts(home, manager, folder)
    hellos, lists = zip(*pairs)
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"Java {version}: hello {_quartiles(hellos)}; pmon3 ls at 3 {_quartiles(lists)}; {ratio:.2f} times")


def _print_commands(version, manager):
    for command, values in commands(manager).items():
        print(f"Java {version}: pmon3 {command} of sleep, settled and listed: {_quartiles(values)}")
