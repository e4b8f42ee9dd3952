"""Actors and places: lists whose counts are those of SQL, pages of what each has coming, calendars of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import web_samples as made
from icalendar import Calendar
from lxml import etree, html
from site_under_test import Site
from sqlalchemy import select, text
from starlette.testclient import TestClient

from vigie.model import Article, Call, Content, Deadline, Event, Kind, Place
from warehouse import actors_told, places_told, server
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from warehouse.tables import items
from web.app import create_app

PAVILION = Place(name="Le Pavillon", municipality="Namur", province="namur", totem="le-pavillon")
HALL = Place(name="Halle des essais", municipality="Liège", province="liege", postcode="4000")
LOUD = replace(HALL, name="HALLE DES ESSAIS")
EVENTS: tuple[tuple[str, Content], ...] = (
    ("a", Event("Fête des essais", made.session(made.at(3, 20, 18)), place=HALL, actors=("organizer:kikk",))),
    ("b", Event("Nuit des essais", made.session(made.at(3, 22, 18)), place=LOUD, actors=("place:trakk",))),
    ("c", Event("Bilan d’hiver", made.session(made.at(2, 2, 18)), place=HALL, actors=("organizer:kikk",))),
    ("d", Event("Parcours de lumière", made.session(made.at(4, 2, 18)), place=PAVILION,
                actors=("organizer:kikk", "organizer:trakk"))),
    ("e", Event("Colloque d’ailleurs", made.session(made.at(4, 9, 18)), actors=("mentioned:kikk",))),
)  # fmt: skip
CALLS: tuple[tuple[str, Content], ...] = (
    ("f", Call("Appel de printemps", deadlines=(Deadline(made.at(5, 1)),), actors=("funder:kikk",))),
    ("g", Call("Appel d’automne passé", deadlines=(Deadline(made.at(1, 1)),), actors=("funder:kikk",))),
)
NEWS: tuple[tuple[str, Content], ...] = (
    ("h", Article("Un portrait du KIKK", published=made.at(3, 10), actors=("mentioned:kikk",))),
    ("i", Article("Une vieille histoire du KIKK", published=made.at(3, 10, year=2025), actors=("mentioned:kikk",))),
)
COUNTED = text("""
    SELECT count(DISTINCT i.id) FROM items i, jsonb_array_elements_text(i.content -> 'actors') a
     WHERE i.kind = :kind AND a = ANY(:actors) AND NOT i.hidden AND i.merged_into IS NULL AND i.withdrawn_at IS NULL
       AND CASE i.kind WHEN 'event' THEN i.ends_at > :now WHEN 'call' THEN i.closes_at > :now
                       ELSE i.published_at > CAST(:now AS timestamptz) - interval '90 days' END
""")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def town(site: Site) -> Iterator[Site]:
    engine = open_engine(server.database_url(site.settings, "directory"))
    upgrade(engine)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    for of, pairs in ((made.HALLE, EVENTS), (made.FONDS, CALLS), (made.GAZETTE, NEWS)):
        made.bring(engine, of, [made.record(of, key, content) for key, content in pairs], at)
    curate(engine, at)
    settings = replace(site.settings, home=site.settings.home / "directory")
    client = TestClient(create_app(engine, settings), base_url="http://vigie.test", follow_redirects=False)
    yield Site(settings, engine, client)
    engine.dispose()


def page(site: Site, path: str) -> html.HtmlElement:
    answer = site.client.get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.text)


def part(found: html.HtmlElement, id: str) -> list[str]:
    return [words(p) for p in found.xpath(f"//section[@aria-labelledby='{id}']//p[@class='near-title']")]


def row(found: html.HtmlElement, name: str) -> str:
    return next(words(li) for li in found.xpath("//ul[@class='people']/li") if words(li.xpath("./a")[0]) == name)


@pytest.mark.parametrize("slug", ["kikk", "trakk", "wallonie-design"])
def test_counts_of_actors_equal_sql_and_their_pages(town: Site, slug: str) -> None:
    with town.engine.connect() as connection:
        told = actors_told.tallies(connection, made.NOW).get(slug)
        own = [f"{role}:{slug}" for role in ("organizer", "place", "funder")]
        counts = {}
        for kind in ("event", "call", "news"):
            named = [*own, f"mentioned:{slug}"] if kind == "news" else own
            asked = {"kind": kind, "actors": named, "now": made.NOW}
            counts[kind] = connection.execute(COUNTED, asked).scalar_one()
        held = actors_told.of_actor(connection, slug, made.NOW)
    shown = (told.coming, told.calls, told.news) if told else (0, 0, 0)
    assert shown == (counts["event"], counts["call"], counts["news"])
    assert (held.coming.total, held.calls.total) == shown[:2]


def test_the_map_lists_actors_with_what_each_has_ahead(town: Site) -> None:
    found = page(town, "/acteurs")
    assert row(found, "KIKK").endswith("2 à venir 1 appel ouvert 1 actualité récente")
    assert "à venir" not in row(found, "Wallonie Design")
    total = int(words(found.xpath("//p[@class='lede']/span")[0]).split()[0])
    assert total == len(found.xpath("//ul[@class='people']/li")) > 150
    assert "Ars Electronica" not in words(found), "examples from abroad are no actors of Wallonia"


def test_actors_are_sorted_out_by_type_or_by_province(town: Site) -> None:
    by_type = [words(h).rsplit(" ", 1)[0] for h in page(town, "/acteurs").xpath("//section/h2")]
    assert by_type == [
        "Culture numérique", "Vitrine, veille", "Formation, recherche, sensibilisation", "Entrepreneuriat",
    ]  # fmt: skip
    by_province = [words(h).rsplit(" ", 1)[0] for h in page(town, "/acteurs?par=province").xpath("//section/h2")]
    assert by_province[:3] == ["Brabant wallon", "Hainaut", "Liège"]
    assert by_province[-2:] == ["Bruxelles-Capitale", "Ailleurs, ou partout"]


def test_choices_of_actors_give_what_they_count(town: Site) -> None:
    found = page(town, "/acteurs")
    for name in ("type", "province"):
        for option in found.xpath(f"//select[@name='{name}']/option[@value!='']"):
            count = int(option.text_content().rsplit("(", 1)[1].rstrip(")"))
            chosen = page(town, f"/acteurs?{name}={option.get('value')}")
            assert len(chosen.xpath("//ul[@class='people']/li")) == count, option.get("value")


def test_an_actor_is_found_without_its_accents(town: Site) -> None:
    assert row(page(town, "/acteurs?q=FEDERATION wallonie"), "Fédération Wallonie-Bruxelles")
    assert "Personne pour ce choix" in words(page(town, "/acteurs?q=<script>alert(1)</script>"))


def test_the_page_of_an_actor_says_what_it_organises_and_what_is_said_of_it(town: Site) -> None:
    found = page(town, "/acteurs/kikk")
    assert part(found, "a-venir") == ["Fête des essais", "Parcours de lumière"]
    assert part(found, "appels") == ["Appel de printemps"]
    assert part(found, "actualites") == ["Un portrait du KIKK", "Une vieille histoire du KIKK"]
    assert part(found, "passe") == ["Bilan d’hiver"]
    assert part(found, "clos") == ["Appel d’automne passé"]
    assert "Colloque" not in words(found), "to be mentioned is not to organise"


def test_an_actor_without_anything_ahead_says_so_calmly(town: Site) -> None:
    found = page(town, "/acteurs/wallonie-design")
    assert words(found.xpath("//section[@aria-labelledby='a-venir']")[0]) == "À venir Rien d’annoncé pour le moment."


def test_spellings_of_a_place_share_its_page_and_its_count(town: Site) -> None:
    found = page(town, "/lieux")
    assert row(found, "Halle des essais") == "Halle des essais Liège 2 à venir"
    place = page(town, "/lieux/halle-des-essais-liege")
    assert part(place, "a-venir") == ["Fête des essais", "Nuit des essais"]
    assert part(place, "passe") == ["Bilan d’hiver"]


def test_totem_places_are_always_listed_and_lead_to_their_actor(town: Site) -> None:
    found = page(town, "/lieux")
    assert row(found, "Le Pavillon") == "Le Pavillon Namur 1 à venir"
    assert row(found, "Quai10") == "Quai10 Charleroi"
    assert "Plug R" not in words(found), "what only an older list names waits until something happens there"
    assert page(town, "/lieux/le-pavillon").xpath("//a[@href='/acteurs/le-pavillon']")
    assert "Rien d’annoncé pour le moment." in words(page(town, "/lieux/quai10"))


def test_counts_of_places_are_those_of_their_pages(town: Site) -> None:
    with town.engine.connect() as connection:
        tallies = places_told.tallies(connection, made.NOW)
        known = places_told.known_places(connection)
        assert tallies
        for slug, (_, tally) in tallies.items():
            held = places_told.at_place(connection, known[slug], made.NOW)
            assert (held.coming.total, held.calls.total) == (tally.coming, tally.calls), slug


@pytest.mark.parametrize("path", ["/acteurs/kikk", "/lieux/halle-des-essais-liege"])
def test_each_has_a_calendar_and_feeds(town: Site, path: str) -> None:
    links = page(town, path).xpath("//section[@id='suivre']//a/@href")
    assert f"webcal://vigie.test{path}/agenda.ics" in links
    answer = town.client.get(f"{path}/agenda.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    titles = sorted(str(e["SUMMARY"]) for e in Calendar.from_ical(answer.content).walk("VEVENT"))
    expected = {
        "/acteurs/kikk": ["Fête des essais", "Parcours de lumière"],
        "/lieux/halle-des-essais-liege": ["Fête des essais", "Nuit des essais"],
    }
    assert titles == expected[path], "what was over a month ago is over"
    again = town.client.get(f"{path}/agenda.ics", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    atom = etree.fromstring(town.client.get(f"{path}/agenda.atom").content)
    assert len(atom.findall("{*}entry")) == 2
    for link in links:
        assert (
            town.client.get(link.replace("webcal://", "http://").removeprefix("http://vigie.test")).status_code == 200
        )


@pytest.mark.parametrize(
    "path",
    [
        "/acteurs/nobody",
        "/acteurs/..%2Fx",
        "/lieux/nowhere",
        "/lieux/%00",
        "/acteurs/kikk/rien.ics",
        "/lieux/x/agenda.ics",
    ],
)
def test_who_is_not_known_has_no_page(town: Site, path: str) -> None:
    assert town.client.get(path).status_code == 404


def test_slugs_of_places_follow_from_name_and_town() -> None:
    assert places_told.slug_of(PAVILION) == "le-pavillon"
    assert places_told.slug_of(HALL) == places_told.slug_of(LOUD) == "halle-des-essais-liege"
    assert places_told.slug_of(Place(name="Théâtre de Liège", municipality="Liège")) == "theatre-de-liege"
    assert places_told.slug_of(Place(municipality="Liège")) is None
    assert places_told.slug_of(Place(name="!!!")) is None


def test_the_lists_speak_english(town: Site) -> None:
    assert "2 coming up 1 open call" in row(page(town, "/en/acteurs"), "KIKK")
    assert "Nothing announced for now." in words(page(town, "/en/lieux/quai10"))
    for path in ("/en/acteurs", "/en/acteurs/kikk", "/en/lieux"):
        inner = page(town, path).xpath("//main//a/@href")
        feeds = ("webcal://", "http://")
        assert all(a.startswith(("/en/", "#", "mailto:", "https://", *feeds)) for a in inner), path


def test_an_actor_and_a_place_are_found_by_their_index(town: Site) -> None:
    with town.engine.connect() as connection:
        place = places_told.known_places(connection)["halle-des-essais-liege"]
        for setting in ("enable_seqscan", "enable_indexscan"):
            connection.execute(text(f"SET LOCAL {setting} = off"))
        for index, about in (
            ("ix_items_actors", actors_told.about("kikk")[Kind.EVENT]),
            ("ix_items_place", places_told.about(place)),
        ):
            query = (
                select(items.c.id)
                .where(about)
                .compile(town.engine, compile_kwargs={"literal_binds": True, "render_postcompile": True})
            )
            plan = connection.execute(text(f"EXPLAIN {query}".replace(":", "\\:"))).scalars().all()
            assert index in "\n".join(plan)
