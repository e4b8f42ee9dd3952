"""One event as eight sorts of sites would give it in JSON: what is read of each, by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from pipeline.meaning.same_records import record_of
from vigie.model import Call, Event, Kind

SHAPES: dict[str, dict[str, Any]] = {
    "flat French": {
        "type": "événement", "titre": "Nuit du code", "date_debut": "2027-02-05", "date_fin": "2027-02-05",
        "heure": "18h30", "lieu": "TRAKK", "commune": "Namur",
    },
    "French days": {
        "titre": "Nuit du code", "date_debut": "05/02/2027", "heure": "18:30 - 22:00",
        "lieu": "TRAKK", "ville": "Namur",
    },
    "camel case": {"nom": "Nuit du code", "dateDebut": "2027-02-05T18:30", "lieu": "TRAKK", "codePostal": "5000"},
    "a day in words": {
        "titre": "Nuit du code", "date": "vendredi 5 février 2027", "heure": "18 h 30", "lieu": "TRAKK, Namur",
    },
    "OpenAgenda": {
        "title": {"de": "Nuit du code"},
        "timings": [{"begin": "2027-02-05T18:30:00+01:00", "end": "2027-02-05T22:00:00+01:00"}],
        "location": {"name": "TRAKK", "city": "Namur"},
    },
    "Opendatasoft": {
        "title_fr": "Nuit du code", "title_en": "Code night", "firstdate_begin": "2027-02-05T17:30:00+00:00",
        "location_name": "TRAKK", "location_city": "Namur",
    },
    "Plone": {
        "title": "Nuit du code", "start": "2027-02-05T18:30:00+01:00", "end": "2027-02-05T23:59:59+01:00",
        "open_end": True, "location": "TRAKK", "city": "Namur",
    },
    "calendar": {
        "summary": "Nuit du code", "dtstart": "20270205T183000",
        "location": "TRAKK, Avenue Reine Astrid 16, 5000 Namur",
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_read(shape: str) -> None:
    content = record_of(SHAPES[shape], 1).content
    assert isinstance(content, Event)
    assert content.title == "Nuit du code"
    assert [o.start.local for o in content.occurrences] == [datetime(2027, 2, 5, 18, 30)]
    assert content.place is not None
    assert content.place.nis == "92094"
    assert content.place.name == "TRAKK"


def test_whole_days_of_a_calendar_end_the_day_before() -> None:
    content = record_of({"summary": "Salon", "dtstart": "2027-05-07", "dtend": "2027-05-09"}, 1).content
    assert isinstance(content, Event)
    assert content.occurrences[0].last_day == date(2027, 5, 8)


def test_two_hours_beside_many_days_are_opening_hours() -> None:
    said = {"titre": "Expo", "date_debut": "2027-03-12", "date_fin": "2027-06-27", "heure": "10h-18h"}
    content = record_of(said, 1).content
    assert isinstance(content, Event)
    assert not content.occurrences[0].start.has_clock
    assert content.occurrences[0].last_day == date(2027, 6, 27)


def test_a_rule_gives_its_sessions() -> None:
    said = {"summary": "Open lab", "dtstart": "2027-01-05T18:00", "rrule": "FREQ=WEEKLY;BYDAY=TU;COUNT=3"}
    content = record_of(said, 1).content
    assert isinstance(content, Event)
    assert [o.start.day for o in content.occurrences] == [date(2027, 1, 5), date(2027, 1, 12), date(2027, 1, 19)]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "x" * 5_000, "FREQ=WEEKLY;COUNT=99999999", ""])
def test_a_hostile_rule_leaves_the_first_session(rule: str) -> None:
    content = record_of({"summary": "Open lab", "dtstart": "2027-01-05T18:00", "rrule": rule}, 1).content
    assert isinstance(content, Event)
    assert content.occurrences[0].start.local == datetime(2027, 1, 5, 18)
    assert len(content.occurrences) <= 400


@pytest.mark.parametrize(
    "said",
    [
        {"previousStartDate": "2027-03-12T20:00:00+01:00"},
        {"description": "Initialement prévu le 12/03/2027."},
        {"description": "Le spectacle est reporté du 12 au 19 mars 2027."},
    ],
)
def test_the_day_before_a_move_is_read(said: dict[str, Any]) -> None:
    content = record_of({"title": "Marionnettes", "start": "2027-03-19T20:00", **said}, 1).content
    assert isinstance(content, Event)
    assert content.previous_start is not None
    assert content.previous_start.day == date(2027, 3, 12)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"type": "événement", "titre": "X"}, Kind.EVENT),
        ({"type": "actualité", "titre": "X", "date_publication": "2027-01-01"}, Kind.NEWS),
        ({"type": "appel", "titre": "X", "date_limite": "2027-01-01"}, Kind.CALL),
        ({"titre": "X", "date_cloture": "2027-01-01"}, Kind.CALL),
    ],
)
def test_kinds_in_french(said: dict[str, Any], kind: Kind) -> None:
    assert record_of(said, 1).content.kind is kind


def test_two_deadlines_in_one_field() -> None:
    content = record_of({"kind": "call", "title": "X", "deadline": "10/02/2027 ; 15/09/2027"}, 1).content
    assert isinstance(content, Call)
    assert [d.at.day for d in content.deadlines] == [date(2027, 2, 10), date(2027, 9, 15)]
