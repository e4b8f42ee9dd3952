"""Whether a short text is a marker and nothing else ("ANNULÉ", "Le concert est annulé", "Verplaatst naar 5 mei").

The whole text must be the marker: "conditions d'annulation" or "annulé puis rejoué" is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from transforms.text import fold
from vigie.model import Status
from vigie.status_words import BECAUSE, DAY, LATER, MOVED_TO, WORDS

LONGEST = 90
"""Signs of a marker with its reason. What is longer is prose."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a marker says, and in which language."""

    status: Status
    language: str


# On folded text: no accents, lower case, straight hyphens. `thing` is a word for what is cancelled: "concert annulé"
# below the title of a festival speaks of one concert.
_THING = {
    "fr": r"(?:(?:l'|l[ea] |ce |cet |cette )?(?P<thing>evenement|spectacle|concert|representation|atelier|conference"
    r"|activite|soiree|seance|stage|formation|rencontre|rendez-vous|projection|festival|visite|exposition"
    r"|vernissage|manifestation|cours) )?(?:est |a ete |malheureusement )*",
    "nl": r"(?:(?:het |de |dit |deze )?(?P<thing>evenement|voorstelling|concert|activiteit|workshop|lezing|optreden"
    r"|film|rondleiding|tentoonstelling|cursus) )?(?:is |werd |wordt |helaas )*",
    "de": r"(?:(?:die |das |der |diese |dieses )?(?P<thing>veranstaltung|konzert|vorstellung|workshop|lesung"
    r"|ausstellung|vortrag|kurs|fuhrung) )?(?:ist |wurde |wird |leider |muss )*",
    "en": r"(?:(?:the |this )?(?P<thing>event|show|concert|workshop|performance|talk|screening|exhibition|session"
    r"|course) )?(?:is |was |has been |unfortunately )*",
}
_WHOLE = frozenset({"evenement", "event", "veranstaltung"})
"""Words for the whole of it, whatever its title."""
_REASON = rf"(?: {BECAUSE}.*)?"
_TO_A_DAY = rf"(?=.*{DAY}).{{1,40}}"
_DATED = ("date", "datum", "termin")
"""Ends of words behind which the new day may follow: "nouvelle date : 12 mai"."""
_READ = (Status.RESCHEDULED, Status.CANCELLED, Status.POSTPONED)


def _said(language: str, status: Status) -> str:
    """A pattern for everything that says one status in one language."""
    if status is Status.RESCHEDULED:
        bare = [
            w + (rf"(?: :? ?{_TO_A_DAY})?" if w.rstrip("s?").endswith(_DATED) else "") for w in WORDS[language][status]
        ]
        return "|".join([rf"{MOVED_TO[language]} {_TO_A_DAY}", *bare])
    words = "|".join(WORDS[language][status])
    return rf"(?:{words}){LATER if status is Status.POSTPONED else ''}{_REASON}"


_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_PARTS = re.compile(r"\s*(?:/|\||·|•|!|\s-\s)+\s*")


def read_mark(text: str, title: Collection[str] = ()) -> Mark | None:
    """The marker that a whole text is, beside a title whose folded words are given; None when it is anything else.

    A marker said in several languages ("ANNULÉ / GEANNULEERD") is one; parts that say different things are none.
    """
    if len(text) > LONGEST:
        return None
    parts = [_EDGES.sub("", part) for part in _PARTS.split(fold(text))]
    marks = [_mark(part, title) for part in parts if part]
    if not marks or any(mark is None for mark in marks):
        return None
    return marks[0] if len({mark.status for mark in marks if mark}) == 1 else None


def _mark(words: str, title: Collection[str]) -> Mark | None:
    for language, pattern, status in _patterns():
        found = pattern.fullmatch(words)
        if found and (found["thing"] is None or found["thing"] in _WHOLE or found["thing"] in title):
            return Mark(status, language)
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], Status], ...]:
    return tuple(
        (language, re.compile(f"{_THING[language]}(?:{_said(language, status)})"), status)
        for language in WORDS
        for status in _READ
    )
