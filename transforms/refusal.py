"""Why an item is no record: what goes to quarantine instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """An item lacks what its kind cannot do without (`no-title`, `no-date`), or our rule broke (`not-understood`)."""

    reason: str
    field: str | None
    detail: str
