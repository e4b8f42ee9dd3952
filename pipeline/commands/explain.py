"""`vigie explain`, `vigie asks`: why a value is as it is, why records are one thing, and what is still asked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

import typer
from sqlalchemy import Connection

from pipeline.commands.options import Json, fail, house_for, print_json, print_table
from pipeline.commands.passages import SEVERAL, bytes_around, kept
from pipeline.house import House
from vigie.model import FieldChoice, FieldEvidence
from warehouse import explain as why
from warehouse import items, questions
from warehouse.questions import Question, Teller

RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of evidence of a field. `bytes` is what stands around the words in the capture, None when they are in
    no one place of it."""

    field: str
    rule: str
    words: str
    url: str
    pointer: str
    capture: str
    bytes: str | None


@dataclass(frozen=True, slots=True)
class Explained(FieldChoice):
    """What `vigie explain ITEM FIELD --json` prints: the choice, and each passage that it rests on."""

    passages: tuple[Passage, ...] = ()


def explain(
    item: Annotated[str, typer.Argument(help="Public id of an item.")],
    field: Annotated[
        str | None,
        typer.Argument(
            metavar="[FIELD]",
            help="A field of its content (title, occurrences, place …), or `records`; all fields by default.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Says why a field has its value: the rule, the record, the words, the captured bytes, and what others said.

    `vigie explain ITEM` lists every field; `vigie explain ITEM records` says why its records are one thing.
    """
    house = house_for()
    with house.engine.connect() as connection:
        item = items.redirect(connection, item) or item
        if items.get(connection, item) is None:
            raise fail(f"no item {item}")
        if field is None:
            _all(connection, item, json)
        elif field == RECORDS:
            _records(house, connection, item, json)
        else:
            _field(house, connection, item, field, json)


def asks(json: Json = False) -> None:
    """Lists pairs of records that may be one thing: open questions for an editor."""
    with house_for().engine.connect() as connection:
        found = questions.open_questions(connection)
    if json:
        print_json(found)
        return
    rows = (
        (f"{q.a.source}/{q.a.key}", f"{q.b.source}/{q.b.key}", q.a.title, q.b.title, "; ".join(q.because))
        for q in found
    )
    print_table(f"{len(found)} open questions", ("record", "and record", "title", "and title", "because"), rows)


def _all(connection: Connection, item: str, json: bool) -> None:
    choices = why.explain_all(connection, item)
    if json:
        print_json(choices)
        return
    rows = (
        (c.field, c.rule, c.source, c.key, c.provenance.rule if c.provenance else "", _short(c.value)) for c in choices
    )
    print_table(item, ("field", "chosen by", "said by", "its id", "read by", "value"), rows)


def _field(house: House, connection: Connection, item: str, field: str, json: bool) -> None:
    choice = why.explain(connection, item, field)
    if choice is None:
        raise fail(f"item {item} has no field `{field}`")
    passages = tuple(_passage(house, one, why.beside(connection, choice)) for one in why.evidence(connection, choice))
    if json:
        said = {f.name: getattr(choice, f.name) for f in fields(choice)}
        print_json(Explained(**said, passages=passages))
        return
    typer.echo(f"{choice.field} = {choice.value}")
    typer.echo(f"  chosen by   {choice.rule}")
    typer.echo(f"  said by     {choice.source}, its own id {choice.key}")
    for one in passages:
        typer.echo(f"  read by     {one.rule}, from the words {one.words!r}")
        typer.echo(f"  found at    {one.url} {one.pointer}")
        typer.echo(f"  capture     {kept(house, one.capture)}")
        typer.echo(f"  its bytes   {one.bytes or SEVERAL}")
    if not passages:
        typer.echo(f"  capture     {kept(house, choice.capture)}")
    for source, value in choice.competing:
        typer.echo(f"  instead of  {value}  ({source})")


def _passage(house: House, one: FieldEvidence, near: tuple[str, ...]) -> Passage:
    where = one.evidence
    shown = bytes_around(house, where.capture, one.words, near)
    return Passage(one.field, one.rule, one.words, where.url, where.pointer, where.capture, shown)


def _records(house: House, connection: Connection, item: str, json: bool) -> None:
    found = questions.joined(connection, item)
    if json:
        print_json(found)
        return
    typer.echo(f"{item}: {len(found.records)} record{'s' if len(found.records) != 1 else ''}")
    for one in found.records:
        typer.echo(f"  {_name(one)}  {one.title!r}  {one.url or ''}")
        typer.echo(f"    capture  {kept(house, one.capture)}")
    for said in found.judgements:
        typer.echo(f"  {said.author} said `{said.verdict}` of {_name(said.a)} and {_name(said.b)}, {said.at:%Y-%m-%d}")
    for joint in found.joints:
        typer.echo(f"  {joint.verdict}, {joint.strength} of 100: {_name(joint.a)} and {_name(joint.b)}")
        typer.echo(f"    because  {', '.join(joint.because)}")
    for question in found.questions:
        typer.echo(f"  asked: {_name(question.a)} and {_name(question.b)}{_elsewhere(question, item)}")
        typer.echo(f"    because  {', '.join(question.because)}")


def _elsewhere(question: Question, item: str) -> str:
    other = next((t for t in (question.a, question.b) if t.item != item), None)
    return f", of item {other.item} {other.title!r}" if other and other.item else ""


def _name(one: Teller) -> str:
    return f"{one.source}/{one.key}"


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:79]}…"


def register(app: typer.Typer) -> None:
    for command in (explain, asks):
        app.command()(command)
