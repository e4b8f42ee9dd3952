"""The parts of what editors decide on an item: what a form says of it, and what an act takes beside its own row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import FormData

from vigie.model import Item, Status, WallTime
from warehouse import editing, explain_people, notes
from web.desk.field_rows import Unfit, read_day
from web.desk.item_view import PROOFS
from web.desk.people import Person

PROVEN = {
    "marker": "Annulation : la source le dit elle-même.",
    "gone": "Annulation : la page de l’événement n’existe plus (404 ou 410).",
    "own": "Annulation : décision de la rédaction, qui en répond.",
}


class Stopped(Exception):
    """The act cannot be done; the French sentence says why, and the item page shows it."""


class Overtaken(Exception):
    """Somebody edited the field since the form was opened."""


def read_until(said: str, now: datetime) -> datetime | None:
    """The end of a day of Brussels as an instant; None without a day. Raises Unfit for one that is over."""
    if not said:
        return None
    day: date = read_day(said, "until")
    end = WallTime.of_day(date.fromordinal(day.toordinal() + 1)).utc if day < date.max else now
    if end <= now:
        raise Unfit("Ce jour est passé.", "until")
    return end


def sentenced(doing: Callable[[], Any]) -> Any:
    """What `doing` gives; what it finds unfit stops the act, with its sentence."""
    try:
        return doing()
    except Unfit as error:
        raise Stopped(error.why) from error


def prove(connection: Connection, here: Item, proof: str, person: Person, now: datetime) -> None:
    """Calling an event off rests on a proof, said in a note; the editor's own word is one."""
    if getattr(here.content, "status", None) is Status.CANCELLED:
        return
    if proof not in PROOFS:
        raise Unfit("Un événement n’est annulé qu’avec une preuve : dites laquelle.", "proof")
    notes.add(connection, here.id, PROVEN[proof], person.name, now)


def tag(connection: Connection, here: Item, wanted: list[str], person: Person, now: datetime) -> None:
    """Topics are tagged one by one, so that what sources say later of the others is still heard."""
    shown = here.content.topics
    added = {one.topic: one.wanted for one in explain_people.tags(connection, here.id)}
    for topic in wanted:
        if topic not in shown:
            editing.tag(connection, here.id, topic, None if added.get(topic) is False else True, person.name, now)
    for topic in shown:
        if topic not in wanted:
            editing.tag(connection, here.id, topic, None if added.get(topic) else False, person.name, now)


def untag(connection: Connection, here: Item, person: Person, now: datetime) -> bool:
    """Leaves the topics to the sources; False when nobody had touched them."""
    told = explain_people.tags(connection, here.id)
    for one in told:
        editing.tag(connection, here.id, one.topic, None, person.name, now)
    return bool(told)


def read_keys(said: FormData) -> list[tuple[str, str]]:
    """Records as `source/key`: a slug has no stroke."""
    found = [str(one).partition("/") for one in said.getlist("record")]
    return [(source, key) for source, stroke, key in found if stroke]
