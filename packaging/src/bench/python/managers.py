"""How each manager is given a number of sleeping programs, started, asked and ended."""

import json
import os
import shutil
import signal
import subprocess
import tempfile

PROGRAM = "/bin/sleep"
ENDED_LIMIT_S = 30


class Manager:
    """One fleet in a scratch folder of its own."""

    needs = ()

    def __init__(self, number, mark):
        self.number, self.mark = number, mark
        self.folder = tempfile.mkdtemp(prefix="pmon3-bench-", dir="/tmp")
        self.environment = dict(os.environ, TERM="dumb")
        self.first = 0
        self.started = None
        self.prepare()

    @classmethod
    def is_installed(cls):
        return all(shutil.which(name) for name in cls.needs)

    def names(self):
        return [f"p{number:05d}" for number in range(self.number)]

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def start(self):
        with open(os.path.join(self.folder, "out"), "wb") as out:
            self.started = subprocess.Popen(
                self.command(), env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        self.first = self.first or self.started.pid

    def run_list(self):
        subprocess.run(self.list_command(), env=self.environment, stdout=subprocess.DEVNULL, check=True)

    def end(self, keeper_pids, program_pids):
        """First all that keep something alive, and only then what they kept."""
        for pid in list(keeper_pids) + list(program_pids):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.started.wait(ENDED_LIMIT_S)
        shutil.rmtree(self.folder, ignore_errors=True)


class Pmon3(Manager):
    bin = "packaging/target/pmon3/bin"

    def prepare(self):
        entries = [{"file": PROGRAM, "args": self.mark, "name": name} for name in self.names()]
        process_config = self.write("process.config.json", json.dumps({"processes": entries}))
        self.channels = tempfile.mkdtemp(prefix="pmon3-bench-", dir="/dev/shm")
        self.environment["PMON3_CONF"] = self.write("config.yml", (
            f"log_level: warn\ndata:\n  directory: {self.folder}/data\nlogs:\n  directory: {self.folder}/logs\n"
            f"message_queue:\n  directory:\n    shmem: {self.channels}\nprocess_config_file: {process_config}\n"))

    def command(self):
        return [f"{self.bin}/pmond"]

    def list_command(self):
        return [f"{self.bin}/pmon3", "ls"]

    def is_ready(self):
        """Whether a client finds it: its lock file says who serves."""
        directory = "pmon3_mem" if os.geteuid() == 0 else f"pmon3_mem_u{os.geteuid()}"
        try:
            return os.stat(f"{self.channels}/{directory}/pmond.lock").st_size > 0
        except FileNotFoundError:
            return False

    def end(self, keeper_pids, program_pids):
        super().end(keeper_pids, program_pids)
        shutil.rmtree(self.channels, ignore_errors=True)


class Supervisord(Manager):
    needs = ("supervisord", "supervisorctl")

    def prepare(self):
        at = self.folder
        self.write("s.conf", (
            f"[unix_http_server]\nfile={at}/s.sock\n[supervisord]\nnodaemon=true\nlogfile={at}/s.log\n"
            f"pidfile={at}/s.pid\nchildlogdir={at}\nminfds={4 * self.number + 200}\n[rpcinterface:supervisor]\n"
            "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n"
            f"[supervisorctl]\nserverurl=unix://{at}/s.sock\n[program:p]\ncommand={PROGRAM} {self.mark}\n"
            f"numprocs={self.number}\nprocess_name=p%(process_num)05d\nautorestart=true\n"))

    def command(self):
        return ["supervisord", "-c", f"{self.folder}/s.conf"]

    def list_command(self):
        return ["supervisorctl", "-c", f"{self.folder}/s.conf", "status"]


class Pm2(Manager):
    needs = ("pm2",)

    def prepare(self):
        self.environment["PM2_HOME"] = f"{self.folder}/pm2"
        apps = [{"name": name, "script": PROGRAM, "args": self.mark, "interpreter": "none"} for name in self.names()]
        self.write("fleet.config.json", json.dumps({"apps": apps}))
        # Its daemon is started beforehand: what is timed is the start of the programs alone, in its favour.
        subprocess.run(["pm2", "ping"], env=self.environment, stdout=subprocess.DEVNULL, check=True)
        with open(f"{self.folder}/pm2/pm2.pid", encoding="utf-8") as file:
            self.first = int(file.read())

    def command(self):
        return ["pm2", "start", f"{self.folder}/fleet.config.json"]

    def list_command(self):
        return ["pm2", "ls"]


class Runit(Manager):
    needs = ("runsvdir", "sv")

    def prepare(self):
        for name in self.names():
            self.write(f"sv/{name}/run", f"#!/bin/sh\nexec {PROGRAM} {self.mark}\n", 0o755)

    def command(self):
        return ["runsvdir", f"{self.folder}/sv"]

    def list_command(self):
        return ["sh", "-c", f"exec sv status {self.folder}/sv/*"]


class S6(Runit):
    needs = ("s6-svscan", "s6-svstat")

    def command(self):
        return ["s6-svscan", "-c", str(self.number + 10), f"{self.folder}/sv"]

    def list_command(self):
        return ["sh", "-c", f"for service in {self.folder}/sv/*; do s6-svstat $service; done"]


ALL = {"pmon3": Pmon3, "supervisord": Supervisord, "PM2": Pm2, "runit": Runit, "s6": S6}
