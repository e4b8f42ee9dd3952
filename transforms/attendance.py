"""Whether people come, connect, or both: only from what the source says, None when it says nothing."""

from __future__ import annotations

import re

from transforms.text import fold
from vigie.model import AttendanceMode

_SAID = {
    "offlineeventattendancemode": AttendanceMode.OFFLINE,
    "onlineeventattendancemode": AttendanceMode.ONLINE,
    "mixedeventattendancemode": AttendanceMode.MIXED,
    # OpenAgenda's numbers (API_SHAPES §6).
    "1": AttendanceMode.OFFLINE,
    "2": AttendanceMode.ONLINE,
    "3": AttendanceMode.MIXED,
    "offline": AttendanceMode.OFFLINE,
    "presentiel": AttendanceMode.OFFLINE,
    "sur place": AttendanceMode.OFFLINE,
    "online": AttendanceMode.ONLINE,
    "en ligne": AttendanceMode.ONLINE,
    "virtuel": AttendanceMode.ONLINE,
    "distanciel": AttendanceMode.ONLINE,
    "mixed": AttendanceMode.MIXED,
    "mixte": AttendanceMode.MIXED,
    "hybride": AttendanceMode.MIXED,
    "hybrid": AttendanceMode.MIXED,
}
_ONLINE_PLACE = re.compile(
    r"(?:evenement )?(?:en ligne|online|on-line|virtuel|virtual|web|internet|zoom|teams|microsoft teams|google meet|"
    r"webinaire|visioconference|"
    r"a distance|distanciel|youtube|twitch|facebook live|livestream)(?: event)?"
)
_HYBRID = re.compile(
    r"\b(?:hybride|hybrid|en ligne et (?:sur place|en presentiel)|sur place et en ligne|en presentiel et en ligne)\b"
)


def names_no_place(words: str | None) -> bool:
    """Whether the words of a venue only say that the event is online ("En ligne", "Zoom")."""
    return bool(_ONLINE_PLACE.fullmatch(fold(words or "").strip(" .-()")))


def attendance(
    said: str | None, place_words: str | None, online_url: str | None, title: str, physical: bool
) -> AttendanceMode | None:
    """Mode of attendance. `said` is the source's own word or URL; `physical` = a venue, street or town is known."""
    if said:
        mode = _SAID.get(fold(said).rstrip("/").rsplit("/", 1)[-1].strip())
        if mode:
            return mode
    if _HYBRID.search(fold(f"{title} {place_words or ''}")):
        return AttendanceMode.MIXED
    if names_no_place(place_words) or (online_url and not physical):
        return AttendanceMode.ONLINE
    return AttendanceMode.MIXED if online_url and physical else None
