"""What the catalogue believes, as the rehearsal hands it over: an entry a slug, grouped by the hosts they share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart: `path` is decoded, `asked` is the path with its query as a request has it."""

    host: str
    path: str
    query: str

    @property
    def asked(self) -> str:
        return self.path + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry of the catalogue. `platform` is "" where nobody knows the way yet (`find`)."""

    slug: str
    site: str | None
    urls: tuple[str, ...]
    platform: str
    kinds: tuple[str, ...]
    find: bool
    options: tuple[tuple[str, str], ...] = ()

    def hosts(self) -> tuple[str, ...]:
        """Every host that the entry names, its site's first."""
        named = ([self.site] if self.site else []) + list(self.urls)
        return tuple(dict.fromkeys(address(url).host for url in named))

    def option(self, name: str) -> str:
        return dict(self.options).get(name, "")


def address(url: str) -> Address:
    """The parts of a URL that a server sees. Raises ValueError for what is no http(s) address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"no http(s) address: {url!r}")
    return Address(parts.hostname, unquote(parts.path) or "/", parts.query)


def read_plan(file: Path) -> tuple[Planned, ...]:
    """The plan of a file {slug: {site, urls, platform, kinds, find, options?}}. Raises ValueError naming the slug."""
    plain = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(plain, dict):
        raise ValueError(f"{file}: an object of slugs is expected")
    return tuple(planned(slug, entry) for slug, entry in sorted(plain.items()))


def planned(slug: str, entry: dict[str, object]) -> Planned:
    """One entry of a plan."""
    site, urls, kinds = entry.get("site"), entry.get("urls") or [], entry.get("kinds") or ["event"]
    options = entry.get("options") or {}
    if not (site is None or isinstance(site, str)) or not isinstance(urls, list) or not isinstance(kinds, list):
        raise ValueError(f"{slug}: site is a URL or null, urls and kinds are lists")
    if not isinstance(options, dict):
        raise ValueError(f"{slug}: options are an object")
    made = Planned(
        slug,
        site,
        tuple(str(url) for url in urls),
        str(entry.get("platform") or ""),
        tuple(str(kind) for kind in kinds),
        bool(entry.get("find")),
        tuple((str(name), str(value)) for name, value in options.items()),
    )
    try:
        made.hosts()
    except ValueError as error:
        raise ValueError(f"{slug}: {error}") from error
    return made


def neighbours(plan: Sequence[Planned]) -> tuple[tuple[Planned, ...], ...]:
    """Entries that share a host, directly or by others, together; what has no host stands alone."""
    groups: list[tuple[set[str], list[Planned]]] = []
    for entry in plan:
        hosts, members = set(entry.hosts()), [entry]
        apart = []
        for other, company in groups:
            if hosts & other:
                hosts |= other
                members = company + members
            else:
                apart.append((other, company))
        groups = [*apart, (hosts, members)]
    return tuple(tuple(members) for _, members in groups)
