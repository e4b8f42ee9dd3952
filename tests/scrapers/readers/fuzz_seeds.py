"""Valid documents of every platform to damage: what the made-up web answers, and a few written by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from reader_bench import NOW, SITE
from test_reader_fuzz import BENCHES, SEEDS

from scrapers.catalogue import load
from scrapers.client import Client
from scrapers.failure import FetchError
from scrapers.readers import PLATFORMS, reader_for
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import Capture, Kind, Request, Source
from vigie.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
CATALOGUES = (ROOT / "sources" / "simulated", ROOT / "tests" / "simulator" / "platforms")
LONGEST = 9000
"""Bytes of a page that is damaged often; longer JSON is cut to two rows a list."""
ARTICLE = (
    "<html lang='fr'><head><title>Concert</title></head><body><main><article><h1>Concert de printemps</h1>"
    "<p class='date'>Samedi 9 mai 2026 à 20h30</p><p>Lieu : salle des fêtes, Namur. Entrée : 8 €.</p>"
    "<p>Un concert de l’orchestre du village, suivi d’un verre.</p></article></main></body></html>"
)


@dataclass(frozen=True)
class Seed:
    """A source and an answer that its reader reads."""

    source: Source
    capture: Capture

    def damaged(self, body: bytes, media: str | None = None) -> Capture:
        headers = (("content-type", media),) if media else self.capture.headers
        return replace(self.capture, body=body, headers=headers, sha256=hashlib.sha256(body).hexdigest())


def seeds(port: int, now: str) -> dict[str, tuple[Seed, ...]]:
    """By platform; the made-up web listens on a loopback `port`."""
    found: dict[str, list[Seed]] = {platform: [] for platform in PLATFORMS}
    settings = Settings.from_environment(
        {"VIGIE_SIMULATOR": f"127.0.0.1:{port}", "VIGIE_NOW": now, "VIGIE_HOST_GAP": "0.0001"}
    )
    memory = SolitaryMemory()
    with closing(transport_for(settings)) as transport:
        client = Client(transport, SolitaryTurns(), memory, memory, settings)
        for source in (s for folder in CATALOGUES if folder.is_dir() for s in load(folder)):
            if source.platform in found and len(found[source.platform]) < 3:
                found[source.platform] += _answers(source, client, settings)
    for platform, text in SEEDS.items():
        found.setdefault(platform, []).append(_by_hand(BENCHES[platform].source, text))
    found.setdefault("page", []).append(_by_hand(replace(BENCHES["feed"].source, platform="page"), ARTICLE))
    return {platform: tuple(some) for platform, some in found.items()}


def _answers(source: Source, client: Client, settings: Settings) -> Iterator[Seed]:
    """The first page of a source and the first page that it leads to, as far as they are read."""
    reader, now = reader_for(source.platform), settings.clock()
    wanted = list(reader.start(source, now))[:1]
    for _ in range(3):
        if not wanted:
            return
        try:
            capture = client.fetch(source, wanted.pop(0)).capture
        except FetchError:
            return
        page = reader.read(source, capture, now)
        if page.items:
            yield Seed(source, _shortened(capture))
        wanted = [r for r in page.next if r.label != "list"][:1] or list(page.next)[:1]


def _shortened(capture: Capture) -> Capture:
    if len(capture.body) <= LONGEST:
        return capture
    try:
        document = json.loads(capture.body)
    except ValueError:
        return capture
    return replace(capture, body=json.dumps(_two_rows(document), ensure_ascii=False).encode())


def _two_rows(value: object) -> object:
    if isinstance(value, dict):
        return {name: _two_rows(inner) for name, inner in value.items()}
    return [_two_rows(inner) for inner in value[:2]] if isinstance(value, list) else value


def _by_hand(source: Source, text: str) -> Seed:
    body = text.encode()
    media = (
        "application/json" if text[:1] in "[{" else "text/html" if "<html" in text or "<ul" in text else "text/plain"
    )
    request = Request(SITE, label="list")
    return Seed(
        replace(source, kinds=source.kinds or (Kind.EVENT,)),
        Capture(request, SITE, 200, (("content-type", media),), body, NOW, hashlib.sha256(body).hexdigest()),
    )
