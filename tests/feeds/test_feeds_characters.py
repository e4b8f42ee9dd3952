"""Cleaning of texts: the quick look that finds nothing to clean may let nothing pass, whatever the character."""

from __future__ import annotations

import unicodedata

from feeds.characters import one_line, paragraphs

# The first two planes, and the non-characters at the end of each other one.
EVERY = [chr(code) for code in (*range(0x20000), *(p << 16 | last for p in range(2, 17) for last in (0xFFFE, 0xFFFF)))]
MARKS = "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffb"
KEPT_BLANKS = " \u00a0\u202f"


def forbidden(character: str) -> bool:
    """Controls, line and paragraph separators, lone surrogates, non-characters, invisible and bidirectional marks."""
    code = ord(character)
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return no_character or character in MARKS or unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs")


def test_no_forbidden_character_and_no_odd_blank_passes_on_one_line():
    passed = [c for c in EVERY if c in one_line(f"a{c}b")]
    assert not [hex(ord(c)) for c in passed if forbidden(c)]
    assert {c for c in passed if c.isspace()} == set(KEPT_BLANKS)


def test_in_paragraphs_the_line_end_alone_passes_too():
    passed = [c for c in EVERY if c in paragraphs(f"a{c}b")]
    assert [c for c in passed if forbidden(c)] == ["\n"]
    assert {c for c in passed if c.isspace()} == {*KEPT_BLANKS, "\n"}


def test_letters_signs_and_emoji_stay_as_they_are():
    for text in ("Où ? « Là », 12 €\u00a0: ça va…", "\U0001f469\u200d\U0001f4bb", "a\nb\n\nc"):
        assert paragraphs(text) == text


def test_blanks_at_the_ends_of_lines_and_in_a_row_go():
    assert one_line(" a  b\u00a0") == "a b"
    assert paragraphs("\n a  b\u00a0\n\u202fc \n\n\n\nd\n") == "a b\nc\n\nd"
