"""What the year is made of: seasons, laggards, twins, editions, traps, odd nights; the same in any process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from year_reading import Reader

from simulator.sites.site import Ask
from simulator.things import Event
from simulator.year import FateKind, Year, YearTruth, build_year, season
from simulator.year.census import ORIGIN, SEED, table
from simulator.year.names import TRAPS

ROOT = Path(__file__).resolve().parents[2]
_DIGEST = """
import hashlib
from datetime import date, timedelta
from urllib.parse import urlsplit
from simulator.sites.site import Ask
from simulator.year import Broken, build_year
year = build_year(11, date(2026, 3, 2), days=120, sites=40)
digest = hashlib.sha256(repr((year.sites, year.fates(), year.incidents())).encode())
for offset in (0, 31, 77):
    morning = year.on(year.origin + timedelta(days=offset))
    digest.update(repr((morning.truth(), morning.faults())).encode())
    for site in year.sites:
        for url in [e.url for e in site.entries] + [
            s.url for t in morning.truth()[::9] for s in t.sightings if s.host == site.host
        ]:
            parts = urlsplit(url)
            try:
                reply = morning.answer(site.host, Ask("GET", parts.path, parts.query))
            except Broken as broken:
                reply = (broken.kind, broken.reply)
            digest.update(repr(reply).encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def truths(year: Year) -> tuple[YearTruth, ...]:
    return year.on(year.origin + timedelta(days=59)).truth()


def test_two_processes_make_the_same_year() -> None:
    found = []
    for hash_seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": ("UTC", "Asia/Tokyo")[hash_seed == "2"]}
        command = [sys.executable, "-c", _DIGEST]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        found.append(done.stdout)
    assert found[0] == found[1]
    assert len(found[0].strip()) == 64


def test_days_can_be_looked_at_in_any_order(year: Year) -> None:
    days = [year.origin + timedelta(days=n) for n in (40, 3, 40, 41)]
    seen = {day: year.on(day).truth() for day in days}
    again = build_year(SEED, ORIGIN)
    for day in sorted(seen):
        assert again.on(day).truth() == seen[day]


def test_another_seed_is_another_year(year: Year) -> None:
    other = build_year(SEED + 1, ORIGIN, days=30, sites=20)
    assert len(other.sites) == 20
    assert not {s.host for s in other.sites} >= {s.host for s in year.sites[:20]}


def test_announcements_follow_the_season_and_the_week(year: Year) -> None:
    days = [b.day for b in year.fates() if b.fate is FateKind.ANNOUNCED and b.kind == "event"]
    months, weekdays = Counter(d.month for d in days), Counter(d.weekday() for d in days)
    assert months[9] > 3 * months[7]
    assert weekdays[1] > 4 * weekdays[5]
    assert weekdays[3] > 4 * weekdays[6]
    free = [d for d in season.holidays(2026) if d >= year.origin and d.weekday() < 5]
    assert len(free) >= 5
    assert sum(1 for d in days if d in free) / len(free) < 5 < len(days) / 365


def test_the_calendar_is_that_of_belgium() -> None:
    """Easter, decrees of the school year and the European clock, from their published dates."""
    assert [season.easter(y) for y in (2026, 2027)] == [date(2026, 4, 5), date(2027, 3, 28)]
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 21)} <= season.holidays(2026)
    assert season.clock_changes(2026) == (date(2026, 3, 29), date(2026, 10, 25))
    for first, last in (
        (date(2026, 2, 16), date(2026, 2, 27)),
        (date(2026, 4, 27), date(2026, 5, 8)),
        (date(2026, 10, 19), date(2026, 10, 30)),
        (date(2026, 12, 21), date(2027, 1, 1)),
    ):
        assert season.off_school(first), first
        assert season.off_school(last), last
        assert not season.off_school(first - timedelta(days=3)), first
        assert not season.off_school(last + timedelta(days=3)), last


def test_aggregators_lag_behind_in_every_sense(year: Year) -> None:
    """Some site is found that still says what another said until one to four days ago, of each fate that travels."""
    behind: Counter[FateKind] = Counter()
    travels = {FateKind.MOVED, FateKind.CANCELLED_WORDS, FateKind.CANCELLED_GONE, FateKind.REINSTATED}
    carried = {life.id: life for life in year.lives if any(c.lag for c in life.carriers)}
    for befallen in year.fates():
        if befallen.fate not in travels or befallen.thing not in carried or befallen.said_on != befallen.day:
            continue
        if behind[befallen.fate] >= 3 or befallen.day > year.origin + timedelta(days=200):
            continue
        lags = {c.host: c.lag for c in carried[befallen.thing].carriers if c.lag}
        assert all(1 <= lag <= 4 for lag in lags.values())
        for offset, wanted in ((0, "stale"), (5, "same")):
            morning = year.on(befallen.day + timedelta(days=offset))
            truth = next(t for t in morning.truth() if t.id == befallen.thing)
            says = {s.host: s.says for s in truth.sightings if s.host in lags}
            ailing = {f.host for f in morning.faults()}
            if truth.since == befallen.day and not ailing & set(lags):
                assert set(says.values()) <= {wanted}, (befallen, truth)
                behind[befallen.fate] += offset == 0 and bool(says)
    assert set(behind) == travels
    assert min(behind.values()) >= 2


def test_twins_tell_one_event_in_two_languages(year: Year, truths: tuple[YearTruth, ...]) -> None:
    languages = {site.host: site.language for site in year.sites}
    twins = [t for t in truths if t.twins and any(s.host in t.twins for s in t.sightings)]
    assert len(twins) >= 100
    seen = {languages[host] for t in twins for host in t.twins}
    assert seen == {"nl", "en"}
    assert sum(1 for t in twins if len(t.titles) >= 2) > 0.8 * len(twins)  # a festival is one in any language
    for truth in twins:
        assert languages[truth.sightings[0].host] == "fr"
        assert not any("ANNULÉ" in s.title or "REPORTÉ" in s.title for s in truth.sightings if s.host in truth.twins)


def test_editions_are_different_things_under_one_title(year: Year) -> None:
    last = {t.id: t for t in year.on(year.origin + timedelta(days=300)).truth()}
    again = [t for t in last.values() if t.edition_of]
    assert len(again) >= 40
    for truth in again:
        former = last[truth.edition_of or ""]
        assert former.title == truth.title
        years = [datetime.fromisoformat(t.sessions[0][0]) for t in (former, truth)]
        assert years[1] - years[0] > timedelta(days=300)
    # Some are announced while the last edition is still in a list.
    early = {t.id: t for t in year.on(year.origin + timedelta(days=59)).truth()}
    assert any(t.edition_of and any(s.listed for s in early[t.edition_of].sightings) for t in early.values())


def test_traps_are_words_in_texts_of_live_events(year: Year) -> None:
    morning = year.on(year.origin + timedelta(days=20))
    reader, ailing = Reader(morning), {f.host for f in morning.faults()}
    live = [t for t in morning.truth() if t.trap and t.status == "scheduled" and t.sightings[0].host not in ailing]
    assert len(live) >= 40
    for truth in live:
        soup = reader.soup(truth.sightings[0].url)
        heading = soup.find("h1")
        assert heading is not None
        assert "ANNULÉ" not in heading.get_text()
        assert any(trap in soup.get_text() for trap in TRAPS)


def test_some_begin_in_the_hour_that_comes_twice(year: Year) -> None:
    night = datetime(2026, 10, 25, 2, 30)
    events = [life.first for life in year.lives if isinstance(life.first, Event)]
    assert sum(1 for e in events if e.start == night) >= 2
    over = [e for e in events if e.start.date() == date(2026, 3, 28) and e.last_day == date(2026, 3, 29)]
    assert len(over) >= 5


def test_what_is_over_leaves_the_lists_and_keeps_its_page(year: Year, truths: tuple[YearTruth, ...]) -> None:
    morning = year.on(year.origin + timedelta(days=59))
    platforms = {site.host: site.platform for site in year.sites}
    ailing = {f.host for f in morning.faults()}
    over = [
        s
        for t in truths
        for s in t.sightings
        if t.kind == "event" and t.status == "scheduled" and platforms[s.host] == "drupal" and s.host not in ailing
        if (t.sessions[-1][1] or t.sessions[-1][0])[:10] < morning.day.isoformat()
    ]
    assert len(over) >= 50
    assert not any(s.listed for s in over)
    assert all(Reader(morning).get(s.url).status == 200 for s in over[:30])


def test_the_docs_count_what_the_code_makes(year: Year) -> None:
    assert table(year) in (ROOT / "docs" / "simulated-year.md").read_text()


def test_speed_is_printed(year: Year, capsys: pytest.CaptureFixture[str]) -> None:
    began = time.perf_counter()
    build_year(SEED, ORIGIN)
    built = time.perf_counter() - began
    asked, began = 0, time.perf_counter()
    for offset in range(3):
        morning = year.on(year.origin + timedelta(days=offset))
        for site in year.sites:
            for entry in site.entries:
                parts = urlsplit(entry.url)
                morning.answer(site.host, Ask("GET", parts.path, parts.query))
                asked += 1
    spent = time.perf_counter() - began
    with capsys.disabled():
        print(f"\nyear built in {built:.1f} s; {asked} lists in {1000 * spent / asked:.2f} ms each")
    assert asked > 300
