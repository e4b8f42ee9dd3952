"""The page /abonnements: every choice has addresses that answer, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import icalendar
import pytest
from followed_site import served
from lxml import html
from paper_browser import View, read, words
from site_under_test import Site

from web.app import create_app


@pytest.fixture
def address(varied: Site) -> Iterator[str]:
    with served(create_app(varied.engine, varied.settings)) as url:
        yield url


def codes(page: html.HtmlElement) -> list[str]:
    return [words(code) for code in page.xpath("//code")]


def offered(page: html.HtmlElement) -> list[str]:
    """Addresses that a page shows to be copied."""
    return [code for code in codes(page) if code.startswith("http://vigie.test/") and "/changes/stream" not in code]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?kind=call",
        "?kind=news",
        "?province=namur",
        "?kind=call&source=source-1",
        "?kind=news&language=nl&discipline=games",
        "?totem=trakk&audience=youth&type=workshop",
        "?province=&type=nulle-part&kind=rien",
    ],
)
def test_every_address_that_is_offered_answers(varied: Site, asked: str) -> None:
    page = html.fromstring(varied.client.get(f"/abonnements{asked}").text)
    assert not page.xpath("//script")
    shown = offered(page)
    assert len(shown) >= 11
    for url in shown:
        # The hub is written to; everything else is read.
        expected = 405 if url.endswith("/hub") else 200
        assert varied.client.get(url).status_code == expected, url
    for link in page.xpath("//main//a[starts-with(@href, '/')]/@href"):
        assert varied.client.get(link).status_code == 200, link


def test_a_choice_is_made_with_a_form(address: str) -> None:
    page: View = read(f"{address}/abonnements?kind=call").submit("Voir les adresses", Province="Namur")
    assert "Appels – Namur" in words(page.tree)
    # One facet: the files of the slice; two: the feed service.
    assert "http://vigie.test/feeds/province/namur/calls.ics" in codes(page.tree)
    both = page.submit("Voir les adresses", Discipline="Jeu vidéo")
    assert "http://vigie.test/calls.ics?province=namur&discipline=games" in codes(both.tree)
    assert both.tree.xpath("//select[@name='province']/option[@selected]/@value") == ["namur"]
    assert read(both.link("Tout reprendre")).tree.xpath("//option[@selected]") == []


def test_the_calendar_of_a_choice_is_that_of_its_slice(varied: Site) -> None:
    page = html.fromstring(varied.client.get("/abonnements?province=namur").text)
    (link,) = page.xpath("//a[starts-with(@href, 'webcal:')]/@href")
    assert link == "webcal://vigie.test/feeds/province/namur/agenda.ics"
    calendar = icalendar.Calendar.from_ical(varied.client.get(urlsplit(link).path).content)
    assert len(calendar.walk("VEVENT")) > 10


def test_news_have_no_calendar_and_google_is_said_to_be_slow(varied: Site) -> None:
    assert "webcal:" not in varied.client.get("/abonnements?kind=news").text
    assert "toutes les 12 à 24 heures" in words(html.fromstring(varied.client.get("/abonnements").text))


def test_the_two_lines_are_html_that_leads_to_the_choice(varied: Site) -> None:
    page = html.fromstring(varied.client.get("/abonnements?kind=call&province=liege&type=bourse").text)
    first, second = [code for code in codes(page) if code.startswith("<")]
    (frame,) = html.fragments_fromstring(first)
    (script,) = html.fragments_fromstring(second)
    assert frame.get("src") == "http://vigie.test/embed?kind=call&province=liege&type=bourse"
    assert script.get("src") == "http://vigie.test/static/embed.js"
    (preview,) = page.xpath("//a[starts-with(@href, '/embed')]/@href")
    shown = html.fromstring(varied.client.get(preview).text)
    assert words(shown.xpath("//h1")[0]).startswith("Appels Liège, ")
