"""`vigie sources add`: a new source, from its address."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Json, WebName, fail, print_json, settings_for
from pipeline.discovering import discover
from pipeline.reading import Unreadable
from vigie.model import Kind


def register(app: typer.Typer) -> None:
    """Puts the command on `vigie sources`."""
    app.command("add")(add)


def add(
    target: Annotated[str, typer.Argument(metavar="URL|FILE", help="An address, or a page that was saved.")],
    url: Annotated[str | None, typer.Option("--url", help="Where a saved page came from.")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Look for events, news or calls only.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
    web: WebName = None,
    json: Json = False,
) -> None:
    """Finds the best way to read a site, says why, and writes its entry."""
    try:
        found = discover(settings_for(web), target, url, kind)
    except Unreadable as error:
        raise fail(str(error), 2) from error
    if json:
        print_json(found.as_json())
        return
    typer.echo(f"{found.way.platform}: {'; '.join(found.way.because)}")
