"""What each format says of each state of an event, by hand from vigie/data/status_map.yaml and FEEDS.md D4, §2–§5."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar
import pyarrow.parquet as pq
import pytest
from feed_readers import ATOM, READERS
from feed_samples import NOW, SITE, article, at, call, event, session, shelves

from feeds.formats import ATOM as ATOM_FORMAT
from feeds.formats import (
    CSV,
    EXCEL,
    FORMATS,
    GEOJSON,
    ICS,
    JSON,
    JSONLD,
    NAMES,
    OPENAGENDA,
    PARQUET,
    RSS,
    XLSX,
    channel_for,
)
from feeds.pieces import Format
from feeds.publish import publish
from feeds.selection import select
from feeds.shelf import Held, Told
from vigie.model import Change, ChangeType, Item, Kind, Status

DAY = date(2026, 10, 1)


@dataclass(frozen=True)
class Said:
    """One row of the table: RFC 5545 STATUS, what stands before the title for people, schema.org, OpenAgenda."""

    status: Status
    ics: str
    prefix: str
    schema_org: str
    openagenda: int
    note: str = ""


TABLE = (
    Said(Status.SCHEDULED, "CONFIRMED", "", "EventScheduled", 1),
    Said(Status.RESCHEDULED, "CONFIRMED", "", "EventRescheduled", 2, "auparavant jeudi 8 octobre 2026 à 18:30"),
    Said(Status.MOVED_ONLINE, "CONFIRMED", "", "EventMovedOnline", 3, "Déplacé en ligne"),
    Said(Status.POSTPONED, "TENTATIVE", "", "EventPostponed", 4, "Reporté sans date"),
    Said(Status.FULL, "CONFIRMED", "COMPLET – ", "EventScheduled", 5, "Complet"),
    Said(Status.CANCELLED, "CANCELLED", "ANNULÉ – ", "EventCancelled", 6, "Annulé"),
    Said(Status.UNCONFIRMED, "CONFIRMED", "", "EventScheduled", 1, "Plus vu récemment à la source"),
)


def item(said: Said) -> Item:
    """An event of 15 October, 18:30, with SEQUENCE 3; the rescheduled one was on the 8th."""
    moved = at("2026-10-08T18:30") if said.status is Status.RESCHEDULED else None
    online = "https://direct.example/salle" if said.status is Status.MOVED_ONLINE else None
    made = event(7, title="Atelier son", status=said.status, previous_start=moved, online_url=online)
    return replace(made, sequence=3)


def rendered(format: Format, *items: Item) -> bytes:
    return format.render(items, channel_for("agenda" + format.suffix, Kind.EVENT, items, SITE, DAY))


@pytest.mark.parametrize("said", TABLE, ids=lambda s: s.status.value)
def test_calendars(said: Said) -> None:
    (found,) = icalendar.Calendar.from_ical(rendered(ICS, item(said))).walk("VEVENT")
    assert str(found["STATUS"]) == said.ics
    assert str(found["SUMMARY"]) == f"{said.prefix}Atelier son"
    assert int(found["SEQUENCE"]) == 3
    assert found.decoded("DTSTART").isoformat() == "2026-10-15T18:30:00+02:00"
    assert said.note in found["DESCRIPTION"]
    assert ("CONFERENCE" in found) is (said.status is Status.MOVED_ONLINE)
    others = {row.note for row in TABLE if row is not said and row.note}
    assert not {note for note in others if note in found["DESCRIPTION"]}


@pytest.mark.parametrize("said", TABLE, ids=lambda s: s.status.value)
def test_readers_of_news_see_it_in_the_title(said: Said) -> None:
    title = f"{said.prefix}Atelier son"
    atom = ElementTree.fromstring(rendered(ATOM_FORMAT, item(said)))
    assert [one.findtext(f"{ATOM}title") for one in atom.iter(f"{ATOM}entry")] == [title]
    rss = ElementTree.fromstring(rendered(RSS, item(said)))
    assert [one.findtext("title") for one in rss.iter("item")] == [title]


@pytest.mark.parametrize("said", TABLE, ids=lambda s: s.status.value)
def test_json_for_sites(said: Said) -> None:
    before = "2026-10-08T18:30:00+02:00" if said.status is Status.RESCHEDULED else None
    (one,) = json.loads(rendered(JSON, item(said)))["items"]
    assert one["title"] == f"{said.prefix}Atelier son"
    assert (one["_vigie"]["status"], one["_vigie"]["sequence"]) == (said.status.value, 3)
    assert one["_vigie"].get("previous_start") == before
    (feature,) = json.loads(rendered(GEOJSON, item(said)))["features"]
    assert feature["properties"]["status"] == said.status.value
    assert feature["properties"]["title"] == f"{said.prefix}Atelier son"
    assert (feature["geometry"] is None) is (said.status is Status.MOVED_ONLINE)
    (agenda,) = json.loads(rendered(OPENAGENDA, item(said)))["events"]
    assert (agenda["status"], agenda["state"]) == (said.openagenda, 2)
    assert agenda["attendanceMode"] == (2 if said.status is Status.MOVED_ONLINE else 1)
    assert agenda["firstTiming"]["begin"] == "2026-10-15T18:30:00+02:00"


@pytest.mark.parametrize("said", TABLE, ids=lambda s: s.status.value)
def test_schema_org(said: Said) -> None:
    _, node = json.loads(rendered(JSONLD, item(said)))["@graph"]
    assert node["eventStatus"] == f"https://schema.org/{said.schema_org}"
    assert node["startDate"] == "2026-10-15T18:30:00+02:00"  # a cancelled event keeps it
    moved = said.status is Status.RESCHEDULED
    assert node.get("previousStartDate") == ("2026-10-08T18:30:00+02:00" if moved else None)
    sold_out = {"https://schema.org/SoldOut"} if said.status is Status.FULL else {None}
    assert {offer.get("availability") for offer in node["offers"]} == sold_out
    where = node["location"]["@type"]
    assert where == ("VirtualLocation" if said.status is Status.MOVED_ONLINE else "Place")


@pytest.mark.parametrize("said", TABLE, ids=lambda s: s.status.value)
def test_tables(said: Said) -> None:
    plain = next(csv.DictReader(io.StringIO(rendered(CSV, item(said)).decode("utf-8"), newline="")))
    text = io.StringIO(rendered(EXCEL, item(said)).decode("utf-8-sig"), newline="")
    excel = next(csv.DictReader(text, delimiter=";"))
    (row,) = pq.read_table(io.BytesIO(rendered(PARQUET, item(said)))).to_pylist()
    for one in (plain, excel, row):
        assert (one["status"], one["title"], str(one["sequence"])) == (said.status.value, "Atelier son", "3")
        assert one["start"] == "2026-10-15T18:30:00+02:00"
    ((_, cells),) = READERS["xlsx"](rendered(XLSX, item(said)))
    assert {said.status.value, "Atelier son", "3"} <= set(cells)


def test_the_table_has_every_status_and_every_format_was_asked() -> None:
    assert [said.status for said in TABLE] == list(Status)
    asked = {ICS, ATOM_FORMAT, RSS, JSON, GEOJSON, OPENAGENDA, JSONLD, CSV, EXCEL, PARQUET, XLSX}
    assert {f.name for f in asked} == {f.name for f in FORMATS[Kind.EVENT]}


def change(seq: int, one: Item, type: ChangeType, **more: Any) -> Told:
    told = Change(seq, NOW + timedelta(minutes=seq), one.id, one.kind, type)
    return replace(told, **more), None if type is ChangeType.WITHDRAWN else one


def test_what_left_is_in_no_file_and_only_changes_tell_of_it(tmp_path: Path) -> None:
    gone_at = datetime(2026, 9, 30, tzinfo=UTC)
    kept = {Kind.EVENT: event(10, status=Status.CANCELLED), Kind.NEWS: article(11), Kind.CALL: call(12)}
    left: dict[Kind, tuple[Item, ...]] = {}
    for number, (kind, made) in enumerate({Kind.EVENT: event, Kind.NEWS: article, Kind.CALL: call}.items(), start=2):
        hidden, merged = (
            replace(made(number * 10), hidden=True),
            replace(made(number * 10 + 1), merged_into=kept[kind].id),
        )
        left[kind] = (hidden, merged, replace(made(number * 10 + 2), withdrawn_at=gone_at))
    hidden, merged, withdrawn = left[Kind.EVENT]
    told = (
        change(1, hidden, ChangeType.CREATED),
        change(2, kept[Kind.EVENT], ChangeType.CANCELLED),
        change(3, merged, ChangeType.MERGED, merged_into=kept[Kind.EVENT].id),
        change(4, withdrawn, ChangeType.WITHDRAWN),
    )
    shelf = Held({kind: (kept[kind], *left[kind]) for kind in Kind}, told)
    done = publish(shelf, SITE, NOW, tmp_path, (1, 1))
    for kind in Kind:
        for form in FORMATS[kind]:
            path = NAMES[kind] + form.suffix
            assert {id for id, _ in READERS[form.name]((tmp_path / path).read_bytes())} == {kept[kind].id}, path
    assert kept[Kind.EVENT].id in (tmp_path / "sitemap.xml").read_text("utf-8")
    gone = {one.id for items in left.values() for one in items}
    for path in done.files:
        if path != "changes.atom" and not path.endswith((".xlsx", ".parquet")):
            text = (tmp_path / path).read_text("utf-8").replace("\r\n ", "")
            assert not [id for id in gone if id in text], path
    root = ElementTree.parse(tmp_path / "changes.atom").getroot()
    tombs = {one.attrib["ref"][-36:] for one in root.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")}
    assert tombs == {merged.id, withdrawn.id}
    titles = {one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")}
    assert titles == {"Annulé : Atelier 10", f"Réuni avec une autre annonce : {merged.content.title}"}


@pytest.mark.parametrize("kind_of_day", ["2026-10-15T18:30", "2026-10-15"])
def test_a_cancelled_event_stays_until_its_window_ends_then_leaves(kind_of_day: str) -> None:
    """D4: a month after its last day it is seen for the last time; cancelled or not makes no difference."""
    for status in (Status.CANCELLED, Status.SCHEDULED):
        one = event(5, status=status, occurrences=(session(kind_of_day),))
        last = date(2026, 10, 15) + timedelta(days=30)
        for day, there in ((DAY, True), (last, True), (last + timedelta(days=1), False)):
            shown = select((one,), Kind.EVENT, day)
            assert bool(shown) is there, day
            for form in FORMATS[Kind.EVENT]:
                data = form.render(shown, channel_for("agenda" + form.suffix, Kind.EVENT, shown, SITE, day))
                assert len(READERS[form.name](data)) == int(there), (form.name, day)


def test_a_published_cancellation_leaves_with_its_day(tmp_path: Path) -> None:
    cancelled = event(5, status=Status.CANCELLED, occurrences=(session("2026-10-15T18:30", "2026-10-15T20:00"),))
    lasting = tuple(event(n, occurrences=(session("2026-12-15T18:30"),)) for n in range(20, 24))
    shelf = {**shelves(0, 2, 2), Kind.EVENT: (cancelled, *lasting)}
    for day, there in ((DAY, True), (date(2026, 11, 14), True), (date(2026, 11, 15), False)):
        publish(shelf, SITE, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tmp_path, (1, 1))
        ids = {id for id, _ in READERS["ics"]((tmp_path / "agenda.ics").read_bytes())}
        assert (cancelled.id in ids) is there, day
        assert {one.id for one in lasting} <= ids
