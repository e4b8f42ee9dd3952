"""What a page offers, told from its markup and headers alone."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from scrapers.discovery.lead import Lead, same_site
from scrapers.discovery.lead_words import kind_in, kind_of_address
from scrapers.discovery.leads import last_resorts, leads_of, sitemaps_in
from scrapers.discovery.wordpress_index import leads_in_index
from vigie.model import Capture, Kind, Request

NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)


def page(body: str, url: str = "https://maison.example/", **headers: str) -> Capture:
    said = (("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in headers.items()))
    data = f"<!DOCTYPE html><html><head></head><body>{body}</body></html>".encode()
    return Capture(Request(url), url, 200, said, data, NOW, hashlib.sha256(data).hexdigest())


def leads(body: str, url: str = "https://maison.example/", **headers: str) -> dict[str, Lead]:
    return {lead.url: lead for lead in leads_of(page(body, url, **headers))}


def test_announced_feeds_but_never_of_comments() -> None:
    found = leads(
        '<link rel="alternate" type="application/rss+xml" title="Maison » Flux" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Flux des commentaires" href="/comments/feed/">'
        '<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed">'
        '<link rel="alternate" type="application/feed+json" href="/feed.json">'
    )
    feeds = {url for url, lead in found.items() if lead.platform == "feed"}
    assert feeds == {"https://maison.example/feed/", "https://maison.example/feed.json"}
    assert found["https://maison.example/feed/"].kinds == (Kind.NEWS,)


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<a href="webcal://maison.example/agenda.ics">Abonnez-vous</a>', "https://maison.example/agenda.ics"),
        ('<a href="/events/?ical=1">Exporter</a>', "https://maison.example/events/?ical=1"),
        (
            '<iframe src="https://calendar.google.com/calendar/embed?src=abc%40group.calendar.google.com&ctz=Europe">',
            "https://calendar.google.com/calendar/ical/abc%40group.calendar.google.com/public/basic.ics",
        ),
        (
            '<a href="https://calendar.google.com/calendar/u/0?cid=YWJjQGdyb3VwLmNhbGVuZGFyLmdvb2dsZS5jb20">+</a>',
            "https://calendar.google.com/calendar/ical/abc%40group.calendar.google.com/public/basic.ics",
        ),
        ('<a href="https://www.meetup.com/fr-FR/wajug/">Meetup</a>', "https://www.meetup.com/wajug/events/ical/"),
    ],
)
def test_calendars_that_a_page_names(markup: str, url: str) -> None:
    assert leads(markup)[url].platform == "ical"


def test_pages_of_the_service_itself_are_no_group() -> None:
    assert not [u for u in leads('<a href="https://www.meetup.com/find/?q=ia">Meetup</a>') if "ical" in u]


def test_wordpress_names_its_interface_wherever_it_is() -> None:
    found = leads("<p>", Link='<https://maison.example/fr/wp-json/>; rel="https://api.w.org/"')
    assert found["https://maison.example/fr/wp-json/"].platform == "wordpress_index"


def test_an_index_of_wordpress_lists_plugins_and_types() -> None:
    body = (
        b'{"namespaces": ["wp/v2", "tribe/events/v1"], "routes": {"/wp/v2/posts": {}, "/wp/v2/agenda": {},'
        b' "/wp/v2/agenda/(?P<id>[\\\\d]+)": {}, "/wp/v2/media": {}, "/wp/v2/recette": {}, "/wp/v2/appels": {}}}'
    )
    url = "https://maison.example/wp-json/"
    found = {x.url.removeprefix(url): x for x in leads_in_index(Capture(Request(url), url, 200, (), body, NOW, "a"))}
    assert {k: (v.platform, v.kinds[0].value) for k, v in found.items()} == {
        "tribe/events/v1/events": ("tribe_events", "event"),
        "wp/v2/agenda": ("wordpress", "event"),
        "wp/v2/appels": ("wordpress", "call"),
        "wp/v2/posts": ("wordpress", "news"),
    }
    with pytest.raises(ValueError, match="no routes"):
        list(leads_in_index(Capture(Request(url), url, 200, (), b'{"code": "x"}', NOW, "a")))


def test_a_clue_catches_the_name_that_its_address_needs() -> None:
    found = leads('<a href="/explore/dataset/agenda-de-la-ville/">Données</a>', "https://data.ville.example/")
    url = "https://data.ville.example/api/explore/v2.1/catalog/datasets/agenda-de-la-ville/records"
    assert found[url].platform == "opendatasoft"


def test_links_to_lists_in_four_languages() -> None:
    found = leads(
        '<nav><a href="/fr/agenda">Agenda</a><a href="/nieuws">Nieuws</a><a href="/ausschreibungen">Ausschreibungen</a>'
        '<a href="/whats-on">What’s on</a><a href="/contact">Contact</a><a href="/agenda/archives">Archives</a>'
        '<a href="https://ailleurs.example/agenda">Agenda des autres</a><a href="/agenda.pdf">Agenda en PDF</a>'
        '<a href="/billet/atelier-son">Atelier de prise de son pour les grands débutants</a></nav>',
        "https://maison.be/",
    )
    listed = {url.removeprefix("https://maison.be"): lead.kinds[0].value for url, lead in found.items()}
    assert listed == {"/fr/agenda": "event", "/nieuws": "news", "/ausschreibungen": "call", "/whats-on": "event"}


def test_things_of_a_list_and_its_other_pages_are_no_lists() -> None:
    body = (
        '<a href="/agenda/concert">Concert</a><a href="/agenda?page=2">Agenda</a><a href="/actualites">Actualités</a>'
    )
    assert list(leads(body, "https://maison.example/agenda")) == ["https://maison.example/actualites"]


def test_what_is_announced_is_asked_before_what_is_guessed() -> None:
    body = (
        '<link rel="alternate" type="text/calendar" href="/a.ics"><a href="/agenda">Agenda</a><i class="tribe-events">'
    )
    assert [lead.platform for lead in leads_of(page(body))] == ["tribe_events", "ical", ""]
    assert all(lead.rank > 40 for lead in last_resorts("https://maison.example/", ()))


def test_a_robots_file_names_sitemaps() -> None:
    found = list(
        sitemaps_in(
            "User-agent: *\nSitemap: /plan.xml\nsitemap : https://b.example/s.xml\n", "https://a.example/robots.txt"
        )
    )
    assert [lead.url for lead in found] == ["https://a.example/plan.xml", "https://b.example/s.xml"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Appels à projets", Kind.CALL), ("Veranstaltungen", Kind.EVENT), ("Actus", Kind.NEWS), ("Contact", None),
     ("Ajouter un événement", None), ("Le lieu", None)],
)  # fmt: skip
def test_words_of_a_link(text: str, kind: Kind | None) -> None:
    assert kind_in(text) is kind


def test_words_of_an_address() -> None:
    assert kind_of_address("https://a.example/fr/vous-cherchez/appels-a-projets.html") is Kind.CALL
    assert kind_of_address("https://a.example/agenda/la-nuit-du-pixel") is None
    assert same_site("https://www.ville.be/x", "https://agenda.ville.be/y")
    assert not same_site("https://ville.be", "https://autre.be")
