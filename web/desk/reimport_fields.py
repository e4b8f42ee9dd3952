"""Which field of an item each column of the editors' workbook changes, and the value that its words give it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from feeds.channel import Site
from feeds.instants import said as as_said
from vigie.codec import to_plain
from vigie.model import AttendanceMode, Call, Deadline, Event, Item, Occurrence, Place, Status, WallTime
from warehouse.fitting import fit
from warehouse.readings import read_place
from web.desk.table_values import Misfit, desk_columns, moment, said, wall_time
from web.labels import facet_labels

FIELDS: Mapping[str, str] = {
    "title": "title", "status": "status", "start": "occurrences", "end": "occurrences", "sessions": "occurrences",
    "attendance": "attendance", "online_url": "online_url", "organizers": "organizers", "is_free": "is_free",
    "published": "published", "updated": "updated", "opens": "opens", "deadline": "deadlines",
    "deadlines": "deadlines", "rolling": "rolling", "closed": "closed", "funders": "funders",
    "identifier": "identifier", "place": "place", "street": "place", "postcode": "place", "municipality": "place",
    "province": "place", "country": "place", "latitude": "place", "longitude": "place", "topics": "topics",
    "language": "language", "excerpt": "description", "source_url": "url",
}  # fmt: skip
"""Column → field. The other columns are worked out from these, or tell of sources: they are read only."""
MARKED = tuple(column.name for column, _ in desk_columns() if column.name in FIELDS)
NEEDED = frozenset({"title", "status", "start", "rolling", "closed"})
PLACE = {"place": "name", "street": "street", "postcode": "postcode", "municipality": "municipality",
         "province": "province", "country": "country", "latitude": "latitude", "longitude": "longitude"}  # fmt: skip
PROVINCES = ("brabant-wallon", "hainaut", "liege", "luxembourg", "namur")
_COLUMNS = tuple((column, kind) for column, kind in desk_columns() if column.name in FIELDS)


def marks(item: Item, site: Site) -> list[str]:
    """What the columns MARKED say of a released item, in the one spelling."""
    return [said(column, kind, item, site) for column, kind in _COLUMNS]


def value_of(item: Item, field: str, texts: Mapping[str, str]) -> Any:
    """The JSON value of a field in which the columns `texts` say something else now, checked as the warehouse checks
    it. `item` is the one that stands, not its released form. Raises Misfit."""
    for name, text in texts.items():
        if not text and name in NEEDED:
            raise Misfit("cette cellule ne peut pas être vide", "this cell cannot be empty")
    try:
        plain = to_plain(_READ.get(field, _texts)(item, field, texts))
        fit(item.kind, field, plain)
    except Misfit:
        raise
    except ValueError as error:
        raise Misfit("cette valeur ne convient pas", f"this value does not fit ({error})") from error
    return plain


def _texts(item: Item, field: str, texts: Mapping[str, str]) -> object:
    text = next(iter(texts.values()))
    if field in ("organizers", "funders"):
        return tuple(part for part in text.split("|") if part)
    if field == "topics":
        return _topics(item, tuple(part for part in text.split("|") if part))
    if field in ("is_free", "rolling", "closed"):
        return {"true": True, "false": False}.get(text)
    if field in ("published", "updated", "opens"):
        return wall_time(text) if text else None
    if field == "status":
        if text == Status.CANCELLED and getattr(item.content, "status", None) is not Status.CANCELLED:
            raise Misfit("une annulation demande une preuve : elle se dit sur la page de la fiche",
                         "calling off needs a proof: it is said on the page of the item")  # fmt: skip
        return _one_of(Status, text)
    if field == "attendance":
        return _one_of(AttendanceMode, text) if text else None
    return text or None


def _topics(item: Item, topics: tuple[str, ...]) -> object:
    """Topics of the taxonomy; those that the item has already stay, in their order, before the new ones."""
    held = item.content.topics
    for topic in topics:
        facet, _, slug = topic.partition(":")
        if topic not in held and slug not in facet_labels(facet):
            raise Misfit(f"« {topic} » n’est pas une notion de la taxonomie (facette:notion)",
                         f"“{topic}” is no concept of the taxonomy (facet:slug)")  # fmt: skip
    return (*(topic for topic in held if topic in topics), *(topic for topic in topics if topic not in held))


def _one_of(closed: type[Status] | type[AttendanceMode], text: str) -> object:
    try:
        return closed(text)
    except ValueError as error:
        listed = ", ".join(one.value for one in closed)
        raise Misfit(
            f"un de ces mots était attendu : {listed}", f"one of these words was expected: {listed}"
        ) from error


def _occurrences(item: Item, field: str, texts: Mapping[str, str]) -> object:
    assert isinstance(item.content, Event)
    present = item.content.occurrences
    if "sessions" in texts:
        if len(texts) > 1:
            raise Misfit("changez soit « sessions », soit « start » et « end », pas les deux à la fois",
                         "change either “sessions” or “start” and “end”, not both at once")  # fmt: skip
        known = {_session(one): one for one in present}
        return tuple(known.get(part) or _read_session(part) for part in texts["sessions"].split("|"))
    if len(present) != 1:
        raise Misfit("plusieurs séances : changez la colonne « sessions »",
                     "several sessions: change the column “sessions”")  # fmt: skip
    (one,) = present
    start = wall_time(texts["start"]) if "start" in texts else one.start
    end = one.end if "end" not in texts else wall_time(texts["end"]) if texts["end"] else None
    return (_whole(start, end),)


def _session(one: Occurrence) -> str:
    return "/".join(moment(as_said(at)) for at in (one.start, one.end) if at)


def _read_session(text: str) -> Occurrence:
    first, _, last = text.partition("/")
    return _whole(wall_time(first), wall_time(last) if last else None)


def _whole(start: WallTime, end: WallTime | None) -> Occurrence:
    backwards = end is not None and (
        end.local < start.local if end.precision is start.precision else end.day < start.day
    )
    if backwards:
        raise Misfit("la fin est avant le début", "the end is before the start")
    return Occurrence(start, end)


def _deadlines(item: Item, field: str, texts: Mapping[str, str]) -> object:
    assert isinstance(item.content, Call)
    present = item.content.deadlines
    if "deadlines" in texts:
        known = {moment(as_said(one.at)): one for one in present}
        parts = [part for part in texts["deadlines"].split("|") if part]
        return tuple(known.get(part) or Deadline(wall_time(part)) for part in parts)
    if len(present) > 1:
        raise Misfit("plusieurs clôtures : changez la colonne « deadlines »",
                     "several deadlines: change the column “deadlines”")  # fmt: skip
    if not texts["deadline"]:
        return ()
    at = wall_time(texts["deadline"])
    return (replace(present[0], at=at),) if present else (Deadline(at),)


def _place(item: Item, field: str, texts: Mapping[str, str]) -> object:
    place = item.content.place or Place()
    changed: dict[str, Any] = {PLACE[name]: text or None for name, text in texts.items()}
    for name in ("latitude", "longitude"):
        if changed.get(name) is not None:
            changed[name] = float(changed[name])
    if changed.get("province") not in (*PROVINCES, None):
        listed = ", ".join(PROVINCES[:-1])
        raise Misfit(
            f"une de ces provinces était attendue : {listed}", f"one of these provinces was expected: {listed}"
        )
    new = replace(place, **changed)
    if "municipality" in changed or "postcode" in changed:
        # What the old town said of itself does not hold for the new one.
        read = read_place(new.name, new.street, new.postcode, new.municipality).place
        told = {"province": changed["province"]} if "province" in changed else {}
        gone = {"nis": None, "province": None, "locality": None, "totem": None, "region": None}
        known = {name: getattr(read, name) for name in gone} if read is not None else gone
        new = replace(new, **{**known, **told})
    return None if new == Place() else new


_READ: Mapping[str, Callable[[Item, str, Mapping[str, str]], object]] = {
    "occurrences": _occurrences,
    "deadlines": _deadlines,
    "place": _place,
}
