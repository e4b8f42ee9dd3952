"""Causes of a run, each from its evidence (DESIGN.md §5): one case for each situation, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.certify import Evidence, decide, usual_volume
from vigie.model import Cause, Certificate

NOW = datetime(2026, 10, 7, 6, tzinfo=UTC)  # a Wednesday outside every holiday


def run(days_ago: float, read: int, **more: object) -> Certificate:
    """A complete run of the past; everything else by name."""
    cause = Cause.OK if read else Cause.EMPTY
    plain = Certificate("s", "feed", cause, True, NOW - timedelta(days=days_ago), 1.0, read=read, understood=read)
    return replace(plain, **more)  # type: ignore[arg-type]


def daily(count: int, read: int = 20, **more: object) -> list[Certificate]:
    """`count` complete runs, one a day, newest first."""
    return [run(day, read, **more) for day in range(1, count + 1)]


def failing(count: int, cause: Cause, read: int, **more: object) -> list[Certificate]:
    return [run(day, read, cause=cause, complete=False, **more) for day in range(1, count + 1)]


def later(history: Sequence[Certificate], days: int) -> list[Certificate]:
    return [replace(c, started_at=c.started_at - timedelta(days=days)) for c in history]


GOOD = Evidence(listed=20, understood=20, quarantined=0, unchanged=False, pagination_end=True, at=NOW, new=1)
NEWS = daily(30)
"""A feed that keeps its last 20 things; none of them is ever over."""
AGENDA = daily(60, due=18, new=1)
"""An agenda of 20 things, of which 18 are due at each run; none ever left early."""
SHEET = (("place", 20), ("image", 19), ("price", 4))
FULL = daily(30, fill=SHEET)
NOTHING = replace(GOOD, listed=0, understood=0, new=0)

Case = tuple[str, Evidence, Sequence[Certificate], Cause, bool, str]
CASES: list[Case] = [
    # what is good
    ("a usual run", GOOD, NEWS, Cause.OK, True, ""),
    ("the first run of all", GOOD, [], Cause.OK, True, ""),
    ("nothing changed", replace(GOOD, unchanged=True, new=0), NEWS, Cause.UNCHANGED, True, ""),
    ("one thing left before it was over", replace(GOOD, due=18, due_absent=1), AGENDA, Cause.OK, True, ""),
    (
        "two of 200 left",
        replace(GOOD, listed=198, understood=198, due=190, due_absent=2),
        daily(60, 200, due=190), Cause.OK, True, "",
    ),
    (
        "the end of a season: few are listed, and all that is due is there",
        replace(GOOD, listed=3, understood=3, new=0, due=3), AGENDA, Cause.OK, True, "",
    ),
    ("a list that grew", replace(GOOD, listed=60, understood=60, new=40), NEWS, Cause.OK, True, ""),
    ("the source claims what we listed", replace(GOOD, claimed=20), daily(9, claimed=20), Cause.OK, True, ""),
    (
        "a source that always claims a third more than it shows",
        replace(GOOD, claimed=30), daily(9, claimed=30), Cause.OK, True, "",
    ),
    (
        "new things pushed old ones off a list that keeps the last ones",
        replace(GOOD, due=10, due_absent=6, new=7), daily(60, due=10, absent=1), Cause.OK, True, "",
    ),
    ("some items failed on their own page", replace(GOOD, understood=18, withheld=2), NEWS, Cause.OK, True, ""),
    ("a season that is not announced yet", NOTHING, [], Cause.EMPTY, True, "none was ever seen"),
    (
        "an agenda whose last thing was over yesterday",
        NOTHING, [run(1, 1, due=1), *later(daily(30, 8, due=8, new=1), 1)], Cause.EMPTY, True, "none is due",
    ),
    # on the road
    ("the host does not answer", replace(NOTHING, failure=Cause.TIMEOUT), NEWS, Cause.TIMEOUT, False, "had"),
    (
        "its name is unknown",
        replace(NOTHING, failure=Cause.DNS, message="no such host"), NEWS, Cause.DNS, False, "no such",
    ),
    ("its certificate is over", replace(NOTHING, failure=Cause.TLS), NEWS, Cause.TLS, False, ""),
    ("we are not let in (403)", replace(NOTHING, failure=Cause.BLOCKED, status=403), NEWS, Cause.BLOCKED, False, "403"),
    (
        "we are too quick (429)",
        replace(NOTHING, failure=Cause.RATE_LIMITED, status=429), NEWS, Cause.RATE_LIMITED, False, "429",
    ),
    ("robots.txt forbids the list", replace(NOTHING, failure=Cause.ROBOTS), NEWS, Cause.ROBOTS, False, ""),
    (
        "the list is gone (404)",
        replace(NOTHING, failure=Cause.NOT_FOUND, status=404), NEWS, Cause.NOT_FOUND, False, "404",
    ),
    (
        "the server fails (500)",
        replace(NOTHING, failure=Cause.SERVER_ERROR, status=500), NEWS, Cause.SERVER_ERROR, False, "500",
    ),
    ("the page never ends", replace(NOTHING, failure=Cause.TOO_LARGE), NEWS, Cause.TOO_LARGE, False, ""),
    ("a redirect leads nowhere", replace(NOTHING, failure=Cause.MOVED, status=301), NEWS, Cause.MOVED, False, "301"),
    (
        "the second page failed",
        replace(GOOD, listed=10, failure=Cause.SERVER_ERROR, pagination_end=False),
        NEWS, Cause.SERVER_ERROR, False, "",
    ),
    (
        "the site was sold, and its list is sent to another one",
        replace(GOOD, moved_to="https://ailleurs.example/agenda"), NEWS, Cause.MOVED, False, "ailleurs.example",
    ),
    (
        "it moved, and the new address does not have the page",
        replace(NOTHING, failure=Cause.NOT_FOUND, moved_to="https://ailleurs.example/"),
        NEWS, Cause.MOVED, False, "catalogue",
    ),
    (
        "it moved, but today it is the network that fails",
        replace(NOTHING, failure=Cause.TIMEOUT, moved_to="https://ailleurs.example/"),
        NEWS, Cause.TIMEOUT, False, "",
    ),
    (
        "every item's own page asks us to slow down",
        replace(GOOD, understood=0, withheld=20, detail_failure=Cause.RATE_LIMITED, message="slow"),
        NEWS, Cause.RATE_LIMITED, False, "slow",
    ),
    # not to the end
    ("paging was cut", replace(GOOD, pagination_end=False), NEWS, Cause.TRUNCATED, False, "20 items"),
    (
        "paging was cut, all pages known",
        replace(GOOD, pagination_end=False, unchanged=True), NEWS, Cause.TRUNCATED, False, "end of the list",
    ),
    (
        "the source says 40 and lists 20",
        replace(GOOD, claimed=40), daily(9, claimed=20), Cause.TRUNCATED, False, "20 items listed of 40",
    ),
    ("the first run lists half of the claim", replace(GOOD, claimed=40), [], Cause.TRUNCATED, False, "of 40"),
    (
        "every page is the first page again, and half of what is due is missing",
        replace(GOOD, listed=10, due=18, due_absent=9, repeated_pages=1), AGENDA, Cause.TRUNCATED, False, "9 of 18",
    ),
    ("an interface counts 40 and gives none", replace(NOTHING, claimed=40), NEWS, Cause.TRUNCATED, False, "says 40"),
    # nothing
    ("an empty feed where 20 are usual", NOTHING, NEWS, Cause.EMPTY, False, "20 are usual"),
    (
        "an empty agenda where 18 are due",
        replace(NOTHING, due=18, due_absent=18), AGENDA, Cause.EMPTY, False, "18 that are not over",
    ),
    (
        "an empty agenda where one is due",
        replace(NOTHING, due=1, due_absent=1), AGENDA, Cause.EMPTY, False, "1 that are not over",
    ),
    (
        "no element of the recipe fits any more",
        replace(NOTHING, markup=True), NEWS, Cause.LAYOUT_CHANGED, False, "20 are usual",
    ),
    (
        "the page counts 12 and the recipe finds none",
        replace(NOTHING, markup=True, claimed=12), NEWS, Cause.LAYOUT_CHANGED, False, "12",
    ),
    ("a page that holds nothing, and says so", replace(NOTHING, quarantined=1, barren=1), NEWS, Cause.EMPTY, False, ""),
    (
        "HTML instead of a feed",
        replace(NOTHING, quarantined=1, wrong_content=1), NEWS, Cause.WRONG_CONTENT, False, "platform",
    ),
    ("broken JSON or XML", replace(NOTHING, quarantined=1, illegible=1), NEWS, Cause.PARSE_ERROR, False, "1 passages"),
    (
        "renamed keys, seen by the reader",
        replace(NOTHING, quarantined=1, drifted=1, illegible=1), NEWS, Cause.SCHEMA_DRIFT, False, "form",
    ),
    (
        "a new layout, seen by the reader",
        replace(NOTHING, quarantined=1, drifted=1, markup=True), NEWS, Cause.LAYOUT_CHANGED, False, "form",
    ),
    (
        "a small theatre that is silent for months",
        NOTHING, [*daily(90, 0), *(run(90 + 3 * n, 6, due=5, new=1) for n in range(1, 20))],
        Cause.EMPTY, False, "nothing new since",
    ),
    # less than there should be
    (
        "half of what is due left at once",
        replace(GOOD, listed=11, due=18, due_absent=9, new=0), AGENDA, Cause.VOLUME_DROP, False, "9 of 18 things",
    ),
    (
        "two of four left at once",
        replace(GOOD, listed=2, understood=2, due=4, due_absent=2, new=0),
        daily(60, 4, due=4), Cause.VOLUME_DROP, False, "2 of 4 things",
    ),
    (
        "half of a feed",
        replace(GOOD, listed=10, understood=10), NEWS, Cause.VOLUME_DROP, False, "10 items listed where 20",
    ),
    (
        "one of two calendars was a page of a firewall",
        replace(GOOD, listed=10, due=18, due_absent=9, new=0, quarantined=1, wrong_content=1),
        AGENDA, Cause.WRONG_CONTENT, False, "9 of 18",
    ),
    (
        "half of a calendar is cut off",
        replace(GOOD, listed=10, due=18, due_absent=9, new=0, quarantined=1, illegible=1),
        AGENDA, Cause.PARSE_ERROR, False, "9 of 18",
    ),
    # not this source
    (
        "all addresses are on another site",
        replace(GOOD, foreign=20, due=18, due_absent=18),
        AGENDA, Cause.WRONG_CONTENT, False, "another site, usually 0%",
    ),
    ("the feed of another site", replace(GOOD, foreign=19), NEWS, Cause.WRONG_CONTENT, False, "19 of 20 items"),
    (
        "other things under our host: no id and no title that we know",
        replace(GOOD, due=18, due_absent=18, new=20, resembling=0),
        AGENDA, Cause.WRONG_CONTENT, False, "none of 20 new ones",
    ),
    (
        "all ids changed after a migration",
        replace(GOOD, due=18, due_absent=18, new=20, resembling=17),
        AGENDA, Cause.SCHEMA_DRIFT, False, "ids may have changed",
    ),
    # not what it used to say
    (
        "no item can be understood",
        replace(GOOD, understood=0, quarantined=20), NEWS, Cause.SCHEMA_DRIFT, False, "none of 20",
    ),
    (
        "no item of a page can be understood",
        replace(GOOD, understood=0, quarantined=20, markup=True), NEWS, Cause.LAYOUT_CHANGED, False, "none of 20",
    ),
    (
        "six of 20 can be understood",
        replace(GOOD, understood=6, quarantined=14), NEWS, Cause.SCHEMA_DRIFT, False, "6 of 20 items",
    ),
    (
        "no record has a place any more",
        replace(GOOD, fill=(("image", 20), ("price", 4))), FULL, Cause.SCHEMA_DRIFT, False, "place in 0 of 20",
    ),
    (
        "the recipe finds no picture",
        replace(GOOD, fill=(("place", 20), ("image", 2)), markup=True),
        FULL, Cause.LAYOUT_CHANGED, False, "image in 2 of 20",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("evidence", "history", "cause", "complete", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_every_situation_has_its_cause(
    evidence: Evidence, history: Sequence[Certificate], cause: Cause, complete: bool, words: str
) -> None:
    outcome = decide(evidence, history)
    assert (outcome.cause, outcome.complete) == (cause, complete), outcome.message
    assert words in outcome.message
    assert complete or outcome.alarms == (f"{cause}: {outcome.message}",), "a failure alarms, with its reason"


def test_the_cases_cover_the_closed_list() -> None:
    assert {case[3] for case in CASES} == set(Cause) - {Cause.SILENCED}, "see test_expectation_silences"
    assert len({case[0] for case in CASES}) == len(CASES) >= 40


def test_silence_is_loud_only_where_there_was_sound() -> None:
    assert not decide(NOTHING, NEWS).complete
    assert decide(NOTHING, []).complete, "a season may not be announced yet"
    assert not decide(NOTHING, [*failing(3, Cause.EMPTY, 0), *later(NEWS, 3)]).complete, "nor is it forgotten"
    assert not decide(replace(NOTHING, at=None), NEWS).complete, "nor does it need a clock"


def test_only_a_missed_emptiness_fails() -> None:
    assert not run(1, 0).failed
    assert run(1, 0, complete=False).failed
    assert run(1, 3, cause=Cause.TRUNCATED, complete=False).failed


def test_a_rare_field_may_vanish() -> None:
    assert decide(replace(GOOD, fill=(("place", 20), ("image", 20))), FULL).cause is Cause.OK, "4 of 20 had a price"


def test_incomplete_runs_teach_nothing() -> None:
    assert usual_volume([run(1, 0, complete=False), run(2, 30)]) == 30
    assert usual_volume([]) == 0


def test_a_page_of_a_firewall_is_told_even_where_nothing_is_missing() -> None:
    outcome = decide(replace(GOOD, quarantined=1, wrong_content=1), NEWS)
    assert outcome.complete
    assert outcome.alarms == ("1 pages were not what this platform sends",)


def test_known_things_under_other_addresses_are_no_other_site() -> None:
    """A house that now sends readers to its ticket office is the same house."""
    outcome = decide(replace(GOOD, foreign=20, due=18, due_absent=0), AGENDA)
    assert outcome.complete
    assert outcome.alarms == ("20 of 20 known things now have their address on another site",)


def test_pages_of_items_that_fail_give_their_own_cause() -> None:
    """Not "schema-drift": the list was read, and it is the host that did not answer for the items."""
    silent = replace(GOOD, understood=0, withheld=20, detail_failure=Cause.RATE_LIMITED, message="slow down")
    assert decide(replace(silent, unchanged=True), NEWS).cause is Cause.RATE_LIMITED
    assert decide(replace(silent, unchanged=True, withheld=1), NEWS).cause is Cause.UNCHANGED
    assert decide(replace(silent, understood=19, withheld=1), NEWS).cause is Cause.OK


def test_the_numbers_of_an_alarm() -> None:
    """25 things due, 12 absent; 60 runs of 18 due without any loss: (0.5 + 0) / (100 + 60 × 18) a day."""
    outcome = decide(replace(GOOD, listed=13, due=25, due_absent=12, new=0), AGENDA)
    assert outcome.message == "12 of 25 things that are not over left the list at once; 0.0 usually leave early"
    leaky = decide(replace(GOOD, listed=13, due=25, due_absent=12, new=0), daily(60, due=25, absent=1))
    # 59 runs lost one of 25: (0.5 + 59) / (100 + 59 × 25 + 0.5), times 25.
    assert f"{25 * 59.5 / 1575.5:.1f} usually leave early" in leaky.message
