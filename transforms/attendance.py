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
_TOOL = (
    r"zoom|(?:ms |microsoft )?teams|google meet|jitsi|webex|youtube|twitch|discord|facebook live|live ?stream(?:ing)?|"
    r"visio ?conference|visio|web ?conference|webinaires?|webinars?"
)
_ONLINE = rf"(?:en ligne|online|on-line|virtuel(?:le)?|virtual|a distance|en distanciel|distanciel|{_TOOL})"
_ONLINE_PLACE = re.compile(
    rf"(?:(?:evenement|event|rencontre|formation|format|atelier|conference) )?(?:{_ONLINE}|web|internet|live)"
    rf"(?:[ ,:(/-]+(?:via|sur|par|on|event|en direct|{_ONLINE}))*(?: event)?"
)
_HYBRID = re.compile(
    r"\b(?:hybride|hybrid|en ligne et (?:sur place|en presentiel)|sur place et en ligne|en presentiel et en ligne)\b"
)
# In a line, online words count where they are a part of their own: "Liège / Teams", not "la vie en ligne".
_ONLINE_PART = re.compile(
    rf"(?:^|[,;:/|&+(–—-]\s*|\b(?:et|ou|and|or|en|of|und) ){_ONLINE}"
    rf"(?:[ (:/-]+(?:via|sur|on|par)?\s*(?:{_TOOL})\)?)*(?=\s*(?:$|[,;:/|&+)–—-]|(?:et|ou|and|or|en)\b))"
)
_ON_SITE = re.compile(r"\b(?:en presentiel|sur place|presentiel|in person|on site|ter plaatse)\b")
_LINE_LIMIT = 300


def names_no_place(words: str | None) -> bool:
    """Whether the words of a venue only say that the event is online ("En ligne", "Zoom", "Webinaire sur Teams")."""
    bare = fold((words or "")[:_LINE_LIMIT]).strip(" .-()")
    return bool(_ONLINE_PLACE.fullmatch(bare) or _ONLINE_PLACE.fullmatch(bare.replace("(", "").replace(")", "")))


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


def attendance_of_line(line: str, placed: bool) -> AttendanceMode | None:
    """What one line of a place says of it; `placed` = the line names a town. A bare address says nothing."""
    if len(line) > _LINE_LIMIT:
        return None
    words = fold(line)
    if _HYBRID.search(words):
        return AttendanceMode.MIXED
    online = names_no_place(line) or bool(_ONLINE_PART.search(words))
    on_site = bool(_ON_SITE.search(words))
    if online:
        return AttendanceMode.MIXED if placed or on_site else AttendanceMode.ONLINE
    return AttendanceMode.OFFLINE if on_site else None
