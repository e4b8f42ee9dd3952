"""Dates of events. Every expected value was worked out by hand with a calendar of 2026 (1 March is a Sunday)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from transforms.dates import DateResult, read_dates
from vigie.model import Precision

REFERENCE = date(2026, 3, 2)  # a Monday


def one(text: str, reference: date = REFERENCE) -> DateResult:
    reading = read_dates(text, reference)
    assert len(reading.results) == 1, reading
    return reading.results[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("jeudi 12 mars 2026", date(2026, 3, 12)),
        ("12/03/2026", date(2026, 3, 12)),
        ("12.03.26", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("le 1er avril", date(2026, 4, 1)),
        ("Mar. 10 mars", date(2026, 3, 10)),
        ("10 mar. 2026", date(2026, 3, 10)),
        ("zaterdag 14 maart 2026", date(2026, 3, 14)),
        ("Freitag, 13. März 2026", date(2026, 3, 13)),
        ("Sat, Mar 14, 2026", date(2026, 3, 14)),
        ("le 28 février", date(2026, 2, 28)),  # two days ago: still this year
        ("le 15 février", date(2027, 2, 15)),  # two weeks ago: the next one
        ("le 22 octobre dernier", date(2025, 10, 22)),
        ("samedi 15 août", date(2026, 8, 15)),
        ("ce vendredi", date(2026, 3, 6)),
        ("mardi dernier", date(2026, 2, 24)),
        ("05/05/89", date(1989, 5, 5)),
    ],
)
def test_a_point_is_one_day(text: str, day: date) -> None:
    result = one(text)
    assert result.start is not None
    assert (result.start.day, result.start.precision, result.end, result.all_day) == (day, Precision.DAY, None, True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("du 3 au 7 mars 2026", date(2026, 3, 3), date(2026, 3, 7)),
        ("22 mai → 19 juin", date(2026, 5, 22), date(2026, 6, 19)),
        ("18 > 25-07-2014", date(2014, 7, 18), date(2014, 7, 25)),
        ("28 janvier – 1er février 2024", date(2024, 1, 28), date(2024, 2, 1)),
        ("11-14 octobre 2023", date(2023, 10, 11), date(2023, 10, 14)),
        ("Du 11 décembre au 1er février 2027", date(2026, 12, 11), date(2027, 2, 1)),
        ("du 28 décembre au 3 janvier", date(2026, 12, 28), date(2027, 1, 3)),
        ("March 12–14, 2026", date(2026, 3, 12), date(2026, 3, 14)),
        ("16.03 > 22.03.2026", date(2026, 3, 16), date(2026, 3, 22)),
        ("van 12 t.e.m. 15 maart 2026", date(2026, 3, 12), date(2026, 3, 15)),
        ("week-end du 14 mars", date(2026, 3, 14), date(2026, 3, 15)),
        ("Avril 2026 : du 7 au 9", date(2026, 4, 7), date(2026, 4, 9)),
    ],
)
def test_a_range_ends_on_its_last_day(text: str, first: date, last: date) -> None:
    result = one(text)
    assert result.start is not None
    assert result.end is not None
    assert (result.start.day, result.end.day, result.all_day, result.rrule) == (first, last, True, None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("jeudi 12 mars 2026 à 18h30", datetime(2026, 3, 12, 18, 30), None),
        ("le 12 mars, 18:30", datetime(2026, 3, 12, 18, 30), None),
        ("le 12 mars à 20 heures", datetime(2026, 3, 12, 20), None),
        ("demain à 18h", datetime(2026, 3, 3, 18), None),
        ("le 12 mars à midi", datetime(2026, 3, 12, 12), None),
        ("le 12 mars à minuit", datetime(2026, 3, 13), None),
        ("le 12 mars de 9h30 à 12h30", datetime(2026, 3, 12, 9, 30), datetime(2026, 3, 12, 12, 30)),
        ("12 mars 2026 9h-17h", datetime(2026, 3, 12, 9), datetime(2026, 3, 12, 17)),
        ("le 12 mars de 9 à 17h", datetime(2026, 3, 12, 9), datetime(2026, 3, 12, 17)),
        ("le 12 mars de 22h à 1h", datetime(2026, 3, 12, 22), datetime(2026, 3, 13, 1)),
        ("18h-20h, le 12 mars", datetime(2026, 3, 12, 18), datetime(2026, 3, 12, 20)),
        ("Thu 12 Mar, 6.30pm", datetime(2026, 3, 12, 18, 30), None),
        ("donderdag 12 maart om 19.30 uur", datetime(2026, 3, 12, 19, 30), None),
        ("Le 14 mars : portes 19h / concert 20h", datetime(2026, 3, 14, 20), None),
        ("Du vendredi 6 mars 18h au dimanche 8 mars 16h", datetime(2026, 3, 6, 18), datetime(2026, 3, 8, 16)),
        ("2026-06-28CEST14:00:00+0200", datetime(2026, 6, 28, 14), None),
    ],
)
def test_hours_belong_to_their_day(text: str, start: datetime, end: datetime | None) -> None:
    result = one(text)
    assert result.start is not None
    assert result.start.local == start
    assert (result.end.local if result.end else None) == end
    assert result.start.precision is Precision.MINUTE


def days_of(text: str) -> list[date]:
    return [r.start.day for r in read_dates(text, REFERENCE).results if r.start]


def test_a_list_names_each_day() -> None:
    assert days_of("les 13, 14 et 15 mars") == [date(2026, 3, d) for d in (13, 14, 15)]
    assert days_of("Les mercredis 4, 11 et 18 mars de 14h à 16h") == [date(2026, 3, d) for d in (4, 11, 18)]
    assert days_of("Les vendredis 27 mars & 3 avril") == [date(2026, 3, 27), date(2026, 4, 3)]


def test_a_lunch_break_makes_two_sessions_and_three_starts_make_three() -> None:
    morning, afternoon = read_dates("le 12 mars de 9h à 12h et de 13h à 17h", REFERENCE).results
    assert morning.end == afternoon.start or (morning.end and morning.end.local.hour == 12)
    assert afternoon.start is not None
    assert afternoon.start.local.hour == 13
    starts = read_dates("le 17 mars à 12h30, 14h et 16h", REFERENCE).results
    assert [r.start.local.hour for r in starts if r.start] == [12, 14, 16]


def test_open_sides() -> None:
    assert one("dès le 3 mars 2026").open == "end"
    assert one("à partir du 16 mars").open == "end"
    until = one("jusqu'au 30 juin 2026")
    assert (until.start, until.open) == (None, "start")
    assert until.end is not None
    assert until.end.day == date(2026, 6, 30)
    assert one("avant le 15 avril 2026").strict


@pytest.mark.parametrize(
    ("text", "rule", "first"),
    [
        ("tous les mardis de 14h à 16h", "FREQ=WEEKLY;BYDAY=TU", date(2026, 3, 3)),
        ("chaque premier jeudi du mois à 20h", "FREQ=MONTHLY;BYDAY=1TH", date(2026, 3, 5)),
        ("tous les 2es mardis à 19h30", "FREQ=MONTHLY;BYDAY=2TU", date(2026, 3, 10)),
        ("du mardi au dimanche de 10h à 18h", "FREQ=WEEKLY;BYDAY=TU,WE,TH,FR,SA,SU", date(2026, 3, 3)),
        ("tous les jours sauf le lundi de 10h à 18h", "FREQ=WEEKLY;BYDAY=TU,WE,TH,FR,SA,SU", date(2026, 3, 3)),
        ("un mercredi sur deux, 13h30-16h", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", date(2026, 3, 4)),
    ],
)
def test_recurrences_become_rules_with_a_bounded_horizon(text: str, rule: str, first: date) -> None:
    result = one(text)
    assert result.rrule is not None
    assert result.rrule.rsplit(";UNTIL=", 1)[0] == rule
    assert result.days[0] == first
    assert result.horizon
    assert len(result.occurrences()) == len(result.days) < 190


def test_a_recurrence_keeps_the_bounds_that_are_said() -> None:
    result = one("tous les lundis du 2 mars au 27 avril 2026 de 18h à 20h, sauf le 6 avril")
    assert result.rrule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260427T215959Z"
    assert not result.horizon
    sessions = one("tous les lundis sauf le 6 avril de 18h à 20h, jusqu'au 27 avril").occurrences()
    expected = [date(2026, 3, d) for d in (2, 9, 16, 23, 30)] + [date(2026, 4, d) for d in (13, 20, 27)]
    assert [s.start.day for s in sessions] == expected
    # The clock changes on 29 March; the wall clock does not.
    assert {s.start.local.hour for s in sessions} == {18}


def test_opening_hours_stay_within_the_exhibition() -> None:
    result = one("Du 5 mars au 15 mars 2026, du jeudi au dimanche de 10h à 18h")
    assert list(result.days) == [date(2026, 3, d) for d in (5, 6, 7, 8, 12, 13, 14, 15)]
    daily = one("du 3 au 7 mars 2026 de 10h à 18h")
    assert daily.rrule == "FREQ=DAILY;UNTIL=20260307T225959Z"
    assert [s.end.local.hour for s in daily.occurrences() if s.end] == [18] * 5


def test_months_quarters_and_seasons_have_month_precision() -> None:
    for text, first, last, grain in (
        ("en mai 2026", date(2026, 5, 1), date(2026, 5, 31), "month"),
        ("courant novembre", date(2026, 11, 1), date(2026, 11, 30), "month"),
        ("Q2 2026", date(2026, 4, 1), date(2026, 6, 30), "quarter"),
        ("printemps 2026", date(2026, 3, 20), date(2026, 6, 20), "season"),
    ):
        result = one(text)
        assert result.start is not None
        assert result.end is not None
        assert (result.start.day, result.end.day, result.grain) == (first, last, grain)
        assert result.start.precision is Precision.MONTH
    assert one("mi-avril 2026").approximate


@pytest.mark.parametrize(
    "text",
    [
        "15 min de lecture",
        "25 € par personne",
        "de 12 € à 15 €",
        "tel 04 123 45 67",
        "0470 12 34 56",
        "6e édition du festival",
        "à partir de 18 ans",
        "6-12 ans",
        "Rue du 11 novembre 12",
        "Place du 20 août 7, 4000 Liège",
        "saison 2025-2026",
        "programme FEDER 2021-2027",
        "Les 12 artistes et 3 collectifs",
        "a été organisé en 2024",
        "2026",
        "il y a 3 heures",
        "une formation de 3 jours",
        "COMPLET",
        "Aujourd'hui, le monde de demain s'invente",
        "venue-202605",
        "version 3.12",
        "24h/24 et 7j/7",
        "© 2019-2025",
    ],
)
def test_what_is_no_date_stays_out(text: str) -> None:
    assert read_dates(text, REFERENCE).results == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("mardi 12 mars 2026", "weekday and date contradict each other"),
        ("le 31 février 2026", "no such day"),
        ("29 mars 2026 à 2h30", "the clock skips this hour"),
        ("du 12 au 3 mars 2026", "range ends before it begins"),
        ("de 19h à 20h", "a clock without a day"),
        ("ouvert du mercredi au dimanche", "weekdays without a number"),
        ("le vendredi à 20h", "once or every week"),
        ("date à confirmer", "no date"),
        ("stage pendant les vacances de Carnaval", "school holidays, whose days are not said"),
        ("jusqu'au 3 mars 2026 et après", "until a day and after it"),
        ("le 3 mars (UTC+1)", "a zone without a clock"),
    ],
)
def test_it_abstains_and_says_why(text: str, reason: str) -> None:
    reading = read_dates(text, REFERENCE)
    assert (reading.results, reading.abstained) == ((), reason)


def test_ambiguous_phrases_carry_their_second_reading() -> None:
    friday = one("vendredi prochain")
    assert friday.start is not None
    assert friday.also is not None
    assert (friday.start.day, friday.also.day) == (date(2026, 3, 13), date(2026, 3, 6))
    twice = one("25 octobre 2026 à 2h30")
    assert twice.start is not None
    assert twice.also is not None
    assert (twice.also.utc - twice.start.utc).total_seconds() == 3600


def test_a_moved_day_replaces_the_old_one() -> None:
    moved = one("Concert reporté du 12 au 19 mars 2026")
    assert moved.start is not None
    assert moved.replaces is not None
    assert (moved.start.day, moved.replaces.day) == (date(2026, 3, 19), date(2026, 3, 12))


def test_spans_point_into_the_text_as_it_was_given() -> None:
    text = "Été à Liège — « Vernissage » : jeudi 12 mars 2026 à 18h30, entrée libre"
    start, end = one(text).span
    assert text[start:end] == "jeudi 12 mars 2026 à 18h30"


def test_a_clock_alone_is_an_aside() -> None:
    reading = read_dates("9h-17h", REFERENCE)
    (clock,) = reading.asides
    assert clock.clock_only
    assert clock.occurrences() == ()
