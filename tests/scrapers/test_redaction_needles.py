"""A needle is found in every spelling that carries it to a reader, and not where something else is said."""

from __future__ import annotations

import html
import json
from urllib.parse import quote

import pytest

from scrapers.redaction_needles import Needles

TITLE = "L’Été des « jeux » d'Œuvres"
SPELLINGS = {
    "as it is": f"<p>{TITLE}</p>",
    "another apostrophe, case and blanks": "<p>L'ÉTÉ  des\n jeux d\u2019oeuvres</p>",
    "without accents": "l ete des jeux d oeuvres",
    "decomposed": "<p>L’E\u0301te\u0301 des « jeux » d'Œuvres</p>",
    "entities": "<p>L&rsquo;&Eacute;t&eacute; des &laquo;&nbsp;jeux&nbsp;&raquo; d&#39;&OElig;uvres</p>",
    "entities twice": html.escape("<p>L&rsquo;&Eacute;t&eacute; des &laquo; jeux &raquo; d&#39;&OElig;uvres</p>"),
    "JSON": json.dumps({"title": TITLE}),
    "JSON in JSON": json.dumps({"all": json.dumps({"title": TITLE})}),
    "HTML in JSON": json.dumps({"title": "<b>L&rsquo;&#201;t&eacute;</b> des <i>« jeux »</i> d&#8217;Œuvres"}),
    "across tags": "<p><span>L’Été</span> <b>des</b> « je<wbr>ux » d'Œuvres</p>",
    "percent": f"https://share.example/?text={quote(TITLE)}",
    "CDATA": f"<title><![CDATA[{TITLE}]]></title>",
    "folded calendar": f"BEGIN:VEVENT\r\nSUMMARY:{TITLE[:9]}\r\n {TITLE[9:]}\r\nEND:VEVENT",
    "escaped calendar": "BEGIN:VEVENT\r\nSUMMARY:L’Été\\, des \\n« jeux »\\; d'Œuvres\r\nEND:VEVENT",
    "soft hyphens": "L’Été des « jeux » d'Œu\u00advres",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_title_is_found_in_any_spelling(spelling: str) -> None:
    assert Needles([TITLE]).found(SPELLINGS[spelling])


@pytest.mark.parametrize("text", ["<p>L’été des jeux</p>", "des jeux d'oeuvres", "l'été des jeux d'oeuvresse", ""])
def test_a_part_of_a_title_is_not_the_title(text: str) -> None:
    assert not Needles([TITLE]).found(text)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://site.example/agenda/caf%C3%A9-des-arts/">x</a>',
        '<a href="/agenda/café-des-arts?utm=1">x</a>',
        "URL:https:\\/\\/site.example\\/agenda\\/caf\\u00e9-des-arts",
        '<a href="../café-des-arts.html">x</a>',
        "<img src=/agenda/Cafe-des-Arts/photo.jpg>",
    ],
)
def test_an_address_is_found_by_its_path_and_by_its_own_name(text: str) -> None:
    assert Needles(["https://site.example/agenda/café-des-arts"]).found(text)


@pytest.mark.parametrize("text", ["/agenda/café-des-arts-2", "/agenda/", "/un-café-des-arts/", "https://site.example/"])
def test_a_longer_address_is_another_one(text: str) -> None:
    assert not Needles(["https://site.example/agenda/café-des-arts"]).found(text)


def test_an_address_of_numbers_keeps_its_query() -> None:
    wanted = Needles(["https://site.example/?p=12"])
    assert wanted.found('<a href="https://site.example/?p=12#x">')
    assert wanted.found("https://site.example?p=12")
    assert not wanted.found("https://site.example/?p=123")
    assert not Needles(["https://site.example/"])


LONG = (
    "Au programme de cette soirée : trois installations sonores, une rencontre avec les artistes en résidence, "
    "puis un concert dans la cour. Réservation obligatoire sur le site de la maison de la culture avant le 3 mars."
)


def test_a_piece_of_a_long_text_is_found() -> None:
    wanted = Needles([f"<p>{LONG}</p>"])
    assert wanted.found("<p>… trois installations sonores, une rencontre <b>avec les artistes</b> en résidence […]</p>")
    assert not wanted.found("trois installations sonores dans la cour")


def test_a_piece_that_others_say_too_proves_nothing() -> None:
    other = "Autre chose. Réservation obligatoire sur le site de la maison de la culture avant le 3 mars."
    assert Needles([LONG]).found(other)
    assert not Needles([LONG], [other]).found(other)
    assert Needles([LONG], [other]).found(LONG)
