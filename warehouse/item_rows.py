"""The rows that follow from an item's content: filter columns, sessions, deadlines, search tokens. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from transforms.analyse import analyse, written
from transforms.text import fold
from vigie.codec import to_json
from vigie.model import Article, Call, Content, Event, WallTime
from warehouse.identity import ITEM_IDS, item_hash

EXACT = "="
"""Stands before a word that is meant as it is written, in `search` and in questions."""
LAST_PLACE = 16_383
MOST_PLACES = 255


def columns(content: Content, sources: Sequence[str]) -> dict[str, Any]:
    """Columns of `items` that follow from the content. `search` is in PostgreSQL's text form of a tsvector."""
    body = to_json(content)
    place = content.place
    published = content.published if isinstance(content, (Article, Call)) else None
    row: dict[str, Any] = {
        "kind": content.kind.value,
        "content": body,
        "content_hash": item_hash(content.kind, body),
        "title": content.title,
        "language": content.language,
        "status": None,
        "province": place.province if place else None,
        "nis": place.nis if place else None,
        "municipality": place.municipality if place else None,
        "starts_at": None,
        "ends_at": None,
        "closes_at": None,
        "closed": False,
        "published_at": published.utc if published else None,
        "topics": sorted(content.topics),
        "sources": sorted(set(sources)),
        "facets": facets(content, sources),
        "search": search_vector(content),
    }
    if isinstance(content, Event):
        row["status"] = content.status.value
        row["starts_at"] = min(o.start for o in content.occurrences).utc
        row["ends_at"] = max(o.closes_at() for o in content.occurrences)
    if isinstance(content, Call):
        row["starts_at"] = content.opens.utc if content.opens else None
        row["closes_at"] = max((d.closes_at() for d in content.deadlines), default=None)
        row["closed"] = content.closed
    return row


def facets(content: Content, sources: Sequence[str]) -> list[str]:
    """All that an item can be chosen by, as `facet:value`, sorted: its topics, and `province`, `city` (NIS code),
    `totem`, `source`, `language`; of events also `state`, `price` (free, paid) and `attendance`."""
    place, found = content.place, {*content.topics, *(f"source:{slug}" for slug in sources)}
    named: dict[str, str | None] = {"language": content.language.split("-")[0].lower() if content.language else None}
    if place:
        named |= {"province": place.province, "city": place.nis, "totem": place.totem}
    if isinstance(content, Event):
        named |= {"state": content.status.value, "price": _price(content), "attendance": _attendance(content)}
    return sorted(found | {f"{name}:{value}" for name, value in named.items() if value})


def _price(event: Event) -> str | None:
    """Whether one pays; None when no source says so."""
    if event.is_free is not None:
        return "free" if event.is_free else "paid"
    sums = [amount for money in event.prices for amount in (money.low, money.high) if amount is not None]
    return None if not sums else "paid" if any(sums) else "free"


def _attendance(event: Event) -> str | None:
    """How one takes part: as its source says, else by what it names, a place or a link."""
    if event.attendance:
        return event.attendance.value
    if event.place and (event.place.name or event.place.nis or event.place.street):
        return "offline"
    return "online" if event.online_url else None


def sessions(item: str, content: Content) -> list[dict[str, Any]]:
    """Rows of `occurrences`."""
    if not isinstance(content, Event):
        return []
    return [
        {
            "item": item,
            "number": number,
            "starts_at": o.start.utc,
            "ends_at": o.closes_at(),
            "all_day": o.all_day,
            "local_start": o.start.local,
            "local_end": o.end.local if o.end else None,
            "zone": o.start.zone,
        }
        for number, o in enumerate(sorted(content.occurrences, key=_start), 1)
    ]


def closings(item: str, content: Content) -> list[dict[str, Any]]:
    """Rows of `deadlines`."""
    if not isinstance(content, Call):
        return []
    return [
        {
            "item": item,
            "number": number,
            "closes_at": d.closes_at(),
            "local": d.at.local,
            "zone": d.at.zone,
            "label": d.label,
        }
        for number, d in enumerate(sorted(content.deadlines, key=lambda d: (d.closes_at(), d.label or "")), 1)
    ]


def places(content: Content) -> list[dict[str, Any]]:
    """Row of `places`, when the content names one."""
    p = content.place
    if p is None or not p.name:
        return []
    return [
        {
            "id": str(uuid.uuid5(ITEM_IDS, f"place\n{fold(p.name)}\n{p.nis or p.municipality or ''}")),
            "name": p.name,
            "street": p.street,
            "postcode": p.postcode,
            "municipality": p.municipality,
            "nis": p.nis,
            "province": p.province,
            "latitude": p.latitude,
            "longitude": p.longitude,
        }
    ]


def actors(content: Content) -> list[dict[str, Any]]:
    """Rows of `actors`: who organises or funds."""
    role = "organizer" if isinstance(content, Event) else "funder"
    names = content.organizers if isinstance(content, Event) else content.funders if isinstance(content, Call) else ()
    return [
        {"id": str(uuid.uuid5(ITEM_IDS, f"{role}\n{fold(name)}")), "name": name, "role": role} for name in names if name
    ]


def words(content: Content) -> str:
    """The text that search looks at: title, description, place, people, and the words of the topics."""
    topics = [topic.partition(":")[2].replace("-", " ") for topic in content.topics]
    return "\n".join([*texts(content), *topics])


def texts(content: Content) -> list[str]:
    """The same in parts, without the topics: what a phrase may stand in."""
    place = content.place
    parts = [content.title, content.description]
    parts += [place.name, place.municipality] if place else []
    parts += content.organizers if isinstance(content, Event) else ()
    parts += content.funders if isinstance(content, Call) else ()
    return [part for part in parts if part]


def search_vector(content: Content) -> str:
    """The text form of the tsvector of a content: tokens of the analyser, and each word as it is written, behind `=`
    and with its places. Between two parts lies a gap, so that no phrase reaches over it."""
    exact: dict[str, list[str]] = {}
    at = 0
    for part in texts(content):
        for word in written(part):
            at += 1
            if at <= LAST_PLACE:
                exact.setdefault(EXACT + word, []).append(str(at))
        at += 1
    said = [f"{quoted(word)}:{','.join(places[:MOST_PLACES])}" for word, places in sorted(exact.items())]
    return " ".join([vector(analyse(words(content))), *said])


def vector(tokens: Sequence[str]) -> str:
    """Tokens as the text form of a tsvector: quoted, without positions."""
    return " ".join(quoted(token) for token in sorted(set(tokens)) if token)


def quoted(token: str) -> str:
    """A lexeme as PostgreSQL reads it in a tsvector or tsquery."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _start(occurrence: Any) -> tuple[Any, Any]:
    start: WallTime = occurrence.start
    return start.utc, occurrence.closes_at()
