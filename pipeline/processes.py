"""Start, watch and end the processes of one house: each in a session of its own, none left behind.

A process is found again by a mark in its environment (VIGIE_BAND = the state folder) or by its working folder, which
nobody else stands in, so that those of a run whose conductor was killed are ended by the next one, children of children
included. (Airflow's processes write their titles over their environment, so the mark alone is not enough.)
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

MARK = "VIGIE_BAND"
GROUND = ".band"


class StartError(RuntimeError):
    """A process did not come up, or a port is taken. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the band: what to run, how to see that it is ready (None: it is ready when it runs)."""

    name: str
    argv: Sequence[str]
    ready: Callable[[], bool] | None = None
    patience: float = 90.0


class Band:
    """The processes started here. `stop` ends them all, in the reverse order of their start."""

    def __init__(self, home: Path, environment: Mapping[str, str], logs: Path) -> None:
        self.home = home
        self.environment = {**os.environ, **environment, MARK: str(home.resolve())}
        self.logs = logs
        self.logs.mkdir(parents=True, exist_ok=True)
        (home / GROUND).mkdir(parents=True, exist_ok=True)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, part: Part) -> None:
        """Starts one part, its output in `<logs>/<name>.log`."""
        with (self.logs / f"{part.name}.log").open("ab") as log:
            self.running[part.name] = subprocess.Popen(
                part.argv,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.home / GROUND,
            )

    def wait_ready(self, parts: Iterable[Part]) -> None:
        """Waits until every part is ready. Raises StartError with the tail of its log when one ends or is too slow."""
        for part in parts:
            until = time.monotonic() + part.patience
            while part.ready and not part.ready():
                self.check(part.name)
                if time.monotonic() > until:
                    raise StartError(f"{part.name} was not ready after {part.patience:.0f} s\n{self.tail(part.name)}")
                time.sleep(0.2)

    def check(self, *names: str) -> None:
        """Raises StartError when one of the named processes (all by default) has ended."""
        for name in names or tuple(self.running):
            code = self.running[name].poll()
            if code is not None:
                raise StartError(f"{name} ended with code {code}\n{self.tail(name)}")

    def tail(self, name: str, lines: int = 12) -> str:
        log = self.logs / f"{name}.log"
        text = log.read_text(errors="replace") if log.exists() else ""
        return f"{log}:\n" + "\n".join(text.splitlines()[-lines:])

    def stop(self, patience: float = 10.0) -> None:
        """Ends every process of this house, whoever started it: politely first, then for good."""
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        _wait(self.home, patience)
        end_all(self.home)
        self.running.clear()


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Holds a house for one conductor; the kernel lets go of it when that is killed. StartError when it is taken."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".conductor").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StartError(f"a house is up already in {home}: `vigie stop` ends it") from error
        yield


def members(home: Path) -> list[psutil.Process]:
    """Every living process that carries the mark of this house, except ourselves."""
    wanted = str(home.resolve())
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == os.getpid():
                continue
            if process.cwd() == f"{wanted}/{GROUND}" or process.environ().get(MARK) == wanted:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return found


def end_all(home: Path) -> int:
    """Kills what is left of a house; returns how many processes that were."""
    left = members(home)
    for process in left:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(left, timeout=5)
    return len(left)


def _wait(home: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while members(home) and time.monotonic() < until:
        time.sleep(0.1)


def free_port(port: int, variable: str) -> int:
    """`port` itself when nothing listens there. Raises StartError naming the variable that moves it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StartError(f"port {port} of 127.0.0.1 is taken: set {variable} to a free one") from error
    return port


def answers(url: str, host: str | None = None) -> Callable[[], bool]:
    """A check that `url` answers below 500."""

    def ready() -> bool:
        try:
            headers = {"Host": host} if host else {}
            return requests.get(url, headers=headers, timeout=2, allow_redirects=False).status_code < 500
        except requests.RequestException:
            return False

    return ready
