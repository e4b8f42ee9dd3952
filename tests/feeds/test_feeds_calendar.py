"""iCalendar: what calendar programs read back from our bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from feed_samples import SEEN, SITE, article, at, call, channel, event, session, sighting

from feeds import calls_ics, check, ics
from feeds.ics import LARGEST_COUNT, LARGEST_SIZE
from feeds.status import status_map
from vigie.model import Deadline, Item, Kind, Occurrence, Status, WallTime

CALLS = channel("calls.ics", Kind.CALL)


def parsed(*items: Item) -> list[icalendar.Event]:
    data = ics.render(items, channel())
    assert check.calendar(data) == []
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def one(item: Item) -> icalendar.Event:
    (found,) = parsed(item)
    return found


def test_an_evening_reads_back_whole():
    found = one(event(7))
    assert str(found["UID"]) == "00000000-0000-0000-0000-000000000007@vigie.example"
    assert found.decoded("DTSTART").isoformat() == "2026-10-15T18:30:00+02:00"
    assert found.decoded("DTEND").isoformat() == "2026-10-15T21:00:00+02:00"
    assert str(found["LOCATION"]) == "Quai 22, rue du Séminaire 22, 5000 Namur"
    assert found["GEO"].to_ical() == "50.464;4.859"
    assert found.decoded("DTSTAMP") == SEEN
    assert str(found["URL"]) == "https://vigie.example/e/00000000-0000-0000-0000-000000000007"
    assert "Un soir pour apprendre." in found["DESCRIPTION"]
    assert "Source : KIKK — https://kikk.example/e/1" in found["DESCRIPTION"]
    assert found["LINK"].params["LINKREL"] == "SOURCE"
    assert str(found["LINK"]) == "https://kikk.example/e/7"


def test_calendar_names_itself_and_has_no_uid():
    data = ics.render((event(),), replace(channel(), updated=SEEN))
    calendar = icalendar.Calendar.from_ical(data)
    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"]) == "Vigie – agenda"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT6H"
    assert "UID" not in calendar
    assert "METHOD" not in calendar
    assert calendar.decoded("LAST-MODIFIED") == SEEN


@pytest.mark.parametrize(
    ("start", "end", "utc_start", "utc_end"),
    [
        ("2026-10-24T22:00", "2026-10-25T04:00", "2026-10-24T20:00", "2026-10-25T03:00"),
        ("2026-10-25T01:30", "2026-10-25T03:30", "2026-10-24T23:30", "2026-10-25T02:30"),
        ("2027-03-27T23:00", "2027-03-28T05:00", "2027-03-27T22:00", "2027-03-28T03:00"),
        ("2027-03-28T02:30", "2027-03-28T04:00", "2027-03-28T01:30", "2027-03-28T02:00"),
        ("2027-01-10T20:00", "2027-01-10T22:00", "2027-01-10T19:00", "2027-01-10T21:00"),
    ],
)
def test_instants_hold_over_both_changes_of_the_clock(start, end, utc_start, utc_end):
    data = ics.render((event(occurrences=(session(start, end),)),), channel())
    calendar = icalendar.Calendar.from_ical(data)
    (found,) = recurring_ical_events.of(calendar).between(date(2026, 10, 1), date(2027, 6, 1))
    assert found.decoded("DTSTART").astimezone(UTC) == datetime.fromisoformat(utc_start + "+00:00")
    assert found.decoded("DTEND").astimezone(UTC) == datetime.fromisoformat(utc_end + "+00:00")


def test_the_second_pass_of_a_repeated_hour_is_said_in_utc():
    twice = Occurrence(at("2026-10-25T02:30", fold=1), at("2026-10-25T04:00"))
    found = one(event(occurrences=(twice,)))
    assert found["DTSTART"].to_ical() == b"20261025T013000Z"
    assert found.decoded("DTEND").astimezone(UTC).hour == 3


def test_the_zone_has_both_rules():
    (zone,) = icalendar.Calendar.from_ical(ics.render((), channel())).walk("VTIMEZONE")
    offsets = {part.name: part["TZOFFSETTO"].td for part in zone.subcomponents}
    assert offsets == {"DAYLIGHT": timedelta(hours=2), "STANDARD": timedelta(hours=1)}


def test_another_zone_keeps_its_instant():
    lisbon = Occurrence(WallTime(datetime(2026, 10, 15, 18), "Europe/Lisbon"))
    assert one(event(occurrences=(lisbon,))).decoded("DTSTART").astimezone(UTC).hour == 17


def test_a_day_has_an_exclusive_end():
    found = one(event(occurrences=(session("2026-10-20"),)))
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2026, 10, 20), date(2026, 10, 21))


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-10-20", "2026-12-31"), ("2026-10-20T10:00", "2026-12-31"), ("2026-10-20T10:00", "2026-12-31T18:00")],
)
def test_an_exhibition_is_one_transparent_span(start, end):
    found = one(event(occurrences=(session(start, end),)))
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2026, 10, 20), date(2027, 1, 1))
    assert found["TRANSP"] == "TRANSPARENT"
    assert ("Horaire" in found["DESCRIPTION"]) is ("T" in start)


def test_a_jam_of_two_days_keeps_its_hours():
    found = one(event(occurrences=(session("2026-10-16T18:00", "2026-10-18T18:00"),)))
    assert found.decoded("DTEND") - found.decoded("DTSTART") == timedelta(hours=48)


@pytest.mark.parametrize("end", [None, "2026-10-15T18:30", "2026-10-15T09:00", "2026-10-15"])
def test_an_unknown_or_impossible_end_is_two_hours_and_flagged(end):
    found = one(event(occurrences=(session("2026-10-15T18:30", end),)))
    assert found.decoded("DTEND") - found.decoded("DTSTART") == timedelta(hours=2)
    assert str(found["X-VIGIE-END-ESTIMATED"]) == "TRUE"
    assert "Heure de fin non communiquée" in found["DESCRIPTION"]


@pytest.mark.parametrize("status", list(Status))
def test_status_follows_the_map(status):
    found = one(event(status=status))
    expected = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}.get(status, "CONFIRMED")
    assert str(found["STATUS"]) == expected == status_map()[status].ics
    prefix = {Status.CANCELLED: "ANNULÉ – ", Status.FULL: "COMPLET – "}.get(status, "")
    assert str(found["SUMMARY"]) == f"{prefix}Atelier 1"
    assert ("Plus vu récemment" in found["DESCRIPTION"]) is (status is Status.UNCONFIRMED)


def test_a_title_that_says_it_already_is_not_prefixed_twice():
    assert str(one(event(status=Status.CANCELLED, title="[ANNULÉ] Soirée"))["SUMMARY"]) == "[ANNULÉ] Soirée"
    assert str(one(event(status=Status.FULL, title="Complètement jeu"))["SUMMARY"]) == "COMPLET – Complètement jeu"


def test_sequence_is_the_items():
    assert one(replace(event(), sequence=4))["SEQUENCE"] == 4


def test_an_online_event_has_a_conference():
    found = one(event(status=Status.MOVED_ONLINE, place=None, online_url="https://meet.example/x"))
    assert str(found["CONFERENCE"]) == "https://meet.example/x"
    assert str(found["LOCATION"]) == "En ligne"


def uids(item: Item) -> list[str]:
    return [str(e["UID"]) for e in parsed(item)]


def test_uids_of_sessions_name_their_day_and_not_their_hour():
    days = (session("2026-10-15T14:00"), session("2026-10-15T20:00"), session("2026-10-22T20:00"))
    moved = (session("2026-10-15T14:30"), session("2026-10-15T20:30"), session("2026-10-22T19:00"))
    root = "00000000-0000-0000-0000-000000000001"
    expected = [f"{root}-20261015@vigie.example", f"{root}-20261015-2@vigie.example", f"{root}-20261022@vigie.example"]
    assert uids(event(occurrences=days)) == uids(event(occurrences=moved)) == expected


def test_the_uid_of_a_single_session_survives_a_move_and_a_new_title():
    before = uids(event())
    after = uids(event(title="Autre", url="https://x.example/", occurrences=(session("2026-11-20T20:00"),)))
    assert before == after


def test_a_session_outside_the_window_is_left_out_and_the_others_keep_their_uid():
    days = (session("2026-05-01T20:00"), session("2026-10-22T20:00"), session("2028-01-01T20:00"))
    assert uids(event(occurrences=days)) == ["00000000-0000-0000-0000-000000000001-20261022@vigie.example"]


def test_a_month_is_no_date_to_put_in_a_calendar():
    assert parsed(event(occurrences=(session("2026-11"),)), article()) == []


def test_size_is_bounded():
    many = tuple(event(n, description="é" * 290) for n in range(1, LARGEST_COUNT + 200))
    data = ics.render(many, channel())
    assert 0 < data.count(b"BEGIN:VEVENT") <= LARGEST_COUNT
    assert len(data) <= LARGEST_SIZE + 100
    assert check.calendar(data) == []


def test_an_image_needs_rights_and_brings_its_credit():
    shown = replace(event(image="https://kikk.example/i.jpg"), sightings=(sighting(image_rights="© Jo"),))
    found = one(shown)
    assert str(found["IMAGE"]) == "https://kikk.example/i.jpg"
    assert "Image : © Jo" in found["DESCRIPTION"]
    assert "IMAGE" not in one(event(image="https://kikk.example/i.jpg"))


def deadlines(item: Item) -> list[icalendar.Event]:
    data = calls_ics.render((item,), CALLS)
    assert check.calendar(data) == []
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_a_deadline_is_a_day_with_reminders():
    (found,) = deadlines(call())
    assert str(found["SUMMARY"]) == "Clôture : Appel 1"
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2026, 11, 15), date(2026, 11, 16))
    assert [a["TRIGGER"].dt for a in found.walk("VALARM")] == [timedelta(days=-7), timedelta(days=-1)]
    assert "max. 25\u202f000" in found["DESCRIPTION"]


def test_a_deadline_with_an_hour_keeps_it():
    (found,) = deadlines(call(deadlines=(Deadline(at("2026-11-15T12:00"), "second tour"),)))
    assert found.decoded("DTSTART").isoformat() == "2026-11-15T12:00:00+01:00"
    assert str(found["SUMMARY"]) == "Clôture : Appel 1 (second tour)"


def test_before_a_day_means_the_day_before():
    (found,) = deadlines(call(deadlines=(Deadline(at("2026-11-15"), strict=True),)))
    assert found.decoded("DTSTART") == date(2026, 11, 14)
    assert "avant le dimanche 15 novembre 2026" in found["DESCRIPTION"]


def test_a_closed_call_rings_no_more_and_a_rolling_one_has_no_day():
    (found,) = deadlines(call(closed=True))
    assert str(found["SUMMARY"]).startswith("CLOS – ")
    assert found.walk("VALARM") == []
    assert deadlines(call(deadlines=(), rolling=True)) == []
    assert SITE.domain in str(found["UID"])


def test_a_calendar_named_after_an_item_carries_no_contact():
    named = replace(channel(), title="Soirée\r\nchez 0471 23 45 67", description="jo@example.org invite")
    data = ics.render((event(),), named)
    assert check.calendar(data) == []
    assert str(icalendar.Calendar.from_ical(data)["NAME"]) == "Soirée chez"
    assert b"0471" not in data
    assert b"jo@" not in data
