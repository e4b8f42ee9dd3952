"""The commands of the change stream alone, as a process."""

from __future__ import annotations

import typer

from pipeline.commands import changes, hub
from vigie.settings import SettingError


def main() -> None:
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    changes.register(app)
    app.add_typer(hub.app, name="hub")
    try:
        app()
    except SettingError as error:
        typer.echo(f"vigie: {error}", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
