"""Actors of the register, and what items say of them: who organises, hosts or pays for what, and the news of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB, array

from transforms.actor_directory import Entry, directory
from transforms.actor_register import WORD, register
from transforms.text import fold
from vigie.model import Kind
from warehouse.gathered import Gathered, Tally, gathered, live, still, tally
from warehouse.tables import items

__all__ = ["Entry", "about", "directory", "named", "of_actor", "tallies"]

ROLES = ("organizer", "place", "funder")
"""Roles of an actor in its own events and calls. One that a text only mentions has no part in them."""
MENTIONED = "mentioned"
SAID: Any = literal_column("(items.content -> 'actors')", JSONB)
"""As the index `ix_items_actors` spells it: a subscript would be another expression."""


def about(slug: str) -> dict[Kind, ColumnElement[bool]]:
    """What an item must say to be the actor's: a role in events and calls, any word of it in news."""
    own = [f"{role}:{slug}" for role in ROLES]
    holds = SAID.has_any(array(own))
    return {Kind.EVENT: holds, Kind.CALL: holds, Kind.NEWS: SAID.has_any(array([*own, f"{MENTIONED}:{slug}"]))}


def of_actor(connection: Connection, slug: str, now: datetime, most: int = 40) -> Gathered:
    """What the warehouse holds of an actor at the aware instant `now`."""
    return gathered(connection, about(slug), now, most)


def tallies(connection: Connection, now: datetime) -> Mapping[str, Tally]:
    """Slug → what is ahead, of every actor that has something."""
    said = func.jsonb_array_elements_text(items.c.content["actors"]).table_valued("value").lateral("said")
    role, slug = func.split_part(said.c.value, ":", 1), func.split_part(said.c.value, ":", 2)
    ahead = or_(*(and_(live(kind), still(kind, now)) for kind in Kind))
    own = or_(role != MENTIONED, items.c.kind == Kind.NEWS.value)
    query = (
        select(slug.label("slug"), items.c.kind, func.count(items.c.id.distinct()).label("count"))
        .select_from(items)
        .join(said, own)
        .where(ahead)
        .group_by(slug, items.c.kind)
    )
    counts: dict[str, dict[Kind, int]] = {}
    for row in connection.execute(query):
        counts.setdefault(row.slug, {})[Kind(row.kind)] = row.count  # type: ignore[assignment]
    return {slug: tally(found) for slug, found in counts.items()}


def named(names: Iterable[str], slugs: Collection[str]) -> tuple[tuple[str, str | None], ...]:
    """Names as printed, each with the one of the actors `slugs` that it spells, or None."""
    spellings = {slug: _spellings(slug) for slug in slugs if slug in register().actors}
    told: list[tuple[str, str | None]] = []
    for name in names:
        words = f" {' '.join(fold(run) for run in WORD.findall(name))} "
        found = [slug for slug, ways in spellings.items() if any(f" {way} " in words for way in ways)]
        told.append((name, found[0] if len(found) == 1 else None))
    return tuple(told)


def _spellings(slug: str) -> tuple[str, ...]:
    return tuple(" ".join(s.words) for s in register().of(register().actors[slug]))
