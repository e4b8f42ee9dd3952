"""Silences carry a ticket and end: they hide no new failure and no good run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.evidence import Outcome
from pipeline.silences import Silence, silenced
from vigie.codec import from_plain, to_plain
from vigie.model import Cause, Certificate

AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
TICKET = "https://tickets.example/vigie/12"
DROP = Outcome(Cause.VOLUME_DROP, False, "9 of 18 things left", alarms=("volume-drop: 9 of 18 things left",))


def silence(cause: Cause | None = Cause.VOLUME_DROP, days: int = 10, ticket: str = TICKET) -> Silence:
    return Silence("quai", cause, ticket, AT + timedelta(days=days), "op", AT)


def test_a_silenced_failure_keeps_its_cause_and_is_not_complete() -> None:
    outcome = silenced(DROP, [silence()], AT)
    assert (outcome.cause, outcome.silenced, outcome.complete) == (Cause.SILENCED, Cause.VOLUME_DROP, False)
    assert outcome.ticket == TICKET
    assert outcome.message == f"volume-drop: 9 of 18 things left (silenced until 2026-12-01 under {TICKET})"


def test_a_silence_ends_by_itself() -> None:
    assert silenced(DROP, [silence(days=10)], AT + timedelta(days=10)) is DROP
    assert silenced(DROP, [silence(days=10)], AT + timedelta(days=9, hours=23)).cause is Cause.SILENCED


def test_another_cause_is_heard() -> None:
    assert silenced(DROP, [silence(Cause.TIMEOUT)], AT) is DROP
    assert silenced(DROP, [silence(None)], AT).silenced is Cause.VOLUME_DROP
    assert silenced(DROP, [], AT) is DROP


def test_the_silence_of_the_very_cause_goes_first() -> None:
    other = silence(None, days=1, ticket="https://tickets.example/vigie/1")
    assert silenced(DROP, [other, silence()], AT).ticket == TICKET


def test_a_complete_run_is_never_silenced() -> None:
    good = Outcome(Cause.OK, True, alarms=("nothing new for 40 days",))
    assert silenced(good, [silence(None)], AT) is good
    once = silenced(DROP, [silence()], AT)
    assert silenced(once, [silence()], AT) is once


def test_a_longer_silence_than_90_days_is_not_honoured() -> None:
    unchecked = Silence("quai", None, TICKET, AT + timedelta(days=400), "op")
    assert silenced(DROP, [unchecked], AT) is DROP


@pytest.mark.parametrize("ticket", ["", "VIG-12", "ftp://tickets.example/12", "https://"])
def test_a_silence_needs_the_address_of_a_ticket(ticket: str) -> None:
    with pytest.raises(ValueError, match="open an issue and give its URL"):
        silence(ticket=ticket)


def test_a_silence_has_an_end_within_90_days() -> None:
    assert silence(days=90)
    with pytest.raises(ValueError, match="end it by 2027-02-19 and renew it"):
        silence(days=91)
    with pytest.raises(ValueError, match="give a later day"):
        silence(days=0)
    with pytest.raises(ValueError, match="add it to"):
        Silence("quai", None, TICKET, datetime(2026, 12, 1), "op")


@pytest.mark.parametrize("cause", [Cause.OK, Cause.UNCHANGED, Cause.SILENCED])
def test_only_failures_can_be_silenced(cause: Cause) -> None:
    with pytest.raises(ValueError, match="name the cause"):
        silence(cause)


def test_a_certificate_keeps_what_it_learned_from_through_the_warehouse() -> None:
    full = Certificate(
        "quai", "ical", Cause.SILENCED, False, AT, 1.0, due=18, absent=9, fill=(("image", 3),), understood=10,
        alarms=DROP.alarms, ticket=TICKET, claimed=40, foreign=1, accepted=None, silenced=Cause.VOLUME_DROP,
    )  # fmt: skip
    assert from_plain(Certificate, to_plain(full)) == full
    assert not full.failed, "silenced"
