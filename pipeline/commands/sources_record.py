"""`vigie sources record`: what a source says today, kept as a test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import recording
from pipeline.commands.options import Catalogue, WebName, fail, settings_for
from pipeline.recorded_fixtures import Fixture, Reading
from scrapers.catalogue import read_source
from vigie.model import Source


def register(app: typer.Typer) -> None:
    """Puts the command on `vigie sources`."""
    app.command("record")(record)


def record(
    slug: Annotated[str, typer.Argument(help="Slug of a source.")],
    update: Annotated[bool, typer.Option("--update", help="New expectations from the stored captures.")] = False,
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="A page that was saved by hand.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where that page came from.")] = None,
    pages: Annotated[int, typer.Option("--pages", help="List pages to keep.")] = recording.PAGES,
    details: Annotated[int, typer.Option("--details", help="Pages of things to keep.")] = recording.DETAILS,
    catalogue: Catalogue = None,
    web: WebName = None,
) -> None:
    """Stores captures and the records that they must give, for review; no e-mail or phone number is kept.

    They lie beside the catalogue, `recorded/SLUG/DAY/`; `tests/recorded` runs them all.
    """
    settings = settings_for(web)
    folder = catalogue or settings.catalogue
    source = entry(folder, slug)
    try:
        if update:
            _update(folder, slug)
            return
        if file is not None:
            fixture, reading = recording.record_file(settings, source, file, url or source.urls[0])
        else:
            fixture, reading = recording.record(settings, source, pages, details)
    except (recording.NotRecorded, OSError) as error:
        raise fail(str(error)) from error
    for line in told(fixture, reading):
        typer.echo(line)


def entry(folder: Path, slug: str) -> Source:
    """The entry of a catalogue; exits with code 2 when there is none."""
    file = folder / f"{slug}.yaml"
    if not file.is_file():
        raise fail(f"no source `{slug}` in {folder}", 2)
    source = read_source(file)
    if not source.platform:
        raise fail(f"{slug}: nobody knows yet how to read it (find: true); `vigie sources add URL` looks", 2)
    return source


def told(fixture: Fixture, reading: Reading) -> list[str]:
    """What was recorded, and what a reviewer looks at."""
    lines = [f"{fixture.folder}: {len(fixture.captures)} captures, {len(reading.records)} records to review"]
    lines += [f"  problem {p.reason}: {p.detail}" + (f" ({p.key})" if p.key else "") for p in reading.problems[:10]]
    if reading.unread:
        lines.append("  unread: " + ", ".join(f"{name} ({count})" for name, count in reading.unread))
    return lines


def _update(folder: Path, slug: str) -> None:
    for fixture, difference in recording.update(folder, slug):
        typer.echo(difference or f"{fixture.folder}: nothing differs")
