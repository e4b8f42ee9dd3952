"""The OpenAgenda-like file: documented fields and limits, sessions cut as they allow, read back by our own reader."""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import yaml
from feed_samples import NOW, PLACE, SITE, article, at, channel, event, session, sighting

from feeds.openagenda import FORMAT, number
from feeds.openagenda_timings import timings
from scrapers.readers.openagenda import READER
from tests.hostile_items import Fuzzer
from vigie.model import AttendanceMode, Capture, Item, Kind, Occurrence, Place, Request, Source, Status

REAL = Path(__file__).parents[3] / "shared" / "real" / "openagenda_v2" / "events_albi.json"
BRUSSELS = ZoneInfo("Europe/Brussels")


def answer(*items: Item) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FORMAT.render(items, channel("agenda.openagenda.json", items=items)))
    return found


def only(item: Item) -> dict[str, Any]:
    (found,) = answer(item)["events"]
    return dict(found)


def slots(*occurrences: Occurrence) -> list[tuple[str, str]]:
    found = only(event(1, occurrences=occurrences))["timings"]
    return [(t["begin"], t["end"]) for t in found]


def test_an_event_has_the_documented_fields():
    found = only(event(1, is_free=None))
    assert found["title"] == {"fr": "Atelier 1"}
    assert found["description"] == {"fr": "Un soir pour apprendre."}
    assert found["timings"] == [{"begin": "2026-10-15T18:30:00+02:00", "end": "2026-10-15T21:00:00+02:00"}]
    assert found["firstTiming"] == found["lastTiming"] == found["timings"][0]
    assert found["dateRange"] == {"fr": "jeudi 15 octobre 2026, 18:30–21:00"}
    assert (found["status"], found["state"], found["attendanceMode"]) == (1, 2, 1)
    assert found["conditions"] == {"fr": "5 à 12,50\u00a0€"}
    assert found["keywords"] == {"fr": ["workshop", "games"]}
    assert found["timezone"] == "Europe/Brussels"
    assert found["location"] == {
        "name": "Quai 22", "address": "rue du Séminaire 22, 5000 Namur", "city": "Namur", "postalCode": "5000",
        "region": "Wallonie", "countryCode": "BE", "latitude": 50.464, "longitude": 4.859,
    }  # fmt: skip
    assert found["extIds"] == [{"key": "vigie.example", "value": "00000000-0000-0000-0000-000000000001"}]
    assert found["canonicalUrl"] == "https://vigie.example/e/00000000-0000-0000-0000-000000000001"
    assert found["links"] == [{"link": "https://kikk.example/e/1"}]
    assert (found["createdAt"], found["updatedAt"]) == ("2026-09-01T06:00:00Z", "2026-09-01T06:00:00Z")
    # Nobody told us, or the hour of reading decides.
    assert not {"accessibility", "age", "nextTiming", "registration"} & set(found)


def test_the_answer_counts_its_events():
    found = answer(event(2), event(1))
    assert (found["success"], found["total"], found["after"]) == (True, 2, None)
    assert found["agenda"]["licence"] == SITE.licence
    assert answer()["events"] == []


def test_events_stand_in_the_order_of_their_first_timing():
    items = (
        event(1, occurrences=(session("2026-12-01T10:00"),)),
        event(2),
        event(3, occurrences=(session("1969-10-01"),)),
    )
    assert [e["slug"][-1] for e in answer(*items)["events"]] == ["3", "2", "1"]


# --- the number -------------------------------------------------------------------------------------------------------


def test_the_number_is_a_function_of_the_id_alone():
    first = only(event(1))
    other = only(replace(event(1, title="Autre", occurrences=(session("2027-01-01"),)), revised_at=NOW))
    assert first["uid"] == other["uid"] == number("00000000-0000-0000-0000-000000000001")
    digest = hashlib.sha256(UUID(int=1).bytes).hexdigest()
    assert first["uid"] == int(digest[:16], 16) // 2048, "the first 53 bits"


def test_numbers_are_positive_safe_and_apart():
    numbers = [number(str(UUID(int=n))) for n in range(100_000)] + [number(str(uuid4())) for _ in range(100)]
    assert min(numbers) > 0
    assert max(numbers) < 2**53
    assert len(set(numbers)) == len(numbers)


# --- timings ----------------------------------------------------------------------------------------------------------


def test_a_session_over_days_is_cut_at_midnight():
    assert slots(session("2026-10-15T18:30", "2026-10-17T12:00")) == [
        ("2026-10-15T18:30:00+02:00", "2026-10-16T00:00:00+02:00"),
        ("2026-10-16T00:00:00+02:00", "2026-10-17T00:00:00+02:00"),
        ("2026-10-17T00:00:00+02:00", "2026-10-17T12:00:00+02:00"),
    ]


def test_a_night_is_one_slot():
    assert slots(session("2026-10-15T22:00", "2026-10-16T06:00")) == [
        ("2026-10-15T22:00:00+02:00", "2026-10-16T06:00:00+02:00")
    ]


def test_days_without_a_clock_end_in_their_last_second():
    assert slots(session("2026-10-15", "2026-10-16")) == [
        ("2026-10-15T00:00:00+02:00", "2026-10-16T00:00:00+02:00"),
        ("2026-10-16T00:00:00+02:00", "2026-10-16T23:59:59+02:00"),
    ]


def test_a_day_of_25_hours_has_two_slots_and_one_of_23_has_one():
    assert slots(session("2026-10-25")) == [
        ("2026-10-25T00:00:00+02:00", "2026-10-25T23:00:00+01:00"),
        ("2026-10-25T23:00:00+01:00", "2026-10-25T23:59:59+01:00"),
    ]
    assert slots(session("2026-03-29")) == [("2026-03-29T00:00:00+01:00", "2026-03-29T23:59:59+02:00")]


def test_an_unknown_end_is_two_hours_and_says_so():
    found = only(event(1, occurrences=(session("2026-10-15T18:30"),)))
    assert found["timings"] == [{"begin": "2026-10-15T18:30:00+02:00", "end": "2026-10-15T20:30:00+02:00"}]
    assert found["_vigie"]["end_guessed"] is True
    assert "end_guessed" not in only(event(1))["_vigie"]


@pytest.mark.parametrize("end", ["2026-10-15T17:00", "2026-10-14", "2026-12"])
def test_an_end_that_says_nothing_is_unknown(end):
    assert slots(session("2026-10-15T18:30", end)) == [("2026-10-15T18:30:00+02:00", "2026-10-15T20:30:00+02:00")]


def test_a_clock_with_a_last_day_lasts_to_its_end():
    assert slots(session("2026-10-15T18:30", "2026-10-16")) == [
        ("2026-10-15T18:30:00+02:00", "2026-10-16T00:00:00+02:00"),
        ("2026-10-16T00:00:00+02:00", "2026-10-16T23:59:59+02:00"),
    ]


def test_sessions_at_once_do_not_overlap():
    assert slots(session("2026-10-15T10:00", "2026-10-15T12:00"), session("2026-10-15T11:00", "2026-10-15T13:00"),
                 session("2026-10-15T11:30", "2026-10-15T11:45")) == [
        ("2026-10-15T10:00:00+02:00", "2026-10-15T12:00:00+02:00"),
        ("2026-10-15T12:00:00+02:00", "2026-10-15T13:00:00+02:00"),
    ]  # fmt: skip


def test_a_month_is_no_day():
    items = (
        event(1, occurrences=(session("2026-10"),)),
        event(2, occurrences=(session("2026-10"), session("2026-11-02"))),
    )
    found = answer(*items)
    assert [e["slug"][-1] for e in found["events"]] == ["2"]
    assert len(found["events"][0]["timings"]) == 1


def test_three_years_are_eight_hundred_days():
    found = only(event(1, occurrences=(session("2026-01-01", "2028-12-31"),)))
    assert len(found["timings"]) == 800
    # 1,096 days, three of them of 25 hours.
    assert found["_vigie"]["timings_left_out"] == 1096 + 3 - 800
    assert found["lastTiming"] == found["timings"][-1]


def test_any_sessions_keep_the_rules():
    chance = random.Random(800)
    for _ in range(300):
        made = []
        for _ in range(chance.randint(1, 6)):
            start = datetime(2026, 3, 20) + timedelta(minutes=chance.randint(0, 60 * 24 * 250))
            length = timedelta(minutes=chance.randint(-600, 60 * chance.choice((2, 30, 24 * 20))))
            clock = chance.random() < 0.6
            made.append(
                session(f"{start:%Y-%m-%dT%H:%M}" if clock else f"{start:%Y-%m-%d}",
                        chance.choice((None, f"{start + length:%Y-%m-%dT%H:%M}", f"{start + length:%Y-%m-%d}")))
            )  # fmt: skip
        found = timings(tuple(made)).slots
        assert found
        instants = [(t.begin.astimezone(UTC), t.end.astimezone(UTC)) for t in found]
        assert all(timedelta() < end - begin <= timedelta(hours=24) for begin, end in instants)
        assert all(end <= begin for (_, end), (begin, _) in pairwise(instants))
        for begin in {o.start.utc for o in made}:
            assert any(b <= begin < e for b, e in instants), "every session begins in a slot"


# --- the other fields -------------------------------------------------------------------------------------------------


def test_statuses_are_those_of_the_map():
    path = Path(__file__).parents[2] / "vigie" / "data" / "status_map.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["event_status"]
    for status in Status:
        expected = rows[status.value]["openagenda"]
        assert only(event(1, status=status))["status"] == (1 if expected == "unchanged" else expected)
        assert only(event(1, status=status))["state"] == 2
    assert only(event(1, status=Status.CANCELLED))["status"] == 6
    assert only(event(1, status=Status.CANCELLED))["title"] == {"fr": "Atelier 1"}


@pytest.mark.parametrize(
    ("changes", "mode"),
    [
        ({"attendance": AttendanceMode.OFFLINE}, 1),
        ({"attendance": AttendanceMode.ONLINE}, 2),
        ({"attendance": AttendanceMode.MIXED}, 3),
        ({"online_url": "https://live.example/", "place": None}, 2),
        ({"online_url": "https://live.example/"}, 3),
        ({"place": None}, 1),
        ({"status": Status.MOVED_ONLINE, "attendance": AttendanceMode.OFFLINE}, 2),
    ],
)
def test_attendance(changes, mode):
    found = only(event(1, **changes))
    assert found["attendanceMode"] == mode
    assert found.get("onlineAccessLink") == changes.get("online_url")


def test_an_image_only_by_rights():
    picture = "https://kikk.example/files/i%20a.jpg?w=7/00"
    assert "image" not in only(event(1, image=picture))
    found = only(replace(event(1, image=picture), sightings=(sighting(image_rights="Photo : KIKK"),)))
    assert found["image"] == {"base": "https://kikk.example/files/", "filename": "i%20a.jpg?w=7/00"}
    assert found["imageCredits"] == "Photo : KIKK"


def test_another_language_has_its_own_key():
    found = only(event(1, language="nl-BE"))
    assert found["title"] == {"nl": "Atelier 1"}
    assert set(found["dateRange"]) == {"fr"}
    assert only(event(1, language=None))["title"] == {"fr": "Atelier 1"}


def test_long_texts_keep_their_limits_and_are_no_markup():
    text = "Un *mot* [ici](javascript:x) <b>gras</b>. " * 30
    free = (sighting(republish=True),)
    found = only(replace(event(1, title="long " * 60, description=text), sightings=free))
    assert len(found["title"]["fr"]) <= 140
    assert len(found["description"]["fr"]) <= 200
    assert not re.search(r"(?<!\\)[*<>\[\]]", found["longDescription"]["fr"])
    assert "\\*mot\\*" in found["longDescription"]["fr"]


def test_a_missing_description_is_the_title_because_the_field_is_required():
    assert only(event(1, description=None))["description"] == {"fr": "Atelier 1"}


def test_a_place_needs_a_name():
    assert "location" not in only(event(1, place=Place(street="rue X")))
    assert only(event(1, place=Place(municipality="Namur")))["location"] == {
        "name": "Namur", "address": "Namur", "city": "Namur",
    }  # fmt: skip


def test_news_are_no_events():
    assert FORMAT.render((article(1),), channel(kind=Kind.NEWS)).count(b'"uid"') == 0


def test_our_own_reader_reads_it():
    item = event(
        1,
        occurrences=(session("2026-10-15T18:30", "2026-10-15T21:00"), session("2026-10-25T01:30", "2026-10-25T02:30")),
    )
    body = FORMAT.render((item,), channel(items=(item,)))
    url = "https://vigie.example/feeds/agenda.openagenda.json"
    source = Source("self", "Vigie", SITE.url, (Kind.EVENT,), "openagenda", (url,))
    capture = Capture(Request(url), url, 200, (("content-type", "application/json"),), body, NOW, "0" * 64)
    page = READER.read(source, capture, NOW)
    (read,) = page.items
    assert read.key == str(number(item.id))
    assert read.text("title") == "Atelier 1"
    assert read.text("url") == "https://vigie.example/e/00000000-0000-0000-0000-000000000001"
    assert [f.value for f in read.all("start")] == ["2026-10-15T18:30:00+02:00", "2026-10-25T01:30:00+02:00"]
    assert [f.value for f in read.all("end")] == ["2026-10-15T21:00:00+02:00", "2026-10-25T02:30:00+02:00"]
    assert read.text("place_name") == PLACE.name
    assert read.text("latitude") == "50.464"
    assert page.problems == ()


@pytest.mark.shared
@pytest.mark.skipif(not REAL.exists(), reason="../shared is absent: no real answer to compare with")
def test_members_have_the_types_of_real_answers():
    real = json.loads(REAL.read_text(encoding="utf-8"))
    types: dict[str, set[type]] = {}
    for row in real:
        for name, value in row.items():
            types.setdefault(name, set()).add(type(value))
        for name, value in row["location"].items():
            types.setdefault(f"location.{name}", set()).add(type(value))
    ours = only(replace(event(1, image="https://kikk.example/i.jpg"), sightings=(sighting(image_rights="© KIKK"),)))
    compared = 0
    for name, value in [*ours.items(), *((f"location.{k}", v) for k, v in ours["location"].items())]:
        if name in types and types[name] != {type(None)}:
            compared += 1
            assert type(value) in types[name], name
    assert compared >= 20
    assert set(real[0]["timings"][0]) == set(ours["timings"][0])


def test_hostile_events_keep_the_rules():
    fuzzer = Fuzzer(2026)
    items = tuple(fuzzer.item(Kind.EVENT, n) for n in range(1, 201))
    data = FORMAT.render(items, channel(items=items))
    assert b"<" not in data
    assert not set("\x00\x0b\x0c\x1b\x7f\x85\u202e\u2066\u2028\ufffe") & set(data.decode())
    assert data == FORMAT.render(items[::-1], channel(items=items))
    found = json.loads(data)
    assert found["total"] == len(found["events"]) == 200
    assert {e["extIds"][0]["value"] for e in found["events"]} == {i.id for i in items}
    for row in found["events"]:
        assert 0 < len(next(iter(row["title"].values()))) <= 140
        assert 0 < len(next(iter(row["description"].values()))) <= 200
        assert 0 < len(row["timings"]) <= 800
        assert all(datetime.fromisoformat(t["begin"]) < datetime.fromisoformat(t["end"]) for t in row["timings"])
        assert len(next(iter(row.get("conditions", {"fr": ""}).values()))) <= 255


def test_both_passes_of_the_repeated_hour_are_kept_apart():
    twice = Occurrence(at("2026-10-25T02:30", 0), at("2026-10-25T02:30", 1))
    assert slots(twice) == [("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")]
