"""`vigie audit`: who decided what, whether the journal is untouched, and undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import orjson
import typer

from pipeline.commands.decide import NEXT, print_plain
from pipeline.commands.options import Author, Json, Since, author_of, fail, house_for, instant_of, print_table
from warehouse import auditing, items, undoing
from warehouse.decisions import DECISIONS
from warehouse.journal import Entry

app = typer.Typer(
    no_args_is_help=True, help="What people decided: who, when, old, new; undo; proof that it is untouched."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One decision: what it is on, what stood before and after; both are empty when a takedown redacted them."""

    seq: int
    at: str
    author: str | None
    act: str
    on: str
    before: Any
    after: Any
    undoes: int | None = None
    group: int | None = None


@app.command("list")
def list_(
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help="Decisions on this item alone.")] = None,
    author: Annotated[str | None, typer.Option("--author", metavar="NAME", help="Those of this person alone.")] = None,
    since: Since = None,
    json: Json = False,
) -> None:
    """Lists decisions, oldest first: who, when, what stood before and after."""
    begin = instant_of(since, "--since") if since else None
    with house_for().engine.connect() as connection:
        if item is not None and items.get(connection, item) is None:
            raise fail(f"no item {item}")
        rows = [_row(entry) for entry in auditing.decisions(connection, item, author, begin)]
    if json:
        print_plain(rows)
        return
    columns = ("row", "when", "by", "act", "on", "before", "after", "")
    cells = ((r.seq, r.at[:16], r.author or "", r.act, r.on, _short(r.before), _short(r.after), _note(r)) for r in rows)
    print_table(f"{len(rows)} decisions", columns, cells)


@app.command()
def verify(json: Json = False) -> None:
    """Checks the chain of hashes of the journal, in the table and in the archive's copy.

    Exit code 1 when a row was changed, removed or moved; it names the row.
    """
    house = house_for()
    with house.engine.connect() as connection:
        found = auditing.verify(connection, house.settings.archive)
    if json:
        print_plain(found)
    elif found.breach is None:
        typer.echo(f"untouched: {found.rows} rows in the table, {found.copied} in the archive's copy")
    if found.breach is not None:
        raise fail(f"row {found.breach.seq} of the journal, in {found.where}: {found.breach.reason}")


@app.command()
def undo(
    seq: Annotated[int, typer.Argument(metavar="ROW", help="Number of a decision, as `list` prints it.")],
    author: Author = None,
    json: Json = False,
) -> None:
    """Undoes a decision, with all that it wrote; it can be undone in turn. Both stay in the journal."""
    house = house_for()
    try:
        with house.engine.begin() as connection:
            done = undoing.undo(connection, seq, author_of(author), house.settings.clock())
    except KeyError as error:
        raise fail(f"the journal has no row {seq}") from error
    except undoing.Refused as error:
        raise fail(str(error)) from error
    if json:
        print_plain(done)
        return
    undone = f"row {seq}" if len(done.undone) == 1 else f"rows {done.undone[0]} to {done.undone[-1]}"
    typer.echo(f"{undone} undone" + (f": {done.note}" if done.note else ""))
    typer.echo(f"{NEXT}. Undo this: vigie audit undo {done.rows[0]}")


def _row(entry: Entry) -> Row:
    body = entry.body or {}
    decision = DECISIONS.get(entry.act)
    target = decision.target(body).values() if decision and body else ()
    on = " ".join("/".join(map(str, one)) if isinstance(one, list) else str(one) for one in target)
    return Row(
        seq=entry.seq,
        at=entry.at.isoformat(timespec="seconds"),
        author=entry.author,
        act=entry.act.value,
        on=on or entry.subject or "",
        before=body.get("before"),
        after=body.get("after"),
        undoes=body.get("undoes"),
        group=body.get("group"),
    )


def _note(row: Row) -> str:
    return f"undoes {row.undoes}" if row.undoes else f"with {row.group}" if row.group else ""


def _short(value: Any) -> str:
    if isinstance(value, dict) and "author" in value:  # an edit: its value is what counts
        value = value["value"]
    said = "" if value is None else value if isinstance(value, str) else orjson.dumps(value).decode()
    return said if len(said) <= 40 else f"{said[:39]}…"
