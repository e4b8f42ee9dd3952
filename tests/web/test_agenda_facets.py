"""The facets of the agenda: what each value brings, counted by hand-written SQL; choices in the address, no script."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import varied_items
import web_samples as made
from lxml import html
from site_under_test import Site
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from vigie.model import Event, Occurrence, WallTime
from warehouse import agenda
from warehouse.agenda import Cut, Question
from warehouse.curate import curate
from warehouse.load import load
from web.agenda_query import AgendaQuery, read_agenda_query
from web.app import create_app

TODAY = varied_items.TODAY
FIRST, LAST = TODAY, TODAY + timedelta(days=30)
ALL = Cut(10_000)
# What stands in the window: said again from the content alone, without the columns that the agenda counts by.
IN_WINDOW = """
    SELECT i.* FROM items i
     WHERE i.kind = 'event' AND i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden
       AND EXISTS (SELECT 1 FROM occurrences o WHERE o.item = i.id
                      AND o.ends_at > TIMESTAMP '2026-03-12 00:00' AT TIME ZONE 'Europe/Brussels'
                      AND o.starts_at < TIMESTAMP '2026-04-12 00:00' AT TIME ZONE 'Europe/Brussels')
"""
VALUES = {
    "event_type": "unnest(topics)",
    "discipline": "unnest(topics)",
    "audience": "unnest(topics)",
    "province": "content #>> '{place,province}'",
    "city": "content #>> '{place,nis}'",
    "totem": "content #>> '{place,totem}'",
    "source": "(SELECT unnest(array_agg(DISTINCT m.source)) FROM memberships m WHERE m.item = i.id)",
    "language": "left(content ->> 'language', 2)",
    "state": "coalesce(content ->> 'status', 'scheduled')",
    "price": """CASE WHEN (content ->> 'is_free')::boolean THEN 'free' WHEN content ->> 'is_free' = 'false' THEN 'paid'
                     WHEN jsonb_array_length(coalesce(content -> 'prices', '[]')) > 0 THEN 'paid' END""",
    "attendance": """CASE WHEN content ? 'attendance' THEN content ->> 'attendance'
                          WHEN content #>> '{place,name}' IS NOT NULL THEN 'offline'
                          WHEN content ? 'online_url' THEN 'online' END""",
}


@pytest.fixture
def varied_events(towns: Site) -> Engine:
    return towns.engine


def by_hand(engine: Engine, facet: str, where: str = "true") -> dict[str, int]:
    topics = VALUES[facet] == "unnest(topics)"
    value = "split_part(value, ':', 2)" if topics else "value"
    kept = f"value LIKE '{facet}:%'" if topics else "value IS NOT NULL"
    query = f"""
        SELECT {value}, count(*) FROM (SELECT {VALUES[facet]} AS value FROM ({IN_WINDOW}) i WHERE {where}) said
         WHERE {kept} GROUP BY 1
    """
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(query))}


def counted(engine: Engine, *groups: tuple[str, tuple[str, ...]], words: str | None = None) -> agenda.Found:
    with engine.connect() as connection:
        return agenda.find(connection, Question(FIRST, LAST, groups, words, TODAY - timedelta(days=7)), ALL, ALL)


@pytest.mark.parametrize("facet", VALUES)
def test_counts_of_a_facet_are_those_of_plain_sql(varied_events: Engine, facet: str) -> None:
    expected = by_hand(varied_events, facet)
    assert len(expected) > 1
    assert counted(varied_events).counts[facet] == expected


@pytest.mark.parametrize("facet", VALUES)
def test_a_facet_is_counted_as_if_it_asked_nothing_and_the_others_did(varied_events: Engine, facet: str) -> None:
    """Two provinces and a type are chosen: their own counts leave themselves out, the others leave out nothing."""
    provinces = "content #>> '{place,province}' IN ('namur', 'liege')"
    workshop = "'event_type:workshop' = ANY(topics)"
    where = {"province": workshop, "event_type": provinces}.get(facet, f"{provinces} AND {workshop}")
    found = counted(
        varied_events,
        ("province", ("province:namur", "province:liege")),
        ("event_type", ("event_type:workshop",)),
    )
    assert found.counts.get(facet, {}) == by_hand(varied_events, facet, where)


def test_what_is_new_is_counted_by_the_day_of_its_first_sight(varied_events: Engine) -> None:
    with varied_events.connect() as connection:
        query = f"SELECT count(*) FROM ({IN_WINDOW}) i WHERE created_at >= '2026-03-04T23:00Z'"
        expected = connection.execute(text(query)).scalar_one()
        asked = Question(FIRST, LAST, new_since=date(2026, 3, 5))
        every = agenda.find(connection, asked, ALL, ALL)
        only = agenda.find(connection, replace(asked, only_new=True), ALL, ALL)
    assert 0 < expected < every.total
    assert every.counts["new"] == {"1": expected}
    assert only.total == expected


def test_total_and_lists_agree(varied_events: Engine) -> None:
    found = counted(varied_events, ("discipline", ("discipline:xr", "discipline:games")))
    with varied_events.connect() as connection:
        where = "topics && ARRAY['discipline:xr', 'discipline:games']"
        ids = connection.execute(text(f"SELECT id FROM ({IN_WINDOW}) i WHERE {where}")).scalars()
        expected = {str(id_) for id_ in ids}
    assert {id_ for id_, _ in found.coming} | set(found.running) == expected
    assert found.total == len(expected)
    assert (found.coming_total, found.running_total) == (len(found.coming), len(found.running))
    assert [at for _, at in found.coming] == sorted(at for _, at in found.coming)


def test_days_of_the_grid_count_what_begins_on_them(varied_events: Engine) -> None:
    with varied_events.connect() as connection:
        found = agenda.by_day(connection, Question(date(2026, 3, 1), date(2026, 3, 31)))
        expected = connection.execute(text("""
            SELECT o.local_start::date, count(DISTINCT o.item)
              FROM occurrences o JOIN items i ON i.id = o.item
             WHERE i.kind = 'event' AND o.local_start >= '2026-03-01' AND o.local_start < '2026-04-01' GROUP BY 1
        """)).all()  # fmt: skip
    assert {one.day: one.events for one in found} == {row[0]: row[1] for row in expected}
    assert all(len(one.first) == min(3, one.events) for one in found)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("soiree 7", {"Soirée 7"}),
        ('"soirée 1"', {"Soirée 1"}),
        ('"1 soirée"', set()),
        ("soirées -12 1", {"Soirée 1"}),
    ],
)
def test_the_database_reads_a_question_as_the_analyser_does(
    varied_events: Engine, words: str, titles: set[str]
) -> None:
    found = counted(varied_events, words=words)
    with varied_events.connect() as connection:
        query = text("SELECT title FROM items WHERE id = ANY(CAST(:ids AS uuid[]))")
        ids = [id_ for id_, _ in found.coming] + list(found.running)
        assert set(connection.execute(query, {"ids": ids}).scalars()) == titles


def test_an_address_holds_all_of_the_choice_and_comes_back() -> None:
    pairs = [
        ("province", "namur"), ("province", "liege"), ("commune", "mons"), ("prix", "gratuit"), ("acces", "en-ligne"),
        ("etat", "full"), ("totem", "trakk"), ("sujet", "theme:export"), ("nouveau", "1"), ("q", "jeu"),
        ("quand", "mois"), ("source", "kikk"), ("language", "fr"), ("audience", "youth"), ("du", "2026-03-20"),
    ]  # fmt: skip
    query = read_agenda_query(pairs, TODAY)
    again = html.fromstring(f'<a href="{query.here("/agenda")}"/>').get("href")
    assert read_agenda_query(parse_qsl(urlsplit(again).query), TODAY) == query
    asked = query.question(FIRST, LAST, TODAY)
    assert ("city", ("city:53053",)) in asked.groups
    assert ("price", ("price:free",)) in asked.groups
    assert ("attendance", ("attendance:online",)) in asked.groups
    assert asked.only_new


@pytest.mark.parametrize(
    "hostile",
    [[("province", "../../etc")], [("commune", "<script>")], [("nouveau", "oui")], [("sujet", "a:b:c")], [("x", "y")]],
)
def test_what_cannot_be_meant_is_left_out(hostile: list[tuple[str, str]]) -> None:
    assert read_agenda_query(hostile, TODAY) == AgendaQuery()


def test_choices_are_boxes_that_say_what_they_bring(varied: Site) -> None:
    page = html.fromstring(varied.client.get("/agenda?province=namur&province=liege&type=workshop").text)
    assert page.xpath("//input[@name='province'][@checked]/@value") == ["liege", "namur"]
    names = set(html.fromstring(varied.client.get("/agenda").text).xpath("//fieldset//input/@name"))
    assert names == {
        "nouveau", "type", "discipline", "province", "totem", "audience", "acces", "etat", "language", "source",
    }  # fmt: skip
    shown = page.xpath("//label[input[@name='province'][@value='hainaut']]/span[@class='many']")[0].text_content()
    other = html.fromstring(varied.client.get("/agenda?province=hainaut&type=workshop").text)
    assert f"{shown}\u00a0rendez-vous" in other.xpath("//p[@class='lede']")[0].text_content()


def test_what_is_chosen_can_be_taken_back_one_by_one(varied: Site) -> None:
    page = html.fromstring(varied.client.get("/agenda?province=namur&province=liege&nouveau=1&q=ba").text)
    chips = {" ".join(a.text_content().split()): a.get("href") for a in page.xpath("//div[@class='chosen']/ul//a")}
    assert chips == {
        "« ba » ×": "/agenda?province=liege&province=namur&nouveau=1",
        "Liège ×": "/agenda?province=namur&nouveau=1&q=ba",
        "Namur ×": "/agenda?province=liege&nouveau=1&q=ba",
        "Nouveau depuis 7 jours ×": "/agenda?province=liege&province=namur&q=ba",
        "Tout revoir": "/agenda",
    }


def test_the_feed_of_a_choice_answers_and_says_what_it_cannot(varied: Site) -> None:
    page = html.fromstring(varied.client.get("/agenda?province=namur&type=workshop&q=atelier&prix=gratuit").text)
    line = page.xpath("//p[@class='feed-line']")[0]
    calendar, atom = line.xpath(".//a/@href")
    assert atom == "/agenda.atom?province=namur&type=workshop&q=atelier"
    assert calendar.startswith("webcal://")
    assert varied.client.get(atom).status_code == 200
    assert "Gratuit" in line.text_content()
    unsayable = html.fromstring(varied.client.get("/agenda?nouveau=1").text).xpath("//p[@class='feed-line']")[0]
    assert unsayable.xpath(".//a/@href") == ["/abonnements"]


def test_old_addresses_still_mean_what_they_meant(varied: Site) -> None:
    page = html.fromstring(varied.client.get("/agenda?province=namur&type=workshop&discipline=xr&quand=mois").text)
    assert page.xpath("//fieldset//input[@checked]/@value") == ["workshop", "xr", "namur"]
    assert page.xpath("//nav[@class='chips']//a[@aria-current]/@href") == [
        "/agenda?type=workshop&discipline=xr&province=namur&quand=mois"
    ]


def test_an_answer_is_kept_until_the_warehouse_moves(varied_events: Engine, varied: Site) -> None:
    client = TestClient(create_app(varied_events, varied.settings))
    before = client.get("/agenda?q=inedit").text
    assert client.get("/agenda?q=inedit").text == before
    one = ("inedit", Event("Inédit : première", (Occurrence(WallTime.of_day(TODAY)),)))
    brought = [made.record(made.HALLE, *one)]
    load(varied_events, made.HALLE, brought, (), [brought[0].key], False, made.NOW, "later")
    curate(varied_events, made.NOW)
    assert "Inédit : première" in client.get("/agenda?q=inedit").text.replace("\u00a0", " ")
