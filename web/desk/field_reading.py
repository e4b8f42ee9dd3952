"""What was typed into the form of a field, as the value that `warehouse.editing` takes. Pure.

A refusal is a French sentence for beside the field, and names the input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from vigie.codec import to_plain
from vigie.model import AttendanceMode, Kind, Status, WallTime
from warehouse.fitting import fit
from web.desk.field_forms import LONGEST, SHAPES, Form, Shape
from web.desk.field_rows import Unfit, deadlines, moment, place, sessions, sums

Chosen = TypeVar("Chosen", bound=StrEnum)


def read(kind: Kind, field: str, form: Form) -> Any:
    """The JSON value of what was typed; None empties the field. Raises Unfit."""
    if field not in SHAPES:
        raise Unfit("Ce champ ne se corrige pas ici.")
    value = _READERS[SHAPES[field]](field, {name: said.strip() for name, said in form.items()})
    plain = to_plain(value)
    try:
        fit(kind, field, plain)
    except ValueError as error:
        empty = plain in (None, [], "")
        raise Unfit("Ce champ ne peut pas rester vide." if empty else "Cette valeur n’entre pas dans ce champ.") from (
            error
        )
    return plain


def _line(field: str, form: Form) -> str | None:
    return " ".join(form.get("value", "").split())[:LONGEST] or None


def _address(field: str, form: Form) -> str | None:
    said = form.get("value", "")
    parts = urlsplit(said) if _splits(said) else None
    if said and (parts is None or parts.scheme not in ("http", "https") or not parts.hostname or " " in said):
        raise Unfit("Ce n’est pas une adresse du web : elle commence par https://.", "value")
    return said or None


def _splits(said: str) -> bool:
    try:
        urlsplit(said)
    except ValueError:
        return False
    return True


def _text(field: str, form: Form) -> str | None:
    return form.get("value", "").replace("\r\n", "\n")[:LONGEST] or None


def _lines(field: str, form: Form) -> tuple[str, ...]:
    found = (" ".join(line.split()) for line in form.get("value", "").splitlines())
    return tuple(dict.fromkeys(line for line in found if line))


def _number(field: str, form: Form) -> int | None:
    said = form.get("value", "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 4 and int(said) <= 100):
        raise Unfit("Écrivez un nombre entier de 0 à 100.", "value")
    return int(said)


def _switch(field: str, form: Form) -> bool | None:
    said = {"yes": True, "no": False}.get(form.get("value", ""))
    return said if field == "is_free" else bool(said)


def _status(field: str, form: Form) -> Status:
    return _chosen(Status, form)


def _attendance(field: str, form: Form) -> AttendanceMode | None:
    return _chosen(AttendanceMode, form) if form.get("value") else None


def _chosen(of: type[Chosen], form: Form) -> Chosen:
    try:
        return of(form.get("value", ""))
    except ValueError:
        raise Unfit("Choisissez l’une des possibilités.", "value") from None


def _moment_field(field: str, form: Form) -> WallTime | None:
    return moment(form, "") if form.get("day") or form.get("time") else None


def _topics(field: str, form: Form) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.get("value", "").split()))


_READERS: Mapping[Shape, Callable[[str, Form], Any]] = {
    Shape.LINE: _line,
    Shape.ADDRESS: _address,
    Shape.TEXT: _text,
    Shape.LINES: _lines,
    Shape.NUMBER: _number,
    Shape.SWITCH: _switch,
    Shape.STATUS: _status,
    Shape.ATTENDANCE: _attendance,
    Shape.MOMENT: _moment_field,
    Shape.SESSIONS: sessions,
    Shape.DEADLINES: deadlines,
    Shape.PLACE: place,
    Shape.SUMS: sums,
    Shape.TOPICS: _topics,
}
