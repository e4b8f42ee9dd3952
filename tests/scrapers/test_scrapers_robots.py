"""RFC 9309 for the token VigieBot: which answer and which rule allow what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scrapers.failure import FetchError
from scrapers.robots import robots_of, robots_without
from vigie.model import Cause

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def allows(text: str, path: str = "/agenda") -> bool:
    return robots_of(200, text.encode(), NOW).allows(f"https://kikk.example{path}")


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/agenda", True),
        ("User-agent: *\nDisallow: /", "/agenda", False),
        ("User-agent: *\nDisallow:", "/agenda", True),
        ("User-agent: *\nDisallow: /agenda", "/agenda/2026", False),
        ("User-agent: *\nDisallow: /agenda/", "/agenda", True),
        ("User-agent: VigieBot\nDisallow: /", "/agenda", False),
        ("User-agent: vigiebot\nDisallow: /", "/agenda", False),
        ("User-agent: OtherBot\nDisallow: /", "/agenda", True),
        ("User-agent: Vigie\nDisallow: /other\n\nUser-agent: *\nDisallow: /x", "/agenda", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: VigieBot\nDisallow:", "/agenda", True),
        ("User-agent: VigieBot\nAllow: /\n\nUser-agent: *\nDisallow: /", "/agenda", True),
        ("User-agent: GPTBot\nUser-agent: VigieBot\nDisallow: /agenda", "/agenda", False),
        ("User-agent: *\nDisallow: /a\nAllow: /agenda", "/agenda", True),
        ("User-agent: *\nAllow: /a\nDisallow: /agenda", "/agenda", False),
        ("User-agent: *\nDisallow: /agenda\nAllow: /agenda", "/agenda", True),
        ("User-agent: *\nDisallow: /*.ics$", "/agenda.ics", False),
        ("User-agent: *\nDisallow: /*.ics$", "/agenda.ics?x=1", True),
        ("User-agent: *\nDisallow: /*?page=", "/agenda?page=2", False),
        ("User-agent: *\nDisallow: /*/private/", "/x/private/y", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/caf%C3%A9", False),
        ("User-agent: *\nDisallow: /café", "/caf%C3%A9", False),
        ("user-AGENT: *\ndisALLOW: /agenda", "/agenda", False),
        ("User-agent: *  # all\nDisallow: /agenda # no", "/agenda", False),
        ("User-agent: *\r\nDisallow: /agenda\r\n", "/agenda", False),
        ("\ufeffUser-agent: *\nDisallow: /agenda", "/agenda", False),
        ("Disallow: /agenda", "/agenda", True),
        ("<html><body>Page introuvable</body></html>", "/agenda", True),
        ("User-agent: *\nCrawl-delay: 10", "/agenda", True),
        ("Sitemap: https://kikk.example/s.xml\nUser-agent: *\nDisallow: /agenda", "/agenda", False),
        ("User-agent: *\nDisallow: /Agenda", "/agenda", True),
    ],
)
def test_a_rule(text: str, path: str, allowed: bool) -> None:
    assert allows(text, path) is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, True), (204, True), (301, True), (400, True), (401, True), (403, True), (404, True), (410, True),
     (429, True), (500, False), (502, False), (503, False), (599, False)],
)  # fmt: skip
def test_an_answer_without_rules(status: int, allowed: bool) -> None:
    assert robots_of(status, b"", NOW).allows("https://kikk.example/agenda") is allowed


def test_a_rule_near_500_kib_still_counts() -> None:
    padding = "# padding line\n" * (500 * 1024 // 15 - 10)
    assert not allows(padding + "User-agent: *\nDisallow: /agenda\n")
    assert len(padding) > 495 * 1024


def test_the_delay_of_our_group_is_read() -> None:
    text = b"User-agent: *\nCrawl-delay: 120\n\nUser-agent: VigieBot\nCrawl-delay: 10\n"
    assert robots_of(200, text, NOW).delay == 10.0
    assert robots_of(200, b"User-agent: *\nCrawl-delay: fast\n", NOW).delay == 0.0


def test_rules_are_kept_for_a_day_and_a_shut_door_for_minutes() -> None:
    assert robots_of(200, b"", NOW).fresh(NOW + timedelta(hours=23, minutes=59))
    assert not robots_of(200, b"", NOW).fresh(NOW + timedelta(hours=24))
    assert not robots_of(503, b"", NOW).fresh(NOW + timedelta(minutes=11))


def test_no_answer_in_time_is_full_disallow() -> None:
    silent = robots_without(FetchError(Cause.TIMEOUT, "no answer in time", "u"), NOW)
    assert not silent.allows("https://kikk.example/")
    assert "no answer in time" in silent.reason


@pytest.mark.parametrize("cause", [Cause.DNS, Cause.TLS, Cause.RATE_LIMITED, Cause.BLOCKED])
def test_a_host_that_cannot_be_reached_keeps_its_own_cause(cause: Cause) -> None:
    with pytest.raises(FetchError) as raised:
        robots_without(FetchError(cause, "why", "u"), NOW)
    assert raised.value.cause is cause
