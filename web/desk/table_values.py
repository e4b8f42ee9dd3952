"""What the cells of the editors' table say, in one spelling, so that three states of a cell can be compared. Pure.

A moment is the wall clock of Brussels (`2026-03-14T10:00`), or as much of it as is known; a list is `a|b`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from feeds.channel import Site
from feeds.characters import paragraphs
from feeds.column_types import Type, listed, type_of
from feeds.columns import Column, columns_of
from feeds.instants import brussels_clock
from vigie.model import Item, Kind, Precision, WallTime
from warehouse.readings import fold

MOMENT_LISTS = ("sessions", "deadlines")
SETS = ("topics",)
"""Lists whose order says nothing."""
YES, NO = frozenset({"true", "vrai", "oui", "yes", "1"}), frozenset({"false", "faux", "non", "no", "0"})
_MONTH = re.compile(r"\d{4}-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BELGIAN = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,]+(\d{1,2})(?:[:h]| h )(\d\d)?)?")
FARTHEST = range(1900, 2200)

_KIND = Column("kind", "genre : event (agenda), news (veille), call (appels)", lambda item, site: item.kind.value)
_STATE = Column("state", "shown, hidden (masqué), withdrawn (retiré), merged (fusionné)", lambda i, s: state_of(i))


class Misfit(ValueError):
    """A cell that cannot mean what its column holds. `fr` and `en` say why."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr, self.en = fr, en


@dataclass(frozen=True, slots=True)
class Cell:
    """What a program wrote into a cell: its value, and whether its format shows a clock."""

    value: object
    clock: bool = True


def state_of(item: Item) -> str:
    if item.merged_into:
        return "merged"
    return "withdrawn" if item.withdrawn_at else "hidden" if item.hidden else "shown"


def desk_columns() -> tuple[tuple[Column, Type], ...]:
    """The columns of all kinds, each once, in the order of the public tables; kind and state behind the title."""
    found: dict[str, tuple[Column, Kind]] = {}
    for kind in Kind:
        for column in columns_of(kind):
            found.setdefault(column.name, (column, kind))
    own = {kind: {column.name for column in columns_of(kind)} for kind in Kind}
    order = sorted(found, key=lambda name: _rank(name, own))
    laid = [(_of_kinds(found[name][0], own), type_of(found[name][0])) for name in order]
    return (*laid[:2], (_KIND, Type.TEXT), (_STATE, Type.TEXT), *laid[2:])


def said(column: Column, kind: Type, item: Item, site: Site) -> str:
    """What a cell says of a released item, in the one spelling."""
    return canonical(column.name, kind, column.value(item, site))


def canonical(name: str, kind: Type, value: object) -> str:
    """The one spelling of a value of ours."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind is Type.LIST:
        texts = listed(value)
        if name in MOMENT_LISTS:
            texts = ["/".join(moment(part) for part in one.split("/")) for one in texts]
        return "|".join(sorted(texts) if name in SETS else texts)
    if kind is Type.MOMENT:
        return moment(str(value))
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    return paragraphs(str(value)).strip()


def typed(name: str, kind: Type, cell: Cell) -> str:
    """The one spelling of what somebody typed. Raises Misfit."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return _date_cell(kind, value, cell.clock)
    if isinstance(value, (int, float)):
        if kind in (Type.MOMENT, Type.LIST):
            raise Misfit("une date était attendue", "a date was expected")
        value = _number(value)
    text = paragraphs(str(value)).strip()
    if not text:
        return ""
    if kind is Type.BOOLEAN:
        return _boolean(text)
    if kind is Type.LIST:
        parts = [" ".join(part.split()) for part in text.split("|") if part.strip()]
        if name in MOMENT_LISTS:
            parts = ["/".join(moment(one) for one in part.split("/")) for part in parts]
        return "|".join(sorted(set(parts)) if name in SETS else parts)
    if kind is Type.MOMENT:
        return moment(text)
    return _degrees(text) if kind is Type.DEGREES else text


def moment(text: str) -> str:
    """The one spelling of a moment: ISO 8601, or as Belgians write it (`14/03/2026 10:00`, `14/03/2026 10h`)."""
    text = " ".join(text.split())
    if _MONTH.fullmatch(text) or _DAY.fullmatch(text):
        _checked(f"{text}-01"[:10])
        return text
    belgian = _BELGIAN.fullmatch(text)
    if belgian:
        day, month, year, hour, minute = belgian.groups()
        text = f"{year}-{int(month):02d}-{int(day):02d}"
        if hour is None:
            _checked(text)
            return text
        text += f"T{int(hour):02d}:{minute or '00'}"
    read = _checked(text)
    if read.tzinfo is None:
        return _wall(read)
    clock = brussels_clock(read.astimezone(UTC))
    twice = any(brussels_clock(read + shift) == clock for shift in (timedelta(hours=1), timedelta(hours=-1)))
    return read.isoformat() if twice else _wall(clock.replace(fold=0, tzinfo=None))


def wall_time(text: str) -> WallTime:
    """The wall time of a moment in its one spelling."""
    if _MONTH.fullmatch(text):
        year, month = map(int, text.split("-"))
        return WallTime(datetime(year, month, 1), precision=Precision.MONTH)
    if _DAY.fullmatch(text):
        return WallTime.of_day(date.fromisoformat(text))
    read = datetime.fromisoformat(text)
    return WallTime(read) if read.tzinfo is None else WallTime.of_instant(read)


def _of_kinds(column: Column, own: Mapping[Kind, set[str]]) -> Column:
    """A column that is empty for kinds that have none of its name."""
    return Column(column.name, column.meaning, lambda i, s: column.value(i, s) if column.name in own[i.kind] else None)


def _rank(name: str, own: Mapping[Kind, set[str]]) -> tuple[int, int, int]:
    """Columns of all kinds keep their places before and behind those of one."""
    for number, kind in enumerate(Kind):
        if name in own[kind]:
            names = [column.name for column in columns_of(kind)]
            shared = [one for one in names if all(one in own[other] for other in Kind)]
            if name in shared:
                return (0 if shared.index(name) < 2 else 2, 0, shared.index(name))
            return 1, number, names.index(name)
    raise KeyError(name)


def _date_cell(kind: Type, value: datetime | date, clock: bool) -> str:
    if kind is not Type.MOMENT:
        raise Misfit("une date se trouve là où il n’en faut pas", "there is a date where none belongs")
    if not isinstance(value, datetime):
        return value.isoformat()
    # A spreadsheet counts days in floating point: a second more or less is none.
    read = (value + timedelta(seconds=30)).replace(second=0, microsecond=0) if value.second in (59, 1) else value
    return (
        _wall(read.replace(microsecond=0)) if clock or read.time() != datetime.min.time() else read.date().isoformat()
    )


def _boolean(text: str) -> str:
    word = fold(text)
    if word in YES | NO:
        return "true" if word in YES else "false"
    raise Misfit("« oui » ou « non » étaient attendus", "“yes” or “no” was expected")


def _degrees(text: str) -> str:
    try:
        return _number(Decimal(text.replace(",", ".")))
    except InvalidOperation as error:
        raise Misfit("un nombre était attendu", "a number was expected") from error


def _number(value: int | float | Decimal) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not exact.is_finite() or abs(exact) >= 10**15:
        raise Misfit("ce nombre est trop grand", "this number is too large")
    text = format(round(exact, 6), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _wall(clock: datetime) -> str:
    return clock.isoformat(timespec="seconds" if clock.second else "minutes")


def _checked(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError as error:
        raise Misfit(
            "une date était attendue : 2026-03-14, 2026-03-14T10:00 ou 14/03/2026 10:00",
            "a date was expected: 2026-03-14, 2026-03-14T10:00 or 14/03/2026 10:00",
        ) from error
    if read.year not in FARTHEST:
        raise Misfit("cette année est trop loin", "this year is too far away")
    return read
