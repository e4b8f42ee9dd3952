# ruff: noqa: E501  (tables of cases, one a line)
"""RawItem → Event."""

from __future__ import annotations

from datetime import datetime

import pytest
from items import PAGE, REFERENCE, raw, rights, source, wall

from transforms.understand import PARSER, understand
from vigie.model import AttendanceMode, Event, Kind, Nature, Precision, RawItem, Source, Status


def read(item: RawItem, from_source: Source | None = None) -> Event:
    record = understand(item, from_source or source(), REFERENCE).record
    assert record is not None
    assert isinstance(record.content, Event)
    return record.content


def times(item: RawItem) -> list[tuple[str, str | None]]:
    return [(o.start.isoformat(), o.end.isoformat() if o.end else None) for o in read(item).occurrences]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # A wall clock of Brussels, in winter and in summer.
        ({"start": "2026-03-05T18:30:00", "end": "2026-03-05T20:00:00"}, ("2026-03-05T18:30:00+01:00", "2026-03-05T20:00:00+01:00")),
        ({"start": "2026-07-05 18:30:00"}, ("2026-07-05T18:30:00+02:00", None)),
        # An instant in UTC is shown on the clock of Brussels.
        ({"start": "2026-07-05T16:30:00Z"}, ("2026-07-05T18:30:00+02:00", None)),
        ({"start": "2026-07-05T16:30:00", "timezone": "UTC"}, ("2026-07-05T18:30:00+02:00", None)),
        ({"start": "2026-07-05T18:30:00", "timezone": "UTC+0"}, ("2026-07-05T18:30:00+02:00", None)),
        # Days: iCalendar's end is exclusive, schema.org's is not.
        ({"start": "2026-03-05", "end_exclusive": "2026-03-06"}, ("2026-03-05", None)),
        ({"start": "2026-03-05", "end_exclusive": "2026-03-08"}, ("2026-03-05", "2026-03-07")),
        ({"start": "2026-03-05", "end": "2026-03-08"}, ("2026-03-05", "2026-03-08")),
        # Midnights that stand for "no hour".
        ({"start": "2026-03-05 00:00:00", "end": "2026-03-06 23:59:59", "all_day": "true"}, ("2026-03-05", "2026-03-06")),
        ({"start": "2026-03-05 00:00:00", "end": "2026-03-05 23:59:59"}, ("2026-03-05", None)),
        ({"start": "2026-03-05T00:00:00", "end": "2026-03-05T00:00:00"}, ("2026-03-05", None)),
        ({"start": "2026-03-05T00:00:00"}, ("2026-03-05", None)),
        # An open end that iMio closes at the last second.
        ({"start": "2026-03-05T18:30:00+01:00", "end": "2026-03-05T23:59:59+01:00"}, ("2026-03-05T18:30:00+01:00", None)),
        # Ends that cannot be.
        ({"start": "2026-03-05T18:30:00", "end": "2026-03-05T16:00:00"}, ("2026-03-05T18:30:00+01:00", None)),
        ({"start": "2026-03-05T18:30:00", "end": "0000-00-00 00:00:00"}, ("2026-03-05T18:30:00+01:00", None)),
        # Words.
        ({"date_text": "Samedi 14 mars 2026 de 14h à 17h"}, ("2026-03-14T14:00:00+01:00", "2026-03-14T17:00:00+01:00")),
    ],
)  # fmt: skip
def test_one_session(fields: dict[str, str], expected: tuple[str, str | None]) -> None:
    assert times(raw(title="Atelier", **fields)) == [expected]


def test_an_impossible_end_is_named() -> None:
    found = understand(raw(title="X", start="2026-03-05T18:00:00", end="2026-03-05T16:00:00"), source(), REFERENCE)
    assert found.record is not None
    assert any("before start" in a for a in found.record.abstentions)


def test_sessions_are_tied_by_group_and_sorted() -> None:
    item = raw(
        title="Cycle",
        timezone="Europe/Brussels",
        start={1: "2026-03-12T18:00:00", 2: "2026-03-05T18:00:00"},
        end={1: "2026-03-12T19:00:00"},
    )
    assert times(item) == [
        ("2026-03-05T18:00:00+01:00", None),
        ("2026-03-12T18:00:00+01:00", "2026-03-12T19:00:00+01:00"),
    ]


def test_a_series_keeps_its_wall_clock_over_the_change_of_hour() -> None:
    item = raw(
        title="Cycle",
        start="2026-03-22T18:30:00",
        rrule="RRULE:FREQ=WEEKLY;COUNT=3;INTERVAL=0",
        exdate="2026-04-05T18:30:00",
    )
    assert times(item) == [("2026-03-22T18:30:00+01:00", None), ("2026-03-29T18:30:00+02:00", None)]


def test_an_endless_series_stays_in_the_window() -> None:
    event = read(raw(title="Cycle", start="2020-01-06T10:00:00", rrule="FREQ=DAILY"))
    days = [o.start.day for o in event.occurrences]
    assert len(days) == 400
    assert days[0] == wall("2026-01-02").day
    assert event.rrule == "FREQ=DAILY"


def test_until_in_utc_counts_the_last_evening() -> None:
    item = raw(title="Cycle", start="2026-03-02T20:00:00", rrule="FREQ=WEEKLY;UNTIL=20260309T190000Z")
    assert [start for start, _ in times(item)] == ["2026-03-02T20:00:00+01:00", "2026-03-09T20:00:00+01:00"]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=HOURLY;COUNT=9", "n'importe quoi", "FREQ=DAILY;BYDAY=XX", "FREQ=WEEKLY;UNTIL=demain"],
)
def test_a_rule_that_is_none_leaves_the_first_session(rule: str) -> None:
    found = understand(raw(title="Cycle", start="2026-03-05T10:00:00", rrule=rule), source(), REFERENCE)
    assert found.record is not None
    assert isinstance(found.record.content, Event)
    assert len(found.record.content.occurrences) == 1
    assert any(a.startswith("rrule") for a in found.record.abstentions)


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2026-03-05T10:00:00+01:00"},
        {"updated": "2026-03-05", "body": "Un bel atelier."},
        {"start": "0000-00-00 00:00:00"},
        {"start": "1970-01-01T00:00:00Z"},
        {"start": "2999-01-01"},
        {"date_text": "prochainement"},
        {"body": "Le 14 mars 2026 puis le 20 avril 2026, on se voit."},
        {"date_text": "jusqu'au 14 mars 2026"},
    ],
)
def test_no_date_no_record(fields: dict[str, str]) -> None:
    found = understand(raw(title="Atelier", **fields), source(), REFERENCE)
    assert found.record is None
    (problem,) = found.problems
    assert (problem.reason, problem.source, problem.key, problem.url) == ("no-date", "atelier-pixel", "k1", f"{PAGE}k1")
    assert problem.detail
    assert problem.capture == "ab" * 32


def test_one_clear_date_in_the_text_is_read() -> None:
    assert times(raw(title="Atelier", body="<p>Rendez-vous le 14 mars 2026 à 20h.</p>")) == [
        ("2026-03-14T20:00:00+01:00", None)
    ]


@pytest.mark.parametrize("title", ["", "  ", "<b></b>", " | Atelier Pixel"])
def test_no_title_no_record(title: str) -> None:
    found = understand(raw(title=title, start="2026-03-05"), source(), REFERENCE)
    if title.strip(" |") == "Atelier Pixel":
        # The site's name alone is still a title.
        assert found.record is not None
        return
    assert found.record is None
    assert [p.reason for p in found.problems] == ["no-title"]


def test_a_cancelled_event_keeps_its_date_and_a_clean_title() -> None:
    event = read(raw(title="ANNULÉ – Atelier jeu vidéo | Atelier Pixel", start="2026-03-05T18:30:00"))
    assert (event.title, event.status, len(event.occurrences)) == ("Atelier jeu vidéo", Status.CANCELLED, 1)
    assert {"discipline:games", "event_type:workshop"} <= set(event.topics)


def test_the_words_are_an_excerpt_without_contacts() -> None:
    event = read(
        raw(
            title="Atelier",
            start="2026-03-05",
            body="<p>Infos : anne@example.org, 081 22 33 44.</p>" + "<p>Long texte.</p>" * 60,
        )
    )
    assert event.description is not None
    assert len(event.description) <= 300
    assert "@" not in event.description
    assert "081" not in event.description


def test_the_whole_text_leaves_only_with_the_right_to() -> None:
    free = source(rights=rights(republish=True, image_rights="CC BY 4.0"))
    item = raw(
        title="Atelier", start="2026-03-05", description="Court.", body="Long. " * 200, image="https://a.example/i.jpg"
    )
    assert len(read(item, free).description or "") > 300
    assert read(item, free).image == "https://a.example/i.jpg"
    assert read(item).description == "Court."
    assert read(item).image is None


def test_place_price_and_organiser() -> None:
    item = raw(
        title="Atelier",
        start="2026-03-05",
        place_text="Le Lieu, Rue du Test 16, 5000 Namur, Belgique",
        price_text="12 €",
        organizer="Atelier Pixel ASBL",
    )
    event = read(item)
    assert event.place is not None
    assert (event.place.name, event.place.street, event.place.nis, event.place.province) == (
        "Le Lieu",
        "Rue du Test 16",
        "92094",
        "namur",
    )
    assert [(str(m.low), str(m.high)) for m in event.prices] == [("12", "12")]
    assert (event.is_free, event.price_text, event.organizers) == (False, "12 €", ("Atelier Pixel ASBL",))


@pytest.mark.parametrize(
    ("fields", "free", "amounts"),
    [
        ({"price": "0"}, True, 0),
        ({"price": "0.00", "is_free": "true"}, True, 0),
        ({"price": ["0", "12.50"]}, False, 2),
        ({"price_low": "14", "price_high": "11"}, False, 1),
        ({"price_text": "Gratuit"}, True, 0),
        ({"is_free": "false"}, False, 0),
        ({}, None, 0),
    ],
)
def test_free_or_not(fields: dict[str, str], free: bool | None, amounts: int) -> None:
    event = read(raw(title="Atelier", start="2026-03-05", **fields))
    assert (event.is_free, len(event.prices)) == (free, amounts)


def test_online() -> None:
    event = read(
        raw(title="Atelier", start="2026-03-05", place_name="En ligne", online_url="https://meet.example/1"),
        source(place="Namur"),
    )
    assert (event.attendance, event.place, event.online_url) == (AttendanceMode.ONLINE, None, "https://meet.example/1")


def test_a_house_without_a_word_about_the_place_is_at_home() -> None:
    item = raw(title="Atelier", start="2026-03-05")
    home = understand(item, source(place="Namur"), REFERENCE).record
    assert home is not None
    assert isinstance(home.content, Event)
    assert home.content.place is not None
    assert home.content.place.municipality == "Namur"
    assert [p.rule for p in home.provenance if p.field == "place"] == ["source-place"]
    assert read(item, source(place="Namur", nature=Nature.MEDIA)).place is None


def test_every_field_told_has_its_evidence() -> None:
    item = raw(
        title="Atelier VR",
        start="2026-03-05T18:00:00",
        city="Namur",
        price_text="5 €",
        description="Un texte.",
        url=f"{PAGE}k1",
    )
    record = understand(item, source(), REFERENCE).record
    assert record is not None
    assert {p.field for p in record.provenance} >= {
        "title",
        "occurrences",
        "place",
        "price_text",
        "description",
        "topics",
        "url",
    }
    assert all(p.evidence.capture == "ab" * 32 and p.rule and p.evidence.pointer for p in record.provenance)
    assert record.parser == PARSER
    assert (record.source, record.key, record.capture) == ("atelier-pixel", "k1", "ab" * 32)


def test_the_same_item_gives_the_same_record() -> None:
    item = raw(
        title="Atelier", start={1: "2026-03-05T18:00:00", 2: "2026-03-06"}, city="Namur", body="Un <b>texte</b>."
    )
    assert understand(item, source(), REFERENCE) == understand(item, source(), REFERENCE)


def test_a_month_alone_lasts_to_its_end() -> None:
    (occurrence,) = read(raw(title="Mois du son", date_text="mars 2026")).occurrences
    assert occurrence.start.precision is Precision.MONTH
    assert occurrence.last_day == datetime(2026, 3, 31).date()


def test_a_bug_of_ours_costs_one_item_and_says_so() -> None:
    naive = REFERENCE.replace(tzinfo=None)  # as if a caller broke its promise: no rule on dates can answer
    understood = understand(raw(title="Nuit blanche", date_text="le 5 mars"), source(), naive)
    assert understood.record is None
    assert [(p.source, p.key, p.reason) for p in understood.problems] == [("atelier-pixel", "k1", "not-understood")]
    assert understood.problems[0].url.startswith(PAGE)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://www.atelier-pixel.example/l'atelier", "https://www.atelier-pixel.example/l'atelier"),
        ('https://www.atelier-pixel.example/"onclick=', None),
        ("javascript:alert(1)", None),
        ("https://anne@atelier-pixel.example/", None),
    ],
)
def test_a_link_is_kept_with_its_apostrophe_and_only_when_it_is_one(said: str, kept: str | None) -> None:
    item = RawItem("atelier-pixel", "k1", Kind.EVENT, said, raw(title="T", start="2026-03-05").fields)
    record = understand(item, source(), REFERENCE).record
    assert record is not None
    assert (record.url, record.content.url) == (kept, kept)
