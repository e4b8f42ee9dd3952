"""The forms that readers fill in: their fields, what was written, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feeds.addresses import web_address
from feeds.rights import without_contacts
from warehouse.proposals import About
from web.said import Said

LONG = 2000
SHORT = 200
LONGEST_ADDRESS = 500
WRONG = ("date", "lieu", "prix", "lien", "annule", "doublon", "texte", "autre")
"""What can be wrong with an item, as the form sends it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `address`: a web address; `choices`: the only values that it takes."""

    name: str
    most: int = SHORT
    required: bool = False
    address: bool = False
    choices: tuple[str, ...] = ()


FIELDS: Mapping[About, tuple[Field, ...]] = {
    About.SOURCE: (
        Field("url", LONGEST_ADDRESS, required=True, address=True),
        Field("name", required=True),
        Field("why", LONG),
    ),
    About.EVENT: (
        Field("title", required=True),
        Field("when", required=True),
        Field("where"),
        Field("url", LONGEST_ADDRESS, required=True, address=True),
        Field("details", LONG),
    ),
    About.ERROR: (
        Field("wrong", required=True, choices=WRONG),
        Field("details", LONG, required=True),
        Field("url", LONGEST_ADDRESS, address=True),
    ),
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: `said` what was typed, kept as it was; `mistakes` field → what is wrong with it, "" for
    the whole form."""

    kind: About
    token: str
    said: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, str] = field(default_factory=dict)


def typed(kind: About, given: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the fields of a form: control characters out, spaces at the ends too."""
    return {one.name: _printable(given.get(one.name, "")) for one in FIELDS[kind]}


def mistakes(kind: About, said: Mapping[str, str], words: Said) -> dict[str, str]:
    """Field → what is wrong, in words for people."""
    found = {one.name: wrong for one in FIELDS[kind] if (wrong := _mistake(one, said[one.name], words))}
    return found


def kept(kind: About, said: Mapping[str, str]) -> dict[str, str]:
    """What is stored of a sound form: addresses in full, no mail address and no telephone number of anybody."""
    stored: dict[str, str] = {}
    for one in FIELDS[kind]:
        value = said[one.name]
        if value:
            stored[one.name] = _address(value) or value if one.address else without_contacts(value).strip()
    return {name: value for name, value in stored.items() if value}


def _mistake(one: Field, value: str, words: Said) -> str:
    if not value:
        return words._("Ce champ est nécessaire.") if one.required else ""
    if len(value) > one.most:
        return words._("C’est trop long : {most} signes au plus.").format(most=one.most)
    if one.choices and value not in one.choices:
        return words._("Choisissez l’une des réponses.")
    if one.address and not _address(value):
        return words._("Ce n’est pas une adresse web complète, comme https://exemple.be/agenda.")
    return ""


def _address(value: str) -> str | None:
    """A web address, with `https://` where people left it out."""
    if any(c.isspace() for c in value):
        return None
    whole = value if "://" in value else f"https://{value}"
    found = web_address(whole)
    host = whole.split("://", 1)[1].split("/", 1)[0]
    return found if found and "." in host and "@" not in host else None


def _printable(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(c if c.isprintable() else " " for c in line).strip() for line in lines).strip()
