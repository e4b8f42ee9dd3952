"""Atom, RSS, JSON Feed: what feed readers read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from feed_samples import SEEN, SITE, article, at, call, channel, event, session, sighting

from feeds import atom, check, jsonfeed, rss
from feeds.ids import item_page, tag
from vigie.model import Item, Kind, Status

ITEMS = {Kind.EVENT: event(1), Kind.NEWS: article(2), Kind.CALL: call(3)}
NAMES = {Kind.EVENT: "agenda", Kind.NEWS: "watch", Kind.CALL: "calls"}


def atom_of(*items: Item, kind: Kind = Kind.EVENT) -> bytes:
    return atom.render(items, channel("agenda.atom", kind, items))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_feed_passes_its_checks(kind):
    items = (ITEMS[kind],)
    for ending, render, findings in ((".atom", atom.render, check.atom), (".rss", rss.render, check.rss)):
        path = NAMES[kind] + ending
        assert findings(render(items, channel(path, kind, items)), SITE.feed(path)) == []
    path = NAMES[kind] + ".json"
    assert check.json_feed(jsonfeed.render(items, channel(path, kind, items)), SITE.feed(path)) == []


def test_an_empty_feed_is_valid():
    assert check.atom(atom_of(), SITE.feed("agenda.atom")) == []
    assert check.rss(rss.render((), channel("agenda.rss")), SITE.feed("agenda.rss")) == []
    assert check.json_feed(jsonfeed.render((), channel("agenda.json")), SITE.feed("agenda.json")) == []


@pytest.mark.parametrize(
    ("broken", "finding"),
    [
        (lambda d: d[:-20], "not well-formed"),
        (lambda d: d.replace(b'rel="self"', b'rel="other"'), "no self link to its own address"),
        (lambda d: d.replace(b"T06:00:00Z</published>", b"</published>"), "published '2026-09-01'"),
        (lambda d: d.replace(b"https://kikk.example/e/1", b"/e/1"), "'/e/1' is not absolute"),
        (
            lambda d: d.replace(b'<title type="text">Atelier 1</title>', b"<title/>"),
            "empty {http://www.w3.org/2005/Atom}title",
        ),
    ],
)
def test_the_checks_find_what_is_wrong(broken, finding):
    assert finding in check.atom(broken(atom_of(event(1))), SITE.feed("agenda.atom"))


def test_checks_find_a_doubled_id_and_a_torn_calendar():
    doubled = check.atom(atom_of(event(1), event(1)), SITE.feed("agenda.atom"))
    assert any("occurs 2 times" in finding for finding in doubled)
    assert "cut off" in check.calendar(b"BEGIN:VCALENDAR\r\nEND:VCAL")


def test_one_id_in_every_form():
    one = event(5)
    expected = "tag:vigie.example,2026:00000000-0000-0000-0000-000000000005"
    assert tag(SITE, one.id) == expected
    (entry,) = feedparser.parse(atom_of(one)).entries
    (row,) = feedparser.parse(rss.render((one,), channel("agenda.rss"))).entries
    (item,) = json.loads(jsonfeed.render((one,), channel("agenda.json")))["items"]
    assert entry.id == row.id == item["id"] == expected


def test_an_entry_says_when_where_and_whence():
    (entry,) = feedparser.parse(atom_of(event(1))).entries
    assert entry.title == "Atelier 1"
    assert entry.summary == (
        "jeudi 15 octobre 2026, 18:30–21:00 — Quai 22, rue du Séminaire 22, 5000 Namur\nUn soir pour apprendre."
    )
    links = {link.rel: link.href for link in entry.links}
    assert links == {"alternate": item_page(SITE, event(1).id), "via": "https://kikk.example/e/1"}
    assert entry.source.title == "KIKK"
    assert [t.term for t in entry.tags] == ["workshop", "games"]


def test_an_article_keeps_its_date_of_publication():
    (entry,) = feedparser.parse(atom_of(article(1))).entries
    assert entry.published == "2026-08-20T06:15:00Z"
    assert entry.updated.startswith("2026-09-01T06:00:00.")
    assert entry.updated_parsed[:6] == (2026, 9, 1, 6, 0, 0)


def test_the_hundred_revised_last_are_kept_newest_first():
    many = [replace(event(n), revised_at=SEEN + timedelta(minutes=n)) for n in range(1, 151)]
    titles = [e.title for e in feedparser.parse(atom_of(*many)).entries]
    assert titles == [f"Atelier {n}" for n in range(150, 50, -1)]


@pytest.mark.parametrize("render", [atom.render, rss.render])
def test_cancelled_is_in_the_title(render):
    (entry,) = feedparser.parse(render((event(status=Status.CANCELLED),), channel("agenda.atom"))).entries
    assert entry.title == "ANNULÉ – Atelier 1"


def test_json_feed_holds_the_facts():
    one = event(1, occurrences=(session("2026-10-25T01:30", "2026-10-25T03:30"), session("2026-11-02")))
    (item,) = json.loads(jsonfeed.render((one,), channel("agenda.json")))["items"]
    assert item["external_url"] == "https://kikk.example/e/1"
    facts = item["_vigie"]
    assert facts["occurrences"][0]["start"] == "2026-10-25T01:30:00+02:00"
    assert facts["occurrences"][0]["end"] == "2026-10-25T03:30:00+01:00"
    assert facts["occurrences"][1] == {
        "start": "2026-11-02", "timezone": "Europe/Brussels", "precision": "day", "all_day": True
    }  # fmt: skip
    assert facts["prices"] == [{"role": "price", "low": 5, "high": 12.5, "currency": "EUR"}]
    assert facts["sources"] == [{"slug": "kikk", "name": "KIKK", "url": "https://kikk.example/e/1"}]
    (item,) = json.loads(jsonfeed.render((call(1),), channel("calls.json", Kind.CALL)))["items"]
    assert item["_vigie"]["deadline"] == "2026-11-15"
    assert item["_vigie"]["amounts"] == [{"role": "grant", "high": 25000, "currency": "EUR"}]


def test_a_visit_that_changes_nothing_changes_no_byte():
    visited = replace(event(1), sightings=(sighting(last_seen=SEEN + timedelta(days=9)),))
    assert atom_of(event(1)) == atom_of(visited)


def test_a_day_without_hour_is_not_given_one():
    (entry,) = feedparser.parse(atom_of(event(occurrences=(session("2026-10-20"),)))).entries
    assert entry.summary.startswith("mardi 20 octobre 2026 — ")
    (month,) = feedparser.parse(atom_of(event(occurrences=(session("2026-11"),)))).entries
    assert month.summary.startswith("novembre 2026 — ")
    assert at("2026-11").isoformat() == "2026-11"


def test_items_of_one_run_differ_in_updated_and_each_keeps_its_own():
    stamps = [e.updated for e in feedparser.parse(atom_of(*(event(n) for n in range(1, 101)))).entries]
    assert len(set(stamps)) == 100
    assert feedparser.parse(atom_of(event(100))).entries[0].updated in stamps


def test_markup_in_a_title_is_shown_and_not_obeyed():
    data = atom_of(event(title="Le <b>gras</b> & ]]>"))
    assert b'<title type="html">Le &amp;lt;b&amp;gt;gras' in data
    assert check.atom(data, SITE.feed("agenda.atom")) == []
    (entry,) = feedparser.parse(rss.render((event(title="Le <b>gras</b>"),), channel("agenda.rss"))).entries
    assert entry.title == "Le ‹b›gras‹/b›"


def test_a_publication_in_the_future_is_not_believed():
    (entry,) = feedparser.parse(atom_of(article(1, published=at("2027-01-01T08:00")))).entries
    assert entry.published == "2026-09-01T06:00:00Z"
