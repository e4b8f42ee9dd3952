"""The register of actors and totem places as people read it: who is who, of which kind, and where. No spelling."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from transforms.actor_register import register
from transforms.gazetteer import DATA

SHOWN_SCOPES = frozenset({"wallonia", "brussels", "belgium", "eu"})
"""What the map of the ecosystem shows: `abroad` are examples and benchmarks, never actors of it."""
_TOTEM_CATEGORIES = {"culture-place": ("culture-numerique", ""), "place": ("vitrine-veille", "espace-diffusion")}
_TOTEM = ("entrepreneuriat", "lieu-totem")


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor. `categories`: pairs of the taxonomy's actor types, the broad one and the narrow one ("" without), the
    first is the main one; `province` may be `bruxelles-capitale` or `hors-belgique`; `historical`: named by an older
    list alone, so that it is shown only when something speaks of it."""

    slug: str
    name: str
    type: str
    categories: tuple[tuple[str, str], ...]
    city: str | None
    province: str | None
    scope: str
    website: str | None
    historical: bool = False

    @property
    def shown(self) -> bool:
        return self.scope in SHOWN_SCOPES and not self.historical


@dataclass(frozen=True, slots=True)
class Totem:
    """One totem place: a house that items name by its slug. `actor` is the slug of the actor that it is."""

    slug: str
    name: str
    city: str | None
    province: str | None
    website: str | None
    actor: str
    historical: bool = False


@lru_cache(maxsize=1)
def directory() -> Mapping[str, Entry]:
    """Slug → actor, totem places that are no actor of the list too, by name."""
    found = {row["slug"]: _entry(row) for row in _rows("actors.jsonl")}
    for row in _rows("totem_places.jsonl"):
        slug = register().totems[row["slug"]].slug
        found.setdefault(slug, _place(slug, row))
    return dict(sorted(found.items(), key=lambda pair: pair[1].name.casefold()))


@lru_cache(maxsize=1)
def totems() -> Mapping[str, Totem]:
    """Slug → totem place, by name."""
    rows = sorted(_rows("totem_places.jsonl"), key=lambda row: str(row["name"]).casefold())
    return {
        row["slug"]: Totem(
            row["slug"],
            row["name"],
            row["city"],
            row["province"],
            row["website"],
            register().totems[row["slug"]].slug,
            row["status"].startswith("historical"),
        )
        for row in rows
    }


def _entry(row: Mapping[str, Any]) -> Entry:
    pairs = [(row["category"], row["subcategory"] or "")]
    pairs += [(other["category"], other["subcategory"] or "") for other in row["also"]]
    return Entry(
        row["slug"], row["name"], row["type"], tuple(dict.fromkeys(pairs)), row["city"], row["province"], row["scope"],
        row["website"],
    )  # fmt: skip


def _place(slug: str, row: Mapping[str, Any]) -> Entry:
    return Entry(
        slug, row["name"], "place", (_TOTEM_CATEGORIES.get(row["kind"], _TOTEM),), row["city"], row["province"],
        "wallonia", row["website"], row["status"].startswith("historical"),
    )  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, Any]]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        yield json.loads(line)
