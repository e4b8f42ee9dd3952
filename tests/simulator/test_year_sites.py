"""What a year's pages say agrees with its truth, page by page, on every platform."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest
from year_reading import Reader

from simulator.sites.site import Ask
from simulator.year import Year, YearSighting

# Faults under which the lists still give what the truth says they give.
_STILL_LISTS = {"half", "moved", "new-ids", "frozen"}
_PLATFORMS = {
    "atom", "drupal", "html", "html-calls", "ical", "imio", "json-ld", "json-ld-graph", "microdata", "opendatasoft",
    "plone", "rss", "sedia", "tribe", "typo3", "wordpress",
}  # fmt: skip
DAYS = (0, 27, 58, 237)  # 27 = the clock went forward that night, 237 = back


def test_the_fleet_has_every_platform_and_distinct_hosts(year: Year) -> None:
    assert len(year.sites) == 104
    assert len({site.host for site in year.sites}) == 104
    assert {site.platform for site in year.sites} == _PLATFORMS
    assert {kind for site in year.sites for kind in site.kinds} == {"event", "news", "call"}
    assert {site.language for site in year.sites} == {"fr", "nl", "en"}
    for site in year.sites:
        assert tuple(e.kind for e in site.entries) == tuple(s.kind for s in site.sources), site.host


@pytest.mark.parametrize("offset", DAYS)
def test_lists_give_what_the_truth_says(year: Year, offset: int) -> None:
    morning = year.on(year.origin + timedelta(days=offset))
    reader = Reader(morning)
    ailing = {f.host: f.fault.value for f in morning.faults()}
    listed: defaultdict[str, dict[str, YearSighting]] = defaultdict(dict)
    series = set()
    for truth in morning.truth():
        for sighting in truth.sightings:
            if sighting.listed:
                listed[sighting.host][sighting.key] = sighting
                if len(truth.sessions) > 1:
                    series.add(sighting.key)
    read = 0
    for site in year.sites:
        if ailing.get(site.host, "moved") not in _STILL_LISTS:
            continue
        rows = {row.key: row for row in reader.rows(site)}
        assert set(rows) == set(listed[site.host]), (site.platform, site.host, ailing.get(site.host))
        for key, row in rows.items():
            assert row.title == listed[site.host][key].title
            # The Events Calendar has a page for each date of a series.
            assert row.url == listed[site.host][key].url or key in series
        read += len(rows)
    assert read > 1500


@pytest.mark.parametrize("offset", DAYS)
def test_pages_answer_what_the_truth_says(year: Year, offset: int) -> None:
    morning = year.on(year.origin + timedelta(days=offset))
    reader = Reader(morning)
    ailing = {f.host for f in morning.faults()}
    answers = defaultdict(int)
    for truth in morning.truth():
        for sighting in truth.sightings:
            if sighting.host not in ailing:
                assert reader.get(sighting.url).status == sighting.page, sighting
                answers[sighting.page] += 1
    assert answers[200] > 1500
    assert offset == 0 or (answers[404] and answers[410])


def test_volumes_are_those_that_the_sizes_promise(year: Year) -> None:
    counts: defaultdict[str, list[int]] = defaultdict(list)
    for offset in range(0, 60, 6):
        morning = year.on(year.origin + timedelta(days=offset))
        for site in year.sites:
            if site.kinds == ("event",):
                coming = [t for t in morning.listed(site.host) if t.last_day >= morning.day]  # type: ignore[union-attr]
                counts[site.size].append(len(coming))
                assert coming or not site.regular, site.host
    counts = defaultdict(list, {size: sorted(found) for size, found in counts.items()})
    middle = {size: found[len(found) // 2] for size, found in counts.items()}
    assert 8 <= middle["normal"] <= 40
    assert 1 <= middle["sparse"] <= 5
    assert 80 <= middle["large"] <= 150
    assert counts["sparse"][0] == 0
    assert counts["sparse"][int(0.95 * len(counts["sparse"]))] <= 7


def test_unchanged_pages_answer_304_and_changed_ones_do_not(year: Year) -> None:
    before, after = year.on(year.origin), year.on(year.origin + timedelta(days=1))
    changed = same = 0
    for site in year.sites:
        entry = site.entries[0]
        if entry.method != "GET":
            continue
        path, _, query = entry.url.removeprefix(f"https://{site.host}").partition("?")
        first = before.answer(site.host, Ask("GET", path, query))
        headers = dict(first.headers)
        again = {"If-None-Match": headers["ETag"]}
        assert before.answer(site.host, Ask("GET", path, query, again)).status == 304
        since = {"If-Modified-Since": headers["Last-Modified"]}
        assert before.answer(site.host, Ask("GET", path, query, since)).status == 304
        later = after.answer(site.host, Ask("GET", path, query, again))
        now = after.answer(site.host, Ask("GET", path, query))
        assert (later.status == 304) == (now.body == first.body), site.host
        if now.body != first.body:
            assert after.answer(site.host, Ask("GET", path, query, since)).status == 200, site.host
        changed, same = changed + (later.status == 200), same + (later.status == 304)
    assert changed > 20
    assert same > 20


def test_only_known_hosts_have_an_address(year: Year) -> None:
    morning = year.on(year.origin)
    with pytest.raises(Exception, match="dns"):
        morning.answer("inconnu.example", Ask("GET", "/"))
    for site in year.sites:
        assert b"Disallow: /prive/" in morning.answer(site.host, Ask("GET", "/robots.txt")).body
        assert morning.answer(site.host, Ask("GET", "/")).status == 200
        assert morning.answer(site.host, Ask("GET", "/rien-ici")).status == 404
