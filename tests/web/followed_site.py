"""The site served for real, in a thread or in a process of its own, and a browser's way of following its changes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from pipeline.house import House
from tests.conftest import ROOT, free_port
from tests.pipeline.stream_world import absorb, environment

SERVE = "import sys; from web.serve import main; main(port=int(sys.argv[1]))"


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of an application in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(app, port=(port := free_port()), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        if tower := getattr(app.state, "tower", None):
            tower.close()
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive(), "the server does not end"


class SiteProcess:
    """`web.serve` of a house as a process, always at the same port."""

    def __init__(self, house: House) -> None:
        self.house, self.port = house, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        argv = [sys.executable, "-c", SERVE, str(self.port)]
        self.process = subprocess.Popen(argv, cwd=ROOT, env={**os.environ, **environment(self.house)})
        wait_for(self.url, self.process)

    def end(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Seconds that it took to end."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(20)
        return time.monotonic() - began


@contextmanager
def site_process(house: House) -> Iterator[SiteProcess]:
    site = SiteProcess(house)
    site.start()
    try:
        yield site
    finally:
        site.end(signal.SIGKILL)


def wait_for(url: str, process: subprocess.Popen[bytes] | None = None) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process is None or process.poll() is None, "the site ended"
        try:
            httpx.get(f"{url}/robots.txt", timeout=5, verify=False)
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the site does not answer")


@dataclass(frozen=True)
class Frame:
    """One event of a stream: its `id`, `event` and `data` lines. A comment alone has none of them."""

    id: str
    event: str
    data: str

    @property
    def told(self) -> dict[str, Any]:
        plain: dict[str, Any] = json.loads(self.data)
        return plain


def frames(lines: Iterator[str]) -> Iterator[Frame]:
    """Parses a stream as the HTML standard says (§9.2.6); comments come as empty frames, `retry` lines are skipped."""
    held: dict[str, list[str]] = {}
    for line in lines:
        if line == "":
            if held.get("data"):
                yield Frame("".join(held.get("id", [""])[-1:]), held.get("event", [""])[-1], "\n".join(held["data"]))
            held = {}
        elif line.startswith(":"):
            yield Frame("", "", "")
        else:
            name, _, value = line.partition(":")
            held.setdefault(name, []).append(value.removeprefix(" "))


# Reading the list of certificates takes longer than an answer from loopback, which has none.
@contextmanager
def stream(
    url: str, last: int | None = None, path: str = "/changes/stream", **headers: str
) -> Iterator[Iterator[Frame]]:
    """The frames of a connection, as they come; it is torn down when the block is left."""
    asked = {"accept": "text/event-stream", **headers}
    if last is not None:
        asked["last-event-id"] = str(last)
    with (
        httpx.Client(timeout=10, verify=False) as client,
        client.stream("GET", url + path, headers=asked) as answer,
    ):
        assert answer.status_code == 200, answer.read()
        yield frames(answer.iter_lines())


@dataclass
class Subscriber:
    """Keeps a copy from a stream, and its last id: nothing else."""

    items: dict[str, bytes] = field(default_factory=dict)
    last: int = 0

    def take(self, frame: Frame) -> None:
        told = frame.told
        assert frame.id == told["id"], "the id of the frame is not that of the event"
        assert int(frame.id) == self.last + 1, f"change {frame.id} follows change {self.last}"
        assert frame.event == told["type"]
        absorb(self.items, told)
        self.last = int(frame.id)
