"""Conflicts over HTTP: scrape, override, scrape again; the source moves; settled in each of the three ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from desk_items import HALLE, House, event, house
from desk_site import DeskSite, Signed

from vigie.model import Place


@pytest.fixture
def home(desk: DeskSite) -> Iterator[House]:
    with house(desk) as made:
        yield made


@pytest.fixture
def ada(home: House) -> Signed:
    return home.site.signed_in("ada")


def edited_then_moved(home: House, ada: Signed) -> str:
    """An item whose title was corrected, and whose source said something else since."""
    home.bring(HALLE, a=event("Titre d’origine"))
    item = home.item("Titre d’origine")
    correct(ada, item, "title", value="Titre d’Ada")
    home.bring(HALLE, a=event("Titre nouveau"))
    return item


def correct(client: Signed, item: str, field: str, **said: str) -> int:
    page = client.get(f"/desk/e/{item}/fields/{field}").text
    match = re.search(r'name="mark" value="([^"]+)"', page)
    assert match
    return client.post(f"/desk/e/{item}/fields/{field}", data={"mark": match[1], **said}).status_code


def test_no_conflict_while_the_source_says_the_same(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Titre d’origine"))
    correct(ada, home.item("Titre d’origine"), "title", value="Titre d’Ada")
    home.bring(HALLE)
    assert "Aucun conflit" in ada.get("/desk/conflicts").text


def test_a_conflict_is_listed_with_its_three_sides(home: House, ada: Signed) -> None:
    item = edited_then_moved(home, ada)
    page = ada.get("/desk/conflicts").text
    for said in ("Titre d’origine", "Titre d’Ada", "Titre nouveau", f"/desk/e/{item}/fields/title/keep", "par ada"):
        assert said in page
    assert f"/desk/e/{item}" in ada.get("/desk/items?state=conflict").text


def test_kept(home: House, ada: Signed) -> None:
    item = edited_then_moved(home, ada)
    assert ada.post(f"/desk/e/{item}/fields/title/keep").headers["location"].endswith("did=kept")
    assert home.shown(item, "title") == "Titre d’Ada"
    assert "Aucun conflit" in ada.get("/desk/conflicts").text
    home.bring(HALLE, a=event("Titre encore autre"))  # it rests on what the source said then
    assert "Titre encore autre" in ada.get("/desk/conflicts").text


def test_back_to_the_source(home: House, ada: Signed) -> None:
    item = edited_then_moved(home, ada)
    assert ada.post(f"/desk/e/{item}/fields/title/release").headers["location"].endswith("did=released")
    assert home.shown(item, "title") == "Titre nouveau"
    assert "Aucun conflit" in ada.get("/desk/conflicts").text
    again = ada.post(f"/desk/e/{item}/fields/title/release")
    assert again.status_code == 409
    assert "Plus aucune correction" in again.text


def test_another_correction(home: House, ada: Signed) -> None:
    item = edited_then_moved(home, ada)
    assert correct(ada, item, "title", value="Titre d’accord") == 303
    assert home.shown(item, "title") == "Titre d’accord"
    assert "Aucun conflit" in ada.get("/desk/conflicts").text
    assert home.acts() == [("edit", "ada"), ("edit", "ada")]


def test_a_place_in_conflict_is_shown_in_words(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit", place=Place(name="La Halle", municipality="Namur")))
    item = home.item("Nuit")
    assert correct(ada, item, "place", name="Le Delta", municipality="Namur", postcode="5000") == 303
    home.bring(HALLE, a=event("Nuit", place=Place(name="Le Quai", municipality="Liège")))
    page = ada.get("/desk/conflicts").text
    assert all(said in page for said in ("La Halle", "Le Delta", "Le Quai"))
    assert home.shown(item, "place")["name"] == "Le Delta"
