"""Days that have a name: Easter and what hangs on it, fixed feasts, the public holidays of Belgium.

The days of school holidays are not here: the two linguistic communities and the schools differ, and a course "during
the holidays of Carnival" takes some of their days. The words are refused (`refusals`).
"""

from __future__ import annotations

from datetime import date, timedelta

_EASTER = {
    "paques": 0, "ascension": 39, "pentecote": 49, "easter": 0, "pasen": 0, "pinksteren": 49, "hemelvaart": 39,
    "ostern": 0, "pfingsten": 49, "pentecost": 49,
}  # fmt: skip
_FIXED = {
    "noel": (12, 25), "christmas": (12, 25), "kerst": (12, 25), "kerstmis": (12, 25), "weihnachten": (12, 25),
    "toussaint": (11, 1), "allerheiligen": (11, 1), "assomption": (8, 15), "nouvel an": (1, 1), "saint-valentin":
    (2, 14), "saint-nicolas": (12, 6), "epiphanie": (1, 6), "chandeleur": (2, 2),
}  # fmt: skip
NAMES = (*_EASTER, *_FIXED)
"""Feasts that date something only in company: "à Pâques", "le jour de Noël", "Ascension 2026", not "marché de Noël"."""

_WHOLE_EASTER = {
    "mardi gras": -47, "mercredi des cendres": -46, "dimanche des rameaux": -7, "mercredi saint": -4, "jeudi saint": -3,
    "vendredi saint": -2, "samedi saint": -1, "good friday": -2, "easter sunday": 0, "easter monday": 1, "whit monday":
    50, "whit sunday": 49, "ascension day": 39, "paasmaandag": 1, "paaszondag": 0, "pinkstermaandag": 50,
    "pinksterzondag": 49, "hemelvaartsdag": 39, "ostermontag": 1, "ostersonntag": 0, "karfreitag": -2, "pfingstmontag":
    50, "pfingstsonntag": 49, "christi himmelfahrt": 39, "goede vrijdag": -2,
}  # fmt: skip
_WHOLE_FIXED = {
    "jour de l'an": (1, 1), "new year's day": (1, 1), "new year's eve": (12, 31), "nieuwjaarsdag": (1, 1), "neujahr":
    (1, 1), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "kerstdag": (12, 25),
    "kerstavond": (12, 24), "heiligabend": (12, 24), "la saint-valentin": (2, 14), "la saint-nicolas": (12, 6),
    "la saint-sylvestre": (12, 31),
}  # fmt: skip
WHOLE = (*_WHOLE_EASTER, *_WHOLE_FIXED)
"""Names that stand for one day by themselves."""

_WEEKENDS = {0: (-1, 1), 39: (0, 3), 49: (-1, 1)}
"""First and last day of the week-end of a feast, counted from it: the bridge after Ascension Thursday belongs to it."""


def easter(year: int) -> date:
    """Sunday of Easter in the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    leap = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * leap) // 451
    month, day = divmod(h + leap - 7 * m + 114, 31)
    return date(year, month, day + 1)


def feast(name: str, year: int) -> date:
    """The day of a feast of `NAMES` or `WHOLE` in a year. KeyError on another name."""
    moving = _WHOLE_EASTER.get(name, _EASTER.get(name))
    if moving is not None:
        return easter(year) + timedelta(days=moving)
    return date(year, *(_WHOLE_FIXED.get(name) or _FIXED[name]))


def weekday_of(name: str, weekday: int, year: int) -> date:
    """ "lundi de Pâques", "jeudi de l'Ascension": that weekday on the feast or in the six days behind it; a Saturday
    is the eve."""
    on = feast(name, year)
    after = (weekday - on.weekday()) % 7
    return on + timedelta(days=after - 7 if weekday == 5 and after else after)


def weekend_of(name: str, year: int) -> tuple[date, date] | None:
    """The long week-end of a feast of Easter, None for those that have none of their own."""
    bounds = _WEEKENDS.get(_EASTER.get(name, -1))
    if bounds is None:
        return None
    on = feast(name, year)
    return on + timedelta(days=bounds[0]), on + timedelta(days=bounds[1])


def holidays(year: int) -> frozenset[date]:
    """The ten public holidays of Belgium (law of 4 January 1974, royal decree of 18 April 1974)."""
    fixed = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (easter(year) + timedelta(days=n) for n in (1, 39, 50))
    return frozenset((*(date(year, *day) for day in fixed), *moving))
