"""The rights gate: what of an item may leave the house. Every format calls `released` before it prints a word.

Rules (SECURITY.md D15, D16): an excerpt of at most 300 signs unless every source of the item lets us republish; an
image only when every source of the item has recorded image rights; no e-mail address, no phone number, anywhere.
An item does not say which of its sources gave a value, so the strictest of them decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from feeds.addresses import web_address
from feeds.characters import cut, one_line, paragraphs
from feeds.languages import LANGUAGES
from vigie.model import Article, Call, Content, Deadline, Event, Item, Money, Place, Sighting

_Known = TypeVar("_Known", Item, Event, Article, Sighting, Money)
_NAMES = {of: tuple(f.name for f in fields(of)) for of in (Item, Event, Article, Sighting, Money)}
_MEMBERS: dict[type[object], tuple[tuple[str, ...], attrgetter[tuple[object, ...]]]] = {
    of: (names, attrgetter(*names)) for of, names in _NAMES.items()
}

EXCERPT = 300
REPUBLISHED = 4000
TITLE = 250
WORDS = 160

_MAIL = re.compile(
    r"(?:mailto:)?[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\w-]{1,63}(?:\.[\w-]{1,63}|\s?[\[(]dot[\])]\s?[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\d/])(?:(?:\+|00)\s?[1-9]\d{0,2}[\s./-]?(?:\(0\)[\s./-]?)?\d{1,3}(?:[\s./-]{0,3}\d{2,4}){2,5}"
    r"|\(?0[1-9]\d{0,2}\)?[\s./-]{0,3}\d{2,3}(?:[\s./-]?\d{2,3}){1,3})(?![\d€])"
)
# Neither rule takes anything out of a text without these, and they are found many times quicker than a whole pattern.
_FEWEST_DIGITS = 9
_DIGITS = re.compile(rf"(?:\D*+\d){{{_FEWEST_DIGITS}}}")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_TOPIC = re.compile(r"[\w.-]{1,60}:[\w-]{1,60}")


def released(item: Item) -> Item:
    """`item` as it may leave: texts cleaned and cut, links checked, images and contacts removed, sources in order.

    Sightings come back with the most trusted first, one for each source; their dates are left as they are and must not
    be printed, because a visit that changes nothing must not change a feed.
    """
    free = bool(item.sightings) and all(s.republish for s in item.sightings)
    pictured = bool(item.sightings) and all(s.image_rights for s in item.sightings)
    content, sightings = _content(item.content, free, pictured), _sources(item.sightings)
    if content is item.content and sightings == item.sightings:
        return item
    return _with(item, content=content, sightings=sightings)


def without_contacts(text: str) -> str:
    """`text` with e-mail addresses and phone numbers taken out. Dates and amounts stay."""
    if _marked(text):
        text = _MAIL.sub("", text)
    return _PHONE.sub(_number, text) if _DIGITS.match(text) else text


def link(text: str | None) -> str | None:
    """A printable web address, or None; one that carries an e-mail address loses its query, or is refused."""
    address = web_address(text)
    if address and _names_someone(address):
        address = re.split(r"[?#]", address)[0]
        return None if _names_someone(address) else address
    return address


def image_credit(item: Item) -> str:
    """What must stand beside the image of a released item: the recorded rights of its sources."""
    return " ; ".join(dict.fromkeys(one_line(s.image_rights, WORDS) for s in item.sightings if s.image_rights))


def source_link(item: Item) -> str | None:
    """The original page of a released item: its own link, else the link of its most trusted source."""
    return item.content.url or next((s.url for s in item.sightings if s.url), None)


def _names_someone(address: str) -> bool:
    plain = address.replace("%40", "@")
    return _marked(plain) and bool(_MAIL.search(plain))


def _marked(text: str) -> bool:
    return "@" in text or "(" in text or "[" in text or "{" in text


def _number(found: re.Match[str]) -> str:
    text = found.group()
    digits = sum(c.isdigit() for c in text)
    return text if digits < _FEWEST_DIGITS or digits > 15 or _DATE.search(text) else ""


def _words(text: str | None, limit: int = WORDS) -> str | None:
    if not text:
        return None
    # Long texts are cut before the patterns run: their cost must not depend on what a source sends.
    return _short(text, limit) if len(text) <= WORDS else _cleaned(text[: limit * 20], limit)


def _cleaned(text: str, limit: int) -> str | None:
    return one_line(without_contacts(one_line(text)), limit) or None


_short = lru_cache(maxsize=4096)(_cleaned)
"""Names of places, sources and licences come back in item after item, and each item in every format."""


def _all_words(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for t in texts if (w := _words(t))))


def _description(text: str | None, free: bool) -> str | None:
    if not text:
        return None
    if free:
        return cut(paragraphs(without_contacts(paragraphs(text[: REPUBLISHED * 5]))), REPUBLISHED) or None
    return _words(text, EXCERPT)


def _content(content: Content, free: bool, pictured: bool) -> Content:
    title = _words(content.title, TITLE) or "Sans titre"
    url, image = link(content.url), link(content.image) if pictured else None
    language = (
        content.language if content.language and len(content.language) < 40 and _is_language(content.language) else None
    )
    topics = tuple(t for t in content.topics if len(t) <= 121 and _is_topic(t))
    description, place = _description(content.description, free), _place(content.place)
    shared: dict[str, Any] = {
        "title": title, "url": url, "description": description, "place": place, "image": image, "language": language,
        "topics": topics,
    }  # fmt: skip
    if isinstance(content, Event):
        return _with(
            content, **shared, online_url=link(content.online_url), organizers=_all_words(content.organizers),
            prices=_money(content.prices), price_text=_words(content.price_text),
        )  # fmt: skip
    if isinstance(content, Call):
        return replace(
            content, **shared, funders=_all_words(content.funders), amounts=_money(content.amounts),
            deadlines=_deadlines(content.deadlines), identifier=_words(content.identifier),
        )  # fmt: skip
    assert isinstance(content, Article)
    return _with(content, **shared)


def _with(known: _Known, **members: Any) -> _Known:
    """`known` with other members; itself when they are not others. `dataclasses.replace` takes three times as long."""
    names, values_of = _MEMBERS[type(known)]
    values = values_of(known)
    moved = [members.get(name, value) for name, value in zip(names, values, strict=True)]
    return known if tuple(moved) == values else type(known)(*moved)


@lru_cache(maxsize=4096)
def _is_topic(topic: str) -> bool:
    return bool(_TOPIC.fullmatch(topic))


@lru_cache(maxsize=256)
def _is_language(tag: str) -> bool:
    return bool(_LANGUAGE.fullmatch(tag)) and tag.split("-")[0] in LANGUAGES


def _place(place: Place | None) -> Place | None:
    if place is None:
        return None
    spot = place.latitude, place.longitude
    known = spot[0] is not None and spot[1] is not None and all(math.isfinite(c) for c in spot if c is not None)
    within = known and abs(spot[0] or 0.0) <= 90 and abs(spot[1] or 0.0) <= 180
    # Every member by name: one that the model gains does not leave before it has a rule here.
    return Place(
        name=_words(place.name), street=_words(place.street), postcode=_words(place.postcode, 12),
        municipality=_words(place.municipality), locality=_words(place.locality), region=_words(place.region),
        country=_words(place.country, 60), province=_words(place.province, 60), nis=_words(place.nis, 12),
        totem=_words(place.totem, 60), latitude=spot[0] if within else None, longitude=spot[1] if within else None,
    )  # fmt: skip


def _money(amounts: Sequence[Money]) -> tuple[Money, ...]:
    return tuple(_with(m, label=_words(m.label), text=_words(m.text) or "") for m in amounts)


def _deadlines(deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    named = [replace(d, label=_words(d.label)) for d in deadlines]
    return tuple(sorted(named, key=lambda d: (d.closes_at(), d.label or "")))


def _sources(sightings: Sequence[Sighting]) -> tuple[Sighting, ...]:
    best: dict[str, Sighting] = {}
    ordered = sorted(sightings, key=lambda s: (-s.trust, s.source, s.key)) if len(sightings) > 1 else sightings
    for s in ordered:
        best.setdefault(s.source, s)
    return tuple(
        _with(
            s,
            name=_words(s.name) or s.source,
            url=link(s.url),
            licence=_words(s.licence),
            image_rights=_words(s.image_rights),
        )
        for s in best.values()
    )
