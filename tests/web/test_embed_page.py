"""`/embed` over HTTP: what it lists, in which words, its headers, and that nothing else may be framed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import html5lib
import pytest
import web_samples as made
from lxml import html
from paper_browser import words
from site_under_test import Site
from sqlalchemy import text
from starlette.testclient import TestClient

from feeds.formats import FEEDS
from vigie.model import Kind
from warehouse.editing import hide
from web.answers import DESK_HEADERS, SECURITY_HEADERS
from web.app import create_app
from web.rendering import STATIC

ADDRESSES = (
    "/embed",
    "/embed?kind=call&limit=50",
    "/embed?kind=news&limit=50&langue=en",
    "/embed?province=namur&type=performance&theme=dark",
    "/embed?q=rien-du-tout",
    "/embed?limit=50&langue=en&theme=light",
)


def tree(site: Site, address: str, status: int = 200) -> html.HtmlElement:
    answer = site.client.get(address)
    assert answer.status_code == status, (address, answer.text)
    html5lib.HTMLParser(strict=True).parse(answer.text)
    element: html.HtmlElement = html.fromstring(answer.text)
    return element


def titles(page: html.HtmlElement) -> list[str]:
    return [words(h) for h in page.xpath("//h3")]


def test_it_lists_what_comes_next_and_then_what_is_on(site: Site) -> None:
    """Of the morning of 12 March: breakfast is over, the concert is tonight; exhibitions take one line in three."""
    page = tree(site, "/embed?limit=6")
    assert [words(h) for h in page.xpath("//h2")] == ["jeudi 12 mars", "vendredi 13 mars", "En cours"]
    assert titles(page) == [
        "Nuit modulaire : concert pour vingt synthétiseurs et une chorale de drones",
        "Initiation à la découpe laser, n° 2",
        "Café numérique, n° 3",
        "Conférence : l’image de synthèse avant l’ordinateur",
        "Paysages latents",
        "Mémoires vives",
    ]
    (cancelled,) = page.xpath("//li[contains(@class, 'is-off')]")
    assert words(cancelled).startswith("18 h 30 – 20 h Conférence : l’image de synthèse avant l’ordinateur Annulé")
    assert titles(tree(site, "/embed?limit=1"))[0].startswith("Nuit modulaire")
    assert "Conférence : l’image" not in " ".join(titles(tree(site, "/embed?limit=6&cancelled=0")))


def test_an_exhibition_has_the_room_that_nobody_else_takes(site: Site) -> None:
    page = tree(site, "/embed?type=exhibition&limit=2&to=2026-03-12")
    assert titles(page) == ["Paysages latents", "Mémoires vives"]
    assert words(page.xpath("//li")[0]).startswith("jusqu’au 29 mars Paysages latents Moulin de Mons")


def test_days_that_are_asked_for_are_shown_though_they_are_over(site: Site) -> None:
    page = tree(site, "/embed?from=2026-02-01&to=2026-02-05")
    assert titles(page) == ["Bilan de saison", "Paysages latents"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("kind", ["event", "news", "call"])
def test_never_more_lines_than_asked(site: Site, kind: str, limit: int) -> None:
    shown = titles(tree(site, f"/embed?kind={kind}&limit={limit}"))
    # All but the one that is closed are open.
    there = {"event": 50, "news": 45, "call": 7}[kind]
    assert len(shown) == min(limit, there)
    assert len(set(shown)) == len(shown)


def test_calls_stand_under_their_state_and_closed_ones_have_left(site: Site) -> None:
    page = tree(site, "/embed?kind=call")
    assert [words(h) for h in page.xpath("//h2")] == [
        "Se clôturent bientôt", "Ouverts", "Annoncés", "Échéance à vérifier à la source",
    ]  # fmt: skip
    assert words(page.xpath("//li")[0]).startswith("dernier jour Bourse d’écriture pour œuvres interactives")
    assert "J-12" in words(page.xpath("//li")[1])
    assert "Appel d’hiver" not in titles(page)
    (announced,) = (li for li in page.xpath("//li") if "Prix de la création sonore" in words(li))
    assert "ouvre le mercredi 1er avril" in words(announced)


def test_news_are_the_newest_first(site: Site) -> None:
    page = tree(site, "/embed?kind=news&limit=9")
    days = page.xpath("//h2/time/@datetime")
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-03-12"


def test_english_words_around_titles_that_stay_as_they_are(site: Site) -> None:
    page = tree(site, "/embed?langue=en&limit=6&type=conference&type=exhibition")
    assert page.get("lang") == "en"
    assert words(page.xpath("//h1")[0]) == "Agenda Conference, Exhibition"
    assert words(page.xpath("//h2")[0]) == "Friday 13 March"
    assert words(page.xpath("//li")[0]).startswith("18:30 – 20:00 Conférence : l’image")
    assert words(page.xpath("//li")[0]).split()[-3:] == ["Halle", "du", "Confluent"]
    assert "Cancelled" in words(page.xpath("//li")[0])
    assert {h.get("lang") for h in page.xpath("//h3")} == {"fr"}
    assert words(page.xpath("//footer")[0]) == "See on Vigie Subscribe"
    calls = tree(site, "/embed?langue=en&kind=call")
    assert [words(p) for p in calls.xpath("//p[@class='lead']")[:2]] == ["last day", "12 days left"]
    assert words(tree(site, "/embed?langue=en&kind=news").xpath("//h2")[0]) == "Thursday 12 March"


def test_nothing_is_said_in_words(site: Site) -> None:
    for kind, said in (("event", "Aucun rendez-vous"), ("news", "Aucune actualité"), ("call", "Aucun appel ouvert")):
        page = tree(site, f"/embed?kind={kind}&q=rien-du-tout")
        assert words(page.xpath("//p[@class='nothing']")[0]).startswith(said)
        assert "It will show here" in tree(site, f"/embed?kind={kind}&q=rien-du-tout&langue=en").text_content()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("province=nulle", "la valeur « nulle » n’est pas admise. Admis : brabant-wallon"),
        ("limit=0", "un nombre de 1 à 50"),
        ("limit=51", "un nombre de 1 à 50"),
        ("langue=nl", "Admis : fr, en"),
        ("theme=rose", "Admis : auto, light, dark"),
        ("kind=events", "Admis : event, news, call"),
        ("couleur=rose", "« couleur » : inconnu"),
        ("cursor=x", "« cursor » : inconnu"),
        ("item=x", "l’identifiant d’un élément"),
        ("item=00000000-0000-0000-0000-000000000000&province=namur", "« province » : inconnu"),
        ("theme=dark&theme=dark", "ne se donne qu’une fois"),
    ],
)
def test_what_is_wrong_is_said_in_words(site: Site, asked: str, said: str) -> None:
    page = tree(site, f"/embed?{asked}", 400)
    assert said in words(page)
    assert page.xpath("//p[@lang='en']")
    assert "frame-ancestors *" in site.client.get(f"/embed?{asked}").headers["content-security-policy"]


def test_links_leave_the_frame_and_sources_are_named(site: Site) -> None:
    for address in ADDRESSES:
        page = tree(site, address)
        for link in page.xpath("//a"):
            assert (link.get("target"), link.get("rel")) == ("_top", "noopener"), address
            assert re.match(r"(/(e/|agenda|veille|appels)|https?://|webcal://)", link.get("href")), link.get("href")
        for line in page.xpath("//li"):
            assert re.search(r"Sources? ?: \S", words(line)), (address, words(line))
    (concert,) = tree(site, "/embed?limit=1").xpath("//li")
    assert "Sources : Halle du Confluent, L’Agenda provincial" in words(concert)


def test_it_loads_two_files_of_ours_and_nothing_is_inline(site: Site) -> None:
    for address in (*ADDRESSES, "/embed?limit=x"):
        answer = site.client.get(address)
        page = html.fromstring(answer.text)
        loaded = page.xpath("//link[@rel='stylesheet']/@href|//@src")
        assert len(loaded) == 2
        assert all(re.fullmatch(r"/static/embed[a-z-]*\.(css|js)\?v=[0-9a-f]{10}", file) for file in loaded)
        assert not page.xpath("//style|//script[not(@src)]|//@style|//@*[starts-with(name(), 'on')]|//img|//form")
        assert "set-cookie" not in answer.headers
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert policy.endswith("frame-ancestors *")
        assert "x-frame-options" not in answer.headers


def test_nothing_else_may_be_framed(site: Site) -> None:
    """Every route of the application, asked with what it needs; and errors."""
    id = made.item_named(site.engine, Kind.EVENT, "Nuit modulaire")
    filled = {"item": id, "id": id, "field": "title", "name:path": "agenda.ics", "name": "agenda.ics"}
    app = create_app(site.engine, site.settings)
    paths = {route.path for route in app.routes if hasattr(route, "path")} - {"/changes/stream"}
    assert {"/embed", "/oembed", "/agenda", "/e/{item}", "/hub", "/changes", "/static/embed.js"} <= paths
    assert len(paths) > len(FEEDS) + 20
    asked = [re.sub(r"{([^}]+)}", lambda m: filled.get(m[1], "kikk"), path) for path in sorted(paths)]
    for path in [*asked, "/embed/", "/Embed", "//embed", "/embed.html", "/e/embed", "/static/style.css", "/rien"]:
        if path == "/embed":
            continue
        answer = site.client.get(path)
        assert answer.headers["x-frame-options"] == "DENY", path
        policy = (DESK_HEADERS if path.startswith("/desk") else SECURITY_HEADERS)["content-security-policy"]
        assert answer.headers["content-security-policy"] == policy, path
    assert "frame-ancestors 'none'" in DESK_HEADERS["content-security-policy"]
    assert "frame-ancestors 'none'" in SECURITY_HEADERS["content-security-policy"]


def test_one_item_may_stand_alone(site: Site) -> None:
    id = made.item_named(site.engine, Kind.EVENT, "Nuit modulaire")
    page = tree(site, f"/embed?item={id}&langue=en")
    assert titles(page) == ["Nuit modulaire : concert pour vingt synthétiseurs et une chorale de drones"]
    assert words(page.xpath("//h2")[0]) == "Thursday 12 March"
    assert "On entre à 19 h" in words(page.xpath("//p[@class='excerpt']")[0])
    assert "Over" in words(tree(site, f"/embed?langue=en&item={made.item_named(site.engine, Kind.EVENT, 'Bilan')}"))
    assert titles(tree(site, f"/embed?item={made.item_named(site.engine, Kind.CALL, 'hiver')}")) == ["Appel d’hiver"]
    tree(site, "/embed?item=00000000-0000-0000-0000-000000000000", 404)


def test_merged_hidden_and_withdrawn_items_leave_at_once(site: Site) -> None:
    lost, kept, hidden, gone = (made.item_named(site.engine, Kind.EVENT, f"n° {n}") for n in (49, 50, 51, 52))
    before = site.client.get("/embed?limit=50&from=2026-03-20").text
    with site.engine.begin() as connection:
        connection.execute(text("UPDATE items SET merged_into = :into WHERE id = :id"), {"into": kept, "id": lost})
        connection.execute(text("UPDATE items SET withdrawn_at = :at WHERE id = :id"), {"at": made.NOW, "id": gone})
        hide(connection, hidden, True, "anne", made.NOW)
    try:
        moved = site.client.get(f"/embed?item={lost}&theme=dark")
        assert (moved.status_code, moved.headers["location"]) == (301, f"/embed?item={kept}&theme=dark")
        tree(site, f"/embed?item={hidden}", 404)
        tree(site, f"/embed?item={gone}", 410)
        assert hidden in before
        assert hidden not in site.client.get("/embed?limit=50&from=2026-03-20").text
    finally:
        with site.engine.begin() as connection:
            connection.execute(text("UPDATE items SET merged_into = NULL, withdrawn_at = NULL"))
            hide(connection, hidden, False, "anne", made.NOW)


def test_a_frame_that_has_the_page_gets_304(site: Site) -> None:
    first = site.client.get("/embed?province=namur", headers={"Accept-Encoding": "identity"})
    assert first.headers["cache-control"] == "public, max-age=300"
    again = site.client.get("/embed?province=namur", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.client.head("/embed").content == b""
    assert site.client.post("/embed").status_code == 405


def test_what_is_over_leaves_within_a_quarter_of_an_hour(site: Site) -> None:
    """One application, whose clock goes on from breakfast to after it."""
    clock = [datetime(2026, 3, 12, 7, 20, tzinfo=UTC)]
    young = create_app(site.engine, Moving(site, clock).settings)
    client = TestClient(young, base_url="http://vigie.test")
    assert "Petit-déjeuner des studios" in client.get("/embed").text
    clock[0] = datetime(2026, 3, 12, 7, 45, tzinfo=UTC)
    assert "Petit-déjeuner des studios" not in client.get("/embed").text


class Moving:
    def __init__(self, site: Site, clock: list[datetime]) -> None:
        class Settings(type(site.settings)):  # type: ignore[misc]
            def clock(self) -> datetime:
                return clock[0]

        plain = site.settings
        self.settings = Settings(**{name: getattr(plain, name) for name in plain.__dataclass_fields__})


def test_the_files_may_be_loaded_from_anywhere_and_kept(site: Site) -> None:
    page = html.fromstring(site.client.get("/embed").text)
    (sheet,), (script,) = page.xpath("//link[@rel='stylesheet']/@href"), page.xpath("//script/@src")
    for address, type in ((sheet, "text/css"), (script, "text/javascript"), ("/static/embed.js", "text/javascript")):
        answer = site.client.get(address)
        assert answer.headers["content-type"] == f"{type}; charset=utf-8"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        kept = "public, max-age=31536000, immutable"
        assert (answer.headers["cache-control"] == kept) == ("?v=" in address), address
        again = site.client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
    assert "immutable" not in site.client.get("/static/embed.js?v=0123456789").headers["cache-control"]


def test_the_script_is_small_and_needs_nobody(site: Site) -> None:
    script = (STATIC / "embed.js").read_text()
    assert len(script.encode()) <= 5000
    code = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
    assert not re.search(
        r"https?:|import|fetch|XMLHttpRequest|cookie|localStorage|innerHTML|eval|document\.write", code
    )


def test_the_colours_are_those_of_the_site() -> None:
    """Light, dark for who prefers it, dark for who asks: the same as in style.css, whose contrast is measured."""

    def colours(rule: str) -> dict[str, str]:
        return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", rule))

    own, other = ((STATIC / name).read_text() for name in ("embed.css", "style.css"))
    light, dark = (colours(rule) for rule in re.findall(r":root\s*\{([^}]*)\}", other)[:2])
    rules = [colours(rule) for rule in re.findall(r":root(?:\[[^\]]*\])?\s*\{([^}]*)\}", own)]
    assert rules[:3] == [light, dark, dark]
    assert len(light) == 7


def test_days_of_english_words() -> None:
    from web.embed_words import ENGLISH

    assert ENGLISH.day(date(2027, 1, 3), date(2026, 3, 12)) == "Sunday 3\u00a0January 2027"
    assert ENGLISH.until(date(2026, 4, 26), date(2026, 3, 12)) == "until 26\u00a0April"
    assert [ENGLISH.left(n) for n in (0, 1, 2)] == ["last day", "tomorrow", "2\u00a0days left"]
    assert [ENGLISH.more(n) for n in (1, 2)] == ["and 1 more date", "and 2 more dates"]


def test_a_young_site_has_an_empty_page(site: Site, tmp_path: Path) -> None:
    client = TestClient(create_app(site.engine, replace(site.settings, home=tmp_path)))
    assert client.get("/embed").status_code == 200
