"""`vigie meaning TASK`: what the readers of transforms/ make of texts, one per line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from typing import Annotated

import orjson
import typer

from pipeline.commands.options import fail

app = typer.Typer(
    no_args_is_help=True,
    help="What a text means: one text per line on standard input, one JSON object per line on standard output.",
)
Reader = Callable[[str, datetime], dict[str, object]]
Reference = Annotated[
    str,
    typer.Option(
        metavar="YYYY-MM-DD[THH:MM]",
        help="The day from which the texts are seen, in Brussels; `line`: a leading tab-separated column of each line.",
    ),
]
TASKS = {
    "dates": "Dates of events: points, ranges, recurrences.",
    "deadlines": "Opening and deadlines of calls.",
    "money": "Prices, grants, envelopes, rates.",
    "place": "Venue, municipality, province, region.",
    "topics": "Topics, audience, relevance and language.",
    "actors": "Organisations of the register that a text names.",
    "mentions": "Events and calls that a text announces.",
}


def read_lines(reader: Reader, lines: Iterator[str], reference: datetime | None) -> Iterator[dict[str, object]]:
    """One answer per line. A line whose first column is a date brings its own reference; ValueError names the line."""
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\n").rstrip("\r")
        head, tab, rest = text.partition("\t")
        own = _moment(head) if tab else None
        if own is None and reference is None:
            raise ValueError(f"line {number}: no reference: give --reference, or a date and a tab before the text")
        seen_from = own or reference
        assert seen_from is not None
        yield reader(rest if own else text, seen_from)


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=None)


def _command(task: str) -> Callable[..., None]:
    def command(reference: Reference = "line") -> None:
        given = _moment(reference)
        if given is None and reference != "line":
            raise fail(f"--reference {reference!r} is neither YYYY-MM-DD, YYYY-MM-DDTHH:MM nor `line`", 2)
        if given is None and task not in ("dates", "deadlines", "mentions"):
            given = datetime(1970, 1, 1)  # these readers look at no calendar
        reader: Reader = import_module(f"pipeline.meaning.{task}").read
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        try:
            for said in read_lines(reader, sys.stdin, given):
                sys.stdout.buffer.write(orjson.dumps(said) + b"\n")
        except ValueError as error:
            raise fail(str(error), 2) from error
        sys.stdout.flush()

    command.__doc__ = TASKS[task]
    return command


for _task in TASKS:
    app.command(_task)(_command(_task))


@app.command("same")
def same() -> None:
    """Which records speak of one thing: JSON records in, one per line; clusters out, in the same order."""
    from pipeline.meaning.same import read

    lines = sys.stdin.buffer.read().splitlines()
    for said in read(lines, lambda words: typer.echo(f"vigie meaning same: {words}", err=True)):
        sys.stdout.buffer.write(orjson.dumps(said) + b"\n")
    sys.stdout.flush()
