"""What tests of calendar clients share: what was read in the form of what was expected, and the comparison."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.expected_values import Entry

ZONES = ("UTC", "Europe/Brussels", "America/New_York")
in_three_zones = pytest.mark.parametrize("zone", ZONES)


def entries(events: list[dict[str, Any]]) -> list[Entry]:
    """What a client read, in the form of what was expected."""
    return sorted(
        Entry(e["start"], e["end"], e["title"], e.get("status") or "", e["uid"].split("@")[0][:36]) for e in events
    )


def same(read: list[Any], wanted: list[Any]) -> None:
    """Nothing is missing, nothing is added, nothing comes twice."""
    missing, added = [e for e in wanted if e not in read], [e for e in read if e not in wanted]
    assert not missing, f"missing: {missing}, read instead: {added}"
    assert not added, f"added: {added}"
    assert read == wanted
