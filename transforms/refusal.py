"""Why an item is no record: what goes to quarantine instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """An item lacks what its kind cannot do without. `reason` is short and from a closed list: no-title, no-date."""

    reason: str
    field: str
    detail: str
