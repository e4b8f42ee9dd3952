"""`vigie suggestions`: events and calls that news announces, for an editor to take or to leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from pipeline.commands.options import Author, Json, author_of, fail, house_for, print_json, print_table
from pipeline.commands.passages import kept, print_passage
from warehouse import desk
from warehouse.desk import Standing
from warehouse.suggestions import days

app = typer.Typer(no_args_is_help=True, help="What news announces: events and calls that wait for an editor.")
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of a suggestion, as `list` prints it.")]


@dataclass(frozen=True, slots=True)
class Decided:
    """What `dismiss --json` and `accept --json` print."""

    id: str
    state: str


@app.command("list")
def list_(
    every: Annotated[
        bool, typer.Option("--all", help="Those too that need no answer: known, dismissed, accepted.")
    ] = False,
    least: Annotated[int, typer.Option("--score", min=0, max=100, help="At least this sure.")] = 0,
    json: Json = False,
) -> None:
    """Lists suggestions that nobody has decided on: what is to come first, the surest first."""
    with house_for().engine.connect() as connection:
        found = desk.standing(connection, desk.STATES if every else ("open",))
    rows = [one for one in found if one.suggestion.score >= least]
    if json:
        print_json(rows)
        return
    columns = ("id", "state", "score", "kind", "day", "title", "town", "announced by")
    print_table(f"{len(rows)} suggestions", columns, (_row(one) for one in rows))


def _row(one: Standing) -> tuple[object, ...]:
    content = one.suggestion.content
    first, last = days(one.suggestion)
    day = f"{first} – {last}" if first != last else str(first or "")
    town = (content.place.municipality or content.place.name or "") if content.place else ""
    over = " (over)" if one.suggestion.past else ""
    return one.id, one.state + over, one.suggestion.score, content.kind, day, content.title, town, one.news_title


@app.command()
def show(id: Id, json: Json = False) -> None:
    """Shows one suggestion: the words that it rests on, the capture that they stand in, the rule, known items."""
    house = house_for()
    with house.engine.connect() as connection:
        one = desk.get(connection, id)
    if one is None:
        raise fail(f"no suggestion {id}")
    if json:
        print_json(one)
        return
    names = ("id", "state", "score", "kind", "day", "title", "town", "announced by")
    for name, value in zip(names, _row(one), strict=True):
        typer.echo(f"{name:<12}  {value}")
    typer.echo(f"{'page':<12}  {one.url or ''}")
    typer.echo(f"{'because':<12}  {'; '.join(one.suggestion.because)}")
    typer.echo(f"{'words':<12}  {one.suggestion.words!r}, signs {one.suggestion.span[0]}–{one.suggestion.span[1]}")
    typer.echo(f"{'found at':<12}  {one.evidence.url} {one.evidence.pointer}")
    typer.echo(f"{'capture':<12}  {kept(house, one.evidence.capture)}")
    print_passage(house, one.evidence.capture, one.suggestion.words, (one.news_title,), f"{'its bytes':<12}  ")
    for link in one.links:
        sure = "announces" if link.verdict == "same" else "perhaps"
        typer.echo(f"{sure:<12}  {link.item} {link.title} ({link.score}: {link.because})")
    if one.decided_by and one.decided_at:
        typer.echo(f"{'decided by':<12}  {one.decided_by}, {one.decided_at.isoformat(timespec='seconds')}")


@app.command()
def dismiss(id: Id, by: Author = None, json: Json = False) -> None:
    """Says that a suggestion is none; it is not asked again, also when the news is read anew. Undoes `accept`."""
    house = house_for()
    try:
        with house.engine.begin() as connection:
            desk.dismiss(connection, id, author_of(by), house.settings.clock())
    except KeyError as error:
        raise fail(f"no suggestion {id}") from error
    _say(Decided(id, "dismissed"), json)


@app.command()
def accept(id: Id, by: Author = None, json: Json = False) -> None:
    """Makes an item of a suggestion at the next `curate`; it merges with the real announcement when that comes."""
    house = house_for()
    try:
        with house.engine.begin() as connection:
            desk.accept(connection, id, author_of(by), house.settings.clock())
    except KeyError as error:
        raise fail(f"no suggestion {id}") from error
    _say(Decided(id, "accepted"), json)


def _say(done: Decided, json: bool) -> None:
    if json:
        print_json(done)
    else:
        typer.echo(f"{done.id}: {done.state}")
