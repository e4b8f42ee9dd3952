"""French words: dates, ranges, hours, amounts, counts."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from vigie.model import Money, MoneyRole, Occurrence, Precision, WallTime
from web import french

TODAY = date(2026, 3, 12)
N = "\u00a0"


def wall(text: str, zone: str = "Europe/Brussels") -> WallTime:
    return WallTime(datetime.fromisoformat(text), zone) if "T" in text else WallTime.of_day(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-03-12", "jeudi 12 mars"), ("2026-05-01", "vendredi 1er mai"), ("2027-08-15", "dimanche 15 août 2027")],
)
def test_a_day_has_its_year_only_when_it_is_another(day: str, words: str) -> None:
    assert french.day_words(date.fromisoformat(day), TODAY).replace(N, " ") == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-03-03", "2026-03-07", "du 3 au 7 mars"),
        ("2026-02-28", "2026-03-01", "du 28 février au 1er mars"),
        ("2026-03-14", "2026-03-15", "les 14 et 15 mars"),
        ("2026-03-28", "2026-04-02", "du 28 mars au 2 avril"),
        ("2026-12-30", "2027-01-03", "du 30 décembre 2026 au 3 janvier 2027"),
        ("2027-02-01", "2027-02-03", "du 1er au 3 février 2027"),
        ("2026-03-12", "2026-03-12", "jeudi 12 mars"),
    ],
)
def test_ranges(first: str, last: str, words: str) -> None:
    assert french.range_words(date.fromisoformat(first), date.fromisoformat(last), TODAY).replace(N, " ") == words


@pytest.mark.parametrize(
    ("clock", "words"),
    [(time(18, 30), "18 h 30"), (time(9), "9 h"), (time(8, 5), "8 h 05"), (time(0), "minuit"), (time(0, 15), "0 h 15")],
)
def test_hours(clock: time, words: str) -> None:
    assert french.clock_words(clock).replace(N, " ") == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-03-12T18:30", None, "jeudi 12 mars, 18 h 30"),
        ("2026-03-12T18:30", "2026-03-12T20:00", "jeudi 12 mars, 18 h 30 – 20 h"),
        ("2026-03-12T22:00", "2026-03-13T04:00", "jeudi 12 mars, 22 h – 4 h"),
        ("2026-03-12", None, "jeudi 12 mars"),
        ("2026-03-12", "2026-03-15", "du 12 au 15 mars"),
        ("2026-03-12T10:00", "2026-03-15T18:00", "du 12 au 15 mars, dès 10 h, jusqu’à 18 h le dernier jour"),
    ],
)
def test_sessions(start: str, end: str | None, words: str) -> None:
    session = Occurrence(wall(start), wall(end) if end else None)
    assert french.session_words(session, TODAY).replace(N, " ") == words


def test_a_month_is_not_made_into_a_day() -> None:
    session = Occurrence(WallTime(datetime(2026, 4, 1), precision=Precision.MONTH))
    assert french.session_words(session, TODAY) == "avril 2026 (date à préciser)"


def test_a_foreign_clock_says_so() -> None:
    assert french.wall_words(wall("2026-03-12T18:30", "America/New_York"), TODAY).endswith("(heure de New York)")
    assert "heure de" not in french.wall_words(wall("2026-03-12T18:30"), TODAY)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("12", "12", "12 €"),
        ("5", "12.50", "de 5 à 12,50 €"),
        (None, "25000", "jusqu’à 25 000 €"),
        ("1500", None, "à partir de 1 500 €"),
    ],
)
def test_amounts(low: str | None, high: str | None, words: str) -> None:
    money = Money(MoneyRole.GRANT, Decimal(low) if low else None, Decimal(high) if high else None)
    assert french.money_words(money).replace(N, " ") == words


def test_an_amount_without_a_number_keeps_its_words() -> None:
    assert french.money_words(Money(MoneyRole.PRICE, text="prix libre")) == "prix libre"
    assert french.money_words(Money(MoneyRole.GRANT, rate=Decimal("0.5"))).replace(N, " ") == "50 %"


@pytest.mark.parametrize(("count", "words"), [(0, "0 appel"), (1, "1 appel"), (2, "2 appels"), (1200, "1 200 appels")])
def test_french_keeps_the_singular_below_two(count: int, words: str) -> None:
    assert french.count_words(count, "appel").replace(N, " ") == words


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("Atelier : « oui » ?", "Atelier~: «~oui~»~?"),
        ("9 outils – à essayer", "9 outils~– à essayer"),
        ("L'école d'été à 19 h 30, 5 €", "L’école d’été à 19~h 30, 5~€"),
        ("Un hôtel, 'entre' quotes, n° 4", "Un hôtel, 'entre' quotes, n°~4"),
    ],
)
def test_no_line_begins_with_a_sign(plain: str, printed: str) -> None:
    assert french.bound(plain) == printed.replace("~", N)


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("Une phrase. […]", "Une phrase."),
        ("Une phrase coupée [...]", "Une phrase coupée…"),
        ("Une phrase coupée…", "Une phrase coupée…"),
        ("Trois points... au milieu", "Trois points... au milieu"),
    ],
)
def test_an_excerpt_ends_as_print_does(plain: str, printed: str) -> None:
    assert french.excerpt_words(plain) == printed


def test_the_sum_per_project_and_the_envelope_are_told_apart() -> None:
    grant = Money(MoneyRole.GRANT, None, Decimal(2500))
    envelope = Money(MoneyRole.ENVELOPE, None, Decimal(30000))
    assert french.amounts_words([grant]).replace(N, " ") == "jusqu’à 2 500 €"
    assert french.amounts_words([envelope]).replace(N, " ") == "enveloppe de 30 000 €"
    both = french.amounts_words([grant, envelope]).replace(N, " ")
    assert both == "jusqu’à 2 500 € par projet, enveloppe de 30 000 €"
    assert french.amounts_words([Money(MoneyRole.GRANT)]) == ""


@pytest.mark.parametrize(("days", "words"), [(0, "dernier jour"), (1, "demain"), (2, "J-2"), (37, "J-37")])
def test_days_left(days: int, words: str) -> None:
    assert french.left_words(days) == words
