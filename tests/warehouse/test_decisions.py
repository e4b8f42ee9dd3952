"""The pure decisions: who is which item, who wins a field, what moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.made import NOW, at, call, event
from vigie.model import ChangeType, Deadline, Event, Occurrence, RecordState, Status
from warehouse.assignment import Known, assign
from warehouse.identity import mint
from warehouse.movement import movement
from warehouse.projection import Correction, Member, project

A, B, C = ("alpha", "1"), ("beta", "1"), ("gamma", "1")
SEEN = {A: NOW, B: NOW + timedelta(days=1), C: NOW + timedelta(days=2)}


def known(founder: tuple[str, str], merged_into: str | None = None) -> Known:
    return Known(mint(*founder), founder, SEEN[founder], merged_into)


def member(name: str, content: Event, trust: int = 50, changed: int = 0, **more: object) -> Member:
    return Member(name, "1", content, trust, NOW + timedelta(days=changed), "capture", **more)  # type: ignore[arg-type]


def test_a_new_cluster_is_founded_by_its_earliest_record() -> None:
    (one,) = assign([[B, A]], {}, [], SEEN)
    assert (one.item, one.founder, one.is_new, one.created_at) == (mint(*A), A, True, NOW)


def test_a_record_that_joins_never_moves_the_id() -> None:
    (one,) = assign([[A, B]], {B: mint(*B)}, [known(B)], SEEN)
    assert (one.item, one.is_new, one.absorbs) == (mint(*B), False, ())


def test_the_older_item_absorbs_the_younger() -> None:
    (one,) = assign([[C, B]], {B: mint(*B), C: mint(*C)}, [known(C), known(B)], SEEN)
    assert (one.item, one.absorbs) == (mint(*B), (mint(*C),))


def test_a_split_gives_back_the_merged_id() -> None:
    members = {A: mint(*A), B: mint(*A), C: mint(*A)}
    items = [known(A), known(B, merged_into=mint(*A))]
    both = {one.members: one for one in assign([[A], [B, C]], members, items, SEEN)}
    assert both[(A,)].item == mint(*A)
    assert (both[(B, C)].item, both[(B, C)].revived) == (mint(*B), True)


def test_an_item_without_its_founder_goes_with_most_of_its_records() -> None:
    members = {B: mint(*A), C: mint(*A)}
    (one,) = assign([[B, C]], members, [known(A)], SEEN)
    assert (one.item, one.founder) == (mint(*A), A)


@settings(deadline=None)
@given(st.permutations([[A, B], [C]]), st.permutations([known(A), known(B), known(C)]))
def test_assignment_forgets_the_order(clusters: list[list[tuple[str, str]]], items: list[Known]) -> None:
    members = {A: mint(*A), B: mint(*B), C: mint(*C)}
    expected = assign([[A, B], [C]], members, [known(A), known(B), known(C)], SEEN)
    assert assign([list(reversed(c)) for c in clusters], members, items, SEEN) == expected


def test_trust_before_completeness_before_recency() -> None:
    short, long = event("N", description="court"), event("N", description="bien plus long")
    by_trust = project([member("alpha", short, trust=60), member("beta", long)])
    assert (by_trust.content.description, rule(by_trust, "description")) == ("court", "trust")
    by_words = project([member("alpha", short), member("beta", long)])
    assert (by_words.content.description, rule(by_words, "description")) == ("bien plus long", "completeness")
    one, two = event("N", image="https://i.example/1"), event("N", image="https://i.example/2")
    by_day = project([member("alpha", one), member("beta", two, changed=1)])
    assert (by_day.content.image, rule(by_day, "image")) == ("https://i.example/2", "recency")
    by_name = project([member("beta", two), member("alpha", one)])
    assert (by_name.content.image, rule(by_name, "image")) == ("https://i.example/1", "order")


def rule(projected: object, field: str) -> str:
    return next(c.rule for c in projected.choices if c.field == field)  # type: ignore[attr-defined]


def test_a_trusted_source_that_says_nothing_does_not_empty_a_field() -> None:
    found = project([member("alpha", event("N"), trust=90), member("beta", event("N", description="dit"), trust=10)])
    assert found.content.description == "dit"


def test_a_low_trust_source_cannot_cancel_for_a_trusted_one() -> None:
    off = event("N", status=Status.CANCELLED)
    high_live = project([member("alpha", event("N"), trust=90), member("beta", off, trust=10)])
    assert high_live.content.status is Status.SCHEDULED  # type: ignore[union-attr]
    equal = project([member("alpha", event("N")), member("beta", off)])
    assert equal.content.status is Status.CANCELLED  # type: ignore[union-attr]


def test_missing_records_never_cancel_but_gone_ones_all_together_do() -> None:
    missing = project([member("alpha", event("N"), state=RecordState.MISSING)])
    assert missing.content.status is Status.SCHEDULED  # type: ignore[union-attr]
    both = [member(name, event("N"), state=RecordState.GONE) for name in ("alpha", "beta")]
    gone = project(both)
    assert (gone.content.status, rule(gone, "status")) == (Status.CANCELLED, "state")  # type: ignore[union-attr]
    half = project([both[0], replace(both[1], state=RecordState.LISTED)])
    assert half.content.status is Status.SCHEDULED  # type: ignore[union-attr]
    dropped = project([both[0], replace(both[1], state=RecordState.SUSPECTED)])  # a copy that lags by a day
    assert dropped.content.status is Status.CANCELLED  # type: ignore[union-attr]
    better = project([both[0], replace(both[1], state=RecordState.SUSPECTED, trust=90)])
    assert better.content.status is Status.SCHEDULED  # type: ignore[union-attr]


def test_a_series_wins_over_one_of_the_sessions_that_a_better_source_lists_one_by_one() -> None:
    days = (12, 19, 26)
    sessions = [replace(member("organiser", event("Atelier", day), trust=80), key=str(day)) for day in days]
    series = member("town", event("Atelier", 12, occurrences=tuple(Occurrence(at(day)) for day in days)), trust=30)
    told = project([*sessions, series])
    assert [o.start.day.day for o in told.content.occurrences] == [12, 19, 26]
    assert rule(told, "occurrences") == "series"
    without_hours = tuple(Occurrence(at(day, None)) for day in days)
    vague = member("town", event("Atelier", 12, occurrences=without_hours), trust=30)
    assert rule(project([*sessions, vague]), "occurrences") != "series"  # no hour is given up
    stale = project([sessions[0], series])
    assert [o.start.day.day for o in stale.content.occurrences] == [12]  # one record says it all: trust decides


def test_one_session_that_is_called_off_does_not_cancel_the_series() -> None:
    days = (12, 19, 26)
    series = member("town", event("Atelier", 12, occurrences=tuple(Occurrence(at(day)) for day in days)), trust=30)
    off = replace(member("organiser", event("Atelier", 19, status=Status.CANCELLED), trust=80), key="19")
    others = [replace(member("organiser", event("Atelier", day), trust=80), key=str(day)) for day in (12, 26)]
    told = project([*others, off, series])
    assert told.content.status is Status.SCHEDULED  # type: ignore[union-attr]
    assert [o.start.day.day for o in told.content.occurrences] == [12, 26]  # type: ignore[union-attr]
    assert rule(told, "occurrences") == "series"
    alone = project([replace(series, trust=90), off])  # the town's list is the one that is believed
    assert [o.start.day.day for o in alone.content.occurrences] == [12, 26]  # type: ignore[union-attr]
    assert alone.content.status is Status.SCHEDULED  # type: ignore[union-attr]
    every = [replace(m, content=replace(m.content, status=Status.CANCELLED)) for m in (*others, off, series)]
    assert project(every).content.status is Status.CANCELLED  # type: ignore[union-attr]


def test_an_editor_empties_a_field_and_keeps_what_the_sources_say() -> None:
    found = project([member("alpha", event("N", description="à retirer"))], [Correction("description", None, "anne")])
    assert found.content.description is None
    (choice,) = [c for c in found.choices if c.field == "description"]
    assert (choice.rule, choice.value, choice.competing) == ("editor", "null", (("alpha/1", '"à retirer"'),))


@settings(deadline=None)
@given(st.permutations(range(4)))
def test_projection_forgets_the_order(order: list[int]) -> None:
    members = [
        member("alpha", event("Nuit", description="a"), trust=60),
        member("beta", event("Nuit", 13, description="bb")),
        member("gamma", event("La nuit", description="cc", image="https://i.example/1"), changed=2),
        member("delta", event("La nuit", price_text="12 €"), trust=60),
    ]
    assert project([members[n] for n in order]) == project(members)


def test_what_moved_has_one_name() -> None:
    before = event("N", 12)
    assert movement(None, before) is not None
    assert movement(before, before) is None
    back = movement(before, before, back=True)
    assert back is not None
    assert (back.type, back.sequenced) == (ChangeType.REINSTATED, True)
    off = movement(before, event("N", 13, status=Status.CANCELLED))
    assert off is not None
    assert (off.type, off.fields) == (ChangeType.CANCELLED, ("occurrences", "status"))
    postponed = movement(before, event("N", 12, status=Status.POSTPONED))
    assert postponed is not None
    assert (postponed.type, postponed.sequenced) == (ChangeType.UPDATED, True)
    open_call = call("A", 12)
    later = movement(open_call, replace(open_call, deadlines=(Deadline(at(20, None)),)))
    assert later is not None
    assert (later.type, later.sequenced) == (ChangeType.RESCHEDULED, True)
    first = movement(replace(open_call, deadlines=()), open_call)
    assert first is not None
    assert first.type is ChangeType.UPDATED
