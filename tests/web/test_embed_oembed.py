"""oEmbed 1.0: which of our addresses are described, how they are found, what a consumer is given."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import web_samples as made
from lxml import html
from site_under_test import Site
from sqlalchemy import text

from vigie.model import Kind

OURS = "http://vigie.test"


def described(site: Site, url: str, **more: str) -> dict[str, Any]:
    answer = site.client.get("/oembed", params={"url": url, **more})
    assert answer.status_code == 200, (url, answer.text)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    told: dict[str, Any] = json.loads(answer.text)
    assert (told["version"], told["type"], told["provider_name"], told["provider_url"]) == (
        "1.0",
        "rich",
        "Vigie",
        OURS,
    )
    assert isinstance(told["width"], int)
    assert isinstance(told["height"], int)
    return told


def frame_of(told: dict[str, Any]) -> html.HtmlElement:
    frame, script = html.fragments_fromstring(told["html"].strip())
    assert (frame.tag, script.tag) == ("iframe", "script")
    assert script.get("src") == f"{OURS}/static/embed.js"
    assert (frame.get("width"), frame.get("height")) == (str(told["width"]), str(told["height"]))
    return frame


@pytest.mark.parametrize(
    ("path", "embedded"),
    [
        ("", "/embed"),
        ("/", "/embed"),
        ("/agenda", "/embed"),
        ("/agenda?province=namur&type=workshop&quand=week-end", "/embed?province=namur&type=workshop"),
        ("/agenda?discipline=xr&q=nuit", "/embed?discipline=xr&q=nuit"),
        ("/agenda?province=namur&province=liege&prix=gratuit", "/embed?province=liege&province=namur"),
        ("/en/agenda?discipline=xr", "/embed?langue=en&discipline=xr"),
        ("/veille?sujet=discipline%3Agames", "/embed?kind=news&topic=discipline%3Agames"),
        ("/appels?sujet=call_type%3Abourse&q=jeu", "/embed?kind=call&topic=call_type%3Abourse&q=jeu"),
        ("/feeds/agenda.ics", "/embed"),
        ("/feeds/province/namur/agenda.ics", "/embed?province=namur"),
        ("/feeds/type/bourse/calls.atom", "/embed?kind=call&type=bourse"),
        ("/feeds/source/gazette-numerique/watch.json", "/embed?kind=news&source=gazette-numerique"),
        ("/agenda.json?province=liege&limit=3&removed=1", "/embed?province=liege"),
        ("/embed?kind=news&theme=dark&limit=4&langue=en", "/embed?kind=news&langue=en&theme=dark&limit=4"),
    ],
)
def test_pages_feeds_and_slices_are_embedded(site: Site, path: str, embedded: str) -> None:
    told = described(site, OURS + path)
    src = frame_of(told).get("src")
    assert src == OURS + embedded
    assert site.client.get(src).status_code == 200


def test_an_item_is_embedded_with_its_title_and_source(site: Site) -> None:
    id = made.item_named(site.engine, Kind.EVENT, "Nuit modulaire")
    told = described(site, f"{OURS}/e/{id}")
    assert told["title"] == "Nuit modulaire : concert pour vingt synthétiseurs et une chorale de drones"
    assert (told["author_name"], told["author_url"]) == (
        "Halle du Confluent",
        "https://halle-confluent.example/concert",
    )
    assert frame_of(told).get("src") == f"{OURS}/embed?item={id}"


def test_a_merged_item_is_embedded_as_the_one_that_stayed(site: Site) -> None:
    lost, kept = (made.item_named(site.engine, Kind.EVENT, f"n° {n}") for n in (47, 48))
    with site.engine.begin() as connection:
        connection.execute(text("UPDATE items SET merged_into = :into WHERE id = :id"), {"into": kept, "id": lost})
    try:
        assert described(site, f"{OURS}/e/{lost}")["title"].endswith("n° 48")
    finally:
        with site.engine.begin() as connection:
            connection.execute(text("UPDATE items SET merged_into = NULL"))


def test_hostile_titles_stay_in_their_attribute(site: Site) -> None:
    told = described(site, f"{OURS}/e/{made.item_named(site.engine, Kind.CALL, '<script>')}")
    assert told["title"] == made.HOSTILE
    assert frame_of(told).get("title") == made.HOSTILE
    choice = described(site, f"{OURS}/agenda?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert "<script>alert" not in choice["html"]
    assert frame_of(choice).get("title") == 'Agenda – « "><script>alert(1)</script> »'


@pytest.mark.parametrize(("width", "height"), [("300", "200"), ("1", "1"), ("10000", "10000"), ("480", "9")])
def test_the_size_keeps_what_is_asked(site: Site, width: str, height: str) -> None:
    told = described(site, f"{OURS}/agenda", maxwidth=width, maxheight=height)
    assert told["width"] <= int(width)
    assert told["height"] <= int(height)
    # The script may not let it grow beyond.
    assert frame_of(told).get("data-max-height") == height
    assert frame_of(described(site, f"{OURS}/agenda")).get("data-max-height") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://ailleurs.example/agenda",
        "http://vigie.test.ailleurs.example/agenda",
        "http://vigie.test@ailleurs.example/agenda",
        "http://ailleurs.example/?http://vigie.test/agenda",
        "http://vigie.test:81/agenda",
        "ftp://vigie.test/agenda",
        "javascript:alert(1)//vigie.test/agenda",
        "/agenda",
        "agenda",
        "http://[",
        f"{OURS}/a-propos",
        f"{OURS}/hub",
        f"{OURS}/feeds/index.json",
        f"{OURS}/feeds/province/nulle-part/agenda.ics",
        f"{OURS}/feeds/couleur/rose/agenda.ics",
        f"{OURS}/agenda?province=nulle-part",
        f"{OURS}/e/00000000-0000-0000-0000-000000000000",
        f"{OURS}/e/x",
        f"{OURS}/agenda?q=" + "a" * 3000,
        f"{OURS}/agen\nda",
    ],
)
def test_what_is_not_ours_or_not_there_is_404(site: Site, url: str) -> None:
    answer = site.client.get("/oembed", params={"url": url})
    assert answer.status_code == 404, answer.text
    assert answer.json()["error"]


def test_a_withdrawn_item_is_not_embedded(site: Site) -> None:
    id = made.item_named(site.engine, Kind.EVENT, "n° 46")
    with site.engine.begin() as connection:
        connection.execute(text("UPDATE items SET withdrawn_at = :at WHERE id = :id"), {"at": made.NOW, "id": id})
    try:
        assert site.client.get("/oembed", params={"url": f"{OURS}/e/{id}"}).status_code == 404
    finally:
        with site.engine.begin() as connection:
            connection.execute(text("UPDATE items SET withdrawn_at = NULL"))


def test_other_formats_and_wrong_sizes(site: Site) -> None:
    ask = site.client.get
    url = {"url": f"{OURS}/agenda"}
    assert ask("/oembed", params={**url, "format": "xml"}).status_code == 501
    assert ask("/oembed", params={**url, "format": "json", "referrer": "x"}).status_code == 200
    assert ask("/oembed").status_code == 400
    for wrong in ({"maxwidth": "0"}, {"maxwidth": "-1"}, {"maxheight": "haut"}, {"maxheight": "1e3"}):
        answer = ask("/oembed", params={**url, **wrong})
        assert answer.status_code == 400, wrong
        assert "10000" in answer.json()["error"]
    assert site.client.post("/oembed").status_code == 405


def test_pages_say_where_they_are_described(site: Site) -> None:
    event = f"/e/{made.item_named(site.engine, Kind.EVENT, 'Nuit modulaire')}"
    call = f"/e/{made.item_named(site.engine, Kind.CALL, 'Bourse')}"
    news = f"/e/{made.item_named(site.engine, Kind.NEWS, 'orages (2)')}"
    lists = (
        "/agenda",
        "/agenda?province=namur&q=caf%C3%A9+%26+nuit",
        "/veille?sujet=discipline%3Agames",
        "/appels?q=jeu",
    )
    for path in (event, call, news, *lists):
        page = html.fromstring(site.client.get(path).text)
        (link,) = page.xpath("//link[@rel='alternate'][@type='application/json+oembed']/@href")
        asked = parse_qs(urlsplit(link).query)
        assert asked == {"format": ["json"], "url": [OURS + path]}
        answer = site.client.get(link)
        assert answer.status_code == 200, path
        assert answer.json()["type"] == "rich"
    for path in ("/a-propos", "/rien"):
        assert b"json+oembed" not in site.client.get(path).content
