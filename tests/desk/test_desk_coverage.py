"""Coverage: exactly the places and sources that fell silent, and the difference with another list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from desk_site import DeskSite, desk_site
from selection_samples import AGENDA, GAZETTE, NOW, QUAI, bring, event, item_named, source
from selection_samples import at as on

from vigie.model import Content, Place
from warehouse import coverage, coverage_lists
from warehouse.coverage import Known
from warehouse.coverage_lists import Verdict, Wanted
from web.desk.coverage_input import read_list

TRAKK = Place(name="TRAKK", municipality="Namur", province="namur", totem="trakk")
SPARKOH = Place(name="Sparkoh!", municipality="Mons", province="hainaut", totem="sparkoh")
WORDS_ONLY = Place(name="La Chaufferie des Arts", municipality="Liège", province="liege")
KNOWN = (
    Known("trakk", "TRAKK", "Namur", frozenset({"totem:trakk"})),
    Known("sparkoh", "Sparkoh!", "Mons", frozenset({"totem:sparkoh"})),
    Known("chaufferie", "Chaufferie", "Liège", frozenset({"name:la chaufferie des arts"})),
    Known("acteur", "Collectif", None, frozenset({"actor:collectif-du-quai"})),
    Known("futur", "Le Futur", None, frozenset({"name:le futur"})),
)
EDGE = NOW - timedelta(days=60)


@pytest.fixture(scope="module")
def house() -> Iterator[DeskSite]:
    """Two venues are silent: TRAKK since November, the Chaufferie since exactly sixty days. Three are not."""
    with desk_site() as made:
        old: dict[str, Content] = {
            "a": event("Vieux hackathon", on(11, 3, 10, year=2025), on(11, 3, 18, year=2025), place=TRAKK),
            "b": event("Plus vieux encore", on(9, 3, 10, year=2025), place=TRAKK),
            "c": event("Expo aux machines", on(1, 11, 9), on(1, 11, 10), place=WORDS_ONLY),
        }
        bring(made.engine, source("source-muette"), old, NOW - timedelta(days=100))
        bring(made.engine, AGENDA, {
            "d": event("Nuit des sciences", on(1, 12, 18), on(1, 12, 20), place=SPARKOH),
            "e": event("Atelier du collectif", on(3, 20, 10), place=QUAI, actors=("organizer:collectif-du-quai",)),
            "f": event("Bientôt", on(12, 1, 10), place=Place(name="Le Futur")),
            "long": event("Exposition de tout l’hiver", on(1, 5), on(4, 5), place=QUAI),
        }, NOW - timedelta(days=1))  # fmt: skip
        bring(made.engine, GAZETTE, {}, NOW - timedelta(days=1))
        yield made


def test_two_silent_venues_are_exactly_those(house: DeskSite) -> None:
    with house.engine.connect() as connection:
        found = coverage.silent_places(connection, KNOWN, datetime(2026, 3, 12, 9, 0, tzinfo=UTC))
    assert [(one.place.slug, one.since, one.title) for one in found] == [
        ("trakk", datetime(2025, 11, 3, 17, 0, tzinfo=UTC), "Vieux hackathon"),
        ("chaufferie", datetime(2026, 1, 11, 9, 0, tzinfo=UTC), "Expo aux machines"),
    ]


def test_sixty_days_are_sixty_days(house: DeskSite) -> None:
    with house.engine.connect() as connection:
        before = coverage.silent_places(connection, KNOWN, datetime(2026, 3, 12, 8, 59, tzinfo=UTC))
        never = coverage.silent_places(connection, (Known("x", "X", None, frozenset({"totem:x"})),), NOW)
    assert [one.place.slug for one in before] == ["trakk"]
    assert [(one.since, one.item, one.title) for one in never] == [(None, None, None)]


def test_a_source_that_stands_still_is_told_with_its_last_record(house: DeskSite) -> None:
    with house.engine.connect() as connection:
        found = coverage.silent_sources(connection, NOW)
    assert [(one.slug, one.since, one.title) for one in found] == [
        ("la-gazette", None, None),
        ("source-muette", NOW - timedelta(days=100), "Vieux hackathon"),
    ]


def test_the_known_places_are_those_of_the_gazetteer() -> None:
    known = {place.slug: place for place in coverage.known_places()}
    assert {"trakk", "a6k", "quai10", "sparkoh", "mundaneum"} <= known.keys()
    assert {"totem:trakk", "name:trakk", "actor:trakk"} <= known["trakk"].keys
    assert len({key for place in known.values() for key in place.keys}) >= len(known)


def test_the_page_shows_who_is_silent_and_what_was_seen_last(house: DeskSite) -> None:
    page = house.signed_in().get("/desk/coverage").text
    assert "Vieux hackathon" in page
    assert f"/desk/e/{item_named(house.engine, 'Vieux hackathon')}" in page
    assert "Nuit des sciences" not in page
    later = DeskSite(replace(house.settings, now=NOW + timedelta(days=2)), house.engine).signed_in()
    assert "Nuit des sciences" in later.get("/desk/coverage").text  # over since 12 January, 20:00


LINES = """
Atelier du collectif, 20 mars 2026
Nuit de la science ; 12/01/2026
https://agenda-du-quai.example/f?utm_source=mail
Concert de clôture du festival fantôme – 2026-03-20
Atelier du collectif, 21 mars 2026
exposition de TOUT l'hiver 2026-02-10

"""


def test_another_list_is_compared_by_address_then_by_title_and_day(house: DeskSite) -> None:
    lines = read_list(LINES.encode(), date(2026, 3, 12))
    with house.engine.connect() as connection:
        found = coverage_lists.compare(connection, lines)
    told = [(one.wanted.line, one.verdict, one.by) for one in found]
    assert told == [
        (2, Verdict.HELD, "title"), (3, Verdict.PERHAPS, "title"), (4, Verdict.HELD, "url"),
        (5, Verdict.LACKING, ""), (6, Verdict.LACKING, ""), (7, Verdict.HELD, "title"),
    ]  # fmt: skip
    assert found[2].title == "Bientôt"


MARCH = date(2026, 3, 14)


@pytest.mark.parametrize(("text", "expected"), [
    ("Titre;Lien;Date\nConcert;https://x.example/1;14/03/2026\n", Wanted(2, "Concert", "https://x.example/1", MARCH)),
    ("date,title\n2026-03-14T20:00,\"Un, deux\"\n", Wanted(2, "Un, deux", None, MARCH)),
    ("- Un concert, samedi 14 mars 2026", Wanted(1, "Un concert", None, MARCH)),
    ("14.03.2026 | Concert | https://x.example/a).", Wanted(1, "Concert", "https://x.example/a", MARCH)),
    ("https://x.example/seul", Wanted(1, None, "https://x.example/seul", None)),
    ("31/02/2026 Jamais", Wanted(1, "31/02/2026 Jamais", None, None)),
])  # fmt: skip
def test_lists_come_in_many_shapes(text: str, expected: Wanted) -> None:
    assert read_list(text.encode(), date(2026, 3, 12)) == (expected,)


def test_a_list_of_windows_and_one_that_is_too_long() -> None:
    assert read_list("Fête d’été\n".encode("cp1252"), NOW.date())[0].title == "Fête d’été"
    assert len(read_list(b"Un titre qui revient\n" * 5_000, NOW.date())) == 1_000
    assert read_list(b"\x00\xff\n ;;; \n", NOW.date())[:1] in ((), (Wanted(1, "ÿ", None, None),))


def test_the_comparison_is_a_page_and_writes_nothing(house: DeskSite) -> None:
    client = house.signed_in()
    page = client.post("/desk/coverage/list", data={"list": LINES}).text
    order = [
        "Ce qui nous manque",
        "festival fantôme",
        "À regarder de près",
        "Ce que nous avons",
        "même titre, même jour",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    upload = client.post(
        "/desk/coverage/list", files={"file": ("liste.csv", b"titre\n<script>alert(1)</script>\n")}
    ).text
    assert "<script>alert" not in upload
