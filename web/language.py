"""The languages of the pages, and where each has its addresses."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """Of the words around the items, whose own words stay as their sources wrote them."""

    FR = "fr"
    EN = "en"


BASES = {Language.FR: "", Language.EN: "/en"}
"""What stands before the address of every page."""


def language_of(path: str) -> Language:
    """The language of a page's address."""
    return Language.EN if path == "/en" or path.startswith("/en/") else Language.FR
