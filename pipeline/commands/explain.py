"""`vigie explain`, `vigie asks`: why a value is as it is, why records are one thing, and what is still asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from sqlalchemy import Connection

from pipeline.commands.options import Json, fail, house_for, print_json, print_table
from pipeline.commands.passages import SEVERAL, kept
from pipeline.explaining import EDITOR, Explained, explained
from pipeline.house import House
from vigie.model import BRUSSELS
from warehouse import explain as why
from warehouse import items, questions
from warehouse.questions import Question, Teller

RECORDS = "records"


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
    found = explained(house, connection, choice)
    if json:
        print_json(found)
        return
    typer.echo(f"{found.field} = {found.value}")
    typer.echo(f"  chosen by   {found.rule}")
    typer.echo(f"  said by     {found.source}{f', its own id {found.key}' if found.capture else f': {found.key}'}")
    for line in (*_by_hand(found), *_lived(found)):
        typer.echo(f"  {line}")
    for one in found.passages:
        typer.echo(f"  read by     {one.rule}, from the words {one.words!r}")
        typer.echo(f"  found at    {one.url} {one.pointer}")
        typer.echo(f"  capture     {kept(house, one.capture)}{_had(one.fetched_at)}")
        typer.echo(f"  its bytes   {one.bytes or one.lost or SEVERAL}")
    if not found.passages:
        typer.echo(
            f"  capture     {kept(house, found.capture)}{_had(found.captured.first_at if found.captured else None)}"
        )
        if found.captured:
            typer.echo(f"  fetched at  {found.captured.url}")
    for source, value in found.competing:
        typer.echo(f"  {'beside      ' if found.rule == EDITOR else 'instead of  '}{value}  ({source})")


def _by_hand(found: Explained) -> Iterator[str]:
    """Who edited or tagged, when, on which value, and whether the sources moved since."""
    if found.edit:
        edit = found.edit.conflict
        until = f", until {_day(edit.until)}" if edit.until else ""
        merged = f", on item {edit.item} that was merged into this one" if edit.item != edit.shown_by else ""
        yield f"edited by   {edit.author}, {_day(edit.at)}{until}{merged}"
        yield f"in place of {_plain(edit.base)}"
        if edit.compared:
            moved = "  CONFLICT: the sources moved since" if edit.is_open else ""
            yield f"sources say {_plain(edit.sources_say)}{moved}"
    for tag in found.tags:
        yield f"tagged by   {tag.author}, {_day(tag.at)}: {'with' if tag.wanted else 'without'} {tag.topic}"


def _lived(found: Explained) -> Iterator[str]:
    """What the record went through, where that gave the value."""
    lived = found.lived
    if lived is None:
        return
    since = f", not listed since {_day(lived.missing_since)}" if lived.missing_since else ""
    yield f"its state   {lived.state.value}{since}{f', in {lived.absences} runs' if lived.absences else ''}"
    if lived.page:
        status = f", HTTP {lived.page.status}" if lived.page.status else ""
        because = f": {lived.page.because}" if lived.page.because else ""
        yield f"its page    says {lived.page.answer.value} since {_day(lived.page.since)}{status}{because}"
    if lived.former:
        yield f"moved from  {lived.former.isoformat()}"
    for one in lived.versions if found.rule == "history" else ():
        yield f"version {one.number}   {_day(one.since)}: {', '.join(one.starts)}; sha-256 {one.capture}"


def _had(at: datetime | None) -> str:
    return f", first had {_day(at)}" if at else ""


def _day(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(BRUSSELS)):%Y-%m-%d %H:%M}"


def _plain(value: object) -> str:
    return orjson.dumps(value).decode()


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
