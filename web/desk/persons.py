"""People of the desk, for those who administer it: add, role, language, new password, shut out and let in again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from vigie.desk_settings import Way
from warehouse import desk_people
from warehouse.desk_people import Reason
from web.desk import passwords
from web.desk.desk import Desk
from web.desk.gate import form
from web.desk.people import Person, Role
from web.embed_query import Language

HOME = "/desk/people"
WHY = {
    Reason.NAME: "Un nom : des minuscules sans accent, des chiffres, . _ @ + -, 64 signes au plus.",
    Reason.TAKEN: "Ce nom est déjà pris.",
    Reason.NOBODY: "Personne ne porte ce nom.",
    Reason.LAST: "C’est la dernière personne qui administre le desk : donnez d’abord ce rôle à une autre.",
    Reason.ROLE: "Un rôle : viewer, editor ou admin.",
}


def routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    admin = Depends(desk.gate.allow(Role.ADMIN))

    def page(request: Request, person: Person = admin) -> Response:
        return shown(request, person)

    def add(request: Request, person: Person = admin) -> Response:
        given = form(request)
        name, role = str(given.get("name") or "").strip().lower(), str(given.get("role") or "")
        language = str(given.get("language") or "")
        made = passwords.made_up() if given.get("password") else None
        if language not in set(Language):
            return shown(request, person, 422, why="Une langue : fr ou en.")
        hashed = passwords.hash_of(made) if made else None
        return done(
            request,
            person,
            lambda c, author, at: desk_people.add(c, name, role, hashed, language, author, at),
            name,
            made,
        )

    def role(request: Request, name: str, person: Person = admin) -> Response:
        wanted = str(form(request).get("role") or "")
        return done(request, person, lambda c, author, at: desk_people.change_role(c, name, wanted, author, at), name)

    def language(request: Request, name: str, person: Person = admin) -> Response:
        wanted = str(form(request).get("language") or "")
        if wanted not in set(Language):
            return shown(request, person, 422, why="Une langue : fr ou en.")
        return done(request, person, lambda c, author, at: desk_people.set_language(c, name, wanted, author, at), name)

    def disable(request: Request, name: str, person: Person = admin) -> Response:
        return done(request, person, lambda c, author, at: desk_people.disable(c, name, author, at), name)

    def enable(request: Request, name: str, person: Person = admin) -> Response:
        return done(request, person, lambda c, author, at: desk_people.enable(c, name, author, at), name)

    def password(request: Request, name: str, person: Person = admin) -> Response:
        made = passwords.made_up()
        hashed = passwords.hash_of(made)
        return done(
            request,
            person,
            lambda c, author, at: desk_people.set_password(c, name, hashed, author, at),
            name,
            made,
        )

    def done(
        request: Request,
        person: Person,
        act: Callable[[Connection, str, datetime], object],
        name: str,
        made: str | None = None,
    ) -> Response:
        """Does it, and shows a password that was made: this once, and nowhere else."""
        try:
            with desk.act() as connection:
                act(connection, person.name, desk.now())
        except desk_people.Unfit as error:
            return shown(request, person, 422, why=WHY[error.reason])
        if made:
            return shown(request, person, made=(name, made))
        return RedirectResponse(HOME, 303)

    def shown(
        request: Request,
        person: Person,
        status: int = 200,
        *,
        why: str | None = None,
        made: tuple[str, str] | None = None,
    ) -> Response:
        with desk.engine.connect() as connection:
            rows = desk_people.every(connection)
        said = desk.say(request, person, why) if why else None
        by_password = Way.PASSWORD in desk.settings.desk.ways
        return desk.page(
            request, person, "desk/persons.html", status, rows=rows, why=said, made=made, by_password=by_password
        )

    router.add_api_route(HOME, page, methods=["GET"])
    router.add_api_route(HOME, add, methods=["POST"])
    for path, act in (
        ("role", role),
        ("language", language),
        ("disable", disable),
        ("enable", enable),
        ("password", password),
    ):
        router.add_api_route(f"{HOME}/{{name}}/{path}", act, methods=["POST"])
    return router
