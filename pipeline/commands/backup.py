"""`vigie backup` and `vigie restore`: one file that holds the warehouse and the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import Json, fail, house_for, print_json, settings_for


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="File to write (.tar); it must not be there.")],
    json: Json = False,
) -> None:
    """Writes warehouse and archive, as they are at this instant, to one file; the house may go on working."""
    from pipeline.backup import NoBackup
    from pipeline.backup import backup as write

    try:
        index = write(house_for(), target)
    except NoBackup as error:
        raise fail(str(error)) from error
    if json:
        print_json(index)
        return
    typer.echo(f"{target}: {len(index.files)} files, {target.stat().st_size / 1e6:.1f} MB, hash {index.content_hash}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `vigie backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Keep what is there under another name, and take its place.")
    ] = False,
    json: Json = False,
) -> None:
    """Restores a backup, and proves that the content hash is the one that was backed up. Stop the house first."""
    from pipeline.backup import NoBackup
    from pipeline.backup import restore as read

    settings = settings_for()
    try:
        done = read(settings, source, replace)
    except NoBackup as error:
        raise fail(str(error)) from error
    if json:
        print_json(done)
        return
    typer.echo(f"{done.files} files restored, hash {done.content_hash}")
    if done.kept_as:
        typer.echo(f"the old warehouse is kept as database `{done.kept_as}`")
    if done.kept_archive:
        typer.echo(f"the old archive is kept as {done.kept_archive}")
    if done.takedowns:
        typer.echo(f"{done.takedowns} takedowns are newer than this backup: run `vigie forget --again` before all else")
    typer.echo("`vigie publish` writes the feeds of the restored warehouse")


def register(app: typer.Typer) -> None:
    for command in (backup, restore):
        app.command()(command)
