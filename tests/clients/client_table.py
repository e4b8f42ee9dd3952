"""docs/clients.md: client × format × result, one row for each test that bears the mark `client`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "clients.md"
LOCK = ROOT / "requirements-clients.lock"
PACKAGE = Path(__file__).parent / "programs" / "package.json"
WITHOUT_CLIENTS = ("test_clients_table.py",)
MACHINE = ("calcurse", "newsboat", "soffice")
RESULTS = {"passed": "0 differences", "skipped": "not run here", "failed": "differs"}
_WORST = ("passed", "skipped", "failed")
HEAD = """# Programs that read our feeds

Written by `make test-clients ARGS=--write-table`; a test says when a row is missing. Every program is a process that
reads what a real site serves on loopback, over a real warehouse with a made season: both changes of the clock, every
status, hostile texts, 200 formulas. What it should have read is worked out of the warehouse, not of the feed.
"0 differences" counts items, texts, instants; "not run here" means that the machine of this table has no such program.

| client | version | format | compared | result |
|---|---|---|---|---|
"""


@dataclass(frozen=True, order=True)
class Row:
    """One line of the table, without its result."""

    client: str
    format: str
    compared: str


_noted: dict[Row, str] = {}


def note(config: pytest.Config, row: Row, outcome: str) -> None:
    """Remembers how the test of a row ended; of several tests with one row, the worst end stands."""
    _noted[row] = max(_noted.get(row, "passed"), outcome, key=_WORST.index)


def write(config: pytest.Config) -> None:
    """Writes the page from what this session noted."""
    lines = [
        f"| {row.client} | {version(row.client)} | {row.format} | {row.compared} | {RESULTS[_noted[row]]} |\n"
        for row in sorted(_noted, key=lambda r: (r.client.lower(), r.format, r.compared))
    ]
    PAGE.write_text(HEAD + "".join(lines), encoding="utf-8")


def rows_of(page: str) -> Iterable[tuple[Row, str, str]]:
    """Rows, versions and results that a page holds."""
    for line in page.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0] not in ("client", "---"):
            yield Row(cells[0], cells[2], cells[3]), cells[1], cells[4]


def version(client: str) -> str:
    """The locked version of a client, or that of the program on this machine; "–" when it has none."""
    packages: dict[str, str] = json.loads(PACKAGE.read_text())["dependencies"]
    if client in packages:
        return packages[client]
    pinned = re.findall(rf"^{re.escape(client)}==(\S+)", LOCK.read_text(), re.MULTILINE)
    # More than one when the lock chooses by the version of Python.
    return ", ".join(sorted(set(pinned))) if pinned else _on_this_machine(client)


def _on_this_machine(client: str) -> str:
    program = {"LibreOffice": "soffice"}.get(client, client)
    if program not in MACHINE or shutil.which(program) is None:
        return "–"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found.group() if found else "–"
