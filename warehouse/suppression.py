"""Takedowns: which records and items may not be kept or shown (SECURITY.md, art. 17 GDPR)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from sqlalchemy import Connection, select

from vigie.codec import to_plain
from vigie.model import Content
from warehouse.tables import suppressions


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Everything that is suppressed, by scope. Hosts cover their subdomains; records are `source/key`; patterns are
    regular expressions, read without regard to case."""

    urls: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.urls or self.hosts or self.records or self.items or self.patterns)

    def digest(self) -> str:
        """sha-256 of all of it: moves when a suppression comes or goes."""
        scopes = (self.urls, self.hosts, self.records, self.items, {p.pattern for p in self.patterns})
        return hashlib.sha256(orjson.dumps([sorted(scope) for scope in scopes])).hexdigest()

    def covers(self, source: str, key: str, url: str | None, content: Content | None = None) -> bool:
        """Whether a record is suppressed by its own id, its URL, the host of its URL, or what it says."""
        if f"{source}/{key}" in self.records or (url and self.forbids(url)):
            return True
        return bool(self.patterns) and self.names(f"{key}\n{url or ''}\n{words(content) if content else ''}")

    def tells(self, source: str, key: str, url: str | None, said: Iterable[str]) -> bool:
        """Whether what a source says of a thing, as it says it, is suppressed: more than its record may keep of it."""
        return self.covers(source, key, url) or (bool(self.patterns) and self.names("\n".join(said)))

    def forbids(self, url: str) -> bool:
        """Whether a URL may not be asked for, nor its answer kept."""
        if url in self.urls:
            return True
        host = (urlsplit(url).hostname or "") if self.hosts else ""
        return any(host == h or host.endswith(f".{h}") for h in self.hosts)

    def names(self, text: str) -> bool:
        """Whether a text says what a pattern forbids."""
        return any(pattern.search(text) for pattern in self.patterns)


NOTHING = Suppressed()


def read(connection: Connection) -> Suppressed:
    """The suppressions in force."""
    rows = connection.execute(select(suppressions.c.scope, suppressions.c.value)).all()
    scopes = {scope: frozenset(v for s, v in rows if s == scope) for scope in ("url", "host", "record", "item")}
    patterns = tuple(re.compile(v, re.IGNORECASE) for v in sorted(v for s, v in rows if s == "pattern"))
    return Suppressed(scopes["url"], scopes["host"], scopes["record"], scopes["item"], patterns)


def words(content: Content) -> str:
    """Every text of a content: a person may be named anywhere."""
    return "\n".join(said_in(to_plain(content)))


def said_in(plain: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, (list, Mapping)):
        for value in plain.values() if isinstance(plain, Mapping) else plain:
            yield from said_in(value)
