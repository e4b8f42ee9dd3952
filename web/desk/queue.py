"""`/desk/queue`: the questions of the warehouse, one at a time, answered by buttons, by keys, or without any script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from warehouse import journal, review, undoing
from warehouse.joining import Unjoinable
from warehouse.review import Answer, Asked, Question
from web.desk import queue_keys
from web.desk.desk import Desk
from web.desk.field_forms import SHAPES
from web.desk.gate import form
from web.desk.people import Person, Role
from web.desk.queue_view import details

PATH = "/desk/queue"
CURATED = frozenset({Asked.DUPLICATE, Asked.SUGGESTION, Asked.CHANGE, Asked.CONFLICT})
"""Kinds whose answers hold from the next curation on."""


def routes(desk: Desk) -> APIRouter:
    """The queue, an answer, and taking the last one back."""
    router = APIRouter()
    viewer, editor = Depends(desk.gate.allow(Role.VIEWER)), Depends(desk.gate.allow(Role.EDITOR))

    def page(request: Request, person: Person = viewer) -> Response:
        now, asked = desk.now(), request.query_params
        kind, passed = read_kind(asked.get("kind")), asked.get("passed") == "1"
        with desk.engine.connect() as connection:
            question = _chosen(connection, asked.get("about"), asked.get("subject"), desk) or next(
                iter(review.queue(connection, now, (kind,) if kind else tuple(Asked), 1, passed)), None
            )
            values: dict[str, Any] = {
                "question": question,
                "details": details(connection, question, now) if question else {},
                "waiting": review.counts(connection, now),
                "skipped": sum(review.counts(connection, now, skipped=True).values()),
                "last": review.last_answer(connection, person.name),
            }
        return desk.page(
            request, person, "desk/queue.html", **values, kind=kind, passed=passed, kinds=tuple(Asked),
            shapes=SHAPES, keys=queue_keys.wanted(request),
            letters=queue_keys.LETTERS, done=asked.get("done", ""), of=read_kind(asked.get("of")),
        )  # fmt: skip

    def answer(request: Request, person: Person = editor) -> Response:
        said = {name: value for name, value in form(request).items() if isinstance(value, str)}
        kind, verdict = read_kind(said.get("about")), said.get("answer", "")
        if kind is None or verdict not in set(Answer) or "\x00" in "".join(said.values()):
            return _on(said, "outdated", kind)
        asked = Question(kind, said.get("subject", ""), said.get("mark", ""), "")
        try:
            with desk.act() as connection:
                review.answer(connection, asked, Answer(verdict), person.name, desk.now())
        except (review.Outdated, Unjoinable, KeyError, ValueError):
            return _on(said, "outdated", kind)
        if kind in CURATED and verdict != Answer.SKIPPED:
            desk.curated()
        return _on(said, verdict, kind)

    def undo(request: Request, person: Person = editor) -> Response:
        said = {name: value for name, value in form(request).items() if isinstance(value, str)}
        try:
            with desk.act() as connection:
                seq = review.last_answer(connection, person.name)
                if seq is None:
                    return _on(said, "nothing", None)
                undoing.undo(connection, seq, person.name, desk.now())
                entry = journal.get(connection, seq)
        except undoing.Refused:
            return _on(said, "fixed", None)
        desk.curated()
        key = (entry.body or {}).get("key", {}) if entry else {}
        return _on(said, "undone", read_kind(key.get("kind")), key.get("subject"))

    router.add_api_route(PATH, page, methods=["GET"], response_class=Response)
    router.add_api_route(PATH, answer, methods=["POST"], response_class=Response)
    router.add_api_route(f"{PATH}/undo", undo, methods=["POST"], response_class=Response)
    router.include_router(queue_keys.routes(desk))
    return router


def read_kind(said: object) -> Asked | None:
    """A kind of question by its name; None for anything else."""
    return Asked(said) if isinstance(said, str) and said in set(Asked) else None


def _chosen(connection: Connection, about: str | None, subject: str | None, desk: Desk) -> Question | None:
    """The question that an address names: one that was taken back, or that another page leads to."""
    kind = read_kind(about)
    return review.find(connection, kind, subject, desk.now()) if kind and subject and "\x00" not in subject else None


def _on(said: dict[str, str], done: str, of: Asked | None, subject: str | None = None) -> Response:
    """To the next question of the same list, or back to one; the page says what was done."""
    pairs = [("kind", said.get("kind", "")), ("passed", said.get("passed", "")), ("done", done)]
    pairs += [("of", of.value if of else ""), *([("about", of.value), ("subject", subject)] if of and subject else [])]
    return RedirectResponse(f"{PATH}?{urlencode([pair for pair in pairs if pair[1]])}", status_code=303)
