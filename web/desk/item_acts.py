"""What editors do on the page of an item. Each act is a post, counts at once, and stands in the journal."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from vigie.model import Item, Status
from warehouse import conflicts, editing, items, joining, notes, undoing
from web.desk.desk import Desk
from web.desk.field_forms import typed
from web.desk.field_reading import read
from web.desk.field_rows import Unfit
from web.desk.gate import form
from web.desk.item_decisions import Overtaken, Stopped, prove, read_keys, read_until, sentenced, tag, untag
from web.desk.item_fields import mark, sheet
from web.desk.item_view import decided, field_values, item_values, missing
from web.desk.people import Person, Role
from web.query import ITEM_ID

Doing = Callable[[Connection, Item], object]


def routes(desk: Desk) -> APIRouter:
    """The posts below /desk/e/{item}."""
    router = APIRouter()
    editor = Depends(desk.gate.allow(Role.EDITOR))

    def acted(request: Request, person: Person, id: str, did: str, doing: Doing, curated: bool = True) -> Response:
        """Does an act in one transaction, and leads back to the item, where its name is said."""
        try:
            with desk.act() as connection:
                item = items.get(connection, id) if ITEM_ID.fullmatch(id) else None
                if item is None:
                    return missing(desk, request, person)
                doing(connection, item)
        except Stopped as error:
            with desk.act() as connection:
                values = item_values(connection, id, person, desk.now()) or {}
            return desk.page(request, person, "desk/item.html", 409, **values, did="", wrong=str(error))
        if curated and not desk.curated():
            did = "later"
        return back(id, did)

    def correct(request: Request, item: str, name: str, person: Person = editor) -> Response:
        said = form(request)
        given = {key: value for key, value in said.multi_items() if isinstance(value, str)}
        if name == "topics":
            given["value"] = "\n".join(str(one) for one in said.getlist("value"))
        now, until_said = desk.now(), given.get("until", "")

        def again(wrong: str, where: str = "", overtaken: bool = False) -> Response:
            with desk.engine.connect() as connection:
                values = field_values(
                    connection, item, name, now, typed(name, given), wrong, where, overtaken, until_said
                )
            if values is None:
                return missing(desk, request, person)
            return desk.page(request, person, "desk/field.html", 409 if overtaken else 422, **values)

        try:
            until = read_until(until_said, now)
            with desk.act() as connection:
                before = editing.begin(connection)
                here = items.get(connection, item) if ITEM_ID.fullmatch(item) else None
                if here is None or not hasattr(here.content, name):
                    return missing(desk, request, person)
                value = read(here.kind, name, given)
                if mark(connection, here, name) != given.get("mark"):
                    raise Overtaken
                if value == Status.CANCELLED.value and name == "status":
                    prove(connection, here, given.get("proof", ""), person, now)
                if name == "topics":
                    tag(connection, here, value, person, now)
                else:
                    editing.edit(connection, item, name, value, person.name, now, until)
                editing.as_one(connection, before)
        except Unfit as error:
            return again(error.why, error.where)
        except Overtaken:
            return again("", overtaken=True)
        return back(item, "saved" if desk.curated() else "later", f"f-{name}")

    def keep(request: Request, item: str, name: str, person: Person = editor) -> Response:
        def doing(connection: Connection, here: Item) -> None:
            if not conflicts.keep(connection, here.id, name, person.name, desk.now()):
                raise Stopped("Plus aucune correction ne tient ce champ.")

        return acted(request, person, item, "kept", doing)

    def release(request: Request, item: str, name: str, person: Person = editor) -> Response:
        def doing(connection: Connection, here: Item) -> None:
            before = editing.begin(connection)
            done = editing.release(connection, here.id, name, person.name, desk.now())
            if name == "topics":
                done = untag(connection, here, person, desk.now()) or done
            if not done:
                raise Stopped("Plus aucune correction ne tient ce champ.")
            editing.as_one(connection, before)

        return acted(request, person, item, "released", doing)

    def release_all(request: Request, item: str, person: Person = editor) -> Response:
        def doing(connection: Connection, here: Item) -> None:
            before = editing.begin(connection)
            for row in sheet(connection, here).rows:
                if row.edited:
                    editing.release(connection, here.id, row.name, person.name, desk.now())
            untag(connection, here, person, desk.now())
            editing.as_one(connection, before)

        return acted(request, person, item, "released", doing)

    def hide(request: Request, item: str, person: Person = editor) -> Response:
        return acted(
            request, person, item, "hidden",
            lambda connection, here: editing.hide(connection, here.id, True, person.name, desk.now()), curated=False,
        )  # fmt: skip

    def show(request: Request, item: str, person: Person = editor) -> Response:
        return acted(
            request, person, item, "shown",
            lambda connection, here: editing.hide(connection, here.id, False, person.name, desk.now()), curated=False,
        )  # fmt: skip

    def pin(request: Request, item: str, person: Person = editor) -> Response:
        said = str(form(request).get("until") or "")

        def doing(connection: Connection, here: Item) -> None:
            until = sentenced(lambda: read_until(said, desk.now()))
            editing.pin(connection, here.id, until, person.name, desk.now())

        return acted(request, person, item, "pinned" if said else "unpinned", doing, curated=False)

    def merge(request: Request, item: str, person: Person = editor) -> Response:
        other = str(form(request).get("other") or "")

        def doing(connection: Connection, here: Item) -> None:
            try:
                joining.merge(
                    connection, here.id, other if ITEM_ID.fullmatch(other) else here.id, person.name, desk.now()
                )
            except (joining.Unjoinable, KeyError) as error:
                raise Stopped("Ces deux fiches ne peuvent pas être réunies.") from error

        return acted(request, person, item, "merged", doing)

    def split(request: Request, item: str, person: Person = editor) -> Response:
        named = read_keys(form(request))

        def doing(connection: Connection, here: Item) -> None:
            try:
                joining.split(connection, here.id, named, person.name, desk.now())
            except (joining.Unjoinable, KeyError) as error:
                raise Stopped("Choisissez une partie des fiches sources, et pas toutes.") from error

        return acted(request, person, item, "split", doing)

    def note(request: Request, item: str, person: Person = editor) -> Response:
        said = str(form(request).get("text") or "")

        def doing(connection: Connection, here: Item) -> None:
            try:
                notes.add(connection, here.id, said, person.name, desk.now())
            except ValueError as error:
                raise Stopped("Une note dit quelque chose, en 4 000 signes au plus.") from error

        return acted(request, person, item, "noted", doing, curated=False)

    def unnote(request: Request, item: str, note: str, person: Person = editor) -> Response:
        def doing(connection: Connection, here: Item) -> None:
            if not ITEM_ID.fullmatch(note) or not notes.remove(connection, here.id, note, person.name, desk.now()):
                raise Stopped("Cette note n’est plus là.")

        return acted(request, person, item, "unnoted", doing, curated=False)

    def undo(request: Request, item: str, person: Person = editor) -> Response:
        said = str(form(request).get("seq") or "")

        def doing(connection: Connection, here: Item) -> None:
            # Only what was decided on this item: who may undo other acts is not for this page to say.
            seqs = {str(seq) for seq in decided(connection, here.id)}
            try:
                undoing.undo(connection, int(said) if said in seqs else 0, person.name, desk.now())
            except (undoing.Refused, KeyError) as error:
                raise Stopped("Ceci ne peut plus être défait : on a agi depuis, ou l’acte a pris fin.") from error

        return acted(request, person, item, "undone", doing)

    def presence(request: Request, item: str, person: Person = editor) -> Response:
        with desk.act() as connection:
            here = items.get(connection, item) if ITEM_ID.fullmatch(item) else None
            if here is None:
                return missing(desk, request, person)
            if form(request).get("left"):
                notes.left(connection, here.id, person.name)
            else:
                notes.seen(connection, here.id, person.name, desk.now())
            others = notes.others(connection, here.id, person.name, desk.now())
        return desk.page(request, person, "desk/presence.html", item=here, others=others)

    for path, act in (
        ("/fields/{name}", correct), ("/fields/{name}/keep", keep), ("/fields/{name}/release", release),
        ("/release", release_all), ("/hide", hide), ("/show", show), ("/pin", pin), ("/merge", merge),
        ("/split", split), ("/notes", note), ("/notes/{note}/remove", unnote), ("/undo", undo),
        ("/presence", presence),
    ):  # fmt: skip
        router.add_api_route(f"/desk/e/{{item}}{path}", act, methods=["POST"], response_class=Response)
    return router


def back(item: str, did: str, place: str = "") -> Response:
    """To the page of an item, which says what was done."""
    return RedirectResponse(f"/desk/e/{item}?{urlencode({'did': did})}{f'#{place}' if place else ''}", status_code=303)
