"""What the present code and catalogue would change of what is published: every source of the archive read again.

Nothing is asked of the web and nothing is written. Beside the warehouse, or beside what the code of a revision reads.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from pipeline import steps
from pipeline.house import House
from pipeline.impact_reading import Reading, Said, read_archive
from vigie.codec import to_json
from warehouse import suppression
from warehouse.tables import records, runs

ROOT = Path(__file__).resolve().parent.parent
CODE = ("pipeline", "scrapers", "transforms", "vigie", "warehouse", "feeds", "web", "sources")
EXAMPLES = 3


class NoRevision(ValueError):
    """A revision that cannot be exported, or whose code cannot read the archive; the message says why."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One record of a source: `field` "" when it is gone (`now` None) or new (`was` None), else what it says now."""

    key: str
    field: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Impact:
    """What moves of one source. `fields` counts records by field; `reasons` says why things gave no record now."""

    source: str
    before: int
    after: int
    gone: int
    new: int
    fields: Mapping[str, int]
    reasons: Mapping[str, int]
    examples: tuple[Moved, ...]

    @property
    def moves(self) -> bool:
        return bool(self.gone or self.new or self.fields)


def impact(house: House, slugs: Collection[str], since: str | None = None) -> tuple[Impact, ...]:
    """Of each source: what its archive says with the present code, against the warehouse, or against what the code of
    the git revision `since` says of the same archive. Raises NoRevision."""
    steps.keep_journal(house)
    complete = complete_runs(house)
    sources = [house.source(slug) for slug in slugs]
    now = read_archive(house.settings, sources, complete)
    before = _read_at(house, since, slugs, complete) if since else _published(house, slugs)
    with house.engine.connect() as connection:
        hushed = suppression.read(connection)
    found = []
    for source in sources:
        reading = now[source.slug]
        kept = {k: s for k, s in reading.records.items() if not hushed.tells(source.slug, k, s["url"], _texts(s))}
        found.append(_compared(source.slug, before.get(source.slug, {}), kept, reading))
    return tuple(found)


def _compared(slug: str, before: Mapping[str, Said], after: Mapping[str, Said], reading: Reading) -> Impact:
    moved = list(_moved(before, after))
    fields = Counter(one.field for one in moved if one.field)
    shown: list[Moved] = []
    for field in ("", *sorted(fields)):
        shown += [one for one in moved if one.field == field][:EXAMPLES]
    gone, new = len(before.keys() - after.keys()), len(after.keys() - before.keys())
    reasons = reading.problems if gone or fields else {}
    return Impact(slug, len(before), len(after), gone, new, dict(sorted(fields.items())), reasons, tuple(shown))


def _moved(before: Mapping[str, Said], after: Mapping[str, Said]) -> Iterator[Moved]:
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            yield Moved(key, "", (was or {}).get("title"), (now or {}).get("title"))
            continue
        for name in sorted(was.keys() | now.keys()):
            if was.get(name) != now.get(name):
                yield Moved(key, name, was.get(name), now.get(name))


def _published(house: House, slugs: Collection[str]) -> dict[str, dict[str, Said]]:
    query = select(records.c.source, records.c.key, records.c.url, records.c.content)
    found: dict[str, dict[str, Said]] = {slug: {} for slug in slugs}
    with house.engine.connect() as connection:
        for row in connection.execute(query.where(records.c.source.in_(list(slugs)))):
            found[row.source][row.key] = {"url": row.url, **row.content}
    return found


def complete_runs(house: House) -> frozenset[str]:
    """The runs that loaded what they read."""
    with house.engine.connect() as connection:
        return frozenset(connection.execute(select(runs.c.id).where(runs.c.complete)).scalars())


def _texts(said: Said) -> Iterator[str]:
    return (value for value in said.values() if isinstance(value, str))


def _read_at(
    house: House, revision: str, slugs: Collection[str], complete: Collection[str]
) -> dict[str, dict[str, Said]]:
    """What the code of a revision reads, in a process of its own over an export of it. Its catalogue is the one of
    that day too, unless VIGIE_CATALOGUE names another."""
    asked = orjson.dumps({"slugs": sorted(slugs), "complete": sorted(complete)})
    with tempfile.TemporaryDirectory(prefix="vigie-impact-") as folder:
        tree = Path(folder)
        _export(revision, tree)
        # The same way of reading on both sides; what differs are readers, meaning and catalogue.
        (tree / "pipeline" / "impact_reading.py").write_bytes((ROOT / "pipeline" / "impact_reading.py").read_bytes())
        told = {"PYTHONPATH": folder, "VIGIE_HOME": str(house.settings.home), **_catalogue(house, tree)}
        command = [sys.executable, "-m", "pipeline.impact_reading"]
        done = subprocess.run(command, input=asked, env={**os.environ, **told}, cwd=tree, capture_output=True)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoRevision(f"the code of {revision} cannot read this archive: {said[-1] if said else 'it says nothing'}")
    return {slug: reading["records"] for slug, reading in orjson.loads(done.stdout).items()}


def _catalogue(house: House, tree: Path) -> dict[str, str]:
    """The folder of the house's catalogue inside the exported tree; another folder is read as it is."""
    folder = house.settings.catalogue
    inside = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else None
    return {"VIGIE_CATALOGUE": str(tree / inside if inside and (tree / inside).is_dir() else folder)}


def _export(revision: str, folder: Path) -> None:
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", revision]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise NoRevision(f"no revision {revision}: {done.stderr.decode('utf-8', 'replace').strip()}")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as tar:
        kept = [member for member in tar.getmembers() if member.name.split("/")[0] in CODE]
        tar.extractall(folder, members=kept, filter="data")


def line(moved: Moved) -> str:
    """`~ KEY field: was → now`, `- KEY title`, `+ KEY title`."""
    if not moved.field:
        return f"{'+' if moved.was is None else '-'} {moved.key}  {moved.now if moved.was is None else moved.was}"
    return f"~ {moved.key}  {moved.field}: {_short(moved.was)} → {_short(moved.now)}"


def _short(value: Any) -> str:
    text = to_json(value).decode() if value is not None else "nothing"
    return text if len(text) <= 120 else text[:119] + "…"
