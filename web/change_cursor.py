"""What a request asks of the change log: after which change, how many. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT, MOST = 100, 1_000
_NUMBER = re.compile(r"[0-9]{1,18}")


class BadCursor(ValueError):
    """A number that cannot be read; the message names it, in French and in English."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Changes after `since`, at most `limit`."""

    since: int = 0
    limit: int = DEFAULT


def asked(query: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Asked:
    """`since` (0) and `limit` (100, cut to 1 000) of a query. `Last-Event-ID` of `headers` comes before `since`: a
    browser that connects again asks for the address that it was given first. Raises BadCursor."""
    last = (headers or {}).get("last-event-id", "")
    since = _number("Last-Event-ID", last) if last else _number("since", query.get("since", "0"))
    limit = _number("limit", query.get("limit", str(DEFAULT)))
    if limit < 1:
        raise BadCursor("limit : au moins 1. limit: at least 1.")
    return Asked(since, min(limit, MOST))


def _number(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise BadCursor(f"{name} : un nombre entier à partir de 0. {name}: a whole number from 0 on.")
    return int(text)
