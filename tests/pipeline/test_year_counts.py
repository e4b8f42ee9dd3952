"""The counts of the scorecard, on made-up days: each of them can fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipeline.year.cancellations import Cancellations
from pipeline.year.score import Card, Figure
from pipeline.year.scorecard import Scorecard, falls, merged, missed, render, stored, write
from pipeline.year.shown import differs, percentile
from pipeline.year.things import Face, Places, is_over
from simulator.year import Befallen, FateKind, YearSighting, YearTruth
from vigie.model import Event, Item, Occurrence, Precision, WallTime

DAY = date(2026, 3, 10)
HOST = "halle.example"
READ = {HOST: frozenset({"event"})}


def truth(status: str = "scheduled", key: str = "1", id: str = "e1", start: str = "2026-05-01T20:00:00") -> YearTruth:
    sighting = YearSighting(HOST, key, f"https://{HOST}/e/{key}", "Nocturne", True, "same", 200, DAY)
    return YearTruth(id, "event", "Nocturne", status, status, DAY, (sighting,), sessions=((start, None),))


def fate(kind: FateKind, said: date) -> Befallen:
    return Befallen("e1", "event", kind, said, said, HOST, "cancelled")


def lived(counts: Cancellations, days: list[tuple[str, Face]], complete: bool = True) -> None:
    for number, (status, face) in enumerate(days):
        faces = {"e1": face} if face.shown else {}
        counts.see(DAY + timedelta(days=number), {"e1": truth(status)}, faces, faces, READ if complete else {})


ON, OFF, GONE = Face(on=1), Face(off=1), Face()


def test_what_is_on_and_shown_as_cancelled_is_one_false_cancellation_however_long() -> None:
    counts = Cancellations(())
    lived(counts, [("scheduled", ON), ("scheduled", OFF), ("scheduled", OFF)])
    assert [case.thing for case in counts.false] == ["e1"]
    assert counts.withdrawn == []


def test_what_is_on_and_not_shown_any_more_is_wrongly_withdrawn() -> None:
    counts = Cancellations(())
    lived(counts, [("scheduled", ON), ("scheduled", GONE)])
    assert [case.day for case in counts.withdrawn] == [DAY + timedelta(days=1)]


@pytest.mark.parametrize(
    ("days", "after", "missed_ones"),
    [
        ([("scheduled", ON), ("cancelled", OFF)], {1: 1}, 0),
        ([("scheduled", ON), ("cancelled", ON), ("cancelled", OFF)], {2: 1}, 0),
        ([("scheduled", ON), ("cancelled", ON), ("cancelled", ON), ("cancelled", OFF)], {}, 1),
    ],
)
def test_a_cancellation_has_two_complete_runs(
    days: list[tuple[str, Face]], after: dict[int, int], missed_ones: int
) -> None:
    counts = Cancellations([fate(FateKind.CANCELLED_GONE, DAY + timedelta(days=1))])
    lived(counts, days)
    assert dict(counts.after) == after
    assert len(counts.missed) == missed_ones
    assert counts.false == []


def test_a_source_that_could_not_be_read_has_missed_nothing_yet() -> None:
    counts = Cancellations([fate(FateKind.CANCELLED_WORDS, DAY + timedelta(days=1))])
    lived(counts, [("scheduled", ON), *[("cancelled", ON)] * 5], complete=False)
    assert counts.told == 0
    assert counts.stale_days == 5


def test_a_thing_that_comes_back_must_be_shown_again() -> None:
    counts = Cancellations([fate(FateKind.REINSTATED, DAY + timedelta(days=1))])
    lived(counts, [("cancelled", OFF), ("scheduled", OFF), ("scheduled", ON)])
    assert dict(counts.returned) == {2: 1}
    assert counts.false == []


def test_an_address_that_two_things_share_says_nothing_and_the_key_decides() -> None:
    places = Places()
    first, second = truth(key="1"), truth(key="2", id="e2")
    shared = f"https://{HOST}/agenda"
    both = [
        replace(t, sightings=(replace(t.sightings[0], key=key, url=shared),))
        for t, key in ((first, "1"), (second, "2"))
    ]
    places.learn(both)
    assert places.thing(HOST, "2", shared) == "e2"
    assert places.thing(HOST, "3", shared) is None


def test_hours_count_where_an_item_says_one() -> None:
    local = WallTime.of_day(date(2026, 5, 1)).local
    by_day = Event("Nocturne", (Occurrence(WallTime(local, precision=Precision.DAY)),))
    wrong_hour = Event("Nocturne", (Occurrence(WallTime(local.replace(hour=19))),))
    at = WallTime(local).utc
    assert differs(truth(), Item("i", by_day, (), at, at), DAY) is None
    assert (
        differs(truth(), Item("i", wrong_hour, (), at, at), DAY)
        == "2026-05-01T19:00:00 shown, 2026-05-01T20:00:00 right"
    )
    assert is_over(truth(), date(2026, 5, 2))
    assert not is_over(truth(), date(2026, 5, 1))


def test_a_percentile_is_a_value_that_was_counted() -> None:
    from collections import Counter

    assert percentile(Counter({0: 94, 1: 1, 7: 5}), 0.95) == 1
    assert percentile(Counter({0: 94, 7: 6}), 0.95) == 7


def test_a_figure_that_fell_is_told_and_values_come_back_as_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    def card(value: float) -> Card:
        return Card(7, 25, 104, (Figure("false cancellations", "Vigie", value, "cases", target=0),), ())

    assert falls(card(0), card(1)) == ("false cancellations (seed 7, 25 days): 0 cases before, 1 cases now",)
    assert falls(card(1), card(0)) == ()
    assert missed(card(1)) == ("false cancellations",)
    both = merged(Scorecard((card(0),)), [card(1)], "because")
    write(both, tmp_path / "v.json", tmp_path / "v.md")
    assert stored(tmp_path / "v.json") == both
    assert (tmp_path / "v.md").read_text(encoding="utf-8") == render(both)
    assert "**missed**" in render(both)
