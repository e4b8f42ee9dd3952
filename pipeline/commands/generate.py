"""`vigie docs`: what is generated from the code."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import fail


def docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when a page is stale.")] = False,
) -> None:
    """Writes the generated pages of docs/: data dictionary, command line, DAG table, sources."""
    from pipeline.documents import stale, write

    if check:
        old = stale()
        if old:
            raise fail(f"stale: {', '.join(str(p) for p in old)}; run `make docs` and commit them")
        return
    for page in write():
        typer.echo(f"wrote {page}")


def register(app: typer.Typer) -> None:
    for command in (docs,):
        app.command()(command)
