"""Each fate of a year is told by the pages of its home on the day on which the year says that it is said."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from year_reading import Reader

from simulator import french
from simulator.year import Befallen, FateKind, Year, YearTruth

_PER_FATE = 8
_FIELDS = {
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
    "full": "SoldOut",
}
_WORDS = {"cancelled": "ANNULÉ", "postponed": "REPORTÉ", "rescheduled": "REPORTÉ", "full": "COMPLET"}


class Scene:
    """A thing on the morning on which its fate is first said, and the pages of its home."""

    def __init__(self, year: Year, befallen: Befallen, truth: YearTruth, reader: Reader) -> None:
        self.befallen = befallen
        self.truth = truth
        self.home = next(s for s in truth.sightings if s.host == befallen.host)
        self.reader = reader
        self.site = next(s for s in year.sites if s.host == befallen.host)

    @property
    def page(self) -> BeautifulSoup:
        return self.reader.soup(self.home.url)

    @property
    def text(self) -> str:
        return self.page.get_text(" ")

    def marked(self, status: str) -> bool:
        """Does the heading or a field of the page (or of the calendar) say that status?"""
        soup = self.page
        heading = soup.find("h1")
        scripts = [json.loads(s.string or "") for s in soup.find_all("script", type="application/ld+json")]
        fields = json.dumps(scripts)
        if self.site.platform == "ical" and status == "cancelled" and self.home.listed:
            calendar = self.reader.get(self.site.entries[0].url).body.decode().replace("\r\n ", "")
            fields += next(e for e in calendar.split("BEGIN:VEVENT") if f"UID:{self.home.key}" in e)
            if "STATUS:CANCELLED" in fields:
                return True
        return (heading is not None and _WORDS[status] in heading.get_text()) or _FIELDS[status] in fields

    def unmarked(self) -> bool:
        return not any(self.marked(status) for status in _WORDS)


@pytest.fixture(scope="module")
def scenes(year: Year) -> dict[FateKind, list[Scene]]:
    """The first eight of each fate that is said on its own day, by a home that is well."""
    wanted: defaultdict[date, list[Befallen]] = defaultdict(list)
    counts: defaultdict[FateKind, int] = defaultdict(int)
    for befallen in year.fates():
        if befallen.said_on == befallen.day and befallen.day > year.origin and counts[befallen.fate] < _PER_FATE:
            counts[befallen.fate] += 1
            wanted[befallen.day].append(befallen)
    found: defaultdict[FateKind, list[Scene]] = defaultdict(list)
    for day in sorted(wanted):
        morning = year.on(day)
        truths = {t.id: t for t in morning.truth()}
        ailing = {f.host for f in morning.faults()}
        for befallen in wanted[day]:
            if befallen.host not in ailing:
                found[befallen.fate].append(Scene(year, befallen, truths[befallen.thing], Reader(morning)))
    return found


def _day(iso: str) -> str:
    return french.day(datetime.fromisoformat(iso).date())


def _same(scene: Scene) -> bool:
    return scene.home.says == "same" and scene.truth.status == scene.truth.actual


_CHECKS: dict[FateKind, Callable[[Scene], bool]] = {
    FateKind.ANNOUNCED: lambda s: s.home.listed and s.truth.since == s.befallen.day,
    FateKind.MOVED: lambda s: (
        s.marked("rescheduled")
        and s.truth.previous_session is not None
        and _day(s.truth.sessions[0][0]) in s.text
        and f"Initialement prévu le {_day(s.truth.previous_session[0])}" in s.text
    ),
    FateKind.MOVED_SILENTLY: lambda s: (
        s.unmarked() and s.truth.status == "scheduled" and s.truth.previous_session is not None
    ),
    FateKind.RELOCATED: lambda s: s.unmarked() and (s.truth.venue or "?") in s.text,
    FateKind.POSTPONED: lambda s: s.marked("postponed") and s.truth.status == "postponed",
    FateKind.FULL: lambda s: s.marked("full") and s.truth.status == "full",
    FateKind.CANCELLED_WORDS: lambda s: s.home.listed and s.marked("cancelled") and s.truth.status == "cancelled",
    FateKind.CANCELLED_VANISH: lambda s: (
        not s.home.listed and s.home.page == 200 and s.marked("cancelled") and s.truth.status == "cancelled"
    ),
    FateKind.CANCELLED_GONE: lambda s: (
        not s.home.listed
        and s.reader.get(s.home.url).status == s.home.page
        and s.home.page in (404, 410)
        and s.truth.status == "cancelled"
    ),
    FateKind.REINSTATED: lambda s: s.home.listed and s.unmarked() and s.truth.status == "scheduled",
    FateKind.LEFT_EARLY: lambda s: not s.home.listed and s.home.page == 200 and s.unmarked(),
    FateKind.CAME_BACK: lambda s: s.home.listed and s.unmarked() and s.truth.status == "scheduled",
    FateKind.DEADLINE_EXTENDED: lambda s: (
        s.truth.status == "extended" and ("prolongée" in s.text or "extended" in s.text)
    ),
    FateKind.RESULTS_PUBLISHED: lambda s: (
        s.truth.status == "results" and ("Résultats :" in s.text or "Results:" in s.text)
    ),
    FateKind.WITHDRAWN: lambda s: not s.home.listed and s.home.page == 404 and s.truth.status == "withdrawn",
}


@pytest.mark.parametrize("fate", list(FateKind))
def test_the_home_tells_each_fate(scenes: dict[FateKind, list[Scene]], fate: FateKind) -> None:
    told = scenes[fate]
    assert len(told) >= 5
    for scene in told:
        assert _same(scene), scene.truth
        assert _CHECKS[fate](scene), (scene.site.platform, scene.befallen, scene.truth)


def test_every_fate_is_frequent_enough(year: Year) -> None:
    counts: defaultdict[FateKind, int] = defaultdict(int)
    early: defaultdict[FateKind, int] = defaultdict(int)
    for befallen in year.fates():
        counts[befallen.fate] += 1
        early[befallen.fate] += befallen.day < year.origin + timedelta(days=60)
    for fate in FateKind:
        assert counts[fate] >= 50, fate
        assert early[fate] >= 8, fate


def test_deadlines_of_pages_are_those_of_the_truth(scenes: dict[FateKind, list[Scene]]) -> None:
    for scene in scenes[FateKind.DEADLINE_EXTENDED]:
        day = datetime.fromisoformat(scene.truth.deadlines[-1])
        written = (french.day(day.date()), f"{day:%d/%m/%Y}", f"{day:%d %B %Y}")
        assert any(form in scene.text for form in written), scene.truth


def test_nothing_is_known_before_it_is_said(year: Year) -> None:
    """A fate that no page told on its day leaves the truth as it was; the world itself has moved."""
    late = [b for b in year.fates() if b.said_on and b.said_on > b.day and b.fate is not FateKind.ANNOUNCED]
    assert len(late) >= 10
    for befallen in late[:10]:
        truths = {t.id: t for t in year.on(befallen.day).truth()}
        if befallen.thing in truths and befallen.fate in (FateKind.CANCELLED_WORDS, FateKind.CANCELLED_GONE):
            assert truths[befallen.thing].actual == "cancelled"
            assert truths[befallen.thing].status != "cancelled"
        then = {t.id: t for t in year.on(befallen.said_on or befallen.day).truth()}
        assert then[befallen.thing].since == befallen.said_on
