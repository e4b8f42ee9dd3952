"""Subscribers of the hub on loopback: each verifies, checks signatures, and fails as it is told to; and the feeds that
they subscribe to."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

SITE = "https://vigie.example"
HUB = f"{SITE}/hub"


@dataclass
class Delivery:
    """One POST of the hub as it came in."""

    headers: dict[str, str]
    body: bytes
    key: str | None


@dataclass
class Callback:
    """One subscriber at `http://NAME.example/`. `wants` says yes to a verification; `faults` are how the next calls
    go wrong: a status, `302>ADDRESS`, `flood`, `drop` (no answer, nothing kept), `lose` (kept, no answer), `slow`."""

    name: str
    keys: list[str] = field(default_factory=list)
    wants: bool = True
    path: str = "/"
    faults: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    taken: list[Delivery] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    slowness: float = 0.3
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://{self.name}.example{self.path}"

    @property
    def body(self) -> bytes:
        """What it holds of its topic now."""
        return self.taken[-1].body if self.taken else b""

    def fault(self) -> str:
        with self.lock:
            return self.faults.pop(0) if self.faults else ""

    def key_of(self, headers: dict[str, str], body: bytes) -> str | None:
        """The key that a delivery was signed with; what is not right is noted in `wrong`."""
        said = headers.get("x-hub-signature")
        if said is None:
            if self.keys:
                self.wrong.append("unsigned, and a secret was given")
            return None
        for key in self.keys:
            if hmac.compare_digest(said, "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()):
                return key
        self.wrong.append(f"signed by nobody: {said}")
        return None


class Subscribers:
    """The server that all callbacks share: `.example` leads to it, as to the simulated web."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.callbacks: dict[str, Callback] = {}
        self.strangers: list[str] = []

    def add(self, name: str, *keys: str, path: str = "/") -> Callback:
        self.callbacks[name] = Callback(name, list(keys), path=path)
        return self.callbacks[name]


@contextmanager
def subscribers() -> Iterator[Subscribers]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held = Subscribers(f"127.0.0.1:{server.server_address[1]}")
    server.held = held  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_: object) -> None:
        return

    def callback(self) -> Callback | None:
        held: Subscribers = self.server.held  # type: ignore[attr-defined]
        host = self.headers.get("host", "")
        found = held.callbacks.get(host.removesuffix(".example"))
        if found is None:
            held.strangers.append(f"{self.command} {host}{self.path}")
        return found

    def do_GET(self) -> None:
        one = self.callback()
        if one is None:
            return self.answer(404)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        one.asked.append(asked)
        fault = one.fault()
        if fault == "slow":
            time.sleep(one.slowness)
        elif fault in ("drop", "lose"):
            return self.hang_up()
        elif fault == "flood":
            return self.flood()
        elif fault:
            return self.answer(*said(fault))
        if one.wants and "hub.challenge" in asked:
            return self.answer(200, asked["hub.challenge"].encode())
        return self.answer(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        one = self.callback()
        if one is None:
            return self.answer(404)
        fault = one.fault()
        if fault == "drop":
            return self.hang_up()
        if fault[:1].isdigit():
            return self.answer(*said(fault))
        if fault == "slow":
            time.sleep(one.slowness)
        headers = {name.lower(): value for name, value in self.headers.items()}
        with one.lock:
            one.taken.append(Delivery(headers, body, one.key_of(headers, body)))
        return self.hang_up() if fault == "lose" else self.answer(204)

    def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        with suppress(OSError):
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def flood(self) -> None:
        """An answer that has no end."""
        self.close_connection = True
        with suppress(OSError):
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65_536)

    def hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def said(fault: str) -> tuple[int, bytes, dict[str, str]]:
    """`302` or `302>ADDRESS`: status, body and headers."""
    status, _, to = fault.partition(">")
    return int(status), b"", {"Location": to or "http://127.0.0.1:1/"} if status.startswith("3") else {}


def put_feed(folder: Path, path: str, body: bytes, media_type: str = "application/feed+json; charset=utf-8") -> str:
    """Publishes one file as the publisher does: renamed into place, then the index. Returns its topic."""
    index = folder / "index.json"
    files = json.loads(index.read_bytes())["files"] if index.exists() else []
    files = [file for file in files if file["path"] != path] + [{"path": path, "media_type": media_type}]
    for name, data in ((path, body), ("index.json", json.dumps({"files": files}).encode())):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{path.replace('/', '-')}.new"
        partial.write_bytes(data)
        partial.replace(folder / name)
    return f"{SITE}/feeds/{path}"


def request(hub: str, callback: str, topic: str, mode: str = "subscribe", **more: str) -> httpx.Response:
    """`POST /hub` as a subscriber sends it; `more` without the prefix `hub.`."""
    form = {"mode": mode, "callback": callback, "topic": topic, **more}
    body = urlencode({f"hub.{name}": value for name, value in form.items()})
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return httpx.post(hub, content=body, headers=headers, timeout=20, verify=False)


def until(true: Callable[[], object], seconds: float = 20.0) -> bool:
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
