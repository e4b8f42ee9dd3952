"""`vigie quarantine`: what could not be read or understood, and the way out of it."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Connection

from pipeline.commands.options import Author, Json, author_of, fail, house_for, known_slugs, print_json, print_table
from warehouse import quarantine
from warehouse.quarantine import Quarantined

app = typer.Typer(no_args_is_help=True, help="What could not be read or understood: list, show, retry, drop.")

Id = Annotated[str, typer.Argument(metavar="ID", help="Its id, or enough of its beginning.")]
Slug = Annotated[str | None, typer.Argument(metavar="[SLUG]", help="One source; all of them by default.")]


@app.command("list")
def list_(
    slug: Slug = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Show what was put aside too.")] = False,
    json: Json = False,
) -> None:
    """Problems that are open, with their reason."""
    house = house_for()
    wanted = known_slugs(house, [slug], False)[0] if slug else None
    with house.engine.connect() as connection:
        found = quarantine.standing(connection, wanted, dropped)
    if json:
        print_json(found)
        return
    columns = ("id", "source", "reason", "field", "key", "url", "detail")
    print_table(f"{len(found)} open problems", columns, (_row(one) for one in found))


@app.command()
def show(id: Id, json: Json = False) -> None:
    """One problem: reason, page, capture, and the raw text that was not understood."""
    with house_for().engine.connect() as connection:
        one = _one(connection, id)
    if json:
        print_json(one)
        return
    p = one.problem
    said = {
        "source": p.source,
        "page": p.url,
        "reason": f"{p.reason}: {p.detail}",
        "field": p.field,
        "key": p.key,
        "capture": p.capture,
        "first seen": one.first_seen.isoformat(timespec="seconds"),
        "over since": one.closed_at.isoformat(timespec="seconds") if one.closed_at else None,
        "put aside": f"by {one.dropped_by}: {one.dropped_because}" if one.dropped_at else None,
    }
    for name, value in said.items():
        if value:
            typer.echo(f"{name:<11} {value}")
    typer.echo(f"\n{p.raw or '(no raw text: the page as a whole)'}")


@app.command()
def retry(
    slug: Slug = None,
    json: Json = False,
) -> None:
    """Reads the captures of sources with open problems again, with the present code; no request is made.

    Exit code 1 when problems are left.
    """
    from pipeline.replay import replay

    house = house_for()
    with house.engine.connect() as connection:
        found = quarantine.standing(connection, known_slugs(house, [slug], False)[0] if slug else None)
    known = {source.slug for source in house.sources}
    concerned = sorted({one.problem.source for one in found} & known)
    done = replay(house, concerned)
    if json:
        print_json(done)
    else:
        columns = ("source", "runs", "new", "changed", "unchanged", "problems")
        print_table(
            "Read again", columns, ((r.source, r.runs, r.new, r.changed, r.unchanged, r.problems) for r in done)
        )
    if any(r.problems for r in done):
        raise typer.Exit(1)


@app.command()
def drop(
    id: Id,
    because: Annotated[str, typer.Option("--because", help="Why it is not worth mending.")],
    author: Author = None,
) -> None:
    """Puts a problem aside for good: it is not shown again, even when the next run meets it."""
    house = house_for()
    with house.engine.begin() as connection:
        one = _one(connection, id)
        quarantine.drop(connection, one.id, because, author_of(author), house.settings.clock())
    typer.echo(f"{one.id[:12]} of {one.problem.source} is put aside; `vigie audit list` tells how to undo it")


def _one(connection: Connection, id: str) -> Quarantined:
    found = quarantine.find(connection, id)
    if len(found) != 1:
        raise fail(f"no problem `{id}`" if not found else f"`{id}` begins the id of several problems")
    return found[0]


def _row(one: Quarantined) -> tuple[str, ...]:
    p = one.problem
    return one.id[:12], p.source, p.reason, p.field or "", p.key or "", p.url, p.detail
