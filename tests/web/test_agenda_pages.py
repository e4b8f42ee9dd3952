"""The agenda's pages as readers get them: the month, the map, both languages, their weight, what they load."""

from __future__ import annotations

import re
from datetime import date

import pytest
from lxml import etree, html
from site_under_test import Site
from starlette.testclient import TestClient

from warehouse.agenda import DayCount
from web.atlas import HEIGHT, WIDTH, atlas, ground
from web.month import grid, neighbours, read_month

TODAY = date(2026, 3, 12)
PAGES = (
    "/", "/agenda", "/agenda?quand=en-cours", "/agenda?province=namur&prix=gratuit&q=atelier&nouveau=1",
    "/agenda/2026-03", "/agenda/2026-11?type=workshop", "/agenda/carte", "/agenda/carte?quand=week-end", "/abonnements",
    "/abonnements?kind=call&type=bourse", "/a-propos", "/n-existe-pas",
)  # fmt: skip
SENTENCES = {
    "/": "What is on near you", "/agenda": "What is on near you", "/agenda/2026-03": "What begins each day",
    "/agenda/carte": "Where people meet", "/abonnements": "Have the agenda where you already look",
    "/a-propos": "lookout for digital creativity", "/n-existe-pas": "This page does not exist",
}  # fmt: skip
FRENCH = re.compile(r"\b(aujourd’hui|rendez-vous|jusqu’au|autres?|d’ici|lundi|jeudi|mars|Gratuit|choisir|voir)\b", re.I)


def english(path: str) -> str:
    return "/en" if path == "/" else f"/en{path}"


def tree(client: TestClient, path: str) -> html.HtmlElement:
    return html.fromstring(client.get(path).text)


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_its_other_language_at_the_same_place(varied: Site, path: str) -> None:
    french, other = tree(varied.client, path), tree(varied.client, english(path))
    assert (french.get("lang"), other.get("lang")) == ("fr", "en")
    assert french.xpath("//li[@class='switch']/a/@href") == [english(path)]
    assert other.xpath("//li[@class='switch']/a/@href") == [path]
    assert [len(page.xpath("//main//h1")) for page in (french, other)] == [1, 1]


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/n-existe-pas"])
def test_languages_name_each_other_and_themselves(varied: Site, path: str) -> None:
    pages = {language: tree(varied.client, p) for language, p in (("fr", path), ("en", english(path)))}
    told = {
        language: {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate'][@hreflang]")}
        for language, page in pages.items()
    }
    assert told["fr"] == told["en"]
    for language, page in pages.items():
        assert page.xpath("//link[@rel='canonical']/@href") == [told[language][language]]
    for address in told["fr"].values():
        assert varied.client.get(address.removeprefix(varied.settings.site_url) or "/").status_code == 200


@pytest.mark.parametrize(("path", "sentence"), SENTENCES.items())
def test_an_english_page_speaks_english_alone(varied: Site, path: str, sentence: str) -> None:
    page = tree(varied.client, english(path))
    assert sentence in said(page)
    for element in page.xpath("//h3|//*[@lang]|//code|//*[@class='cell-first']|//*[@class='line-where']"):
        if element.tag != "html":
            element.drop_tree()
    assert FRENCH.findall(said(page.find("body"))) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_first_view_is_light_and_loads_nothing_from_elsewhere(varied: Site, path: str, language: str) -> None:
    answer = varied.client.get(path if language == "fr" else english(path))
    page = html.fromstring(answer.text)
    loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //img/@src | //script/@src")
    weight = len(answer.content) + sum(len(varied.client.get(address).content) for address in loaded)
    assert all(address.startswith("/") for address in loaded)
    assert weight < 100_000
    assert not page.xpath("//script[not(@type='application/ld+json')] | //@style | //@onclick")


@pytest.mark.parametrize("path", ["/agenda", "/agenda/2026-03", "/agenda/carte"])
def test_links_of_an_english_page_stay_english(varied: Site, path: str) -> None:
    page = tree(varied.client, english(path))
    outside = [
        address
        for address in page.xpath("//main//a/@href | //form/@action | //nav//a[not(@hreflang)]/@href")
        if address.startswith("/") and not address.startswith("/en") and not address.startswith("/agenda.")
    ]
    assert outside == []


def test_the_month_is_a_table_that_can_be_read_aloud(varied: Site) -> None:
    page = tree(varied.client, "/agenda/2026-03")
    table = page.xpath("//table")[0]
    assert said(table.xpath("./caption")[0]).startswith("mars 2026")
    assert table.xpath("./thead//th/@scope") == ["col"] * 7
    assert table.xpath("./thead//abbr/@title")[0] == "lundi"
    assert [len(row) for row in table.xpath("./tbody/tr")] == [7] * 6
    assert table.xpath("//td[@aria-current='date']//time/@datetime") == ["2026-03-12"]
    assert page.xpath("//nav[@class='turn']/a/@href") == ["/agenda/2026-02", "/agenda/2026-04"]


def test_a_day_of_the_month_leads_to_the_list_at_that_day(varied: Site) -> None:
    page = tree(varied.client, "/agenda/2026-04?province=namur")
    link = page.xpath("//a[@class='cell-day']")[0]
    day = link.xpath("./time/@datetime")[0]
    assert link.get("href") == f"/agenda?province=namur&du={day}"
    listed = tree(varied.client, link.get("href"))
    assert listed.xpath("//section[contains(@class,'day')]/h2/time/@datetime")[0] == day
    count = int(link.xpath(".//span[@class='visually-hidden']")[0].text_content().split("\u00a0")[0])
    lines = listed.xpath(f"//section[h2/time/@datetime='{day}']//li[contains(@class,'line')]")
    assert count == len(lines)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "26-03", "9999-01", "carte2", "2026-03-01", "0000-01"])
def test_what_is_no_month_is_not_found(varied: Site, text: str) -> None:
    assert varied.client.get(f"/agenda/{text}").status_code == 404


def test_weeks_begin_on_monday_and_hold_only_days_of_their_month() -> None:
    weeks = grid(date(2026, 11, 1), [DayCount(date(2026, 11, 8), 5, (("a", "Un"), ("b", "Deux"), ("c", "Trois")))])
    assert [cell.day.day for cell in weeks[0]] == [26, 27, 28, 29, 30, 31, 1]
    assert [cell.inside for cell in weeks[0]] == [False] * 6 + [True]
    assert (weeks[1][6].events, weeks[1][6].more) == (5, 2)
    assert neighbours(date(2026, 1, 1)) == (date(2025, 12, 1), date(2026, 2, 1))
    assert read_month("2026-02", TODAY) == date(2026, 2, 1)


def test_the_map_and_the_list_beside_it_say_the_same(towns: Site) -> None:
    page = tree(towns.client, "/agenda/carte")
    drawn = {a.get("href"): a.xpath("./*[local-name()='title']")[0].text for a in page.xpath("//figure//a")}
    listed = {
        li.xpath("./a/@href")[0]: f"{said(li.xpath('./a')[0])} ({said(li.xpath('./span')[0])})"
        for li in page.xpath("//div[@class='gazette']//section[not(@aria-labelledby='p-ailleurs')]//li")
    }
    assert drawn == listed
    assert any("Namur" in words for words in drawn.values())
    assert set(page.xpath("//figure//a/@tabindex")) == {"-1"}
    assert page.xpath("//figure/*[local-name()='svg']/@aria-hidden") == ["true"]


def test_a_circle_leads_to_as_many_events_as_it_says(towns: Site) -> None:
    page = tree(towns.client, "/agenda/carte?type=workshop")
    links = page.xpath("//div[@class='gazette']//li")
    assert links
    for line in links:
        number = said(line.xpath("./span")[0])
        lede = said(tree(towns.client, line.xpath("./a/@href")[0]).xpath("//p[@class='lede']")[0])
        assert f"{number} rendez-vous" in lede


def test_every_commune_lies_on_the_sheet_and_the_largest_come_first() -> None:
    points = [point for _, path in ground() for point in re.findall(r"M(-?\d+) (-?\d+)h0", path)]
    assert len(points) == 262
    assert all(0 < int(x) < WIDTH and 0 < int(y) < HEIGHT for x, y in points)
    laid = atlas({"92094": 9, "62063": 30, "21004": 4, "99999": 2}, 50)
    assert [(s.commune.name, s.events) for s in laid.spots] == [("Liège", 30), ("Namur", 9)]
    assert laid.spots[0].radius > laid.spots[1].radius
    assert laid.spots[0].x > laid.spots[1].x
    assert [(commune.name, n) for commune, n in laid.elsewhere] == [("Bruxelles", 4)]
    assert laid.nowhere == 50 - 43


def test_what_runs_has_a_page_of_its_own(site: Site) -> None:
    page = tree(site.client, "/agenda?quand=en-cours")
    assert [said(h) for h in page.xpath("//section[@class='running']//h3")] == ["Paysages latents", "Mémoires vives"]
    assert not page.xpath("//section[contains(@class,'day')]")


def test_a_chosen_word_cannot_become_markup(varied: Site) -> None:
    for path in ("/agenda", "/agenda/2026-03", "/agenda/carte", "/en/agenda"):
        text = varied.client.get(path, params={"q": '"><svg onload=alert(1)>', "x": "<script>"}).text
        page = html.fromstring(text)
        assert not page.xpath("//*[@onload]")
        assert "<script>" not in text
        etree.tostring(page)
