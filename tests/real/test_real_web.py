"""The recorded web of ../shared/real, read from end to end and compared with what a person counted in it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from pipeline import steps
from pipeline.house import House, open_house
from tests.real.documents import Document, differences, gather, labelled, manifest, plain
from vigie.model import Cause, Certificate
from vigie.settings import Settings
from warehouse import server
from warehouse.fingerprint import content_hash

HERE = Path(__file__).resolve().parent
REAL = HERE.parents[2] / "shared" / "real"
COUNTS = yaml.safe_load((HERE / "counts.yaml").read_text("utf-8"))
# The only page without an item that is a source of its own: "empty" is the truth about it.
EMPTY = {"chapelmele": Cause.EMPTY}
pytestmark = pytest.mark.shared


@dataclass(frozen=True)
class Reading:
    """The house after its first run, the certificates of that run, and what became of every document."""

    house: House
    certificates: tuple[Certificate, ...]
    documents: dict[str, Document]
    connections: tuple[str, ...]


class Listening:
    """Notes every address that Python asks a socket for while it is on (audit hooks cannot be taken off)."""

    def __init__(self) -> None:
        self.on = True
        self.heard: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
            self.heard.append(f"{event} {arguments[1:]}")


@pytest.fixture(scope="module")
def reading(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    settings = Settings.from_environment(
        {
            "VIGIE_HOME": str(tmp_path_factory.mktemp("real")),
            "VIGIE_WEB": str(REAL / "real.warc.gz"),
            "VIGIE_CATALOGUE": str(HERE / "sources"),
            "VIGIE_DATABASE_URL": server.database_url(database_server, "real"),
            "VIGIE_HOST_GAP": "0",
            "VIGIE_NOW": "2026-11-21T08:00:00+01:00",
        }
    )
    house = open_house(settings, migrate=True)
    started, listening = time.monotonic(), Listening()
    certificates = tuple(steps.ingest(house, source.slug) for source in house.sources)
    listening.on = False
    print(f"\n{len(certificates)} sources read in {time.monotonic() - started:.0f} s")
    documents = manifest(REAL / "MANIFEST.jsonl")
    gather(house.engine, documents)
    yield Reading(house, certificates, documents, tuple(listening.heard))
    house.engine.dispose()


def test_every_source_ends_well(reading: Reading) -> None:
    ended = {c.source: (c.cause, c.message) for c in reading.certificates if c.cause is not Cause.OK}
    assert {slug: cause for slug, (cause, _) in ended.items()} == EMPTY, ended
    assert not [c.source for c in reading.certificates if c.failed]


def test_a_recorded_web_opens_no_socket(reading: Reading) -> None:
    """The database is reached by libpq through a unix socket, which Python's sockets know nothing of."""
    assert not reading.connections


def test_every_document_gives_a_record_or_a_reason(reading: Reading) -> None:
    silent = [d.url for d in reading.documents.values() if not d.named]
    found: dict[tuple[str, str], Counter[str]] = {}
    for document in reading.documents.values():
        row = found.setdefault((document.folder, document.platform), Counter())
        row.update(documents=1, records=len(document.contents))
        row.update(reason for _, reason in document.reasons)
    for (folder, platform), row in sorted(found.items()):
        print(f"{folder:14} {platform:38} {dict(row)}")
    assert len(reading.documents) == 951
    assert not silent


@pytest.mark.parametrize("count", COUNTS, ids=lambda count: str(count["path"])[-60:])
def test_a_document_holds_what_a_person_counted(reading: Reading, count: dict[str, object]) -> None:
    document = reading.documents[plain(str(count["path"]))]
    assert not differences(count, document), (document.reasons, [c["title"] for c in document.contents][:5])


def test_the_counted_documents_are_many_and_of_every_folder(reading: Reading) -> None:
    """The issue asks for thirty; a title or a day was read by hand in at least half of them."""
    folders = {reading.documents[plain(str(c["path"]))].folder for c in COUNTS}
    assert folders == {d.folder for d in reading.documents.values()}
    assert len(COUNTS) >= 30
    assert sum("says" in c for c in COUNTS) >= len(COUNTS) / 2


def test_labelled_pages_are_measured(reading: Reading) -> None:
    """How many of the labelled items of real pages are found with the right title and the day that matters."""
    total, titles, days, missed = labelled(REAL / "html" / "labels.jsonl", reading.documents)
    print(f"\nlabelled items: {total}, right title {titles}, right title and day {days}")
    print(*missed, sep="\n")
    assert total == 128
    assert days >= 100, missed


def test_a_second_run_finds_nothing_new(reading: Reading) -> None:
    before = content_hash(reading.house.engine)
    again = [steps.ingest(reading.house, source.slug) for source in reading.house.sources]
    moved = {c.source: (c.new, c.changed, c.missing) for c in again if c.new or c.changed or c.missing}
    assert not moved
    assert content_hash(reading.house.engine) == before
    assert not [c.source for c in again if c.failed]
