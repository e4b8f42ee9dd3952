"""`vigie desk …`: who may come into the desk, from the shell of whoever runs the house."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from pipeline.commands.options import Author, Json, author_of, fail, house_for, print_json, print_table
from warehouse import console, desk_people
from web.desk import passwords
from web.desk.people import Role
from web.embed_query import Language
from web.words import translations

app = typer.Typer(no_args_is_help=True, help="Who may come into the desk, with which role.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name that the person signs in with.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input; else one is made and printed.")
]


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option("--role", help="What the person may do.")] = Role.EDITOR,
    language: Annotated[Language, typer.Option("--language", help="Language of their desk.")] = Language.FR,
    password_stdin: FromStdin = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="The person comes in by a proxy or by Airflow alone.")
    ] = False,
    author: Author = None,
) -> None:
    """Adds a person."""
    if password_stdin and no_password:
        raise fail("--password-stdin or --no-password, not both", 2)
    password = None if no_password else _password(name, password_stdin)
    with _acting(author) as (connection, who, at):
        hashed = passwords.hash_of(password) if password else None
        desk_people.add(connection, name, role.value, hashed, language.value, who, at)
    _say(f"{name} may come in as {role.value}", password, password_stdin)


@app.command("list")
def list_(json: Json = False) -> None:
    """Lists the people, those who may not come in any more too."""
    with house_for().engine.connect() as connection:
        rows = [
            (row.name, row.role, row.language, bool(row.password), row.created_at, row.disabled_at)
            for row in desk_people.every(connection)
        ]
    columns = ("name", "role", "language", "password", "since", "disabled")
    if json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    shown = [(*row[:3], "yes" if row[3] else "no", _day(row[4]), _day(row[5])) for row in rows]
    print_table("People of the desk", columns, shown)


@app.command()
def role(
    name: Name,
    role: Annotated[Role, typer.Argument(metavar="viewer|editor|admin", help="What the person may do.")],
    author: Author = None,
) -> None:
    """Gives a person another role; their sessions end."""
    with _acting(author) as (connection, who, at):
        moved = desk_people.change_role(connection, name, role.value, who, at)
    typer.echo(f"{name} is {role.value}{'' if moved else ' already'}")


@app.command()
def disable(name: Name, author: Author = None) -> None:
    """Lets a person in no more; their sessions end."""
    with _acting(author) as (connection, who, at):
        moved = desk_people.disable(connection, name, who, at)
    typer.echo(f"{name} comes in no more{'' if moved else ', as before'}")


@app.command()
def enable(name: Name, author: Author = None) -> None:
    """Lets a person in again."""
    with _acting(author) as (connection, who, at):
        moved = desk_people.enable(connection, name, who, at)
    typer.echo(f"{name} may come in{' again' if moved else ' already'}")


@app.command()
def password(name: Name, password_stdin: FromStdin = False, author: Author = None) -> None:
    """Gives a person another password; their sessions end."""
    given = _password(name, password_stdin)
    with _acting(author) as (connection, who, at):
        desk_people.set_password(connection, name, passwords.hash_of(given), who, at)
    _say(f"{name} has another password", given, password_stdin)


@app.command("console")
def console_(
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Make the role and its rights again, as far as we may.")
    ] = False,
) -> None:
    """Says whether the SQL console is on, and else why not."""
    with house_for().engine.begin() as connection:
        if prepare:
            console.prepare(connection)
        reason = console.why_off(connection)
    if reason:
        raise fail(f"the SQL console is off: {reason}; see docs/desk-access.md")
    typer.echo(f"The SQL console is on: {console.ROLE} reads the documented views and nothing else.")


@contextmanager
def _acting(author: str | None) -> Iterator[tuple[Connection, str, datetime]]:
    house = house_for()
    try:
        with house.engine.begin() as connection:
            yield connection, author_of(author), house.settings.clock()
    except desk_people.Unfit as error:
        raise fail(f"{error}") from error


def _password(name: str, from_stdin: bool) -> str:
    if not from_stdin:
        return passwords.made_up()
    given = sys.stdin.readline().rstrip("\r\n")
    if why := passwords.weak(given, name):
        raise fail(translations(Language.EN)[0](why), 2)
    return given


def _say(done: str, password: str | None, known: bool) -> None:
    typer.echo(done)
    if password and not known:
        typer.echo(f"Password, printed this once: {password}")


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else ""
