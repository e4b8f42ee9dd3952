"""Taking forbidden things out of captures: what a takedown covers leaves the archive too, the rest of a page stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from pipeline.house import House, UnknownSource
from scrapers.archive_purge import PurgeReport, purge
from scrapers.readers import reader_for
from scrapers.redaction import needles_of, redact
from scrapers.redaction_needles import Needles
from transforms.understand import understand
from vigie.model import Capture, Content, RawItem, Record, Source
from warehouse.forgetting import rest_on
from warehouse.suppression import Suppressed

BECAUSE = "takedown"
"""What a tombstone says: the rule is in the warehouse, its words are not repeated here."""


def clear_run(
    house: House, source: Source, items: Sequence[RawItem], records: Sequence[Record], hushed: Suppressed, at: datetime
) -> PurgeReport | None:
    """After a run: takes what is covered out of the pages that have just been kept; None when there was nothing."""
    covered = {r.key for r in records if hushed.covers(r.source, r.key, r.url, r.content)}
    covered |= {i.key for i in items if hushed.names("\n".join(f.value for f in i.fields))}
    mine = [item for item in items if item.key in covered]
    if not mine:
        return None
    captures = {field.evidence.capture for item in mine for field in item.fields}
    return clear(house, captures, (), hushed, at)


def clear(
    house: House, captures: Collection[str], needles: Sequence[str], hushed: Suppressed, at: datetime
) -> PurgeReport:
    """Purges captures from the archive. A page on which other things stand too is kept without the covered ones, when
    it can be shown that nothing of them is left on it; else the whole body goes."""
    shas: dict[str, bytes | None] = {}
    for sha256, capture, source in _held(house, captures):
        shas[sha256] = _without(capture, source, needles, hushed)
    report = purge(house.archive, shas, BECAUSE, at)
    replaced = {sha256: house.archive.replaced_by(sha256) for sha256 in shas}
    with house.engine.begin() as connection:
        rest_on(connection, replaced)
    return report


def telling(house: House, slugs: Collection[str], needles: Sequence[str], hushed: Suppressed) -> Iterator[str]:
    """Captures of these sources (of all, when there is none) that say one of the needles, or what a rule forbids."""
    wanted = Needles(needles) if needles else None
    seen: set[str] = set()
    for entry in house.archive.listed():
        if hushed.forbids(entry.request.url) or hushed.forbids(entry.url):
            yield entry.sha256
            continue
        if entry.sha256 in seen or (slugs and entry.source not in slugs):
            continue
        seen.add(entry.sha256)
        text = house.archive.body(entry.sha256).decode("utf-8", "replace")
        if (wanted and wanted.found(text)) or hushed.names(text):
            yield entry.sha256


def _without(capture: Capture, source: Source | None, needles: Sequence[str], hushed: Suppressed) -> bytes | None:
    """The body without what is covered; None when the whole page is, or when nothing else can be shown to stay."""
    if source is None or hushed.forbids(capture.request.url) or hushed.forbids(capture.url):
        return None
    items = reader_for(source.platform).read(source, capture, capture.fetched_at).items
    wanted = Needles(needles) if needles else None
    mine = [item for item in items if _is_covered(item, source, hushed, wanted, capture.fetched_at)]
    pointers = sorted({field.evidence.pointer for item in mine for field in item.fields})
    said = [*needles, *(needle for item in mine for needle in needles_of(item, capture.url))]
    body = redact(capture, source, pointers, list(dict.fromkeys(said)))
    return None if body is None or hushed.names(body.decode("utf-8", "replace")) else body


def _is_covered(item: RawItem, source: Source, hushed: Suppressed, wanted: Needles | None, at: datetime) -> bool:
    said = "\n".join(field.value for field in item.fields)
    if hushed.covers(item.source, item.key, item.url, _content(item, source, at)) or hushed.names(said):
        return True
    return wanted is not None and (wanted.found(item.url or "") or wanted.found(item.text("title") or ""))


def _content(item: RawItem, source: Source, at: datetime) -> Content | None:
    record = understand(item, source, at).record
    return record.content if record else None


def _held(house: House, captures: Iterable[str]) -> Iterator[tuple[str, Capture, Source | None]]:
    """Captures that the archive has, each with the source that asked for it (None: it is in no catalogue)."""
    wanted = set(captures)
    for entry in list(house.archive.listed()):
        if entry.sha256 not in wanted or entry.revisit:
            continue
        wanted.discard(entry.sha256)
        try:
            source = house.source(entry.source)
        except UnknownSource:
            source = None
        yield entry.sha256, house.archive.find(entry.sha256, entry.request.url), source
