"""`vigie archive`: the care of what was captured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import typer

from pipeline.commands.options import Json, fail, print_json, print_table, settings_for, warehouse_for
from scrapers.archive import Entry, WarcArchive
from scrapers.archive_compact import compact as compact_archive
from scrapers.archive_files import Busy
from scrapers.archive_prune import prune as prune_archive
from scrapers.archive_verify import verify as verify_archive

app = typer.Typer(no_args_is_help=True, help="The archive of captures: proof, merging, retention, figures.")

_SPAN = re.compile(r"(\d+)([dwy])")
_DAYS = {"d": 1, "w": 7, "y": 365}


@dataclass(frozen=True, slots=True)
class Stats:
    """What `vigie archive stats --json` prints. Sizes in bytes."""

    files: int
    bytes: int
    bodies: int
    revisits: int
    body_bytes: int
    revisit_bytes: int
    sources: int
    purged: int
    first: datetime | None
    last: datetime | None


@app.command()
def verify(json: Json = False) -> None:
    """Reads every record again: digests, sightings that need a body, the index. Exit 1 names each damage."""
    settings = settings_for()
    with _undisturbed():
        report = verify_archive(settings.archive)
    if json:
        print_json(report)
    else:
        if report.damage:
            rows = [(d.file, d.offset, d.harm, d.detail) for d in report.damage]
            print_table("damage", ("file", "offset", "harm", "detail"), rows)
        typer.echo(
            f"{report.files} files, {report.bodies} bodies, {report.revisits} revisits, {report.tombstones} purged, "
            f"{report.bytes / 1e6:.1f} MB: {len(report.damage) or 'no'} damage"
        )
    if report.damage:
        raise typer.Exit(1)


@app.command()
def compact() -> None:
    """Merges the closed files of past days into one a day; finishes takedowns that were interrupted."""
    settings = settings_for()
    with _undisturbed():
        done = compact_archive(WarcArchive(settings.archive), settings.clock())
    typer.echo(f"{done.merged} files merged into {done.made}; {done.live} are being written")
    if done.torn:
        typer.echo(f"{done.torn} bytes of half records dropped: a power cut or a full disk stopped their writing")


@app.command()
def prune(
    older_than: Annotated[str, typer.Option("--older-than", metavar="400d|60w|2y", help="Age from which on.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")] = False,
) -> None:
    """Drops sightings that say nothing new, and bodies that the warehouse does not refer to, above an age."""
    settings = settings_for()
    now = settings.clock()
    before = now - _span(older_than)
    _, engine = warehouse_for()
    from warehouse.captures import referred

    with engine.connect() as connection:
        wanted = referred(connection)

    def keep(entry: Entry) -> bool:
        return entry.sha256 in wanted

    with _undisturbed():
        done = prune_archive(WarcArchive(settings.archive), before, keep, now, dry_run)
    said = "would go" if dry_run else "gone"
    typer.echo(f"before {before:%Y-%m-%d}: {done.revisits} revisits, {done.bodies} bodies {said}, {done.bytes} bytes")
    if done.live:
        typer.echo(f"{done.live} files are being written: left for the next time")


@app.command()
def stats(json: Json = False) -> None:
    """Counts of the archive: files, bodies, revisits, sizes, first and last capture."""
    settings = settings_for()
    archive = WarcArchive(settings.archive)
    if settings.archive.is_dir():
        archive.index.refresh()
    held = archive.index.tallies()
    size = sum(path.stat().st_size for path in settings.archive.glob("*")) if settings.archive.is_dir() else 0
    found = Stats(held.files, size, held.bodies, held.revisits, held.body_bytes, held.revisit_bytes, held.sources,
                  held.tombstones, held.first, held.last)  # fmt: skip
    archive.close()
    if json:
        print_json(found)
        return
    print_table("archive", ("what", "value"), [(name, str(getattr(found, name))) for name in Stats.__slots__])


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise fail(f"--older-than {text}: a number with d, w or y was expected, e.g. 400d", 2)
    return timedelta(days=int(found.group(1)) * _DAYS[found.group(2)])


@contextmanager
def _undisturbed() -> Iterator[None]:
    try:
        yield
    except Busy as error:
        raise fail(f"{error}: try again when it has ended") from error
