"""Each fault of a year shows in the answers of its site from its first to its last day, and not on the day after."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from year_reading import FORM, FORM_MEDIA, Reader

from simulator.sites.site import Ask, Reply
from simulator.year import ActiveFault, Broken, FaultClass, Morning, Year, YearSite

_TRANSPORT = {FaultClass.TIMEOUT, FaultClass.DNS, FaultClass.TLS, FaultClass.REFUSED}


@dataclass(frozen=True)
class Case:
    """A site on a morning of its fault, and the morning before it began."""

    fault: ActiveFault
    site: YearSite
    now: Morning
    before: Morning

    def ask(self, morning: Morning, path: str | None = None) -> Reply:
        entry = morning.entries(self.site.host)[0]
        if self.fault.fault is FaultClass.MOVED:
            entry = self.site.entries[0]
        parts = urlsplit(entry.url)
        if path:
            return morning.answer(self.site.host, Ask("GET", path))
        form = FORM if entry.method == "POST" else b""
        headers = {"content-type": FORM_MEDIA}
        return morning.answer(self.site.host, Ask(entry.method, parts.path, parts.query, headers, form))

    @property
    def answer(self) -> Reply:
        return self.ask(self.now)

    def keys(self, morning: Morning) -> set[str]:
        return {row.key for row in Reader(morning).rows(self.site)}

    def listed(self) -> set[str]:
        return {s.key for t in self.now.truth() for s in t.sightings if s.host == self.site.host and s.listed}


def _cases(year: Year, fault: FaultClass, count: int) -> list[Case]:
    sites = {site.host: site for site in year.sites}
    chosen = [f for f in year.incidents() if f.fault is fault][:count]
    return [Case(f, sites[f.host], year.on(f.since), year.on(f.since - timedelta(days=1))) for f in chosen]


def _unreadable(case: Case) -> bool:
    body = case.answer.body
    if "json" in case.answer.media:
        with pytest.raises(json.JSONDecodeError):
            json.loads(body)
        return True
    if "calendar" in case.answer.media:
        return not body.rstrip().endswith(b"END:VCALENDAR")
    return bool(feedparser.parse(body).bozo)


def _short(case: Case) -> bool:
    before, now = case.keys(case.before), case.keys(case.now)
    return len(now) < 0.75 * len(before)


def _doubled(case: Case) -> bool:
    return len(case.keys(case.now)) <= 0.75 * len(case.keys(case.before))


def _second(case: Case, morning: Morning) -> bytes:
    """The second page of a list, by the site's own link where it is a page for people."""
    reader, url = Reader(morning), morning.entries(case.site.host)[0].url
    following = {"typo3": ".news-list-browse a.next", "drupal": ".pager__item--next a"}.get(case.site.platform)
    if following is None:
        url = url.replace("page=1&", "") + "&page=2"
    else:
        link = reader.soup(url).select_one(following)
        assert link is not None
        url = urljoin(f"https://{case.site.host}/" if case.site.platform == "typo3" else url, str(link["href"]))
    return reader.get(url).body


def _repeats(case: Case) -> bool:
    well = _second(case, case.before) != case.ask(case.before).body
    return well and _second(case, case.now) == case.answer.body


def _new_ids(case: Case) -> bool:
    before, now = case.keys(case.before), case.keys(case.now)
    gone = next(s.url for t in case.before.truth() for s in t.sightings if s.host == case.site.host and s.listed)
    return len(now) > 4 and not before & now and Reader(case.now).get(gone).status == 404


def _moved(case: Case) -> bool:
    target = dict(case.answer.headers)["Location"]
    again = Reader(case.now).get(case.site.entries[0].url)
    return case.answer.status == 301 and case.site.host in target and again.status == 200 and len(case.listed()) > 0


def _half(case: Case) -> bool:
    before, now = case.keys(case.before), case.keys(case.now)
    return 0.2 * len(before) <= len(now) <= 0.75 * len(before) and now == case.listed()


_CHECKS: dict[FaultClass, Callable[[Case], bool]] = {
    FaultClass.SERVER_ERROR: lambda c: c.answer.status in (500, 503),
    FaultClass.BLOCKED: lambda c: c.answer.status == 403 and c.ask(c.now, "/robots.txt").status == 200,
    FaultClass.RATE_LIMITED: lambda c: c.answer.status == 429 and int(dict(c.answer.headers)["Retry-After"]) > 0,
    FaultClass.ROBOTS: lambda c: c.ask(c.now, "/robots.txt").body.endswith(b"Disallow: /\n"),
    FaultClass.MOVED: _moved,
    FaultClass.PARKED: lambda c: (
        c.answer.status in (301, 308) and c.site.host not in urlsplit(dict(c.answer.headers)["Location"]).netloc
    ),
    FaultClass.NOT_FOUND: lambda c: c.answer.status == 404,
    FaultClass.HALF: _half,
    FaultClass.EMPTY: lambda c: c.answer.status == 200 and not c.keys(c.now) and len(c.keys(c.before)) >= 5,
    FaultClass.SILENT: lambda c: c.answer.status == 200 and not c.keys(c.now),
    FaultClass.FROZEN: lambda c: c.keys(c.now) == c.keys(c.before),
    FaultClass.HTML_INSTEAD: lambda c: c.answer.status == 200 and c.answer.body.startswith(b"<!DOCTYPE html>"),
    FaultClass.REDESIGN: lambda c: c.answer.status == 200 and bool(re.search(rb'nt-|"titre"|<section', c.answer.body)),
    FaultClass.PAGE_REPEATS: _repeats,
    FaultClass.TOTAL_LIES: _short,
    FaultClass.TOO_LARGE: lambda c: int(dict(c.answer.headers)["Content-Length"]) > 30_000_000,
    FaultClass.BROKEN_SYNTAX: _unreadable,
    FaultClass.OTHER_SITE: lambda c: (
        c.answer.status == 200 and c.site.host.encode() not in c.answer.body and c.answer.body != c.ask(c.before).body
    ),
    FaultClass.DUPLICATED_IDS: _doubled,
    FaultClass.NEW_IDS: _new_ids,
}


@pytest.mark.parametrize("fault", [f for f in FaultClass if f not in _TRANSPORT and f is not FaultClass.CUT])
def test_each_fault_shows(year: Year, fault: FaultClass) -> None:
    cases = _cases(year, fault, 6)
    assert len(cases) == 6
    for case in cases:
        assert _CHECKS[fault](case), (case.fault, case.site.platform)


@pytest.mark.parametrize("fault", sorted(_TRANSPORT))
def test_transport_faults_break_every_request(year: Year, fault: FaultClass) -> None:
    for case in _cases(year, fault, 6):
        for path in (None, "/robots.txt", "/"):
            with pytest.raises(Broken) as broken:
                case.ask(case.now, path)
            assert broken.value.kind == fault.value


def test_a_cut_carries_half_the_body(year: Year) -> None:
    for case in _cases(year, FaultClass.CUT, 6):
        with pytest.raises(Broken) as broken:
            case.ask(case.now)
        assert broken.value.kind == "cut"
        half = broken.value.reply
        assert half is not None
        assert len(half.body) > 20
        assert case.ask(case.now, "/robots.txt").status == 200


def test_faults_end_and_never_meet(year: Year) -> None:
    by_host: defaultdict[str, list[ActiveFault]] = defaultdict(list)
    for fault in year.incidents():
        by_host[fault.host].append(fault)
        assert fault.since <= fault.until
        assert fault in year.on(fault.until).faults()
        assert fault.host not in {f.host for f in year.on(fault.until + timedelta(days=1)).faults()}
    for row in by_host.values():
        for one, two in pairwise(row):
            assert one.until < two.since


def test_every_class_is_frequent_enough(year: Year) -> None:
    counts = Counter(f.fault for f in year.incidents())
    early = Counter(f.fault for f in year.incidents() if (f.since - year.origin).days < 60)
    assert len(counts) == len(FaultClass) >= 16
    for fault in FaultClass:
        assert counts[fault] >= 8, fault
        assert early[fault] >= 2, fault


def test_a_site_that_moved_stays_where_it_went(year: Year) -> None:
    for case in _cases(year, FaultClass.MOVED, 4):
        later = year.on(case.fault.until + timedelta(days=2))
        assert case.ask(later).status == 301
        target = urlsplit(later.entries(case.site.host)[0].url)
        assert later.answer(case.site.host, Ask("GET", target.path, target.query)).status == 200


def test_silence_lasts_longer_than_three_paces(year: Year) -> None:
    sites = {site.host: site for site in year.sites}
    for fault in year.incidents():
        if fault.fault is FaultClass.SILENT:
            length = (fault.until - fault.since).days + 1
            assert sites[fault.host].size == "sparse"
            assert year.on(fault.since).listed(fault.host), "a site that has nothing to say is not silent"
            assert length > 3 * sites[fault.host].pace_days


def test_frozen_sites_fall_behind(year: Year) -> None:
    """By its end a frozen list lacks what the site would say, and repeats what is over."""
    for case in _cases(year, FaultClass.FROZEN, 4):
        last = year.on(case.fault.until)
        thawed = year.on(case.fault.until + timedelta(days=1))
        assert case.keys(thawed) - case.keys(last)
        # News and what a venue keeps in its calendar for a month do not end.
        ended = case.site.platform not in ("wordpress", "atom", "plone")
        assert case.keys(last) - case.keys(thawed) or not ended
