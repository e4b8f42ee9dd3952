"""The envelope of every answer of `vigie meaning`, and how moments are spelled in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vigie.model import WallTime

Plain = Mapping[str, object]


def answer(text: str, abstained: str | None, results: Iterable[Plain], **more: object) -> dict[str, object]:
    """`{"text", "abstained", "results", …}`: the shape that issue 3 fixes; `more` belongs to one task."""
    return {"text": text, "abstained": abstained, "results": list(results), **more}


def moment(wall: WallTime | None) -> str | None:
    """`2026-03-05`, `2026-03` or `2026-03-05T18:30+01:00`; seconds only when they are not zero."""
    if wall is None:
        return None
    said = wall.isoformat()
    return said if not wall.has_clock or wall.local.second else said[:16] + said[19:]
