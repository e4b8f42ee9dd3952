"""Editors read why an item may not belong here in words of their language, and no weights."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from desk_items import HALLE, House, event, house
from desk_site import DeskSite

from transforms.relevance import stored_weights
from web.desk.relevance_words import AGAINST, FOR, Reason, Weighed, weighed
from web.language import Language
from web.words import catalogue


@pytest.fixture
def home(desk: DeskSite) -> Iterator[House]:
    with house(desk) as made:
        yield made


def shown(page: str) -> str:
    """The words of what speaks for and against, as people read them."""
    found = re.search(r'<div class="because">(.*?)</div>', page, re.DOTALL)
    assert found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def test_every_evidence_is_said_in_both_languages() -> None:
    weights = stored_weights().of
    assert {name for name, weight in weights.items() if weight > 0} <= FOR.keys()
    assert {name for name, weight in weights.items() if weight <= 0} <= AGAINST.keys()
    assert {*FOR.values(), *AGAINST.values()} <= catalogue(Language.EN).keys()


def test_evidence_is_told_by_sides_in_its_order() -> None:
    because = (
        "-1.87 neither", "+1.39 making discipline (robotique, robotique + enfants)", "-0.58 start",
        "-0.57 tradition (fanfare (de rue))", "+0.40 core discipline (games)",
        "+0.30 actor of the sector (organizer:kikk, place:nobody)", "+0.01 what nobody knows (x)", "no evidence",
    )  # fmt: skip
    assert weighed(because, 3) == Weighed(
        (
            Reason("une discipline proche de la création numérique", ("robotique", "robotique + enfants")),
            Reason("une discipline de la création numérique", ("discipline:games",)),
            Reason("un acteur du secteur", ("KIKK", "place:nobody")),
        ),
        (
            Reason("rien qui parle de création ni de numérique", ()),
            Reason("des traditions ou du folklore", ("fanfare (de rue)",)),
        ),
    )
    assert len(weighed(because, 1).speaks_for) == 1


def test_a_question_says_why_in_words(home: House) -> None:
    home.bring(HALLE, u=event("Brocante et atelier de robotique pour enfants", relevance=50))
    for language, made, against in (("fr", "Pour", "Contre"), ("en", "For", "Against")):
        told = shown(home.site.signed_in(f"ada-{language}", language=language).get("/desk/queue?kind=unsure").text)
        sides = re.fullmatch(rf"(?:Pertinence|Relevance) 50/100 {made} ?: (.+) {against} ?: (.+)", told)
        assert sides, told
        assert "robotique" in sides[1]
        assert not re.search(r"[+-]\d|learned|neither", told)
        assert "brocante" in sides[2]
        assert ("traditions ou du folklore" if language == "fr" else "traditions or folklore") in sides[2]
