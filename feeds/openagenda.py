"""Events in the JSON that OpenAgenda's API v2 answers with, for sites that already read it (FEEDS.md §9).

Fields and limits as developers.openagenda.com (event structure) documents them. What we do not know is left out:
accessibility, ages, ways to register. `nextTiming` is left out because it depends on the hour of reading.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Any, BinaryIO
from uuid import UUID

import yaml

from feeds import french
from feeds.channel import Channel, Site
from feeds.characters import cut, one_line
from feeds.ids import item_page
from feeds.instants import rfc3339
from feeds.json_text import Plain, dumped, escaped_for_html, present
from feeds.openagenda_timings import Timing, Timings, timings
from feeds.pieces import Format, Piece, joined
from feeds.rights import image_credit, source_link
from vigie.model import AttendanceMode, Event, Item, Place, Status

TITLE, DESCRIPTION, WORDS = 140, 200, 255
PUBLISHED = 2  # `state`: where an event stands with the editors; `status` is whether it takes place
_ATTENDANCE = {AttendanceMode.OFFLINE: 1, AttendanceMode.ONLINE: 2, AttendanceMode.MIXED: 3}
_LANGUAGE = re.compile(r"[a-z]{2}(?=-|$)")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#~&|])")


def number(identifier: str) -> int:
    """A positive integer for a UUID, the same for ever: 53 bits of the sha-256 of its bytes, safe in JavaScript.

    Two of 100,000 items share one with a probability of 6 in ten million, two of a million of 6 in a hundred thousand
    (n²/2⁵⁴); what tells items apart for certain stands beside it, in `extIds`.
    """
    digest = hashlib.sha256(UUID(identifier).bytes).digest()
    return int.from_bytes(digest[:8], "big") >> 11 or 1


@lru_cache(maxsize=1)
def _statuses() -> dict[Status, int]:
    text = resources.files("vigie").joinpath("data", "status_map.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["event_status"]
    said = {status: rows[status.value]["openagenda"] for status in Status}
    return {status: said[Status.SCHEDULED] if code == "unchanged" else code for status, code in said.items()}


def _event(item: Item, event: Event, slots: Timings, site: Site) -> Plain:
    found = _LANGUAGE.match(event.language or "")
    language = found.group() if found else "fr"
    text = one_line(event.description) if event.description else ""
    return present(
        uid=number(item.id),
        slug=item.id,
        extIds=[{"key": site.domain, "value": item.id}],
        title={language: cut(event.title, TITLE)},
        description={language: cut(text or event.title, DESCRIPTION)},
        longDescription={language: _markdown(event.description or "")} if len(text) > DESCRIPTION else None,
        keywords=_keywords(event, language),
        conditions={"fr": cut(price, WORDS)} if (price := french.price(event)) else None,
        image=_image(event.image) if event.image else None,
        imageCredits=cut(image_credit(item), WORDS) if event.image else None,
        dateRange={"fr": french.sessions(event)},
        timezone=event.occurrences[0].start.zone,
        timings=[_timing(t) for t in slots.slots],
        firstTiming=_timing(slots.slots[0]),
        lastTiming=_timing(slots.slots[-1]),
        attendanceMode=_attendance(event),
        onlineAccessLink=event.online_url,
        location=_location(event.place),
        status=_statuses()[event.status],
        state=PUBLISHED,
        canonicalUrl=item_page(site, item.id),
        links=[{"link": link}] if (link := source_link(item)) else None,
        originAgenda={"title": site.name, "url": site.url + "/"},
        createdAt=rfc3339(item.created_at),
        updatedAt=rfc3339(item.revised_at),
        _vigie=present(
            id=item.id,
            status=event.status.value,
            sequence=item.sequence,
            is_free=event.is_free,
            organizers=list(event.organizers),
            end_guessed=slots.guessed or None,
            timings_left_out=slots.left_out or None,
        ),
    )


def _timing(timing: Timing) -> Plain:
    return {"begin": timing.begin.isoformat(timespec="seconds"), "end": timing.end.isoformat(timespec="seconds")}


def _attendance(event: Event) -> int:
    if event.status is Status.MOVED_ONLINE:
        return _ATTENDANCE[AttendanceMode.ONLINE]
    if event.attendance:
        return _ATTENDANCE[event.attendance]
    if event.online_url:
        return _ATTENDANCE[AttendanceMode.MIXED if event.place else AttendanceMode.ONLINE]
    return _ATTENDANCE[AttendanceMode.OFFLINE]


def _keywords(event: Event, language: str) -> Plain | None:
    words: list[str] = []
    for topic in event.topics:
        word = topic.split(":", 1)[1].replace("-", " ")
        if word not in words and len(", ".join([*words, word])) <= WORDS:
            words.append(word)
    return {language: words} if words else None


def _location(place: Place | None) -> Plain | None:
    if place is None or not (name := place.name or place.locality or place.municipality):
        return None
    town = place.locality or place.municipality
    known = place.latitude is not None and place.longitude is not None
    return present(
        name=name,
        address=", ".join(w for w in (place.street, " ".join(w for w in (place.postcode, town) if w)) if w),
        city=town,
        postalCode=place.postcode,
        region=place.region,
        countryCode=place.country if place.country and _COUNTRY.fullmatch(place.country) else None,
        latitude=round(place.latitude, 6) if known and place.latitude is not None else None,
        longitude=round(place.longitude, 6) if known and place.longitude is not None else None,
    )


def _image(address: str) -> Plain:
    """The address in two halves, as the format has it; sizes are not known."""
    at = address.split("?", 1)[0].rindex("/") + 1
    return {"base": address[:at], "filename": address[at:]} if address[at:] else {"base": address, "filename": ""}


def _markdown(text: str) -> str:
    """Plain text for a field that is Markdown: a sign stays a sign, and no markup comes in with it."""
    return _MARKDOWN.sub(r"\\\1", text)


def _cut(item: Item, site: Site) -> Iterator[Piece]:
    """One object for each event of which at least one day is known: the format has no event without a timing."""
    if not isinstance(item.content, Event):
        return
    slots = timings(item.content.occurrences)
    if slots.slots:
        plain = _event(item, item.content, slots, site)
        begins = int(slots.slots[0].begin.timestamp()) + 10**12
        yield Piece(f"{begins:014d}{item.id}", escaped_for_html(dumped(plain, indent=False)))


def _write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    head = present(
        success=True,
        agenda={
            "title": channel.title,
            "description": channel.description,
            "url": channel.page_url,
            "licence": channel.licence,
            "updatedAt": rfc3339(channel.updated),
        },
        next=channel.link("next"),
        sort="timings.asc",
    )
    before = escaped_for_html(dumped(head, indent=False)).removesuffix(b"}") + b',"events":[\n'
    rows = joined(before, pieces, b",\n", b"\n]", out)
    # Counted while the events went by; there is no page after a file.
    out.write(b',"total":%d,"after":null}\n' % rows)
    return rows


FORMAT = Format("openagenda", ".openagenda.json", "application/json", _cut, _write)
