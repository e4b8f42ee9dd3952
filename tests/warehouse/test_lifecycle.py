"""The cancellation protocol as a decision: values in, a state out (DESIGN.md §5, law 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.made import NOW, article, at, call, event
from transforms.page_marks_answer import PageAnswer
from vigie.model import Call, Content, Event, Occurrence, RecordState, Status, WallTime
from warehouse import lifecycle
from warehouse.lifecycle import Identity, Next, PageSaid, due, has_kin, is_mass, next_state, twins
from warehouse.projection import Member, project

LISTED, MISSING, SUSPECTED = RecordState.LISTED, RecordState.MISSING, RecordState.SUSPECTED
CANCELLED, MOVED, GONE = RecordState.CANCELLED, RecordState.MOVED, RecordState.GONE
DAY = timedelta(days=1)


def said(answer: PageAnswer, day: float = 0, **more: object) -> PageSaid:
    return PageSaid(answer, NOW + day * DAY, **more)  # type: ignore[arg-type]


def live(*answers: PageAnswer | None, mass: frozenset[int] = frozenset(), apart: timedelta = DAY) -> list[Next]:
    """The states of a record that complete runs lack one after the other, its page answering this each time."""
    state, page, found = LISTED, None, []
    for number, answer in enumerate(answers):
        when = NOW + number * apart
        now = PageSaid(answer, when) if answer else None
        after = next_state(state, number + 1, True, page, now, when, mass=number in mass)
        state, page = after.state, after.page
        found.append(after)
    return found


def states(*answers: PageAnswer | None, **more: object) -> list[RecordState]:
    return [after.state for after in live(*answers, **more)]  # type: ignore[arg-type]


def test_absence_alone_never_cancels() -> None:
    assert states(*[None] * 50) == [MISSING] * 50


@pytest.mark.parametrize("answer", [PageAnswer.OTHER, PageAnswer.SILENT])
def test_what_is_no_evidence_never_cancels(answer: PageAnswer) -> None:
    assert states(*[answer] * 50) == [MISSING] * 50


def test_a_marker_on_its_page_cancels_at_once() -> None:
    assert states(PageAnswer.CANCELLED) == [CANCELLED]
    assert states(None, PageAnswer.SILENT, PageAnswer.CANCELLED) == [MISSING, MISSING, CANCELLED]


def test_a_page_must_be_gone_twice() -> None:
    assert states(PageAnswer.GONE, PageAnswer.GONE) == [SUSPECTED, GONE]
    # What is no evidence between two looks takes nothing away; a page that shows something does.
    assert states(PageAnswer.GONE, PageAnswer.SILENT, PageAnswer.GONE) == [SUSPECTED, SUSPECTED, GONE]
    assert states(PageAnswer.GONE, PageAnswer.OTHER, PageAnswer.GONE) == [SUSPECTED] * 3
    assert states(PageAnswer.GONE, PageAnswer.LIVES, PageAnswer.GONE, PageAnswer.GONE) == [SUSPECTED] * 3 + [GONE]


def test_two_looks_within_minutes_are_one() -> None:
    assert states(*[PageAnswer.GONE] * 3, apart=timedelta(minutes=10)) == [SUSPECTED] * 3
    assert states(*[PageAnswer.GONE] * 4, apart=timedelta(minutes=10))[-1] is GONE


def test_a_page_that_lives_keeps_the_item_and_can_bring_it_back() -> None:
    assert states(PageAnswer.LIVES) == [SUSPECTED]
    assert states(PageAnswer.CANCELLED, PageAnswer.LIVES) == [CANCELLED, SUSPECTED]
    assert states(PageAnswer.GONE, PageAnswer.GONE, PageAnswer.LIVES) == [SUSPECTED, GONE, SUSPECTED]
    assert states(PageAnswer.CANCELLED, PageAnswer.GONE, PageAnswer.SILENT) == [CANCELLED] * 3


def test_a_page_that_moved_keeps_its_new_address() -> None:
    after = next_state(LISTED, 1, True, None, said(PageAnswer.MOVED, url="https://x.example/b"), NOW)
    assert after.state is MOVED
    assert after.page is not None
    assert after.page.url == "https://x.example/b"


def test_postponed_is_suspected_with_a_marker() -> None:
    (after,) = live(PageAnswer.POSTPONED)
    assert after.state is SUSPECTED
    assert lifecycle.marker(after.state, after.page) is Status.POSTPONED
    assert lifecycle.marker(LISTED, after.page) is None
    assert lifecycle.marker(SUSPECTED, said(PageAnswer.LIVES)) is None


def test_what_is_over_is_left_alone_for_good() -> None:
    after = next_state(LISTED, 1, False, None, said(PageAnswer.CANCELLED), NOW)
    assert (after.state, after.page) == (MISSING, PageSaid(PageAnswer.UNASKED, NOW, settled=True))
    assert not due(after.state, 2, after.page)
    kept = next_state(SUSPECTED, 3, False, said(PageAnswer.POSTPONED), None, NOW)
    assert kept.page == said(PageAnswer.POSTPONED, settled=True), "what its page said stays"


def test_many_at_once_need_patience() -> None:
    """A site that moved house: nothing is gone in that run, nor before three more runs and a day."""
    gone = [PageAnswer.GONE] * 6
    assert states(*gone, mass=frozenset({0})) == [SUSPECTED] * 3 + [GONE] * 3
    # Many 404 in a later run: the count starts there.
    assert states(*gone, mass=frozenset({1})) == [SUSPECTED] * 4 + [GONE] * 2
    assert states(*gone, mass=frozenset({0}), apart=timedelta(hours=2)) == [SUSPECTED] * 6, "not within a day"
    (first,) = live(None, mass=frozenset({0}))
    assert first.state is SUSPECTED
    assert "many" in first.because


def test_kin_in_the_list_withholds_the_end() -> None:
    once = said(PageAnswer.GONE, 0)
    assert next_state(SUSPECTED, 2, True, once, said(PageAnswer.GONE, 1), NOW + DAY).state is GONE
    assert next_state(SUSPECTED, 2, True, once, said(PageAnswer.GONE, 1), NOW + DAY, kin=True).state is SUSPECTED


@pytest.mark.parametrize("state", list(RecordState))
def test_a_twin_takes_its_place_whatever_it_was(state: RecordState) -> None:
    after = next_state(state, 1, True, None, said(PageAnswer.GONE), NOW, mass=True, twin="new")
    assert after.state is MOVED
    assert after.page is not None
    assert (after.page.twin, after.page.settled) == ("new", True)


def test_a_living_page_is_asked_again_ever_more_rarely() -> None:
    asked, page, state = [], None, LISTED
    for absences in range(1, 40):
        now = None
        if due(state, absences, page):
            asked.append(absences)
            now = said(PageAnswer.LIVES, absences)
        after = next_state(state, absences, True, page, now, NOW + absences * DAY)
        state, page = after.state, after.page
    assert asked == [1, 2, 4, 8, 16, 32]


def test_silence_and_404_are_asked_again_at_the_next_run() -> None:
    assert due(MISSING, 5, None)
    assert due(MISSING, 5, said(PageAnswer.SILENT, asked=4))
    assert due(SUSPECTED, 5, said(PageAnswer.GONE, asked=4))
    assert not due(GONE, 5, said(PageAnswer.GONE, asked=4)), "what is over is looked at rarely"
    assert due(GONE, 8, said(PageAnswer.GONE, asked=4))


def test_the_same_answer_again_says_nothing_new() -> None:
    first = live(PageAnswer.GONE, mass=frozenset({0}))[-1].page
    again = live(PageAnswer.GONE, PageAnswer.GONE, mass=frozenset({0}))[-1].page
    assert first == again


ANSWERS = st.sampled_from([None, *PageAnswer])
HARMLESS = st.sampled_from(
    [None, PageAnswer.LIVES, PageAnswer.OTHER, PageAnswer.SILENT, PageAnswer.MOVED, PageAnswer.UNASKED]
)


@settings(deadline=None)
@given(st.lists(HARMLESS, max_size=12), st.frozensets(st.integers(0, 12)))
def test_no_evidence_no_end(answers: list[PageAnswer | None], mass: frozenset[int]) -> None:
    assert not {CANCELLED, GONE} & set(states(*answers, mass=mass))


@settings(deadline=None)
@given(st.lists(ANSWERS, max_size=12), st.frozensets(st.integers(0, 12)))
def test_an_end_has_its_evidence(answers: list[PageAnswer | None], mass: frozenset[int]) -> None:
    """CANCELLED needs a marker in this life; GONE needs two 404 with no living page between them."""
    for number, state in enumerate(states(*answers, mass=mass)):
        past = [a for a in answers[: number + 1] if a not in (None, PageAnswer.SILENT, PageAnswer.UNASKED)]
        if state is CANCELLED:
            assert PageAnswer.CANCELLED in past
        if state is GONE:
            assert past.count(PageAnswer.GONE) >= 2
            assert any(a is b is PageAnswer.GONE for a, b in pairwise(past))


def identity(key: str, title: str = "nuit pixels", start: str = "2026-03-12T20:00:00", seen: int = 0) -> Identity:
    return Identity(key, tuple(title.split()), start, NOW + seen * DAY)


def lost(key: str) -> tuple[Identity, datetime]:
    return identity(key), NOW + DAY


def test_twins() -> None:
    assert twins([lost("a")], [identity("b")]) == {"a": "b"}, "same title and start"
    later = "2026-03-12T20:30:00"
    assert twins([lost("a")], [identity("b", start=later)]) == {}, "two shows of an evening, both known before"
    assert twins([lost("a")], [identity("b", start=later, seen=1)]) == {"a": "b"}, "it came when the other went"
    assert twins([lost("a")], [identity("b", "nuit sons")]) == {}
    assert twins([lost("a")], [identity("b", start="2026-03-13T20:00:00", seen=1)]) == {}, "another day"
    assert twins([lost("a"), lost("c")], [identity("b", seen=1)]) == {"a": "b"}, "one place for one"
    assert twins([(identity("a", start=""), NOW)], [identity("b", start="")]) == {}


def test_kin() -> None:
    assert has_kin(identity("a"), [identity("b", "nuit longue pixels")], None)
    assert not has_kin(identity("a"), [identity("b", "nuit longue pixels")], NOW + DAY)
    assert has_kin(identity("a"), [identity("b", "nuit longue pixels", seen=1)], NOW + DAY)
    assert not has_kin(identity("a"), [identity("b", "bal des ombres")], None)


def test_what_is_ahead() -> None:
    assert lifecycle.ahead(event("N", 12), NOW)
    assert not lifecycle.ahead(event("N", 12), NOW + 12 * DAY)
    begun = event("N", 1, occurrences=(Occurrence(at(1, 8), at(1, 18)),))
    assert not lifecycle.ahead(begun, NOW), "what has begun may have left its list"
    lasting = event("N", 1, occurrences=(Occurrence(at(1, None), at(9, None)),))
    assert lifecycle.ahead(lasting, NOW)
    assert not lifecycle.ahead(event("N", 12, status=Status.CANCELLED), NOW)
    assert not lifecycle.ahead(article("N", 12), NOW)
    assert lifecycle.ahead(call("N", 12), NOW)
    assert not lifecycle.ahead(call("N", 12), NOW + 30 * DAY)


def test_mass() -> None:
    assert [is_mass(n, 4) for n in (3, 4)] == [False, True]
    assert [is_mass(n, 100) for n in (20, 21)] == [False, True]


def member(key: str, state: RecordState = LISTED, source: str = "alpha", trust: int = 50, **more: object) -> Member:
    return Member(source, key, event("N"), trust, NOW, "capture", state, **more)  # type: ignore[arg-type]


def status(*members: Member) -> Status:
    content = project(members).content
    assert isinstance(content, Event)
    return content.status


def test_what_an_item_makes_of_it() -> None:
    postponed = member("1", SUSPECTED, marker=Status.POSTPONED)
    assert status(postponed) is Status.POSTPONED
    assert [c.rule for c in project([postponed]).choices if c.field == "status"] == ["state"]
    assert status(postponed, member("1", source="beta", trust=60)) is Status.SCHEDULED
    assert status(postponed, member("1", source="beta", trust=40)) is Status.POSTPONED
    assert status(member("1", CANCELLED), member("1", source="beta")) is Status.CANCELLED
    assert status(member("1", CANCELLED), member("2")) is Status.SCHEDULED, "its source lists another session"
    assert status(member("1", MOVED), member("1", GONE, "beta")) is Status.SCHEDULED, "the page lives elsewhere"


def test_a_replaced_record_speaks_no_more() -> None:
    old = replace(member("1", MOVED, replaced=True), content=event("N", description="long et vieux", price_text="9 €"))
    new = replace(member("2"), content=event("N", description="neuf"))
    shown = project([old, new]).content
    assert isinstance(shown, Event)
    assert (shown.description, shown.price_text) == ("neuf", None)
    assert status(old, replace(new, state=GONE)) is Status.CANCELLED
    assert status(old) is Status.SCHEDULED
    assert status(old, member("1", source="beta")) is Status.SCHEDULED


def test_a_call_that_is_gone_is_closed() -> None:
    gone = Member("alpha", "1", call("Bourse", 12), 50, NOW, "capture", GONE)
    projected = project([gone])
    assert projected.content == call("Bourse", 12, closed=True)
    assert [c.rule for c in projected.choices if c.field == "closed"] == ["state"]
    assert project([replace(gone, state=MISSING)]).content == call("Bourse", 12)


def test_what_is_over_and_listed_under_another_key_is_replaced() -> None:
    """After a migration the past events of an agenda must not be shown twice."""
    after = next_state(RecordState.LISTED, 1, False, None, None, NOW, twin="new-7")
    assert (after.state, after.page and after.page.twin) == (RecordState.MOVED, "new-7")


def lasting(first: int, last: int) -> Event:
    """An exhibition from a day of February to a day of March, without hours."""
    return event("Expo", occurrences=(Occurrence(at(first, None, 2), at(last, None)),))


ABROAD = event("Talk", occurrences=(Occurrence(WallTime(datetime(2026, 3, 1, 6), "America/New_York")),))


@pytest.mark.parametrize(
    ("content", "expected"),
    [  # It is 9 o'clock of 1 March in Brussels.
        (event("Ce matin", 1, 8), False),
        (event("Ce soir", 1, 20), True),
        (event("Aujourd'hui, sans heure", 1, None), False),
        (lasting(10, 2), True),
        (lasting(10, 1), False),
        (event("Annulé", 12, status=Status.CANCELLED), True),
        (ABROAD, True),
        (call("Close ce soir", 1), False),
        (call("Close demain", 2), True),
        (call("Déjà close", 12, closed=True), False),
        (Call("Permanent", rolling=True), False),
        (article("Nouvelle", 1), False),
    ],
)
def test_what_a_list_should_still_name(content: Content, expected: bool) -> None:
    assert lifecycle.is_due(content, NOW) is expected
