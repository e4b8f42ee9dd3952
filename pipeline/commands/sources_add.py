"""`vigie sources add`: a new source, from its address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipeline.adding import NotAdded, add_entry, as_yaml
from pipeline.commands.options import Catalogue, Json, WebName, fail, print_json, settings_for
from pipeline.commands.sources_record import told as recorded
from pipeline.discovering import Discovered, NothingFound, discover
from pipeline.reading import Unreadable
from pipeline.record_lines import record_line
from pipeline.recorded_fixtures import observed
from pipeline.recording import NotRecorded, local_day, record, record_file
from vigie.model import Kind, Source
from vigie.settings import Settings

SHOWN = 5


def register(app: typer.Typer) -> None:
    """Puts the command on `vigie sources`."""
    app.command("add")(add)


def add(
    target: Annotated[str, typer.Argument(metavar="URL|FILE", help="An address, or a page that was saved.")],
    url: Annotated[str | None, typer.Option("--url", help="Where a saved page came from.")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Look for events, news or calls only.")] = None,
    slug: Annotated[str | None, typer.Option("--slug", help="Slug of the entry (default: from its host).")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name of the source (default: the site's own).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
    catalogue: Catalogue = None,
    web: WebName = None,
    json: Json = False,
) -> None:
    """Finds the best way to read a site and says why, writes its entry, records its fixture and runs its test.

    Exit code 1 when nothing there can be read, with all that was tried.
    """
    settings = settings_for(web)
    folder = catalogue or settings.catalogue
    try:
        found = discover(settings, target, url, kind)
        found.entry.update({key: value for key, value in (("slug", slug), ("name", name)) if value})
        if not dry_run:
            source = add_entry(folder, found.entry, found.way.because[0], local_day(settings.clock()))
    except (NothingFound, NotAdded) as error:
        raise fail(str(error)) from error
    except Unreadable as error:
        raise fail(str(error), 2) from error
    if json:
        print_json(found.as_json())
    else:
        for line in told(found):
            typer.echo(line)
    if not dry_run:
        _keep(settings, source, target, url, quiet=json)


def told(found: Discovered) -> Iterator[str]:
    """The way, its reasons, its entry, five records, and what else was found."""
    yield f"{found.way.platform}, confidence {found.way.confidence} of 100:"
    yield from (f"  because {reason}" for reason in found.way.because)
    if not found.way.certain:
        yield "  look at it before it is scheduled: what it reads was proposed, not offered by the site"
    yield as_yaml(found.entry).rstrip()
    yield f"{len(found.records)} records from what was looked at, {len(found.problems)} problems"
    yield from (f"  {record_line(one)}" for one in found.records[:SHOWN])
    yield from (f"  problem {problem.reason}: {problem.detail}" for problem in found.problems[:SHOWN])
    for other in found.others:
        kinds = ", ".join(other.way.kinds)
        yield f"also: {other.way.platform} ({kinds}, {len(other.records)} records) at {other.way.urls[0]}"
        yield f"  because {'; '.join(other.way.because)}"


def _keep(settings: Settings, source: Source, target: str, url: str | None, quiet: bool) -> None:
    """Records the fixture of a new entry and runs its test; the entry stays when that fails, to be mended."""
    try:
        if target.startswith(("http://", "https://")):
            fixture, reading = record(settings, source)
        else:
            fixture, reading = record_file(settings, source, Path(target), url or source.urls[0])
    except NotRecorded as error:
        raise fail(f"{source.file} was written, its fixture was not: {error}") from error
    if observed(fixture) != fixture.expected:
        raise fail(f"{fixture.folder}: read again, the captures give something else")
    if not quiet:
        typer.echo(f"wrote {source.file}")
        for line in recorded(fixture, reading):
            typer.echo(line)
        typer.echo("its test passes: the captures give these records again")
