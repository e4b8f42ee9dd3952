"""What a run says of the records that it did not bring, and of those that come back. Pure (DESIGN.md §5, law 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from vigie.model import RecordState


@dataclass(frozen=True, slots=True)
class Moves:
    """Keys of records whose state moves: no longer listed, or listed again."""

    missing: tuple[str, ...]
    back: tuple[str, ...]


def moves(
    listed: Iterable[str], not_listed: Iterable[tuple[str, RecordState]], seen: Collection[str], complete: bool
) -> Moves:
    """`listed` are the keys listed before this run, `not_listed` the others with their state, `seen` this run's keys.

    Only a complete run may say that a record is missing. A record that is seen again is listed again, whatever it
    was: the source itself says so.
    """
    present = frozenset(seen)
    gone = tuple(sorted(key for key in listed if key not in present)) if complete else ()
    back = tuple(sorted(key for key, _ in not_listed if key in present))
    return Moves(gone, back)
