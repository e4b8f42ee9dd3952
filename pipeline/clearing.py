"""Taking forbidden things out of captures: what a takedown covers leaves the archive too, the rest of a page stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.house import House, UnknownSource
from scrapers.archive import Entry
from scrapers.archive_purge import PurgeReport, purge
from scrapers.readers import reader_for
from scrapers.redaction import needles_of, redact
from scrapers.redaction_needles import Needles
from transforms.understand import understand
from vigie.model import Capture, RawItem, Record, Source
from warehouse.captures import referred
from warehouse.forgetting import rest_on
from warehouse.suppression import Suppressed

BECAUSE = "takedown"
"""What a tombstone says: the rule is in the warehouse, its words are not repeated here."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A capture that says what is covered: the things that it says it of, by (source, key), and the body without it;
    None when the whole page goes."""

    sha256: str
    keys: frozenset[Key]
    body: bytes | None


def clear_run(
    house: House,
    source: Source,
    items: Sequence[RawItem],
    records: Sequence[Record],
    caught: Collection[str],
    hushed: Suppressed,
    at: datetime,
) -> PurgeReport | None:
    """After a run: takes what is covered out of the pages that have just been kept, and the pages `caught` behind a
    redirect to a forbidden address; None when there was nothing."""
    covered = {r.key for r in records if hushed.covers(r.source, r.key, r.url, r.content)}
    covered |= {i.key for i in items if hushed.tells(i.source, i.key, i.url, (f.value for f in i.fields))}
    captures = {f.evidence.capture for i in items if i.key in covered for f in i.fields} | set(caught)
    if not captures:
        return None
    told = [one for entry in _bodies(house) if entry.sha256 in captures for one in [told_by(house, entry, (), hushed)]]
    return clear(house, [one for one in told if one], at)


def clear(house: House, told: Collection[Told], at: datetime) -> PurgeReport:
    """Purges captures from the archive, puts those without what is covered in their place, and says so to the rows
    that rest on them."""
    bodies: dict[str, bytes | None] = {}
    for one in told:  # one body may have come from two addresses
        bodies[one.sha256] = one.body if bodies.get(one.sha256, one.body) is not None else None
    report = purge(house.archive, bodies, BECAUSE, at)
    buried = {tombstone.sha256 for tombstone in house.archive.index.tombstones()}
    with house.engine.begin() as connection:
        # Not those of this call alone: a kill between the purge and these rows leaves them resting on what is gone.
        resting = buried & (referred(connection) | bodies.keys())
        rest_on(connection, {sha256: house.archive.replaced_by(sha256) for sha256 in resting})
    return report


def telling(
    house: House, needles: Sequence[str], hushed: Suppressed, known: Collection[str] = (), clean: set[str] | None = None
) -> Iterator[Told]:
    """Every capture that says one of the needles, or what a rule forbids; `known` are looked at whatever they say.

    Bodies named in `clean` were found to be clean before and are passed over; those found so now are added to it.
    """
    wanted = Needles([*needles, *hushed.urls]) if needles or hushed.urls else None
    passed = set() if clean is None else clean
    listed = {key.partition("/")[0] for key in hushed.records}
    for entry in _bodies(house):
        here = hushed.forbids(entry.request.url) or hushed.forbids(entry.url)
        if entry.sha256 in passed and not here:
            continue
        if not (here or entry.sha256 in known or entry.source in listed):
            said = house.archive.body(entry.sha256).decode("utf-8", "replace")
            if not (hushed.names(said) or any(h in said for h in hushed.hosts) or (wanted and wanted.found(said))):
                passed.add(entry.sha256)
                continue
        found = told_by(house, entry, needles, hushed)
        if found is None:
            passed.add(entry.sha256)
        else:
            yield found


def told_by(house: House, entry: Entry, needles: Sequence[str], hushed: Suppressed) -> Told | None:
    """What one capture tells of what is covered; None when it tells nothing, or only what others say as well."""
    try:
        named = house.source(entry.source)
        source = None if named.find else named
    except UnknownSource:
        source = None
    if hushed.forbids(entry.request.url) or hushed.forbids(entry.url):
        return Told(entry.sha256, frozenset(), None)
    capture = house.archive.find(entry.sha256, entry.request.url)
    text = capture.body.decode("utf-8", "replace")
    if source is None:  # nobody can read it any more: what tells goes as a whole
        tells = hushed.names(text) or (bool(needles) and Needles(needles).found(text))
        return Told(entry.sha256, frozenset(), None) if tells else None
    items = reader_for(source.platform).read(source, capture, capture.fetched_at).items
    mine = [item for item in items if _is_covered(_of_its_list(item, capture), source, hushed, needles, capture)]
    stay = [capture.url, capture.request.url] if not mine else []
    stay += [one for item in items if item not in mine for one in (item.url or "", *(f.value for f in item.fields))]
    theirs = (needle for item in mine for needle in (item.key, *needles_of(item, capture.url)))
    said = dict.fromkeys([*needles, *theirs])
    others = "\n".join(stay)
    wanted = [one for one in said if not Needles([one]).found(others)]
    if not mine and not hushed.names(text) and not (wanted and Needles(wanted).found(text)):
        return None
    pointers = sorted({field.evidence.pointer for item in mine for field in item.fields})
    body = redact(capture, source, pointers, wanted)
    if body is not None and hushed.names(body.decode("utf-8", "replace")):
        body = None
    return Told(entry.sha256, frozenset((item.source, _of_its_list(item, capture).key) for item in mine), body)


def _of_its_list(item: RawItem, capture: Capture) -> RawItem:
    """What a page of its own says belongs to the item that led there."""
    own = capture.request.item_key
    return item if own is None else replace(item, key=own)


def _is_covered(item: RawItem, source: Source, hushed: Suppressed, needles: Collection[str], page: Capture) -> bool:
    if hushed.tells(item.source, item.key, item.url, (field.value for field in item.fields)):
        return True
    if item.url in needles:
        return True
    record = (
        understand(item, source, page.fetched_at).record if hushed.patterns or hushed.hosts or hushed.urls else None
    )
    return record is not None and hushed.covers(record.source, record.key, record.url, record.content)


def _bodies(house: House) -> Iterator[Entry]:
    """One entry of each body, at each address that it was asked under."""
    seen: set[tuple[str, str]] = set()
    for entry in list(house.archive.listed()):
        if (entry.sha256, entry.request.url) not in seen:
            seen.add((entry.sha256, entry.request.url))
            yield entry
