"""`vigie sources impact`: what a change of code or catalogue would change of what is published."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Json, fail, house_for, known_slugs, print_json
from pipeline.impact import Impact, NoRevision, line
from pipeline.impact import impact as impact_of


def register(app: typer.Typer) -> None:
    """Puts the command on `vigie sources`."""
    app.command("impact")(impact)


def impact(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG…", help="Sources; without any, all.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV", help="Beside what the code of this git revision reads.")
    ] = None,
    json: Json = False,
) -> None:
    """Reads the whole archive again with the present code and catalogue, and prints what would be said otherwise.

    Nothing is asked of the web, nothing is written. Without --since it is held against the warehouse. Paste it into
    the pull request: a refactor shows "no difference", a broken selector names its source and the field.
    """
    house = house_for()
    wanted = known_slugs(house, slugs or [], not slugs)
    try:
        found = impact_of(house, wanted, since)
    except NoRevision as error:
        raise fail(str(error)) from error
    if json:
        print_json([one for one in found if one.moves])
        return
    beside = f"revision {since}" if since else "what is published"
    typer.echo(f"{len(found)} sources read again, held against {beside}")
    for one in found:
        _say(one)
    if not any(one.moves for one in found):
        typer.echo("no difference")


def _say(one: Impact) -> None:
    if not one.moves:
        return
    fields = ", ".join(f"{name} ×{count}" for name, count in one.fields.items())
    counts = f"{one.before} → {one.after} records, {one.gone} gone, {one.new} new"
    typer.echo(f"\n{one.source}: {counts}" + (f"; fields changed: {fields}" if fields else ""))
    for reason, count in sorted(one.reasons.items()):
        typer.echo(f"  not understood now: {reason} ×{count}")
    for moved in one.examples:
        typer.echo(f"  {line(moved)}")
