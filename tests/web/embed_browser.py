"""A real Chromium, and pages of other sites for it to open: each on a loopback port of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import html

PROGRAM = Path("/usr/bin/chromium")
SLOW, PATIENCE = "/slow.png", 2.5
"""An image that takes its time, in seconds."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


@dataclass
class Browser:
    """Chromium with an empty profile for every call. `folder` takes profiles, logs and pictures."""

    folder: Path
    calls: int = 0

    def open(self, address: str, width: int = 1000, waiting: int = 0) -> tuple[html.HtmlElement, set[str]]:
        """The document after its scripts have run, and `host:port` of everything that was asked for.

        `waiting`: real milliseconds, for pages that never have loaded all.
        """
        log = self.folder / f"net{self.calls}.json"
        end = f"--timeout={waiting}" if waiting else "--virtual-time-budget=6000"
        asked = (f"--log-net-log={log}", end, "--dump-dom")
        document = self._run(*asked, f"--window-size={width},900", address)
        return html.fromstring(document), hosts_of(log)

    def picture(self, address: str, width: int, height: int, name: str, dark: bool = False) -> Path:
        """A picture of a page. Chromium's windows have a least width: narrow pages are put into a frame by the test."""
        path = self.folder / name
        theme = ("--blink-settings=preferredColorScheme=0",) if dark else ()
        size = f"--window-size={width},{height}"
        self._run("--virtual-time-budget=6000", f"--screenshot={path}", size, *theme, address)
        return path

    def _run(self, *arguments: str) -> str:
        profile = self.folder / f"profile{self.calls}"
        self.calls += 1
        argv = [str(PROGRAM), *FLAGS, f"--user-data-dir={profile}", *arguments]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
        shutil.rmtree(profile, ignore_errors=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


def browser(folder: Path) -> Browser:
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} is not here: embedded pages were NOT opened in a browser")
    return Browser(folder)


def hosts_of(log: Path) -> set[str]:
    """Every `host:port` that pages asked for something, as Chromium's own log of the network says. What the browser
    asks for on its own account (updates) has no initiator; it finds no host."""
    entries: list[dict[str, Any]] = json.loads(log.read_text())["events"]
    asked = [entry["params"] for entry in entries if "initiator" in entry.get("params", {})]
    found = {urlsplit(a["url"]).netloc for a in asked if a["initiator"] != "not an origin"}
    assert found, "the log is not read any more"
    return found


@dataclass
class OtherSite:
    """A site of somebody else. `pages` are (media type, text) by path; the rest is fetched from `behind`."""

    url: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    behind: str = ""

    def put(self, path: str, body: str, media_type: str = "text/html; charset=utf-8") -> str:
        self.pages[path] = (media_type, body)
        return self.url + path

    def page(self, path: str, body: str) -> str:
        """A page that is not loaded before PATIENCE: Chromium prints it after its frames have had time to speak."""
        slow = f'<img src="{SLOW}" alt="">'
        return self.put(path, f"<!DOCTYPE html><html lang=fr><title>Un site</title><body>{body}{slow}</body></html>")

    def answer(self, path: str) -> tuple[int, Mapping[str, str], bytes]:
        if path == SLOW:
            time.sleep(PATIENCE)
            return 404, {}, b""
        if path.partition("?")[0] in self.pages:
            media_type, text = self.pages[path.partition("?")[0]]
            return 200, {"Content-Type": media_type}, text.encode()
        if not self.behind:
            return 404, {}, b""
        found = httpx.get(self.behind + path)
        return found.status_code, {"Content-Type": found.headers["content-type"]}, found.content


@contextmanager
def other_site(behind: str = "") -> Iterator[OtherSite]:
    site = OtherSite(behind=behind)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
