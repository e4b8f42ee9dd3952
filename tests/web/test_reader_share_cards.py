"""What a shared link shows: words in every page's head, and a picture of our own making."""

from __future__ import annotations

import io
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import web_samples as made
from lxml import html
from PIL import Image
from site_under_test import Site

from vigie.model import Kind
from web.share_cards import HEIGHT, WIDTH, ShareCard, _font, drawn, wrapped

CARD = ShareCard("Agenda", "Nuit modulaire", ("Jeudi 12 mars", "Namur"), "Créativité numérique en Wallonie")

NAMED = ("/acteurs", "/lieux", "/acteurs/kikk", "/lieux/halle-du-confluent-namur")


def paths(site: Site) -> list[str]:
    titles = ((Kind.EVENT, "Nuit modulaire"), (Kind.NEWS, "orages (2)"), (Kind.CALL, "Bourse"))
    items = [f"/e/{made.item_named(site.engine, kind, words)}" for kind, words in titles]
    return ["/", "/agenda", "/veille", "/appels", "/abonnements", "/a-propos", "/proposer", *NAMED, *items]


@pytest.mark.parametrize("base", ["", "/en"])
def test_every_page_says_what_its_link_shows(site: Site, base: str) -> None:
    for path in paths(site):
        page = html.fromstring(site.client.get(base + path if base + path != "/en/" else "/en").text)
        told = {m.get("property") or m.get("name"): m.get("content") for m in page.xpath("//head/meta")}
        assert told["og:title"], path
        assert told["og:description"], path
        assert told["og:type"] in ("website", "article"), path
        assert told["og:url"].startswith(f"http://vigie.test{base}"), path
        assert told["og:image:alt"], path
        assert told["twitter:card"] == "summary_large_image", path
        picture = site.client.get(urlsplit(told["og:image"]).path)
        assert picture.headers["content-type"] == "image/png", path
        size = Image.open(io.BytesIO(picture.content)).size
        assert size == (int(told["og:image:width"]), int(told["og:image:height"])) == (WIDTH, HEIGHT), path


def test_a_card_is_kept_by_those_who_have_it(site: Site) -> None:
    path = f"/e/{made.item_named(site.engine, Kind.EVENT, 'Nuit modulaire')}/carte.png"
    first = site.client.get(path)
    assert len(first.content) < 60_000
    again = site.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.client.get(f"/en{path}").headers["etag"] != first.headers["etag"]


def test_what_has_no_page_has_no_card(site: Site) -> None:
    assert site.client.get("/e/00000000-0000-0000-0000-000000000000/carte.png").status_code == 404
    for path in ("/e/nothing/carte.png", "/acteurs/nobody/carte.png", "/en/lieux/nowhere/carte.png"):
        assert site.client.get(path).status_code == 404


def test_equal_cards_have_equal_bytes_and_others_have_not() -> None:
    assert drawn(CARD) == drawn(replace(CARD))
    assert drawn(CARD) != drawn(replace(CARD, title="Nuit modulaires"))


@pytest.mark.parametrize("title", ["", "🎧🎧🎧", made.HOSTILE, "mot " * 400, "x" * 3000, "展覧会", "\u202eabc\x00"])
def test_any_title_gives_a_card(title: str) -> None:
    assert Image.open(io.BytesIO(drawn(replace(CARD, title=title, lines=(title, title))))).size == (WIDTH, HEIGHT)


def test_the_font_has_the_letters_of_french() -> None:
    font = _font("Semibold", 60)
    missing = font.getmask("\ufffe").getbbox(), bytes(font.getmask("\ufffe"))
    for letter in "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒàâäçéèêëîïôöùûüÿæœ«»’–…€°":
        drawn_letter = font.getmask(letter).getbbox(), bytes(font.getmask(letter))
        assert drawn_letter != missing, letter


def test_lines_are_as_wide_as_they_may_be() -> None:
    font = _font("Semibold", 60)
    lines = wrapped("Une chorale de drones qui ne savent pas chanter sur le quai", font, 500)
    assert len(lines) > 2
    assert all(font.getlength(line) <= 500 for line in lines)
    assert " ".join(lines) == "Une chorale de drones qui ne savent pas chanter sur le quai"
