"""Pages as readers get them: every kind answers, is sound HTML, shows what it must, lets no foreign markup in."""

from __future__ import annotations

import itertools
import json
import re

import html5lib
import pytest
import web_samples as made
from lxml import etree, html
from site_under_test import Site
from starlette.testclient import TestClient

from vigie.model import Kind
from web.answers import SECURITY_HEADERS

PAGES = (
    "/",
    "/agenda",
    "/agenda?quand=aujourdhui",
    "/agenda?quand=week-end",
    "/agenda?quand=mois",
    "/agenda?du=2026-03-20",
    "/agenda?q=introuvable",
    "/veille",
    "/veille?page=2",
    "/veille?sujet=discipline%3Agames",
    "/appels",
    "/appels?q=jeu",
    "/abonnements",
    "/a-propos",
)
TELLING = (
    "Nuit modulaire",
    "Conférence : l’image",
    "Café des codes",
    "Atelier de lumière",
    "surprise",
    "huit soirées",
    "<script>",
)


def tree(text: str) -> html.HtmlElement:
    return html.fromstring(text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def path_of(site: Site, title: str, kind: Kind = Kind.EVENT) -> str:
    return f"/e/{made.item_named(site.engine, kind, title)}"


def addresses(site: Site) -> list[str]:
    return [
        *PAGES,
        *(path_of(site, title) for title in TELLING),
        path_of(site, "elle tisse des antennes et capte les orages (2)", Kind.NEWS),
        *(
            path_of(site, title, Kind.CALL)
            for title in ("Bourse", "Résidence", "mobilité", "Appel d’hiver", "<script>")
        ),
        "/e/00000000-0000-0000-0000-000000000000",
        "/nulle-part",
    ]


def test_every_page_is_sound_french_html_with_one_heading(site: Site) -> None:
    for path in addresses(site):
        answer = site.client.get(path)
        assert answer.status_code == (404 if path.endswith(("000000000000", "nulle-part")) else 200), path
        html5lib.HTMLParser(strict=True).parse(answer.text)
        page = tree(answer.text)
        assert page.get("lang") == "fr", path
        assert len(page.xpath("//h1")) == 1, path
        assert len(page.xpath("//main")) == len(page.xpath("//header[@class='masthead']")) == 1, path
        assert page.xpath("//a[@class='skip']/@href") == ["#contenu"], path
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_headings_leave_no_level_out(site: Site) -> None:
    for path in addresses(site):
        levels = [int(h.tag[1]) for h in tree(site.client.get(path).text).xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (path, levels)


def test_nothing_runs_and_nothing_comes_from_elsewhere(site: Site) -> None:
    for path in addresses(site):
        page = tree(site.client.get(path).text)
        assert all(s.get("type") == "application/ld+json" for s in page.xpath("//script")), path
        assert not page.xpath("//style|//iframe|//object|//embed|//img|//@style|//@*[starts-with(name(), 'on')]"), path
        loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href|//@src")
        assert loaded
        assert all(url.startswith("/") for url in loaded), path
        for url in page.xpath("//a/@href|//form/@action"):
            assert re.match(r"(/|\?|#|https?://|mailto:|webcal:)", url), (path, url)


def test_the_first_view_is_light(client: TestClient) -> None:
    page = client.get("/agenda").text
    loaded = [client.get(url) for url in tree(page).xpath("//link[@rel='stylesheet' or @rel='icon']/@href")]
    assert all(answer.status_code == 200 for answer in loaded)
    assert len(page.encode()) + sum(len(answer.content) for answer in loaded) < 100_000


def test_every_field_of_a_form_has_a_label(site: Site) -> None:
    for path in ("/agenda", "/veille", "/appels"):
        page = tree(site.client.get(path).text)
        labelled = set(page.xpath("//label/@for"))
        fields = page.xpath("//select|//input[not(@type='hidden')]")
        assert fields
        assert all(field.get("id") in labelled or field.xpath("ancestor::label") for field in fields)


def test_a_heading_per_day(client: TestClient) -> None:
    page = tree(client.get("/agenda").text)
    days = page.xpath("//section[contains(@class,'day')]/h2/time/@datetime")
    assert days[:3] == ["2026-03-12", "2026-03-13", "2026-03-14"]
    assert days == sorted(set(days))
    first = page.xpath("//section[contains(@class,'day')]")[0]
    assert words(first.xpath("./h2")[0]) == "jeudi 12 mars aujourd’hui"
    titles = [words(t) for t in first.xpath(".//h3")]
    assert titles == [
        "Petit-déjeuner des studios",
        "Nuit modulaire : concert pour vingt synthétiseurs et une chorale de drones",
    ]


def test_exhibitions_run_apart(client: TestClient) -> None:
    page = tree(client.get("/agenda").text)
    running = page.xpath("//section[h2[@id='en-cours']]")[0]
    assert [words(t) for t in running.xpath(".//h3")] == ["Paysages latents", "Mémoires vives"]
    assert "jusqu’au 29 mars" in words(running)
    assert not [t for t in page.xpath("//section[contains(@class,'day')]//h3") if words(t) == "Mémoires vives"]


def test_one_event_of_two_sources_is_one_line(client: TestClient) -> None:
    titles = [words(t) for t in tree(client.get("/agenda").text).xpath("//h3")]
    assert len([t for t in titles if t.startswith("Nuit modulaire")]) == 1


def test_states_are_said_on_the_line(client: TestClient) -> None:
    page = tree(client.get("/agenda?du=2026-03-12").text)
    state = {words(li.xpath(".//h3")[0])[:12]: words(li) for li in page.xpath("//li[contains(@class,'line')]")}
    assert "Annulé" in state["Conférence :"]
    assert "Nouvelle date" in state["Café des cod"]
    assert "Complet" in state["Atelier de l"]
    assert "Lieu à confirmer" in state["Rencontre su"]
    assert "En ligne" in state["Webinaire : "]


def test_filters_live_in_the_url(client: TestClient) -> None:
    page = tree(client.get("/agenda?province=namur&type=performance").text)
    assert [words(t) for t in page.xpath("//section[contains(@class,'day')]//h3")] == [
        "Nuit modulaire : concert pour vingt synthétiseurs et une chorale de drones"
    ]
    assert page.xpath("//input[@name='province'][@checked]/@value") == ["namur"]
    assert "1 rendez-vous" in words(page.xpath("//p[@class='lede']")[0])
    chips = page.xpath("//nav[@class='chips']//a/@href")
    assert all("province=namur" in url and "type=performance" in url for url in chips)


def test_text_is_searched_and_kept_in_the_field(client: TestClient) -> None:
    page = tree(client.get("/agenda", params={"q": "synthetiseur"}).text)
    assert [words(t)[:14] for t in page.xpath("//section[contains(@class,'day')]//h3")] == ["Nuit modulaire"]
    hostile = tree(client.get("/agenda", params={"q": '"><script>alert(1)</script>'}).text)
    assert hostile.xpath("//input[@name='q']/@value") == ['"><script>alert(1)</script>']
    assert not hostile.xpath("//script")


def test_counts_of_the_filters_are_those_of_the_lists(client: TestClient) -> None:
    page = tree(client.get("/agenda").text)
    option = page.xpath("//label[input[@name='province'][@value='luxembourg']]")[0]
    count = int(option.xpath("./span[@class='many']")[0].text_content())
    lede = words(tree(client.get("/agenda?province=luxembourg").text).xpath("//p[@class='lede']")[0])
    assert count > 0
    assert f" {count} rendez-vous" in lede


def test_paging_reaches_every_event_of_the_window_once(client: TestClient) -> None:
    path, seen = "/agenda", []
    for _ in range(10):
        page = tree(client.get(path).text)
        seen += page.xpath("//section[contains(@class,'day')]//h3/a/@href")
        following = page.xpath("//a[@rel='next']/@href")
        if not following or not page.xpath("//section[contains(@class,'day')]"):
            break
        path = following[0]
    ordinary = [t for t in seen if seen.count(t) > 1]
    assert len(set(seen)) >= 70
    # A series past one window is named again in the next one; nothing else comes twice.
    assert {words(tree(client.get(t).text).xpath("//h1")[0]) for t in ordinary} <= {
        "Formation au moteur de jeu, en huit soirées"
    }


def test_an_empty_window_leads_to_the_next_event(client: TestClient) -> None:
    page = tree(client.get("/agenda?du=2026-07-01").text)
    assert "Congrès du futur proche" in words(page.xpath("//section[@class='nothing']")[0])


def test_a_chip_without_an_event_leads_to_the_next_one_too(client: TestClient) -> None:
    nothing = tree(client.get("/agenda?quand=week-end&q=congrès").text).xpath("//section[@class='nothing']")[0]
    assert "Congrès du futur proche" in words(nothing)
    later = nothing.xpath(".//a[normalize-space()='Voir la suite']/@href")[0]
    assert "quand=" not in later
    assert "jeudi 5 novembre" in words(nothing)
    days = tree(client.get(later).text).xpath("//section[contains(@class,'day')]")
    assert [words(d.xpath(".//h3")[0]) for d in days] == ["Congrès du futur proche"]


def test_the_watch_is_by_week_and_links_out(client: TestClient) -> None:
    page = tree(client.get("/veille").text)
    assert words(page.xpath("//section[@class='week']/h2")[0]) == "Semaine du 9 au 15 mars"
    piece = page.xpath("//article")[1]
    assert piece.xpath(".//a[@class='out']/@href") == ["https://gazette-numerique.example/n1"]
    assert len(words(piece.xpath("./p[@class='excerpt']")[0])) <= 300
    only = tree(client.get("/veille?sujet=discipline%3Agames").text)
    assert len(only.xpath("//article")) == 9
    assert all("recrute" in words(h) for h in only.xpath("//article/h4"))


def test_calls_say_the_days_left_and_their_state(client: TestClient) -> None:
    page = tree(client.get("/appels").text)
    rows = {words(li.xpath(".//h3")[0])[:9]: words(li) for li in page.xpath("//li[@class='call']")}
    assert rows["Résidence"].startswith("J-12 ")
    closing = page.xpath("//section[h2[@id='etat-closing']]")[0]
    assert words(closing.xpath("./h2")[0]) == "Se clôturent bientôt 2 dans les deux semaines"
    assert [words(h)[:9] for h in closing.xpath(".//h3")] == ["Bourse d’", "Résidence"]
    assert "de 2 500 à 4 000 €" in rows["Résidence"]
    assert "auparavant mardi 17 mars à 12 h" in rows["Résidence"]
    assert rows["Bourse d’"].startswith("dernier jour ")
    assert "avant le vendredi 15 mai" in rows["Appel à p"]
    assert "candidatures à tout moment" in rows["Aide à la"]
    assert page.xpath("//section[contains(@class,'calls')]/h2/@id")[-1] == "etat-closed"
    assert not re.search(r"(?<!robablement )éligible", words(page))


def test_the_forms_of_every_list_send_what_the_list_understands(client: TestClient) -> None:
    for path in ("/appels",):
        for select in tree(client.get(path).text).xpath("//select"):
            offered = select.xpath("./option/@value")
            assert len(offered) > 1, (path, select.name)
            answer = tree(client.get(path, params={select.name: offered[1]}).text)
            assert answer.xpath(f"//select[@name='{select.name}']/option[@selected]/@value") == [offered[1]]
            assert "pour ce choix" in words(answer.xpath("//p[@class='lede']")[0])
    grants = tree(client.get("/appels", params={"sujet": "call_type:bourse"}).text)
    assert [words(h) for h in grants.xpath("//h3")] == ["Bourse d’écriture pour œuvres interactives"]


def test_an_item_page_says_what_a_reader_needs(site: Site) -> None:
    page = tree(site.client.get(path_of(site, "Nuit modulaire")).text)
    text = words(page.xpath("//article")[0])
    for said in ("jeudi 12 mars, 20 h – 2 h", "quai des Ombres 4, 5000 Namur", "12 €", "Collectif Basse Tension"):
        assert said in text
    assert page.xpath("//p[@class='to-source']/a/@href") == [
        "https://halle-confluent.example/concert",
        f"{path_of(site, 'Nuit modulaire')}.ics",
    ]
    sources = words(page.xpath("//section[@class='sources']")[0])
    assert "Halle du Confluent" in sources
    assert "L’Agenda provincial" in sources
    assert "vu le 10 mars" in sources


@pytest.mark.parametrize(
    ("title", "banner"),
    [
        ("Conférence : l’image", "Annulé."),
        ("Café des codes", "Nouvelle date. Était annoncé le jeudi 12 mars à 18 h."),
        ("Atelier de lumière", "Complet."),
    ],
)
def test_a_state_is_a_banner(site: Site, title: str, banner: str) -> None:
    page = tree(site.client.get(path_of(site, title)).text)
    assert words(page.xpath("//p[contains(@class,'banner')]")[0]).startswith(banner)


def test_all_sessions_are_listed(site: Site) -> None:
    page = tree(site.client.get(path_of(site, "huit soirées")).text)
    assert len(page.xpath("//ul[@class='sessions']/li")) == 8


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_words_stay_words(site: Site, kind: Kind) -> None:
    text = site.client.get(path_of(site, "<script>", kind)).text
    page = tree(text)
    assert words(page.xpath("//h1")[0]) == made.HOSTILE
    data = page.xpath("//script")
    assert len(data) == 1
    assert "<" not in data[0].text
    assert json.loads(data[0].text)["name"] == made.HOSTILE
    assert "<img" not in text


def test_structured_data_names_the_page(site: Site) -> None:
    path = path_of(site, "Nuit modulaire")
    page = tree(site.client.get(path).text)
    data = json.loads(page.xpath("//script")[0].text)
    assert (data["@type"], data["url"]) == ("Event", f"http://vigie.test{path}")
    assert data["startDate"] == "2026-03-12T20:00:00+01:00"


def mapped(site: Site) -> dict[str, list[str]]:
    """The addresses of each map that robots are shown."""
    lines = site.client.get("/robots.txt").text.splitlines()
    found = {}
    for path in (x.removeprefix("Sitemap: http://vigie.test") for x in lines if x.startswith("Sitemap: ")):
        told = site.client.get(path)
        assert (told.status_code, told.headers["content-type"]) == (200, "application/xml; charset=utf-8")
        found[path] = [loc.text or "" for loc in etree.fromstring(told.content).iter("{*}loc")]
    return found


def test_robots_are_shown_the_maps_of_the_site(site: Site) -> None:
    maps = mapped(site)
    assert list(maps) == ["/sitemap.xml", "/sitemap-annuaire.xml"]
    assert f"http://vigie.test{path_of(site, 'Nuit modulaire')}" in maps["/sitemap.xml"]
    lists = {
        f"http://vigie.test{base}{path}" for base in ("", "/en") for path in ("/agenda", "/agenda/carte", "/appels")
    }
    assert lists <= {*maps["/sitemap.xml"]}
    directory = maps["/sitemap-annuaire.xml"]
    assert {"http://vigie.test/lieux", "http://vigie.test/en/acteurs"} <= {*directory}
    assert any("/lieux/" in page for page in directory)
    assert [page.replace("/en/", "/") for page in directory[1::2]] == directory[::2]
    pages = [page for found in maps.values() for page in found]
    assert len(pages) == len(set(pages))
    assert {site.client.get(page.removeprefix("http://vigie.test")).status_code for page in pages} == {200}


def test_robots_are_kept_from_the_desk_and_from_forms(site: Site) -> None:
    rules = site.client.get("/robots.txt").text
    for path in ("/desk", "/e/*/signaler", "/en/e/*/signaler", "/*/why/"):
        assert f"Disallow: {path}\n" in rules


def test_every_answer_has_the_security_headers(site: Site) -> None:
    others = (
        "/sante",
        "/health",
        "/robots.txt",
        "/favicon.svg",
        "/static/style.css",
        "/feeds/agenda.ics",
        "/agenda.ics",
    )
    for path in (*addresses(site), *others, "/feeds/rien.ics", "/static/rien.css"):
        answer = site.client.get(path)
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers.get(name) == value, (path, name)
    policy = SECURITY_HEADERS["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_pages_do_not_take_writes(client: TestClient) -> None:
    for path in ("/agenda", "/feeds/agenda.ics", "/sante"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert client.request(method, path).status_code == 405


def test_no_interactive_documentation(client: TestClient) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]
