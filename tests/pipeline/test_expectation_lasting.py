"""A change that lasts is how the source is now; an empty list and another site's content never are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.certify import Evidence, Outcome, decide
from vigie.model import Cause, Certificate

FIRST = datetime(2026, 10, 7, 6, tzinfo=UTC)
SHEET = (("image", 18), ("place", 20))


def good_days(count: int, **more: object) -> list[Certificate]:
    plain = Certificate("s", "feed", Cause.OK, True, FIRST, 1.0, read=20, understood=20, fill=SHEET, due=18)
    return [replace(plain, started_at=FIRST - timedelta(days=n), **more) for n in range(1, count + 1)]  # type: ignore[arg-type]


def days(evidence: Evidence, history: list[Certificate], count: int, hours: int = 24) -> list[Outcome]:
    """The outcomes of `count` runs with the same evidence, each remembered before the next."""
    outcomes = []
    for n in range(count):
        at = FIRST + timedelta(hours=hours * n)
        outcome = decide(replace(evidence, at=at), history)
        outcomes.append(outcome)
        history.insert(0, certificate(evidence, outcome, at))
    return outcomes


def certificate(evidence: Evidence, outcome: Outcome, at: datetime) -> Certificate:
    return Certificate(
        "s", "feed", outcome.cause, outcome.complete, at, 1.0, read=evidence.listed, understood=evidence.understood,
        fill=evidence.fill, due=evidence.due, absent=evidence.due_absent, claimed=evidence.claimed,
        accepted=outcome.accepted, silenced=outcome.silenced,
    )  # fmt: skip


def verdicts(outcomes: list[Outcome]) -> str:
    return "".join("+" if outcome.complete else "-" for outcome in outcomes)


HALF = Evidence(10, 10, 0, False, True, fill=(("image", 9), ("place", 10)), due=18, due_absent=9, new=0)
WHOLE = Evidence(20, 20, 0, False, True, fill=SHEET, due=18, due_absent=0, new=0)


def test_a_drop_that_stays_for_three_days_is_accepted_with_an_alarm() -> None:
    outcomes = days(HALF, good_days(30), 4)
    assert verdicts(outcomes) == "---+"
    assert outcomes[0].cause is Cause.VOLUME_DROP
    assert (outcomes[3].cause, outcomes[3].accepted) == (Cause.OK, Cause.VOLUME_DROP)
    assert "accepted as the new normal (volume-drop) after 4 runs over 3 days: 9 of 18 things" in outcomes[3].alarms[0]


def test_many_runs_of_one_day_are_not_three_days() -> None:
    assert verdicts(days(HALF, good_days(30), 12, hours=2)) == "-" * 12


def test_a_drop_that_moves_is_not_the_same_drop() -> None:
    history = good_days(30)
    days(HALF, history, 3)
    smaller = replace(HALF, listed=6, understood=6, fill=(("image", 5), ("place", 6)), due_absent=13)
    assert not decide(replace(smaller, at=FIRST + timedelta(days=3)), history).complete


def test_a_day_without_network_neither_ends_nor_prolongs_it() -> None:
    history = good_days(30)
    days(HALF, history, 2)
    at = FIRST + timedelta(days=2)
    away = Outcome(Cause.TIMEOUT, False)
    history.insert(0, certificate(replace(HALF, listed=0), away, at))
    assert not decide(replace(HALF, at=at + timedelta(hours=3)), history).complete, "over 2 days only"
    assert decide(replace(HALF, at=at + timedelta(days=1)), history).complete


def test_a_good_day_in_between_starts_it_again() -> None:
    history = good_days(30)
    days(HALF, history, 2)
    good = decide(replace(WHOLE, at=FIRST + timedelta(days=2)), history)
    assert good.complete
    history.insert(0, certificate(WHOLE, good, FIRST + timedelta(days=2)))
    assert not decide(replace(HALF, at=FIRST + timedelta(days=3)), history).complete


def test_a_silenced_drop_lasts_as_well() -> None:
    history = good_days(30)
    for n in range(3):
        quiet = Outcome(Cause.SILENCED, False, silenced=Cause.VOLUME_DROP)
        history.insert(0, certificate(HALF, quiet, FIRST + timedelta(days=n)))
    assert decide(replace(HALF, at=FIRST + timedelta(days=3)), history).accepted is Cause.VOLUME_DROP


def test_an_empty_list_is_never_accepted() -> None:
    nothing = Evidence(0, 0, 0, False, True, due=18, due_absent=18, new=0)
    assert verdicts(days(nothing, good_days(30), 30)) == "-" * 30


def test_another_site_and_broken_pages_are_never_accepted() -> None:
    for amiss in (
        replace(WHOLE, foreign=20, due_absent=18, new=20),
        replace(WHOLE, due_absent=18, new=20, resembling=0),
        replace(HALF, wrong_content=1, quarantined=1),
        replace(HALF, illegible=1, quarantined=1),
        replace(HALF, repeated_pages=1),
    ):
        assert verdicts(days(amiss, good_days(30), 12)) == "-" * 12, amiss


def test_new_ids_are_accepted_after_three_days() -> None:
    """So that a migration does not stop a source for ever; matching joins the new records to the items that were
    there."""
    outcomes = days(replace(WHOLE, due_absent=18, new=20, resembling=18), good_days(30), 4)
    assert verdicts(outcomes) == "---+"
    assert outcomes[3].accepted is Cause.SCHEMA_DRIFT


def test_a_claim_that_stays_too_high_becomes_a_habit() -> None:
    history = good_days(30, claimed=20)
    outcomes = days(replace(WHOLE, claimed=40), history, 8)
    assert verdicts(outcomes) == "---+++++"
    assert [bool(o.alarms) for o in outcomes[3:]] == [True, False, False, False, False]


def test_fields_that_stay_away_are_the_normal_after_five_days() -> None:
    history = good_days(30)
    outcomes = days(replace(WHOLE, fill=(("image", 0), ("place", 20))), history, 8)
    assert verdicts(outcomes) == "-----+++"
    assert outcomes[0].message == "image in 0 of 20 records, usually in 89%"
    assert "accepted as the new normal (schema-drift) after 6 runs over 5 days: image" in outcomes[5].alarms[0]
    assert not outcomes[6].alarms, "learned: no picture is expected any more"


def test_fields_that_fall_further_are_no_lasting_change() -> None:
    history = good_days(30)
    days(replace(WHOLE, fill=(("image", 7), ("place", 20))), history, 5)
    gone = replace(WHOLE, fill=(("image", 0), ("place", 20)), at=FIRST + timedelta(days=5))
    assert not decide(gone, history).complete


def test_items_that_stay_half_understood_are_accepted_after_five_days_and_none_never() -> None:
    few = replace(WHOLE, understood=6, quarantined=14, fill=(("image", 5), ("place", 6)))
    assert verdicts(days(few, good_days(30), 6)) == "-----+"
    assert verdicts(days(replace(WHOLE, understood=0, quarantined=20, fill=()), good_days(30), 12)) == "-" * 12
