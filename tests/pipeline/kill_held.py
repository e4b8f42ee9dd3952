"""What a house holds after a step: compared row by row and byte by byte with what a calm life held; its own proofs."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from scrapers.archive import WarcArchive
from scrapers.archive_compact import compact
from scrapers.archive_verify import Damage, Harm, verify
from tests.conftest import feed_bytes
from warehouse import auditing
from warehouse.fingerprint import content_hash_of

LITTER = re.compile(r"^\.(restore|backup)-|\.partial$|\.new$|\.restored-|^\.edition$")
"""What is written aside, and must not outlive the run that follows a kill."""
RETOLD = frozenset({"runs", "captures", "hosts", "journal", "pending"})
"""Tables that tell how often something was tried, and when: a run that is done again stands there twice."""
ROWS = "SELECT ((to_jsonb(t) #- '{{page,asked}}') - 'absences')::text FROM {} t"
"""A run that is done again is one more look at what is absent: how often it was looked for is not compared."""
SHOWN, LONGEST = 3, 200
"""Rows told of each table, characters of each value."""
PENDING = text("SELECT (to_jsonb(p) - 'id')::text FROM pending p")


@dataclass(frozen=True, slots=True)
class Held:
    """What a house holds: the content hash, every row of every table but RETOLD, the journal's acts, the feeds."""

    content_hash: str
    tables: dict[str, Counter[str]] = field(repr=False)
    feeds: dict[str, bytes] = field(repr=False)
    wrong: tuple[str, ...] = ()


def look(url: str, home: Path) -> Held:
    """What the warehouse at a SQLAlchemy address and the folder of a house hold, and what is wrong with them.

    Half a record at the end of a file of the archive is no wrong yet: care drops it (`cared_for`).
    """
    wrong = []
    with create_engine(url, poolclass=NullPool).connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        tables = {
            table: Counter(connection.execute(text(ROWS.format(table))).scalars())
            for table in names
            if table not in RETOLD
        }
        # What is to be curated: in any order, named once or twice.
        tables["pending"] = Counter(set(connection.execute(PENDING).scalars()))
        acts = connection.execute(text("SELECT DISTINCT act, subject, author FROM journal"))
        tables["acts"] = Counter(str(tuple(row)) for row in acts)
        log = list(connection.execute(text("SELECT seq FROM changes ORDER BY seq")).scalars())
        if log != list(range(1, len(log) + 1)):
            wrong.append(f"the change log has holes: {log}")
        found = auditing.verify(connection, home / "archive")
        if found.breach:
            wrong.append(f"the journal is broken: {found}")
        content = content_hash_of(connection)
    wrong += [f"archive: {damage}" for damage in damages(home) if damage.harm is not Harm.TORN]
    return Held(content, tables, feeds_of(home), tuple(wrong))


def cared_for(home: Path) -> list[str]:
    """What is wrong with an archive once the care of another day has dropped half records."""
    archive = WarcArchive(home / "archive")
    compact(archive, datetime(2027, 1, 1, tzinfo=UTC))
    archive.close()
    return [f"archive, cared for: {damage}" for damage in damages(home)]


def damages(home: Path) -> tuple[Damage, ...]:
    return verify(home / "archive").damage if (home / "archive").is_dir() else ()


def feeds_of(home: Path) -> dict[str, bytes]:
    """What readers get, by name; stamps of the publisher (a dot in front) are left out."""
    return {name: data for name, data in feed_bytes(home / "feeds").items() if not name.startswith(".")}


def litter(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if LITTER.search(path.name)]


def differences(calm: Held, other: Held) -> list[str]:
    """Rows and files that only one of the two has; what is wrong with the other one by itself."""
    lines = list(other.wrong)
    if calm.content_hash != other.content_hash:
        lines.append(f"content hash {other.content_hash[:12]} instead of {calm.content_hash[:12]}")
    for name in sorted(calm.tables.keys() | other.tables.keys()):
        mine, theirs = calm.tables.get(name, Counter()), other.tables.get(name, Counter())
        lost, more = sorted((mine - theirs).elements()), sorted((theirs - mine).elements())
        if len(lost) == len(more):
            lines += [f"{name}: {_moved(*pair)}" for pair in list(zip(lost, more, strict=True))[:SHOWN]]
        else:
            lines += [f"- {name}: {row[:LONGEST]}" for row in lost[:SHOWN]]
            lines += [f"+ {name}: {row[:LONGEST]}" for row in more[:SHOWN]]
    for path in sorted(calm.feeds.keys() | other.feeds.keys()):
        if calm.feeds.get(path) != other.feeds.get(path):
            lines.append(f"feed {path} differs")
    return lines


def _moved(before: str, after: str) -> str:
    """What differs between two rows, by column, with the words that tell which row it is."""
    try:
        one, two = json.loads(before), json.loads(after)
    except ValueError:
        return f"{before[:LONGEST]} became {after[:LONGEST]}"
    who = {name: one[name] for name in ("source", "key", "item", "id", "field", "seq") if name in one}
    named = {n: f"{str(one[n])[:LONGEST]} -> {str(two[n])[:LONGEST]}" for n in one if one[n] != two.get(n)}
    return f"{who} {named}"
