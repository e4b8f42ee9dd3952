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
_REASON = r"(?: (?:pour|en raison|suite|a cause|faute|wegens|door|due to|because|wegen|aufgrund)\b.*)?"
_TO_A_DAY = r"(?=.*\d).{1,40}"
_LATER = (
    r"(?: (?:a une date ulterieure|sine die|a plus tard|tot nader order|naar een latere datum|auf unbestimmte zeit"
    r"|until further notice|to a later date))?"
)
_SAID: dict[str, dict[Status, str]] = {
    "fr": {
        Status.RESCHEDULED: rf"(?:report|deplac|avanc|repouss)ee? (?:au|a|du|le) {_TO_A_DAY}"
        rf"|(?:nouvelle date|changement de date)(?: :? ?{_TO_A_DAY})?",
        Status.CANCELLED: rf"(?:annulee?|annulation){_REASON}",
        Status.POSTPONED: rf"(?:reporte|postpose)e?{_LATER}{_REASON}",
    },
    "nl": {
        Status.RESCHEDULED: rf"(?:verplaatst|uitgesteld|verschoven) (?:naar|tot) {_TO_A_DAY}"
        rf"|nieuwe datum(?: :? ?{_TO_A_DAY})?",
        Status.CANCELLED: rf"(?:geannuleerd|afgelast|gecanceld|gecancelled|gaat niet door){_REASON}",
        Status.POSTPONED: rf"uitgesteld{_LATER}{_REASON}",
    },
    "de": {
        Status.RESCHEDULED: rf"(?:verschoben|verlegt) auf {_TO_A_DAY}|neuer termin(?: :? ?{_TO_A_DAY})?",
        Status.CANCELLED: rf"(?:abgesagt|entfallt|fallt (?:leider )?aus|faellt (?:leider )?aus){_REASON}",
        Status.POSTPONED: rf"verschoben{_LATER}{_REASON}",
    },
    "en": {
        Status.RESCHEDULED: rf"(?:rescheduled|postponed|moved) (?:to|until) {_TO_A_DAY}"
        rf"|rescheduled|new date(?: :? ?{_TO_A_DAY})?",
        Status.CANCELLED: rf"cancell?ed{_REASON}",
        Status.POSTPONED: rf"postponed{_LATER}{_REASON}",
    },
}
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
        (language, re.compile(f"{_THING[language]}(?:{pattern})"), status)
        for language, said in _SAID.items()
        for status, pattern in said.items()
    )
