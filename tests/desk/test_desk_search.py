"""The editors' search: states that readers never see, facets whose counts are the rows they give, pages by key, an
address that says everything, the same rows for screen and downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from desk_items import HALLE, PROVINCE, House, article, call, event, house, place
from desk_site import NOW, DeskSite, Signed
from sqlalchemy import text
from starlette.datastructures import QueryParams

from vigie.model import AttendanceMode, Money, MoneyRole, Status
from warehouse import desk_search, editing, joining, notes
from warehouse.desk_filter import Facet
from web.desk.search import DeskQuery, every_id, found, read_desk_query

TODAY = date(2026, 3, 12)


@pytest.fixture(scope="module")
def full(desk: DeskSite) -> Iterator[House]:
    """A house with an item in each state; nothing in it moves."""
    with house(desk) as home:
        home.bring(
            HALLE,
            night=event("Nuit modulaire", day=20, place=place("La Halle"), topics=("discipline:games",), is_free=True),
            day=event(
                "Jour de fête",
                day=14,
                place=place("Fabrique", "Liège", "62063", "liege"),
                prices=(Money(MoneyRole.PRICE, Decimal(5), Decimal(5)),),
            ),
            online=event("Webinaire jeux vidéo", day=16, attendance=AttendanceMode.ONLINE, language="en"),
            hidden=event("Fiche cachée", day=21),
            off=event(
                "Bal annulé", day=22, status=Status.CANCELLED, topics=("discipline:games", "event_type:workshop")
            ),
            grant=call("Bourse d’écriture", 4, 2),
            news=article("La Halle recrute"),
            edited=event("Avant correction", day=23),
        )
        home.bring(PROVINCE, twin=event("Soirée jumelle", day=24))
        with home.site.engine.begin() as connection:
            editing.hide(connection, home.item("Fiche cachée"), True, "ada", NOW)
            editing.edit(connection, home.item("Avant correction"), "title", "Après correction", "ada", NOW)
            editing.pin(connection, home.item("Nuit modulaire"), NOW + timedelta(days=3), "ada", NOW)
            notes.add(connection, home.item("Bourse d’écriture"), "à relire", "ada", NOW)
            joining.merge(connection, home.item("Jour de fête"), home.item("Soirée jumelle"), "ada", NOW)
        home.curate()
        home.bring(HALLE, edited=event("La source a bougé", day=23))
        yield home


def titles(home: House, address: str) -> list[str]:
    query = read_desk_query(QueryParams(address), TODAY)
    with home.site.engine.connect() as connection:
        return [item.content.title for item in found(connection, query, NOW).items]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("state=hidden", {"Fiche cachée"}),
        ("state=merged", {"Soirée jumelle"}),
        ("state=edited", {"Après correction"}),
        ("state=conflict", {"Après correction"}),
        ("state=pinned", {"Nuit modulaire"}),
        ("state=noted", {"Bourse d’écriture"}),
        ("state=withdrawn", set()),
        ("state=hidden&state=pinned", {"Fiche cachée", "Nuit modulaire"}),
        ("kind=call&kind=news", {"Bourse d’écriture", "La Halle recrute"}),
        ("province=liege", {"Jour de fête"}),
        ("city=Namur", {"Nuit modulaire"}),
        ("discipline=discipline:games", {"Nuit modulaire", "Bal annulé"}),
        ("discipline=discipline:games&type=event_type:workshop", {"Bal annulé"}),
        ("status=cancelled", {"Bal annulé"}),
        ("price=free", {"Nuit modulaire"}),
        ("price=paid", {"Jour de fête"}),
        ("attendance=online", {"Webinaire jeux vidéo"}),
        ("language=en", {"Webinaire jeux vidéo"}),
        ("q=jeu+vidéo", {"Webinaire jeux vidéo"}),
        ("q=" + "fête", {"Jour de fête"}),
        ("source=province", {"Jour de fête"}),
        ("from=2026-03-15&to=2026-03-16", {"Webinaire jeux vidéo"}),
        ("from=2026-04-02&to=2026-04-02", {"Bourse d’écriture"}),
        ("q=nulle+part", set()),
    ],
)
def test_what_is_asked_is_what_is_found(full: House, address: str, wanted: set[str]) -> None:
    assert set(titles(full, address)) == wanted


def test_without_a_state_it_is_what_readers_see(full: House) -> None:
    with full.site.engine.connect() as connection:
        live = "SELECT title FROM items WHERE merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden"
        assert sorted(titles(full, "")) == sorted(connection.execute(text(live)).scalars())
    assert "Fiche cachée" not in titles(full, "")


@pytest.mark.parametrize(
    "address", ["", "kind=event", "q=nuit", "province=namur&kind=event", "state=edited&state=shown"]
)
def test_a_count_is_the_rows_that_its_value_gives(full: House, address: str) -> None:
    query = read_desk_query(QueryParams(address), TODAY)
    with full.site.engine.connect() as connection:
        counts = desk_search.counts(connection, query.filter, NOW)
        for facet, values in counts.items():
            for value, many in values.items():
                alone = DeskQuery(query.filter)
                for chosen in query.filter.values(facet):
                    alone = alone.toggled(facet, chosen)
                assert desk_search.count(connection, alone.toggled(facet, value).filter, NOW) == many, (facet, value)
    assert counts[Facet.STATE]["shown"] == desk_count(full, query, "shown")


def desk_count(full: House, query: DeskQuery, state: str) -> int:
    alone = query
    for chosen in query.filter.values(Facet.STATE):
        alone = alone.toggled(Facet.STATE, chosen)
    with full.site.engine.connect() as connection:
        return desk_search.count(connection, alone.toggled(Facet.STATE, state).filter, NOW)


@pytest.mark.parametrize("sort", ["revised", "created", "date", "title"])
def test_pages_by_key_lose_nothing_and_are_the_whole_list(full: House, sort: str) -> None:
    query = read_desk_query(QueryParams(f"sort={sort}&state=shown&state=hidden&state=merged"), TODAY)
    seen: list[str] = []
    with full.site.engine.connect() as connection:
        whole = every_id(connection, query, NOW)
        address = query.url("/desk/items")
        while True:
            page = found(connection, read_desk_query(QueryParams(address.partition("?")[2]), TODAY), NOW, limit=2)
            seen += [item.id for item in page.items]
            if page.next is None:
                break
            address = query.url("/desk/items", page.next)
    assert tuple(seen) == whole
    assert len(whole) == len(set(whole)) == 9


def test_titles_are_in_their_order(full: House) -> None:
    shown = titles(full, "sort=title&kind=event")
    assert shown == sorted(shown, key=str.lower)


@pytest.mark.parametrize(
    "address",
    [
        "state=perhaps&kind=song&status=x&fresh=never&price=1", "province=a%20b&type=nocolon",
        "sort=up&from=x&to=2999-01-01",
        "after=AAAA", "after=WzEsMl0", "after=%FF", "q=%00", "q=" + "x" * 5000,
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_left_out(full: House, address: str) -> None:
    client = full.site.signed_in("ada")
    assert client.get(f"/desk/items?{address}").status_code == 200


def test_the_address_says_everything() -> None:
    address = "kind=event&state=hidden&state=shown&province=namur&q=nuit&from=2026-03-01&sort=title"
    query = read_desk_query(QueryParams(address), TODAY)
    assert query.url("/x") == "/x?kind=event&state=hidden&state=shown&province=namur&q=nuit&from=2026-03-01&sort=title"
    assert read_desk_query(QueryParams(query.url("/x").partition("?")[2]), TODAY) == query
    assert DeskQuery().url("/x") == "/x"


def test_the_page_shows_rows_counts_and_marks_without_a_script(full: House) -> None:
    client: Signed = full.site.signed_in("ada")
    page = client.get("/desk/items?kind=event&state=shown&state=hidden").text
    assert re.search(r"<strong>6\s*fiches</strong>", page)
    assert re.search(r'name="state" value="hidden" checked', page)
    assert '<form action="/desk/items" method="get"' in page
    assert "masquée" in page
    assert "en conflit" in page
    listed = re.findall(r'<a href="/desk/e/([0-9a-f-]{36})">', page)
    query = read_desk_query(QueryParams("kind=event&state=shown&state=hidden"), TODAY)
    with full.site.engine.connect() as connection:
        assert tuple(listed) == every_id(connection, query, NOW)


def test_the_desk_speaks_english_too(full: House) -> None:
    page = full.site.signed_in("eve", language="en").get("/desk/items").text
    assert '<html lang="en">' in page
    assert "State of the item" in page
    assert "Chercher" not in page
