"""One event out of a calendar file, its alarms with it: lines cut out, the others as they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from scrapers.redaction_needles import Needles

_EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*\r?\n.*?^END:VEVENT[ \t]*(?:\r?\n|\Z)", re.M | re.S | re.I)
_POINTER = re.compile(r"VEVENT\[UID=(.*)\](?:/.*)?", re.S)
_UID = re.compile(r"^UID(?:;[^:\n]*)?:(.*?)\s*$", re.M | re.I)
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
_STRUCTURE = re.compile(r"(BEGIN|END|VERSION|PRODID):", re.I)


def drafts(
    text: str, pointers: Collection[str], wanted: Needles, keys_of: Callable[[str], Collection[str]]
) -> Iterator[str]:
    """Calendars without the events pointed at: first without any other that names it, then with its lines scrubbed.

    `keys_of` gives the keys under which a reader knows the events of a calendar: not every UID is one.
    """
    keys = {found.group(1) for pointer in pointers if (found := _POINTER.fullmatch(pointer))}
    events = list(_EVENT.finditer(text))
    if not events:
        return
    head = text[: events[0].start()]
    gone: list[re.Match[str]] = []
    for event in events:
        uid = _UID.search(_FOLD.sub("", event.group(0)))
        known = uid is not None and uid.group(1) in keys
        if known or (keys and keys & set(keys_of(f"{head}{event.group(0)}\r\nEND:VCALENDAR\r\n"))):
            gone.append(event)
    if pointers and not gone:
        return
    for whole_events in (True, False):
        also = [e for e in events if e not in gone and whole_events and wanted.found("BEGIN:V\n" + e.group(0))]
        made = text
        for event in sorted([*gone, *also], key=lambda e: -e.start()):
            made = made[: event.start()] + made[event.end() :]
        yield _scrubbed(made, wanted)


def _scrubbed(text: str, wanted: Needles) -> str:
    if not wanted.found(text):
        return text
    lines = [found.group(0) for found in _LINE.finditer(text) if found.group(0)]
    return "".join(line for line in lines if _STRUCTURE.match(line) or not wanted.found(_FOLD.sub("", line)))
