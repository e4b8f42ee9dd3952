"""A real HTTP server on loopback that plays any `.example` host, and settings that lead there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest
from loopback_site import Asked, Site

from scrapers.client import Client
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import Kind, Source
from vigie.settings import Settings


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen = {k.lower(): v for k, v in self.headers.items()}
            found.asked.append(Asked(monotonic(), self.command, seen.get("host", ""), self.path, seen, body))
            page = found.pages.get(self.path)
            if page is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            try:
                page(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_POST = do_GET

        def log_message(self, format: str, *arguments: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Site(f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    return Settings.from_environment(
        {"VIGIE_HOME": str(tmp_path / "var"), "VIGIE_SIMULATOR": site.address, "VIGIE_HOST_GAP": "0.001"}
    )


@pytest.fixture
def source() -> Source:
    return Source("kikk", "KIKK", None, (Kind.EVENT,), "feed", ("http://kikk.example/",))


@pytest.fixture
def memory() -> SolitaryMemory:
    return SolitaryMemory()


@pytest.fixture
def client(settings: Settings, memory: SolitaryMemory) -> Iterator[Client]:
    transport = transport_for(settings)
    yield Client(transport, SolitaryTurns(), memory, memory, settings, sleep=lambda seconds: None)
    transport.close()
