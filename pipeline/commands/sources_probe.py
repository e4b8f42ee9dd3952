"""`vigie sources probe`: does each source answer, and by which way can it be read?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from pipeline import steps
from pipeline.commands.options import (
    Author,
    Catalogue,
    Json,
    WebName,
    author_of,
    fail,
    house_for,
    print_json,
    print_table,
)
from pipeline.house import House, UnknownSource
from pipeline.probe_campaign import THREADS, may_be_probed, stale, unseen
from pipeline.probe_patch import Unpatchable, patch
from pipeline.probe_watch import watched
from pipeline.readiness import as_read, fitting, project
from vigie.model import Source
from warehouse import probes
from warehouse.probes import NothingWaits, Probe


def register(app: typer.Typer) -> None:
    """Puts the command on `vigie sources`."""
    app.command("probe")(probe)


def probe(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG…", help="Sources to look at.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every source that is not blocked or dead.")] = False,
    new: Annotated[bool, typer.Option("--unseen", help="Those that no probe has looked at.")] = False,
    old: Annotated[
        bool, typer.Option("--stale", help="Those, and what could not be read a day (the network) or a week ago.")
    ] = False,
    accept: Annotated[
        list[str] | None, typer.Option("--accept", metavar="SLUG", help="Put the way that was proposed in force.")
    ] = None,
    write: Annotated[bool, typer.Option("--patch", help="Write the way in force into the source's YAML.")] = False,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Hosts that are looked at side by side.")] = THREADS,
    author: Author = None,
    catalogue: Catalogue = None,
    web: WebName = None,
    json: Json = False,
) -> None:
    """Looks at sources as they answer now: robots, status, redirects, platform, items, dates to come.

    A source that nobody knows how to read, or that is no longer read as its entry says, is looked at as `sources add`
    does. A way that is certain (a feed, an interface, structured data) is used from then on; a proposed list waits for
    --accept. What was seen is kept. Exit code 1 when a named source cannot be read.
    """
    named = slugs or []
    if not (named or every or new or old or accept):
        raise fail("name sources, or --all, --unseen, --stale or --accept SLUG", 2)
    house = house_for(web, catalogue)
    for slug in accept or ():
        _accept(house, slug, author_of(author))
    wanted = _wanted(house, named, every, new, old)
    done = watched(house, wanted, Console(stderr=True), threads) if wanted else ()
    if json:
        print_json(done)
    elif wanted or not accept:
        _print(done)
    if write:
        _patch(house, [*(entry.slug for entry in wanted), *(accept or ())])
    if named and any(not one.answered for one in done):
        raise typer.Exit(1)


def _wanted(house: House, named: list[str], every: bool, new: bool, old: bool) -> tuple[Source, ...]:
    try:
        found = {slug: house.entry(slug) for slug in named}
    except UnknownSource as error:
        raise fail(str(error), 2) from error
    for slug, entry in found.items():
        if not entry.permitted:
            raise fail(f"{slug} is an aggregator without a recorded permission: it is not asked (SECURITY.md D14)", 2)
    with house.engine.connect() as connection:
        last, standing = probes.last(connection), probes.in_force(connection)
    more: tuple[Source, ...] = ()
    if every:
        more = tuple(entry for entry in house.sources if may_be_probed(entry))
    elif old:
        more = stale(house.sources, last, standing, house.settings.clock())
    elif new:
        more = unseen(house.sources, last)
    return tuple({**found, **{entry.slug: entry for entry in more}}.values())


def _accept(house: House, slug: str, author: str) -> None:
    try:
        house.entry(slug)
        with house.engine.begin() as connection:
            accepted = probes.accept(connection, slug, author, house.settings.clock())
    except (UnknownSource, NothingWaits) as error:
        raise fail(str(error), 2) from error
    steps.keep_journal(house)
    project(house.engine, house.settings.home)
    way = accepted.way
    typer.echo(f"{slug} is read by {way.platform if way else 'its entry'} from now on, as {author} says")


def _patch(house: House, slugs: Sequence[str]) -> None:
    with house.engine.connect() as connection:
        standing = probes.in_force(connection)
    for slug in dict.fromkeys(slugs):
        entry = house.entry(slug)
        seen = fitting(entry, standing.get(slug))
        if seen is None:
            typer.echo(f"{slug}: nothing to write, no way is in force")
            continue
        try:
            done = patch(entry, as_read(entry, seen), seen.way, house.settings.clock().date())
        except Unpatchable as error:
            raise fail(str(error)) from error
        typer.echo(f"{entry.file}: {'written' if done else 'says so already'}")


def _print(done: Sequence[Probe]) -> None:
    columns = ("source", "cause", "way", "status", "robots", "items", "ahead", "newest", "what")
    rows = [
        (
            p.source, p.cause.value, way_of(p), p.status or "", p.robots, p.items, p.ahead, p.newest or "", p.message,
        )
        for p in done
    ]  # fmt: skip
    read = sum(1 for p in done if p.holds)
    waits = sum(1 for p in done if p.answered and not p.holds)
    print_table(f"{len(done)} sources looked at: {read} are read, {waits} wait for --accept", columns, rows)


def way_of(seen: Probe) -> str:
    """By which way a probe read a source, in two words."""
    if not seen.answered:
        return ""
    if seen.way is None:
        return f"{seen.platform}"
    return f"{seen.platform}, {'found' if seen.way.certain else 'waits'}"
