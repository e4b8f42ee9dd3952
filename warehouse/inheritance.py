"""Which edits hold for an item: its own, and those of the items that were merged into it. Pure (law 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warehouse.projection import Correction


def inherited(
    edited: Mapping[str, Sequence[Correction]], merged: Mapping[str, str | None]
) -> dict[str, tuple[Correction, ...]]:
    """Edits by the item that shows them. `merged` leads from an absorbed item to the one that took its place.

    An item's own edit of a field (or tag of a topic) wins; among absorbed ones the first by id. A split gives the
    edits back by itself, because they never leave the item on which they were made.
    """
    held: dict[str, dict[tuple[str, str], Correction]] = {}
    own = [item for item in sorted(edited) if not merged.get(item)]
    for item in (*own, *(item for item in sorted(edited) if merged.get(item))):
        shown = held.setdefault(end(item, merged), {})
        for correction in edited[item]:
            shown.setdefault(correction.name, correction)
    return {item: tuple(of[name] for name in sorted(of)) for item, of in held.items()}


def end(item: str, merged: Mapping[str, str | None]) -> str:
    """Where all merges lead to."""
    seen: set[str] = set()
    while (following := merged.get(item)) and item not in seen:
        seen.add(item)
        item = following
    return item
