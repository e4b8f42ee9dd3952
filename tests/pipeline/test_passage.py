"""Words that were read are found again in the bytes that they came from, whatever form these have."""

from __future__ import annotations

import time

import pytest

from pipeline.passage import passage

CASES = {
    "markup and blanks": ("<p>Du  <b>12</b>&nbsp;au\n 14 mars</p>", "Du 12 au 14 mars", "<b>12</b>"),
    "escaped twice": ("<title>Un studio s&amp;#8217;installe</title>", "s’installe", "s&amp;#8217;installe"),
    "JSON escapes": (r'{"d": "Cr\u00e9ation \/ num\u00e9rique"}', "Création / numérique", r"Cr\u00e9ation"),
    "folded calendar": ("SUMMARY:Atelier de co\r\n de\\, niveau 1\r\n", "Atelier de code, niveau 1", "niveau 1"),
    "instant with zone": ('{"start": "2027-04-08T19:00"}', "2027-04-08T19:00:00+02:00", '"2027-04-08T19:00"'),
    "instant of a calendar": ("DTSTART:20270408T190000\r\n", "2027-04-08T19:00:00", "20270408T190000"),
    "day of an instant": ("<time>2027-04-08</time>", "2027-04-08T00:00:00", "2027-04-08"),
}


@pytest.mark.parametrize("name", CASES)
def test_words_are_found_as_they_stand(name: str) -> None:
    body, words, there = CASES[name]
    found = passage(body.encode(), words)
    assert found is not None
    assert there in found


def test_a_page_in_an_old_encoding() -> None:
    assert passage("<p>L’été à Liège</p>".encode("cp1252"), "été à Liège") == "<p>L’été à Liège</p>"


def test_of_many_dates_the_one_beside_its_title() -> None:
    events = "".join(f"<li><h2>Concert {n}</h2>{'.' * 60}<i>le 12 mars</i> salle {n}</li>" for n in range(9))
    found = passage(events.encode(), "le 12 mars", ["Concert 5"])
    assert found is not None
    assert "salle 5" in found


def test_words_from_two_places_are_shown_with_both() -> None:
    body = f'{{"low": 12.00, {"x" * 500} "high": 18.00}}'.encode()
    found = passage(body, "12.00 – 18.00") or ""
    assert "12.00" in found.split("[…]")[0]
    assert "18.00" in found.split("[…]")[1]


def test_words_that_stand_nowhere_have_no_passage() -> None:
    assert passage(b"<p>le 12 mars</p>", "le 13 mars") is None
    assert passage(b"<p>le 112 mars</p>", "12 mars") is None, "the end of a number is another number"
    assert passage(b"<p>le 12 mars</p>", "") is None


@pytest.mark.parametrize("evil", [b"a<" * 50_000, b"a&lt;" * 20_000, b"a\\u003c" * 15_000, b"12 mars " * 20_000])
def test_evil_pages_take_no_time(evil: bytes) -> None:
    began = time.thread_time()
    passage(evil, "a b 12 mars é", ["12 mars"])
    assert time.thread_time() - began < 5  # of CPU; what runs away takes minutes
