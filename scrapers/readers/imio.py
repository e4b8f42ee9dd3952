"""What iMio's two outlets share: Plone REST rows and the records pushed to ODWB (API_SHAPES.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapers.readers.drafts import ItemDraft, printed
from scrapers.readers.instants import iso, stamp

# Personal data: dropped, and not counted as unread.
CONTACTS = frozenset(("contact_name", "contact_email", "contact_phone", "creators", "contributors", "attendees"))


def say_session(item: ItemDraft, start: object, end: object, row: Mapping[str, Any], *, grouped: bool) -> None:
    """Start and end of a row. `open_end` means that its end (23:59:59) is made up; `whole_day` that both clocks are."""
    begun = iso(printed(start))
    group = stamp(begun) if grouped else 0
    item.say("start", begun, "/start", html=False, group=group)
    if not row.get("open_end"):
        item.say("end", iso(printed(end)), "/end", html=False, group=group)
    if row.get("whole_day") is True:
        item.say("all_day", "true", "/whole_day", group=group)
