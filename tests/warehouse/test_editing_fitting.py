"""An editor's value is of the field's type, can be stored, and is no trap for who clicks on it."""

from __future__ import annotations

from typing import Any

import pytest

from vigie.model import Kind, Status
from warehouse.fitting import fit

START = {"local": "2026-03-04T20:00:00", "zone": "Europe/Brussels", "precision": "minute"}


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (Kind.EVENT, "title", "Nuit"),
        (Kind.EVENT, "description", None),
        (Kind.EVENT, "is_free", True),
        (Kind.EVENT, "relevance", 70),
        (Kind.EVENT, "topics", ["discipline:games"]),
        (Kind.EVENT, "occurrences", [{"start": START}]),
        (Kind.EVENT, "place", {"name": "Le Quai", "latitude": 50.4, "longitude": 4}),
        (Kind.EVENT, "image", "https://i.example/1"),
        (Kind.CALL, "rolling", False),
        (Kind.NEWS, "published", START),
    ],
)
def test_what_fits(kind: Kind, field: str, value: Any) -> None:
    fit(kind, field, value)


def test_a_status_is_a_word_of_the_vocabulary() -> None:
    assert fit(Kind.EVENT, "status", "cancelled") is Status.CANCELLED


@pytest.mark.parametrize(
    ("kind", "field", "value", "why"),
    [
        (Kind.EVENT, "title", 5, "title: 5 is no text"),
        (Kind.EVENT, "title", None, "title cannot be empty"),
        (Kind.EVENT, "title", "a\x00b", "title: it holds a sign"),
        (Kind.EVENT, "description", "\udce9t\udce9", "description: it holds a sign"),
        (Kind.EVENT, "is_free", "oui", "is_free: 'oui' is no bool"),
        (Kind.EVENT, "relevance", True, "relevance: True is no int"),
        (Kind.EVENT, "relevance", "70", "relevance: '70' is no int"),
        (Kind.EVENT, "topics", ["discipline:games", 3], r"topics\[1\]: 3 is no text"),
        (Kind.EVENT, "status", "off", "status: 'off'"),
        (Kind.EVENT, "occurrences", [], "occurrences cannot be empty"),
        (Kind.EVENT, "occurrences", "demain", "occurrences"),
        (Kind.EVENT, "place", {"name": "Le Quai", "latitude": "nord"}, "place.latitude: 'nord' is no float"),
        (Kind.EVENT, "url", "javascript:alert(1)", "url: 'javascript:alert.1.' is no address"),
        (Kind.EVENT, "image", "https://", "image: 'https://' is no address"),
        (Kind.EVENT, "deadlines", [], "event has no field 'deadlines'"),
        (Kind.CALL, "closed", "non", "closed: 'non' is no bool"),
    ],
)
def test_what_does_not_fit_is_named(kind: Kind, field: str, value: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        fit(kind, field, value)
