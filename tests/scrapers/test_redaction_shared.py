"""Redaction on the real documents of ../shared/real: what is given is proved by other means, and most can be given."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_redaction import NOW, all_said, flat, read, values

from scrapers.catalogue import load
from scrapers.client import Client
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from scrapers.redaction import needles_of, redact
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import Capture, RawItem, Source
from vigie.settings import ROOT, Settings

REAL = ROOT.parent / "shared" / "real"
PLATFORMS = {"feed": 4, "ical": 15, "json": 8, "openagenda": 3, "opendatasoft": 2, "recipe": 8, "schema_org": 4}
"""The least number of items that must be taken out, by platform: the first and the last of each page with several."""
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> tuple[Client, tuple[Source, ...]]:
    home = str(tmp_path_factory.mktemp("home"))
    settings = Settings.from_environment(
        {"VIGIE_HOME": home, "VIGIE_WEB": str(REAL / "real.warc.gz"), "VIGIE_HOST_GAP": "0"}
    )
    memory = SolitaryMemory()
    client = Client(transport_for(settings), SolitaryTurns(), memory, memory, settings, sleep=lambda seconds: None)
    return client, load(Path(__file__).parents[1] / "real" / "sources")


def lists(client: Client, of: Source, until: float) -> Iterator[tuple[Capture, tuple[RawItem, ...]]]:
    """Captures of a source that hold several items, until the clock says so."""
    todo = list(reader_for(of.platform).start(of, NOW))
    asked = set()
    while todo and time.monotonic() < until:
        request = todo.pop(0)
        if request.url in asked:
            continue
        asked.add(request.url)
        try:
            made = client.fetch(of, request).capture
        except FetchError:
            continue
        page = read(made, of)
        todo += page.next
        if len(page.items) > 1:
            yield made, page.items


@pytest.mark.parametrize("platform", PLATFORMS)
def test_items_of_real_pages_are_taken_out(web: tuple[Client, tuple[Source, ...]], platform: str) -> None:
    client, sources = web
    done: Counter[str] = Counter()
    for of in (s for s in sources if s.platform == platform):
        for made, items in lists(client, of, time.monotonic() + 8):
            for gone in (items[0], items[-1]):
                title = flat(gone.text("title") or "")
                redacted = redact(made, of, [f.evidence.pointer for f in gone.fields], needles_of(gone, made.url))
                if redacted is None:
                    done["whole body"] += 1
                    continue
                done["taken out"] += 1
                assert f" {title} " not in f" {all_said(redacted)} ", (made.url, title)
                after = read(replace(made, body=redacted), of)
                assert [values(i) for i in after.items] == [values(i) for i in items if i is not gone], made.url
    print(f"\n{platform}: {dict(done)}")
    assert done["taken out"] >= PLATFORMS[platform]
