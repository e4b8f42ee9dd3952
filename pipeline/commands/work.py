"""`vigie ingest|curate|publish|read`: the work itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import orjson
import typer

from pipeline import steps
from pipeline.commands.options import (
    Catalogue,
    Json,
    WebName,
    fail,
    house_for,
    instant_of,
    known_slugs,
    print_json,
    print_table,
    settings_for,
)
from pipeline.house import House
from pipeline.incidents import alarms
from pipeline.published_as_of import publish_as_of
from vigie.model import Certificate, Kind

WORKERS = 4


def ingest(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG…", help="Sources to read.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every source that is scheduled.")] = False,
    catalogue: Catalogue = None,
    web: WebName = None,
    json: Json = False,
) -> None:
    """Fetches, reads, understands and loads sources. Exit code 1 when one of them failed."""
    house = house_for(web, catalogue)
    wanted = known_slugs(house, slugs or [], every)
    if every:
        wanted = [source.slug for source in house.ready()]
    for slug in wanted:
        if house.source(slug).find:
            raise fail(f"{slug}: nobody knows yet how to read it; `vigie sources probe {slug}` looks", 2)
        if not house.entry(slug).permitted:
            raise fail(f"{slug} is an aggregator without a recorded permission (SECURITY.md D14)", 2)
    with ThreadPoolExecutor(WORKERS) as pool:
        certificates = list(pool.map(lambda slug: steps.ingest(house, slug), wanted))
    if json:
        print_json(certificates)
    else:
        _print(certificates)
    if any(c.failed for c in certificates):
        raise typer.Exit(1)


def _print(certificates: list[Certificate]) -> None:
    columns = ("source", "cause", "read", "new", "changed", "missing", "quarantined")
    rows = [(c.source, c.cause, c.read, c.new, c.changed, c.missing, c.quarantined) for c in certificates]
    sums = [sum(int(row[column]) for row in rows) for column in range(2, len(columns))]
    print_table("Certificates", columns, [*rows, ("total", "", *sums)])
    for c in certificates:
        if c.message:
            typer.echo(f"{c.source}: {c.message.removeprefix(f'{c.source}: ')}")
        for alarm in alarms(c):
            typer.echo(f"{c.source}: ALARM: {alarm}")
    if any(c.failed and c.quarantined for c in certificates):
        typer.echo("`vigie quarantine list SLUG` shows what could not be read.")


def curate(json: Json = False) -> None:
    """Joins records that speak of one thing, projects items, appends to the change log."""
    done = steps.curate(house_for())
    if json:
        print_json(done)
        return
    typer.echo(f"{done.records} records, {done.items} items, {done.changes} changes")


def publish(
    confirm: Annotated[bool, typer.Option("--confirm", help="Let a feed lose more than half of its rows.")] = False,
    at: Annotated[
        str | None,
        typer.Option("--as-of", metavar="INSTANT", help="The feeds of another instant, into the folder of --into."),
    ] = None,
    into: Annotated[Path | None, typer.Option("--into", metavar="DIR", help="Where to write them.")] = None,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Put the edition before back, and publish nothing until --confirm.")
    ] = False,
    json: Json = False,
) -> None:
    """Writes the feeds that changed. Exit code 1 when one was kept back because it would lose half of its rows, or when
    nothing is published since a rollback."""
    if (at is None) != (into is None):
        raise fail("--as-of and --into go together", 2)
    if rollback and (confirm or at):
        raise fail("--rollback goes with no other choice", 2)
    house = house_for()
    if rollback:
        _roll_back(house)
        return
    if at is not None and into is not None:
        then = instant_of(at, "--as-of")
        try:
            done = publish_as_of(house, then, into)
        except ValueError as error:
            raise fail(str(error), 2) from error
    else:
        done = steps.publish(house, confirm)
        steps.tell_changes(house)
    if json:
        print_json(done)
    elif done.held:
        typer.echo(f"nothing published: {done.held}. `vigie publish --confirm` writes the present state again")
    else:
        typer.echo(f"{len(done.files)} feeds in {into or house.settings.feeds}, {len(done.changed)} rewritten")
        for refused in done.refused:
            typer.echo(f"kept as it was: {refused}")
    if done.refused or done.held:
        raise typer.Exit(1)


def _roll_back(house: House) -> None:
    from feeds.edition import NoPrevious

    try:
        moved = steps.roll_back(house)
    except NoPrevious as error:
        raise fail(str(error)) from error
    typer.echo(f"{len(moved)} feeds are those of the edition before; `vigie publish --confirm` ends this")


def read(
    target: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved answer, or an address to fetch.")],
    url: Annotated[str | None, typer.Option("--url", help="The address that FILE was fetched from.")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="What the page holds.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SLUG", help="Read it as this source.")] = None,
    catalogue: Catalogue = None,
    web: WebName = None,
) -> None:
    """Prints one normalised record per line as JSON; loads nothing. Problems go to standard error."""
    from pipeline.reading import Unreadable, read_target

    try:
        found = read_target(settings_for(web), target, url, kind, source, catalogue)
    except Unreadable as error:
        raise fail(str(error)) from error
    for record in found.records:
        typer.echo(orjson.dumps(record, option=orjson.OPT_SORT_KEYS).decode())
    for problem in found.problems:
        where = f"{problem.source} {problem.url} {problem.field or '-'}"
        typer.echo(f"{where}: {problem.reason}: {problem.detail}", err=True)
    if not found.records:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    for command in (ingest, curate, publish, read):
        app.command()(command)
