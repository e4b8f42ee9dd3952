"""Takedowns: which records and items may not be kept or shown (SECURITY.md, art. 17 GDPR)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson
from sqlalchemy import Connection, select

from warehouse.tables import suppressions


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Everything that is suppressed, by scope. Hosts cover their subdomains; records are `source/key`."""

    urls: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()

    def digest(self) -> str:
        """sha-256 of all of it: moves when a suppression comes or goes."""
        scopes = (self.urls, self.hosts, self.records, self.items)
        return hashlib.sha256(orjson.dumps([sorted(scope) for scope in scopes])).hexdigest()

    def covers(self, source: str, key: str, url: str | None) -> bool:
        """Whether a record is suppressed by its own id, its URL or the host of its URL."""
        if f"{source}/{key}" in self.records or (url and url in self.urls):
            return True
        host = (urlsplit(url).hostname or "") if url and self.hosts else ""
        return any(host == h or host.endswith(f".{h}") for h in self.hosts)


def read(connection: Connection) -> Suppressed:
    """The suppressions in force."""
    rows = connection.execute(select(suppressions.c.scope, suppressions.c.value)).all()
    scopes = {scope: frozenset(v for s, v in rows if s == scope) for scope in ("url", "host", "record", "item")}
    return Suppressed(scopes["url"], scopes["host"], scopes["record"], scopes["item"])
