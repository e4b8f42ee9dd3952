"""Which sources are read, and by which way: decided from the catalogue's entry and what a probe saw of it. Pure but for
the projection to a file, which is what `dags/` may look at (law 10: a DAG file opens no database).

An entry that nobody has seen answer is not scheduled: `confirmed` is an operator's word, anything else needs a probe.
An entry that was changed after its probe is another entry: what the probe found is void, and it is probed again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from scrapers.catalogue import load
from vigie.codec import content_hash, from_plain, to_plain
from vigie.model import Cause, Source, SourceState
from vigie.settings import Settings
from vigie.ways import InForce, Way
from warehouse import probes

RESTING = (SourceState.BLOCKED, SourceState.DEAD)
FILE = "ways.json"


def fingerprint(source: Source) -> str:
    """sha-256 of what an entry of the catalogue says of how the source is read."""
    said = (source.site, source.kinds, source.platform, source.urls, source.options, source.recipe, source.find)
    return content_hash(said)


def fitting(source: Source, standing: InForce | None) -> InForce | None:
    """The way in force, unless an operator has changed the entry since."""
    return standing if standing is not None and standing.entry == fingerprint(source) else None


def is_ready(source: Source, standing: InForce | None) -> bool:
    """Whether a source is scheduled: it is confirmed, or a probe has seen its present entry answer. What is blocked,
    dead or lacks a permission never is; where nobody knows a way yet, one must have been found."""
    if source.state in RESTING or not source.permitted:
        return False
    if source.state is SourceState.CONFIRMED and not source.find:
        return True
    seen = fitting(source, standing)
    return seen is not None and (seen.way is not None or not source.find)


def why_not(source: Source, standing: InForce | None) -> str:
    """Why a source is not scheduled, in one word or few; "" when it is."""
    if source.state in RESTING:
        return source.state.value
    if not source.permitted:
        return "no recorded permission"
    return "" if is_ready(source, standing) else "not seen to answer"


def as_read(source: Source, standing: InForce | None) -> Source:
    """The source as it is read now: its entry, with the way in force in its place."""
    seen = fitting(source, standing)
    return with_way(source, seen.way) if seen is not None and seen.way is not None else source


def with_way(source: Source, way: Way) -> Source:
    """An entry with another way. Its kinds stay those that the operator knows of: a way may bring fewer, not others."""
    kinds = tuple(kind for kind in way.kinds if kind in source.kinds) or source.kinds
    kept = source.options if source.platform == way.platform else ()
    return replace(
        source,
        find=False,
        kinds=kinds,
        platform=way.platform,
        urls=way.urls,
        language=way.language or source.language,
        options=tuple(sorted({**dict(kept), **dict(way.options)}.items())),
        recipe=way.recipe,
        earlier=source.earlier if way.recipe is not None else (),
    )


def ready(sources: Iterable[Source], standing: Mapping[str, InForce]) -> tuple[Source, ...]:
    """The sources that are scheduled, each as it is read now."""
    return tuple(as_read(s, standing.get(s.slug)) for s in sources if is_ready(s, standing.get(s.slug)))


def scheduled(settings: Settings) -> tuple[tuple[Source, Source], ...]:
    """The same from files alone, for what may open no database: each entry as it is written, and as it is read now."""
    standing = projected(settings.home)
    written = load(settings.catalogue)
    now = {source.slug: source for source in ready(written, standing)}
    return tuple((entry, now[entry.slug]) for entry in written if entry.slug in now)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last probe of a source said, for lists that open no database. `waits`: it found a way that an operator
    must accept."""

    source: str
    at: datetime
    cause: Cause
    message: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Projected:
    """What stands in `ways.json`."""

    ways: tuple[InForce, ...] = ()
    seen: tuple[Seen, ...] = ()


def project(engine: Engine, home: Path) -> bool:
    """Writes ways in force and last probes to `ways.json` of the state folder, whole or not at all. True: it moved."""
    with engine.connect() as connection:
        standing, last, waits = probes.in_force(connection), probes.last(connection), probes.waiting(connection)
    seen = tuple(Seen(p.source, p.at, p.cause, p.message, p.source in waits) for p in last.values())
    file = home / FILE
    text = json.dumps(to_plain(Projected(tuple(standing.values()), seen)), indent=1, sort_keys=True) + "\n"
    if (file.exists() and file.read_text("utf-8") == text) or not (standing or seen or file.exists()):
        return False
    home.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{FILE}.{os.getpid()}")
    part.write_text(text, "utf-8")
    part.replace(file)
    return True


def read_projection(home: Path) -> Projected:
    """What `project` wrote; nothing when it never did. ValueError, naming the file, when it is none of ours."""
    file = home / FILE
    try:
        return from_plain(Projected, json.loads(file.read_text("utf-8")))
    except FileNotFoundError:
        return Projected()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(
            f"{file}: not what `vigie sources probe` writes ({error}); delete it and probe again"
        ) from error


def projected(home: Path) -> dict[str, InForce]:
    """The ways in force by source, from `ways.json`."""
    return {one.source: one for one in read_projection(home).ways}
