"""The sections of the desk, in the order of their making: each gives its routes."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, FastAPI, Request, Response
from sqlalchemy import Engine

from vigie.settings import Settings
from web.desk import (
    audit,
    conflicts,
    console,
    coverage,
    deadlines,
    digest,
    downloads,
    home,
    item_acts,
    items,
    moderation,
    persons,
    preview,
    queue,
    reimport,
    sign_in,
    views,
)
from web.desk.desk import Desk
from web.desk.gate import Gate, Refused
from web.embed_query import Language
from web.rendering import Pages

Section = Callable[[Desk], APIRouter]
SECTIONS: tuple[Section, ...] = (
    sign_in.routes,
    console.routes,
    persons.routes,
    views.routes,
    downloads.routes,
    reimport.routes,
    audit.routes,
    preview.routes,
    digest.routes,
    coverage.routes,
    deadlines.routes,
    home.routes,
    items.routes,
    item_acts.routes,
    queue.routes,
    conflicts.routes,
    moderation.routes,
)


def furnish(app: FastAPI, engine: Engine, settings: Settings, french: Pages) -> Desk:
    """Puts the desk into the application."""
    desk = Desk(engine, settings, Gate(engine, settings), french, Pages(settings, Language.EN))
    for section in SECTIONS:
        app.include_router(section(desk))

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return sign_in.refusal(desk, request, error)

    app.add_exception_handler(Refused, refused)
    return desk
