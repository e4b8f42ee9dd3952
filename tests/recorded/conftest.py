"""A site on loopback that plays any `.example` host (the one of tests/scrapers), and the command line beside it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "scrapers"))

from loopback_site import Asked, Site  # noqa: E402

NOW = "2026-11-21T08:00:00+01:00"
Vigie = Callable[..., Result]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            seen = {k.lower(): v for k, v in self.headers.items()}
            found.asked.append(Asked(monotonic(), self.command, seen.get("host", ""), self.path, seen, b""))
            page = found.pages.get(self.path)
            if page is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            page(self)

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


def command(home: Path, simulator: str) -> Vigie:
    """The command line, in this process, on a web at `simulator`, without a database anywhere."""

    def vigie(*arguments: str, code: int = 0) -> Result:
        environ: dict[str, str | None] = {key: None for key in os.environ if key.startswith("VIGIE_")}
        environ |= {"VIGIE_HOME": str(home), "VIGIE_SIMULATOR": simulator, "VIGIE_NOW": NOW, "VIGIE_HOST_GAP": "0.001"}
        done = CliRunner().invoke(app, arguments, env=environ)
        assert done.exit_code == code, f"vigie {' '.join(arguments)}:\n{done.output}\n{done.exception!r}"
        return done

    return vigie


@pytest.fixture
def vigie(site: Site, tmp_path: Path) -> Vigie:
    """`vigie …` on the site of this test."""
    return command(tmp_path / "home", site.address)


@pytest.fixture
def vigie_of_the_demo(simulated_web: str, tmp_path: Path) -> Vigie:
    """`vigie …` on the demo's web."""
    return command(tmp_path / "home", simulated_web)
