"""What differs between two readings of a source, thing by thing and field by field. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.reading import as_printed
from vigie.codec import to_json, to_plain
from vigie.model import Record


@dataclass(frozen=True, slots=True)
class Differing:
    """One field of one record: `was` or `is_now` None when one side lacks it; `field` "" for the whole record."""

    key: str
    title: str
    field: str
    was: Any = None
    is_now: Any = None

    @property
    def line(self) -> str:
        """`~ KEY field: was → is`, `+ KEY title`, `- KEY title`."""
        if not self.field:
            return f"{'+' if self.was is None else '-'} {self.key}  {self.title}"
        return f"~ {self.key}  {self.field}: {_short(self.was)} → {_short(self.is_now)}"


def differences(before: Sequence[Record], after: Sequence[Record]) -> Iterator[Differing]:
    """What `after` says otherwise than `before`, by key; nothing when they are equal."""
    old, new = ({record.key: as_printed(record) for record in side} for side in (before, after))
    for key in sorted(old.keys() | new.keys()):
        was, is_now = old.get(key), new.get(key)
        if was is None or is_now is None:
            title = str((was or is_now or {}).get("title", ""))
            yield Differing(key, title, "", was, is_now)
            continue
        for name in sorted(was.keys() | is_now.keys()):
            if to_plain(was.get(name)) != to_plain(is_now.get(name)):
                yield Differing(key, str(is_now.get("title", "")), name, was.get(name), is_now.get(name))


def _short(value: Any) -> str:
    text = to_json(value).decode() if value is not None else "nothing"
    return text if len(text) <= 120 else text[:119] + "…"
