"""A process that has imported the product and forks a child for each command: a command costs no start of Python.

`python -m tests.pipeline.kill_zygote`: a line of JSON per command on standard input (`Order`), a line with the exit
code on standard output; -9 is a kill. A child is a process of its own, with an environment, connections and an end of
its own, as a command of the shell is.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.pipeline.kill_events import Events, Moment, Point, What
from tests.pipeline.kill_world import catalogue, web_of
from vigie.model import Capture, Request

Tally = dict[tuple[What, str], int]
"""How often each event happened, by class and line."""


@dataclass(frozen=True, slots=True)
class Order:
    """`vigie ARGUMENTS…` under an environment. `said` takes its output, and (with `.events`) what it did."""

    arguments: tuple[str, ...]
    environ: dict[str, str]
    said: str
    point: dict[str, Any] | None = None


class Zygote:
    """The handle of such a process, in the process of the tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        argv = [sys.executable, "-m", "tests.pipeline.kill_zygote"]
        self._process = subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, arguments: Sequence[str], environ: Mapping[str, str], point: Point | None = None) -> tuple[int, str]:
        """(exit code, output) of a command; with a point it is killed there."""
        said = self._folder / "said"
        order = Order(tuple(arguments), dict(environ), str(said), asdict(point) if point else None)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        return code, said.read_text(errors="replace")

    def events(self) -> Tally:
        """What the last command did, when it came to its end."""
        told = json.loads((self._folder / "said.events").read_text())
        return {(What(what), site): count for what, site, count in told}

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)


def serve() -> None:
    import pipeline.backup
    import pipeline.cli
    import pipeline.consumers.file
    import pipeline.rebuilding
    import pipeline.steps  # noqa: F401

    warm()
    for line in sys.stdin:
        plain = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(Order(**{**plain, "arguments": tuple(plain["arguments"])}))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def warm() -> None:
    """Reads the small world once, for what the readers of meaning load when they are first asked."""
    from scrapers.catalogue import load
    from scrapers.readers import reader_for
    from transforms.understand import understand

    now = datetime(2026, 11, 1, tzinfo=UTC)
    web = web_of(1)
    with tempfile.TemporaryDirectory() as folder:
        sources = load(catalogue(Path(folder)))
    for source in sources:
        media, body = web[source.urls[0].removeprefix("https://")]
        headers = (("Content-Type", media),)
        sha256 = hashlib.sha256(body).hexdigest()
        capture = Capture(Request(source.urls[0]), source.urls[0], 200, headers, body, now, sha256)
        for item in reader_for(source.platform).read(source, capture, now).items:
            understand(item, source, now)


def _run(order: Order) -> None:
    """The life of a child; it never returns."""
    code = 70
    out = os.open(order.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(out, stream)
    try:
        os.environ.update(order.environ)
        point = order.point and Point(
            What(order.point["what"]), order.point["site"], order.point["number"], Moment(order.point["moment"])
        )
        events = Events(point or None)
        plain = os.open  # the tally is no event
        events.install()
        from pipeline.cli import app

        code = int(app(list(order.arguments), standalone_mode=False) or 0)
        told = json.dumps([[what, site, count] for (what, site), count in sorted(events.counts.items())])
        with open(plain(order.said + ".events", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "w") as stream:
            stream.write(told)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
