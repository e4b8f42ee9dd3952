"""Parameters of a feed's address: a closed list, and a refusal that says what would have been right. Pure.

Unlike the pages (`web.query`), which forgive, a feed refuses: one that silently leaves a filter out tells something
else than what its address says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from vigie.model import WallTime

LONGEST_TEXT = 200
FARTHEST = timedelta(days=3660)
MOST_SHOWN = 40
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)")


class BadParameter(ValueError):
    """A parameter that is not known, or a value that it cannot have."""

    def __init__(self, name: str, value: str, fr: str, en: str) -> None:
        super().__init__(name)
        self.name = _shown(name)
        self.value = _shown(value)
        self.fr = f"Paramètre « {self.name} » : {fr}"
        self.en = f"Parameter “{self.name}”: {en}"

    @property
    def message(self) -> str:
        """French first, then English, a line each."""
        return f"{self.fr}\n{self.en}\n"


class Parameters:
    """What an address says, name by name; what was not asked for at the end is unknown."""

    def __init__(self, pairs: Sequence[tuple[str, str]], allowed: Collection[str]) -> None:
        for name, value in pairs:
            if name not in allowed:
                names = ", ".join(sorted(allowed))
                raise BadParameter(name, value, f"inconnu. Admis : {names}.", f"unknown. Allowed: {names}.")
            if not value.strip():
                raise BadParameter(name, value, "sa valeur est vide.", "its value is empty.")
        self._pairs = pairs

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a repeated parameter, each once, sorted."""
        return tuple(sorted({value.strip() for key, value in self._pairs if key == name}))

    def one(self, name: str) -> str | None:
        """The value of a parameter that may stand only once."""
        found = [value for key, value in self._pairs if key == name]
        if len(found) > 1:
            raise BadParameter(name, found[1], "ne se donne qu’une fois.", "may be given only once.")
        return found[0].strip() if found else None

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Values out of a closed list."""
        values = self.every(name)
        for value in values:
            if value not in allowed:
                raise refused(name, value, *_listed(allowed))
        return values

    def one_of(self, name: str, allowed: Collection[str]) -> str | None:
        value = self.one(name)
        if value is not None and value not in allowed:
            raise refused(name, value, *_listed(allowed))
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.one_of(name, ("0", "1"))
        return default if value is None else value == "1"

    def words(self, name: str) -> str | None:
        """Words to look for, on one line."""
        value = self.one(name)
        if value is None:
            return None
        said = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        if not said or len(said) > LONGEST_TEXT:
            raise refused(name, value, f"1 à {LONGEST_TEXT} signes", f"1 to {LONGEST_TEXT} characters")
        return said

    def day(self, name: str, today: date) -> date | None:
        """A day of the calendar, `2026-03-12`, at most ten years from `today`."""
        value = self.one(name)
        return None if value is None else _day(name, value, today)

    def instant(self, name: str, today: date) -> datetime | None:
        """An aware instant as in RFC 3339, or a day, which begins at midnight in Brussels."""
        value = self.one(name)
        if value is None or _DAY.fullmatch(value):
            return WallTime.of_day(_day(name, value, today)).utc if value else None
        # A `+` that was not written `%2B` arrives as a blank.
        said = value.replace(" ", "+")
        found = _parsed(datetime.fromisoformat, said.upper()) if _INSTANT.fullmatch(said) else None
        if found is None or abs(found.date() - today) > FARTHEST:
            raise refused(
                name, value, "un instant RFC 3339 (2026-03-12T08:00:00Z) ou un jour (2026-03-12), à dix ans près",
                "an RFC 3339 instant (2026-03-12T08:00:00Z) or a day (2026-03-12), within ten years",
            )  # fmt: skip
        return found

    def number(self, name: str, most: int) -> int | None:
        value = self.one(name)
        if value is None:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= most:
            raise refused(name, value, f"un nombre de 1 à {most}", f"a number from 1 to {most}")
        return int(value)


def refused(name: str, value: str, fr: str, en: str) -> BadParameter:
    """The refusal of a value, with what is allowed in two languages."""
    shown = _shown(value)
    return BadParameter(
        name, value, f"la valeur « {shown} » n’est pas admise. Admis : {fr}.",
        f"the value “{shown}” is not allowed. Allowed: {en}.",
    )  # fmt: skip


def _listed(allowed: Collection[str]) -> tuple[str, str]:
    names = list(allowed)
    shown = ", ".join(names[:MOST_SHOWN])
    if len(names) <= MOST_SHOWN:
        return shown, shown
    return f"{shown} … (tous : /api/v1/facets)", f"{shown} … (all: /api/v1/facets)"


def _day(name: str, value: str, today: date) -> date:
    found = _parsed(date.fromisoformat, value) if _DAY.fullmatch(value) else None
    if found is None or abs(found - today) > FARTHEST:
        raise refused(name, value, "un jour (2026-03-12), à dix ans près", "a day (2026-03-12), within ten years")
    return found


T = TypeVar("T", date, datetime)


def _parsed(read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except (ValueError, OverflowError):
        return None


def _shown(text: str) -> str:
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= 80 else plain[:79] + "…"
