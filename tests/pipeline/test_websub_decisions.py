"""What the hub decides without a network: verdicts, pauses, addresses, signatures."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.websub_decisions import (
    CONFIRMATIONS,
    DELIVERIES,
    Duty,
    Heard,
    Verdict,
    confirmation,
    delivery,
    denial,
    duty,
    given_up,
    pause,
    question,
    signature,
)
from tests.warehouse.made import NOW
from vigie.model import Cause
from warehouse.websub import Subscription
from warehouse.websub_requests import Mode

DAY = timedelta(days=1)


def row(
    callback: str = "https://lecteur.example/cb",
    wanted: Mode | None = None,
    lease: timedelta | None = DAY,
    attempts: int = 0,
) -> Subscription:
    return Subscription(
        topic="https://vigie.example/feeds/agenda.atom",
        callback=callback,
        host="lecteur.example",
        secret=None,
        lease_until=NOW + lease if lease is not None else None,
        wanted=wanted,
        wanted_secret=None,
        wanted_seconds=86_400 if wanted is Mode.SUBSCRIBE else None,
        asked_at=NOW,
        delivered=None,
        delivered_at=None,
        attempts=attempts,
        next_attempt_at=NOW,
        last_error=None,
    )


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (row(wanted=Mode.SUBSCRIBE, lease=None), Duty.CONFIRM),
        (row(wanted=Mode.SUBSCRIBE), Duty.CONFIRM),
        (row(wanted=Mode.SUBSCRIBE, lease=-DAY), Duty.CONFIRM),
        (row(wanted=Mode.UNSUBSCRIBE), Duty.CONFIRM),
        (row(), Duty.DELIVER),
        (row(lease=timedelta(seconds=1)), Duty.DELIVER),
        (row(lease=timedelta(0)), Duty.END),
        (row(lease=-DAY), Duty.END),
    ],
)
def test_what_is_due(known: Subscription, due: Duty) -> None:
    assert duty(known, NOW) is due


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [
        (Heard(200, b"abc"), Verdict.YES),
        (Heard(299, b"abc"), Verdict.YES),
        (Heard(200, b"abc\n"), Verdict.NO),
        (Heard(200, b""), Verdict.NO),
        (Heard(200, "ab\u00e9".encode()), Verdict.NO),
        (Heard(302, b"abc"), Verdict.NO),
        (Heard(404, b"abc"), Verdict.NO),
        (Heard(410), Verdict.NO),
        (Heard(408), Verdict.AGAIN),
        (Heard(429), Verdict.AGAIN),
        (Heard(500, b"abc"), Verdict.AGAIN),
        (Heard(503), Verdict.AGAIN),
        (Heard(cause=Cause.TIMEOUT, words="no answer"), Verdict.AGAIN),
        (Heard(cause=Cause.DNS, words="no such host"), Verdict.AGAIN),
        (Heard(cause=Cause.TLS, words="no trust"), Verdict.AGAIN),
        (Heard(cause=Cause.BLOCKED, words="refused"), Verdict.NO),
    ],
)
def test_only_the_challenge_itself_confirms(heard: Heard, verdict: Verdict) -> None:
    assert confirmation(heard, "abc") is verdict


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [
        (Heard(200), Verdict.YES),
        (Heard(202), Verdict.YES),
        (Heard(204), Verdict.YES),
        (Heard(410), Verdict.NO),
        (Heard(301), Verdict.AGAIN),
        (Heard(404), Verdict.AGAIN),
        (Heard(500), Verdict.AGAIN),
        (Heard(cause=Cause.BLOCKED, words="refused"), Verdict.AGAIN),
        (Heard(cause=Cause.TIMEOUT, words="no answer"), Verdict.AGAIN),
    ],
)
def test_what_an_answer_to_a_delivery_means(heard: Heard, verdict: Verdict) -> None:
    assert delivery(heard) is verdict


def test_pauses_double_up_to_a_limit_and_are_never_the_same_for_all() -> None:
    longest = [pause(n, 1.0).total_seconds() for n in range(13)]
    assert longest == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 21600]
    assert pause(5_000, 1.0) == timedelta(hours=6)
    assert pause(0, 0.0) == timedelta(seconds=5)
    assert pause(3, 0.5) == timedelta(seconds=60)


def test_what_fails_for_long_is_given_up() -> None:
    assert not given_up(row(attempts=DELIVERIES - 2))
    assert given_up(row(attempts=DELIVERIES - 1))
    assert not given_up(row(wanted=Mode.SUBSCRIBE, attempts=CONFIRMATIONS - 2))
    assert given_up(row(wanted=Mode.SUBSCRIBE, attempts=CONFIRMATIONS - 1))
    together = sum((pause(n, 0.0) for n in range(DELIVERIES)), timedelta())
    assert together > timedelta(days=1), "a subscriber that is down over a day would be dropped"


def test_the_question_keeps_what_a_callback_holds() -> None:
    asked = urlsplit(question(row("https://lecteur.example/cb?id=7&x=%C3%A9", Mode.SUBSCRIBE), "défi &="))
    assert (asked.netloc, asked.path) == ("lecteur.example", "/cb")
    assert parse_qs(asked.query, strict_parsing=True) == {
        "id": ["7"],
        "x": ["é"],
        "hub.mode": ["subscribe"],
        "hub.topic": ["https://vigie.example/feeds/agenda.atom"],
        "hub.challenge": ["défi &="],
        "hub.lease_seconds": ["86400"],
    }
    assert "lease" not in question(row(wanted=Mode.UNSUBSCRIBE), "c")
    assert parse_qs(urlsplit(denial(row(), "no such feed")).query)["hub.mode"] == ["denied"]


def test_the_signature_is_that_of_rfc_4231() -> None:
    """Test case 2 of RFC 4231."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert signature("Jefe", b"what do ya want for nothing?") == f"sha256={expected}"
