"""`/desk/digest`: the letter of a week: what is in it, in which order, what is essential, the words, the files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from warehouse import digests, items
from warehouse.digests import Digest, Pick, Words
from web.desk.desk import Desk
from web.desk.gate import form
from web.desk.people import Person, Role
from web.digest_pick import MOST_PICKS, Made, made, offered, session_of
from web.digest_render import LARGEST, Mail, Tool, rendered
from web.digest_words import LONGEST_INTRO, LONGEST_SUBJECT, proposed
from web.feed_pages import today
from web.language import Language
from web.query import ITEM_ID
from web.rendering import Pages

WEEK = re.compile(r"(\d{4})-W(\d\d)")
# A mail styles its own elements and shows pictures of sources: it may do so here, and nothing else.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src https: http:; frame-ancestors 'none'; sandbox"
SEVEN_DAYS = timedelta(days=7)
ACTS = ("add", "drop", "up", "down", "essential")


def routes(desk: Desk) -> APIRouter:
    """The week at hand, any week, what is done to its digest, its files."""
    router = APIRouter()
    reader, editor = Depends(desk.gate.allow(Role.VIEWER)), Depends(desk.gate.allow(Role.EDITOR))
    languages: Mapping[str, Pages] = {"fr": desk.french, "en": desk.english}

    def now_week(request: Request, person: Person = reader) -> Response:
        return RedirectResponse(f"/desk/digest/{week_name(digests.monday(today(desk.now())))}", status_code=303)

    def absent(request: Request, person: Person) -> Response:
        return desk.page(request, person, "desk/digest-none.html", 404, week=None, first=None)

    def shown(request: Request, week: str, person: Person = reader) -> Response:
        first = read_week(week)
        return absent(request, person) if first is None else page(request, person, first)

    def page(request: Request, person: Person, first: date, status: int = 200) -> Response:
        with desk.engine.connect() as connection:
            stands = made(connection, first, desk.now())
            offers = offered(connection, first, desk.now())
            every = digests.every(connection, 12)
        mails = {tongue: rendered(stands, pages) for tongue, pages in languages.items()}
        picked = {entry.item.id for entry in stands.entries}
        template = "desk/digest-picks.html" if request.headers.get("hx-request") else "desk/digest.html"
        return desk.page(
            request,
            person,
            template,
            status,
            week=week_name(first),
            first=first,
            last=first + digests.WEEK,
            before=week_name(first - SEVEN_DAYS),
            after=week_name(first + SEVEN_DAYS),
            made=stands,
            offers={kind: [item for item in found if item.id not in picked] for kind, found in offers.items()},
            session_of=session_of,
            mails=mails,
            largest=LARGEST,
            most=MOST_PICKS,
            proposed={tongue: proposed(stands, Language(tongue)) for tongue in languages},
            every=[(week_name(one.first_day), one) for one in every],
            longest=(LONGEST_SUBJECT, LONGEST_INTRO),
            may=person.role.allows(Role.EDITOR),
        )

    def changed(request: Request, week: str, person: Person = editor) -> Response:
        first = read_week(week)
        said = form(request)
        item, act = str(said.get("item", "")), str(said.get("act", ""))
        if first is None or act not in ACTS or not ITEM_ID.fullmatch(item):
            return absent(request, person)
        with desk.act() as connection:
            digest = picked(connection, made(connection, first, desk.now()), item, act)
            if digest is None:
                return absent(request, person)
            digests.save(connection, digest, person.name, desk.now())
        if request.headers.get("hx-request"):
            return page(request, person, first)
        return RedirectResponse(f"/desk/digest/{week}#i-{item}", status_code=303)

    def worded(request: Request, week: str, person: Person = editor) -> Response:
        first = read_week(week)
        if first is None:
            return absent(request, person)
        said = form(request)
        words = {
            tongue: Words(
                _line(str(said.get(f"subject_{tongue}", "")))[:LONGEST_SUBJECT],
                _text(str(said.get(f"intro_{tongue}", "")))[:LONGEST_INTRO],
            )
            for tongue in languages
        }
        with desk.act() as connection:
            stands = made(connection, first, desk.now())
            # What is left as it was proposed goes on following the picks.
            kept = {tongue: _own(one, proposed(stands, Language(tongue))) for tongue, one in words.items()}
            digests.save(connection, replace(stands.digest, words=kept), person.name, desk.now())
        return RedirectResponse(f"/desk/digest/{week}#textes", status_code=303)

    def file(request: Request, week: str, name: str, person: Person = reader) -> Response:
        first, (tongue, _, ending) = read_week(week), name.partition(".")
        if first is None or tongue not in languages or ending not in ("html", "txt"):
            return absent(request, person)
        said = request.query_params.get("tool", "none")
        with desk.engine.connect() as connection:
            stands = made(connection, first, desk.now())
        mail = rendered(stands, languages[tongue], Tool(said) if said in set(Tool) else Tool.NONE)
        if mail is None:
            return desk.page(request, person, "desk/digest-none.html", 404, week=week, first=first)
        return answered(mail, f"vigie-{week}-{tongue}.{ending}", "view" in request.query_params)

    for method, path, endpoint in (
        ("GET", "/desk/digest", now_week),
        ("GET", "/desk/digest/{week}", shown),
        ("POST", "/desk/digest/{week}/picks", changed),
        ("POST", "/desk/digest/{week}/words", worded),
        ("GET", "/desk/digest/{week}/{name}", file),
    ):
        router.add_api_route(path, endpoint, methods=[method], response_class=HTMLResponse)
    return router


def answered(mail: Mail, name: str, view: bool) -> Response:
    """One file of a mail, to keep or to look at."""
    html = name.endswith(".html")
    kind = "inline" if view else "attachment"
    headers = {"content-disposition": f'{kind}; filename="{name}"', "content-security-policy": MAIL_POLICY}
    media_type = "text/html; charset=utf-8" if html else "text/plain; charset=utf-8"
    return Response(mail.html if html else mail.text, headers=headers, media_type=media_type)


def read_week(said: str) -> date | None:
    """The Monday of `2026-W11`; None for what is no week."""
    found = WEEK.fullmatch(said)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found and 2000 <= int(found[1]) < 2200 else None
    except ValueError:
        return None


def week_name(first: date) -> str:
    year, week, _ = first.isocalendar()
    return f"{year}-W{week:02d}"


def picked(connection: Connection, stands: Made, item: str, act: str) -> Digest | None:
    """The digest after one act on one item; None when there is no such item, or no room for it."""
    picks = [Pick(entry.item.id, entry.essential) for entry in stands.entries]
    at = next((place for place, pick in enumerate(picks) if pick.item == item), None)
    if act == "add":
        found = items.get(connection, item)
        if found is None or len(picks) >= MOST_PICKS:
            return None
        picks += [] if at is not None else [Pick(item)]
    elif at is None:
        return None
    elif act == "drop":
        del picks[at]
    elif act == "essential":
        picks[at] = replace(picks[at], essential=not picks[at].essential)
    else:
        other = at + (-1 if act == "up" else 1)
        if 0 <= other < len(picks):
            picks[at], picks[other] = picks[other], picks[at]
    return replace(stands.digest, picks=tuple(picks))


def _own(said: Words, proposal: Words) -> Words:
    subject = "" if said.subject == _line(proposal.subject) else said.subject
    return Words(subject, "" if said.intro == _text(proposal.intro) else said.intro)


def _line(said: str) -> str:
    return " ".join("".join(c if c.isprintable() or c == "\u00a0" else " " for c in said).split(" ")).strip()


def _text(said: str) -> str:
    lines = said.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_line(line) for line in lines).strip()
