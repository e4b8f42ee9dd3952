"""`vigie`: everything that the DAGs do, from the shell, with the same functions and the same result."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands import (
    again,
    archive,
    audit,
    backup,
    changes,
    database,
    desk,
    digest,
    editing,
    explain,
    generate,
    house,
    hub,
    item,
    meaning,
    quarantine,
    query,
    score,
    silence,
    sources,
    sources_add,
    sources_impact,
    sources_probe,
    sources_record,
    sources_rekey,
    sources_try,
    suggestions,
    takedown,
    verify,
    work,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The lookout over Walloon digital creativity: agendas, news and calls.",
    epilog="Exit codes: 0 done; 1 something failed, with its cause; 2 the command line or a setting does not fit.",
)
sources_add.register(sources.app)
sources_record.register(sources.app)
sources_try.register(sources.app)
sources_probe.register(sources.app)
sources_impact.register(sources.app)
sources_rekey.register(sources.app)
app.add_typer(sources.app, name="sources")
app.add_typer(database.app, name="db")
app.add_typer(archive.app, name="archive")
app.add_typer(meaning.app, name="meaning")
app.add_typer(score.app, name="score")
app.add_typer(suggestions.app, name="suggestions")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(silence.app, name="silence")
app.add_typer(audit.app, name="audit")
app.add_typer(takedown.app, name="suppressions")
app.add_typer(hub.app, name="hub")
app.add_typer(desk.app, name="desk")
work.register(app)
changes.register(app)
explain.register(app)
house.register(app)
generate.register(app)
again.register(app, database.app)
backup.register(app)
takedown.register(app)
editing.register(app)
query.register(app)
item.register(app)
verify.register(app)
digest.register(app)


@app.callback()
def vigie(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("vigie"))
        raise typer.Exit


def main() -> None:
    """Entry point: errors of the user's making are one line and exit code 2, never a traceback."""
    from scrapers.catalogue import CatalogueError
    from vigie.settings import SettingError

    try:
        app()
    except (SettingError, CatalogueError) as error:
        typer.echo(f"vigie: {error}", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
