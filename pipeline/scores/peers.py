"""Other libraries on the same labelled lines in the same run, used as its documentation says, and in its favour."""

from __future__ import annotations

import warnings
from datetime import datetime
from importlib.metadata import version

import dateparser.search


def dateparser_name() -> str:
    return f"dateparser {version('dateparser')}"


PREFERENCES = ("future", "current_period")
"""Its two settings for a date without a year that fit an agenda; each figure is that of the better one."""


def moments(text: str, reference: datetime, prefer: str) -> tuple[datetime, ...]:
    """What `dateparser.search.search_dates` finds in a French text, naive, in its order; days before months."""
    settings = {
        "RELATIVE_BASE": reference,
        "PREFER_DATES_FROM": prefer,
        "DATE_ORDER": "DMY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.search.search_dates(text, languages=["fr"], settings=settings)
    # It reads "Je" and "Le" as Thursday and so on: in its favour, words of two letters are no dates.
    return tuple(moment.replace(tzinfo=None) for words, moment in found or () if len(words.strip()) > 2)


def agrees(moments: tuple[datetime, ...], start: str, end: str, kind: str) -> bool:
    """Whether what was found can be taken for the expected value: a peer that knows no open side or all-day is not
    blamed for it, and its two first moments may stand for a range."""
    wanted = [side for side in (start, end) if side]
    if not moments or (kind == "point" and len(moments) != 1) or len(moments) < len(wanted):
        return False
    return all(_same(moment, side) for moment, side in zip(moments, wanted, strict=False))


def _same(moment: datetime, expected: str) -> bool:
    wanted = datetime.fromisoformat(expected).replace(tzinfo=None)
    return moment.date() == wanted.date() if "T" not in expected else moment.replace(second=0) == wanted
