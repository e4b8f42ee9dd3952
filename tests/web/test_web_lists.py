"""Which line stands where: days, running exhibitions, deadlines, weeks. Values only, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import web_samples as made

from vigie.model import Article, Call, CallState, Content, Deadline, Event, Item, Occurrence, WallTime
from web.agenda import FILL, OFTEN, Period, covered, lay_out, period
from web.calls import board, card, days_left
from web.query import Query, When, read_query
from web.watch import weeks

NOW = made.NOW
TODAY = date(2026, 3, 12)
MONTH = Period(TODAY, TODAY + timedelta(days=30), TODAY)


def item(content: Content, id: str = "a") -> Item:
    return Item(id, content, (), NOW, NOW)


def event(*sessions: Occurrence, title: str = "Titre") -> Item:
    return item(Event(title, sessions), title)


def test_days_are_in_order_and_hours_within_them() -> None:
    found = [
        event(Occurrence(made.at(3, 14, 20)), title="soir"),
        event(Occurrence(made.at(3, 13)), title="sans heure"),
        event(Occurrence(made.at(3, 14, 9)), title="matin"),
        event(Occurrence(made.at(3, 13, 18)), title="avec heure"),
    ]
    laid = lay_out(found, MONTH, NOW)
    assert [(d.day.day, [e.event.title for e in d.entries]) for d in laid.days] == [
        (13, ["avec heure", "sans heure"]),
        (14, ["matin", "soir"]),
    ]


def test_what_began_before_and_lasts_runs_apart() -> None:
    laid = lay_out([event(Occurrence(made.at(2, 1), made.at(4, 1)))], MONTH, NOW)
    assert len(laid.running) == 1
    assert not laid.days


def test_a_night_that_ended_this_morning_is_yesterdays() -> None:
    night = event(Occurrence(made.at(3, 11, 22), made.at(3, 12, 4)))
    assert lay_out([night], MONTH, NOW).empty


def test_a_festival_stands_once_on_its_first_day() -> None:
    laid = lay_out([event(Occurrence(made.at(3, 20), made.at(3, 22)))], MONTH, NOW)
    assert [d.day.day for d in laid.days] == [20]


def test_each_session_has_its_line_until_there_are_too_many() -> None:
    few = [Occurrence(made.at(3, 13 + n, 10)) for n in range(OFTEN)]
    laid = lay_out([event(*few)], MONTH, NOW)
    assert [d.entries[0].more for d in laid.days] == [3, 2, 1, 0]
    many = [*few, Occurrence(made.at(3, 30, 10))]
    laid = lay_out([event(*many)], MONTH, NOW)
    assert [(d.day.day, d.entries[0].more) for d in laid.days] == [(13, 4)]


def test_a_full_page_ends_with_a_whole_day_and_says_where_the_next_one_starts() -> None:
    first = [event(Occurrence(made.at(3, 13, 10)), title=f"a{n}") for n in range(FILL + 5)]
    laid = lay_out([*first, event(Occurrence(made.at(3, 15, 10)), title="b")], MONTH, NOW)
    assert [len(d.entries) for d in laid.days] == [FILL + 5]
    assert laid.following == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("sessions", "query", "above"),
    [
        ([made.at(3, 12, 20), made.at(3, 13, 20)], Query(), 1),  # tonight comes before what runs
        ([made.at(3, 13, 20), made.at(3, 14, 20)], Query(), 0),  # nothing today: what runs is what there is
        ([made.at(3, 14, 20), made.at(3, 15, 20)], Query(when=When.WEEKEND), 2),
        ([made.at(3, 14, 20), made.at(3, 15, 20)], Query(start=date(2026, 3, 14)), 2),
    ],
)
def test_what_runs_does_not_bury_the_day(sessions: list[WallTime], query: Query, above: int) -> None:
    running = event(Occurrence(made.at(2, 1), made.at(4, 1)))
    found = [running, *(event(Occurrence(start), title=str(start)) for start in sessions)]
    laid = lay_out(found, period(query, TODAY), NOW)
    assert laid.days_before_running(query, TODAY) == above
    assert len(laid.running) == 1


@pytest.mark.parametrize(
    ("coming", "last"),
    [
        ([13, 14, 14], 11 + 31),  # all was read: every day asked for
        ([13, 14, 14, 15], 14),  # the fourth was one too many: its day may hold more
        ([13, 14, 15, 15, 15], 14),
        ([13, 13, 13, 13], 13),  # one day alone is cut
    ],
)
def test_a_page_shows_days_that_it_has_read_whole(coming: list[int], last: int) -> None:
    shown = covered(MONTH, [date(2026, 3, day) for day in coming], most=3)
    assert shown.last == date(2026, 3, 1) + timedelta(days=last - 1)
    assert shown.start == TODAY


def test_a_month_alone_is_no_day() -> None:
    content = dict(made.events())["month"]
    laid = lay_out([item(content)], MONTH, NOW)
    assert len(laid.vague) == 1
    assert not laid.days


@pytest.mark.parametrize(
    ("today", "when", "first", "last"),
    [
        ("2026-03-12", When.WEEKEND, "2026-03-14", "2026-03-15"),
        ("2026-03-14", When.WEEKEND, "2026-03-14", "2026-03-15"),
        ("2026-03-15", When.WEEKEND, "2026-03-15", "2026-03-15"),
        ("2026-03-16", When.WEEKEND, "2026-03-21", "2026-03-22"),
        ("2026-03-12", When.TODAY, "2026-03-12", "2026-03-12"),
        ("2028-02-10", When.MONTH, "2028-02-10", "2028-02-29"),
    ],
)
def test_chips(today: str, when: When, first: str, last: str) -> None:
    found = period(Query(when=when), date.fromisoformat(today))
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_query_comes_back_from_its_own_url() -> None:
    asked = {
        "province": "namur",
        "type": "workshop",
        "discipline": "xr",
        "q": "réalité & co",
        "quand": "mois",
        "du": "2026-03-20",
    }
    query = read_query(asked, TODAY)
    assert query.topics == ("event_type:workshop", "discipline:xr")
    assert query.url("/agenda", start=query.start).count("=") == len(asked)
    assert "du=" not in query.url("/agenda")
    assert query.url("/agenda", when=None).startswith("/agenda?province=namur&type=workshop")


@pytest.mark.parametrize(
    "hostile",
    [
        {"province": "../../etc"},
        {"type": "<script>"},
        {"quand": "hier"},
        {"du": "9999-12-31"},
        {"du": "hier"},
        {"page": "-1"},
        {"page": "²"},
        {"q": "\x00\x1b"},
        {"sujet": "a:b:c"},
    ],
)
def test_what_cannot_be_meant_is_left_out(hostile: dict[str, str]) -> None:
    assert read_query(hostile, TODAY) == Query()


def test_days_left_count_to_the_last_day_in_time() -> None:
    assert days_left(Deadline(made.at(3, 24)), NOW) == 12
    assert days_left(Deadline(made.at(3, 24), strict=True), NOW) == 11
    assert days_left(Deadline(made.at(3, 12)), NOW) == 0
    assert days_left(Deadline(made.at(3, 12, 8)), NOW) is None
    # Over the change of clocks a day has 23 hours and is still one day.
    assert days_left(Deadline(made.at(3, 30)), datetime(2026, 3, 28, 23, 30, tzinfo=UTC)) == 1


def test_a_closed_call_counts_no_days_even_before_its_deadline() -> None:
    call = Call("Clos avant l’heure", deadlines=(Deadline(made.at(4, 1)),), closed=True)
    assert card(item(call), NOW).days_left is None


def test_calls_stand_by_urgency_and_the_closed_ones_last() -> None:
    found = [item(call, key) for key, call in made.calls()]
    sections = board(reversed(found), NOW)
    assert [s.state for s in sections] == [
        CallState.CLOSING,
        CallState.OPEN,
        CallState.ANNOUNCED,
        CallState.UNKNOWN,
        CallState.CLOSED,
    ]
    assert [c.item.id for c in sections[0].cards] == ["last-day", "closing"]
    assert [c.item.id for c in sections[1].cards] == ["hostile", "open", "rolling"]


def test_news_stand_by_week_and_day_newest_first() -> None:
    days = (made.at(3, 9, 8), made.at(3, 8, 23), made.at(3, 12, 9), made.at(3, 12, 17))
    found = weeks(item(Article(f"n{n}", published=day), f"n{n}") for n, day in enumerate(days))
    assert [(w.monday.day, [(d.day.day, [p.item.id for p in d.pieces]) for d in w.days]) for w in found] == [
        (9, [(12, ["n3", "n2"]), (9, ["n0"])]),
        (2, [(8, ["n1"])]),
    ]


def test_news_without_a_date_stand_where_they_were_first_seen() -> None:
    undated = replace(item(Article("sans date")), created_at=datetime(2026, 3, 10, 23, 30, tzinfo=UTC))
    piece = weeks([undated])[0].days[0].pieces[0]
    assert (piece.day, piece.dated) == (date(2026, 3, 11), False)
