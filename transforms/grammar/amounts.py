"""Amounts of time in words: "dans 3 jours", "d'ici deux semaines", "dans une demi-heure", "les 3 prochains jours"."""

from __future__ import annotations

import re

from transforms.grammar.numerals import SPELLED, number_in
from transforms.grammar.vocabulary import K

_UNITS = (
    (K.YEAR_WORD, ("an", "year", "jaar", "jahr")),
    (K.MONTH_WORD, ("mo", "maand")),
    (K.WEEK, ("sem", "we", "wo")),
    (K.CLOCK, ("heure", "h", "hour", "uur", "stunde")),
    (K.DOTTED, ("min",)),
    (K.DAY_WORD, ("jour", "day", "dag", "tag")),
)
UNITS = tuple(kind for kind, _ in _UNITS)
"""Of what an OFFSET counts, by its second number: years, months, weeks, hours, minutes (`DOTTED`), days."""


def _unit(word: str) -> int:
    return next(number for number, (_, starts) in enumerate(_UNITS) if word.startswith(starts))


_MINUTES = re.compile(r"(?P<count>[a-z\d-]+) ?(?:heures?|h)(?: et (?P<part>demi|quart)e?| ?(?P<minutes>\d\d))$")
_NAMED_SPANS = {
    "demi heure": (30, 4), "quart d'heure": (15, 4), "trois quarts d'heure": (45, 4), "half an hour": (30, 4),
    "half uur": (30, 4), "kwartier": (15, 4), "halben stunde": (30, 4), "viertel stunde": (15, 4), "viertelstunde":
    (15, 4), "huitaine": (8, 5), "quinzaine": (15, 5), "huitaine de jours": (8, 5), "quinzaine de jours": (15, 5),
    "fortnight": (2, 2),
}  # fmt: skip
"""How many, of which of `UNITS`."""


def count_from_now(said: str) -> tuple[int, ...]:
    """How many, of which unit, and 1 when the words mean "until then" ("d'ici 2 semaines")."""
    until = int(said.startswith(("d'ici", "dans les")))
    plain = said.replace("demi-", "demi ")
    named = next((_NAMED_SPANS[name] for name in _LONGEST_FIRST if plain.endswith(name)), None)
    if named:
        return (*named, until)
    parted = _MINUTES.search(said)
    if parted:
        minutes = int(parted["minutes"] or (30 if parted["part"] == "demi" else 15))
        return (number_in(parted["count"]) * 60 + minutes, 4, until)
    *words, unit = re.sub(r"(?<=\d)(?=[a-z])", " ", said).split(" ")
    if words[-1] in ("a", "an", "een", "einer", "einem", "eine"):
        return (1, _unit(unit), until)
    leading = len(words) - 1
    while leading > 0 and (" ".join(words[leading - 1 :]) in SPELLED):
        leading -= 1
    return (number_in(" ".join(words[leading:])), _unit(unit), until)


_LONGEST_FIRST = sorted(_NAMED_SPANS, key=len, reverse=True)
_BACK = ("dern", "last", "past", "laat", "voor", "letz")


def count_beside_now(said: str) -> tuple[int, ...]:
    """How many, of which unit, and 1 for those to come or -1 for those that are over ("les 3 derniers jours")."""
    *words, unit = said.split(" ")
    sign = -1 if any(word.startswith(_BACK) for word in words) else 1
    counted = [w for w in words if w.isdigit() or (w in SPELLED and w not in ("de", "les"))]
    return (number_in(" ".join(counted)), _unit(unit), sign)
