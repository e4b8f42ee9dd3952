"""How each field of an item is typed: a value as the texts of its form. Pure; `field_reading` is the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vigie.model import BRUSSELS, Deadline, Money, Occurrence, Precision, WallTime

Form = Mapping[str, str]


class Shape(StrEnum):
    """The kinds of inputs."""

    LINE = "line"
    ADDRESS = "address"
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    SWITCH = "switch"
    STATUS = "status"
    ATTENDANCE = "attendance"
    MOMENT = "moment"
    SESSIONS = "sessions"
    DEADLINES = "deadlines"
    PLACE = "place"
    SUMS = "sums"
    TOPICS = "topics"


SHAPES: Mapping[str, Shape] = {
    "title": Shape.LINE,
    "language": Shape.LINE,
    "identifier": Shape.LINE,
    "price_text": Shape.LINE,
    "rrule": Shape.LINE,
    "url": Shape.ADDRESS,
    "online_url": Shape.ADDRESS,
    "image": Shape.ADDRESS,
    "description": Shape.TEXT,
    "organizers": Shape.LINES,
    "funders": Shape.LINES,
    "actors": Shape.LINES,
    "relevance": Shape.NUMBER,
    "is_free": Shape.SWITCH,
    "rolling": Shape.SWITCH,
    "closed": Shape.SWITCH,
    "status": Shape.STATUS,
    "attendance": Shape.ATTENDANCE,
    "published": Shape.MOMENT,
    "updated": Shape.MOMENT,
    "opens": Shape.MOMENT,
    "previous_start": Shape.MOMENT,
    "occurrences": Shape.SESSIONS,
    "deadlines": Shape.DEADLINES,
    "place": Shape.PLACE,
    "prices": Shape.SUMS,
    "amounts": Shape.SUMS,
    "topics": Shape.TOPICS,
}
ZONES = (
    BRUSSELS, "Europe/Paris", "Europe/Luxembourg", "Europe/Amsterdam", "Europe/Berlin", "Europe/London",
    "America/Toronto", "America/New_York", "UTC",
)  # fmt: skip
SPARE = 2
"""Empty rows that a form of several rows ends with."""
MOST_ROWS = 400
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A form: the text of each input by its name, and how many rows it has."""

    texts: Form
    rows: int = 0


def fill(field: str, value: Any) -> Filled:
    """The form that says a model value."""
    shape = SHAPES[field]
    several: Mapping[Shape, Callable[[Any], Form]] = {
        Shape.SESSIONS: _session_texts,
        Shape.DEADLINES: _deadline_texts,
        Shape.SUMS: _sum_texts,
    }
    if shape in several:
        rows = [several[shape](one) for one in value or ()]
        texts = {f"{n}-{name}": said for n, row in enumerate(rows) for name, said in row.items()}
        return Filled(texts, len(rows) + SPARE)
    if shape is Shape.MOMENT:
        return Filled(_moment_texts(value, ""))
    if shape is Shape.PLACE:
        names = ("name", "street", "postcode", "municipality", "country", "latitude", "longitude")
        said = {name: getattr(value, name, None) for name in names}
        said["municipality"] = getattr(value, "locality", None) or said["municipality"]
        return Filled({name: "" if one is None else str(one) for name, one in said.items()})
    if shape in (Shape.LINES, Shape.TOPICS):
        return Filled({"value": "\n".join(value or ())})
    if shape is Shape.SWITCH:
        return Filled({"value": "" if value is None else "yes" if value else "no"})
    return Filled({"value": "" if value is None else str(value)})


def typed(field: str, form: Form) -> Filled:
    """The form as it was typed, to be shown again."""
    rows = [int(name.partition("-")[0]) for name in form if name.partition("-")[0].isdecimal() and len(name) < 30]
    texts = {name: said[:LONGEST] for name, said in form.items()}
    return Filled(texts, min(max(rows, default=-1) + 1, MOST_ROWS))


def _moment_texts(value: WallTime | None, before: str) -> dict[str, str]:
    if value is None:
        return {}
    return {
        f"{before}day": value.day.isoformat(),
        f"{before}time": value.local.strftime("%H:%M") if value.has_clock else "",
        f"{before}zone": value.zone,
        f"{before}vague": "1" if value.precision is Precision.MONTH else "",
    }


def _session_texts(one: Occurrence) -> Form:
    return {**_moment_texts(one.start, "start-"), **_moment_texts(one.end, "end-"), "zone": one.start.zone}


def _deadline_texts(one: Deadline) -> Form:
    return {**_moment_texts(one.at, ""), "label": one.label or "", "strict": "1" if one.strict else ""}


def _sum_texts(one: Money) -> Form:
    return {
        "role": one.role.value,
        "low": "" if one.low is None else format(one.low, "f"),
        "high": "" if one.high is None else format(one.high, "f"),
        "currency": one.currency,
        "label": one.label or "",
        "rate": "" if one.rate is None else format((one.rate * 100).normalize(), "f"),
        "text": one.text,
    }
