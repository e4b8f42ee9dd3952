"""Coming in and going out: the sign-in form, the language, one's own password, the desk's first page."""

from __future__ import annotations

import hashlib
import hmac
import math
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from vigie.desk_settings import Way
from warehouse import desk_people, sign_ins
from web.desk import passwords
from web.desk.desk import LANGUAGE_COOKIE, Desk
from web.desk.gate import Refused, form
from web.desk.people import Person, Role
from web.embed_query import Language
from web.secrets import signing_key

HOME = "/desk"
YEAR = 365 * 24 * 3600
WRONG = "Ce nom et ce mot de passe ne vont pas ensemble."


def routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    viewer = Depends(desk.gate.allow(Role.VIEWER))
    key = hashlib.sha256(signing_key(desk.settings) + b" sign-ins").digest()

    def ask(request: Request) -> Response:
        if desk.gate.visit(request):
            return RedirectResponse(own_path(request.query_params.get("next")), 303)
        answer = sign_in_page(desk, request, 200)
        keep_language(answer, request.query_params.get("language"))
        return answer

    async def enter(request: Request) -> Response:
        if Way.PASSWORD not in desk.settings.desk.ways:
            raise Refused(403, "On entre ici par une autre porte.")
        await desk.gate.check(request, desk.gate.visitor(request))
        return await run_in_threadpool(tried, request)

    def tried(request: Request) -> Response:
        said = form(request)
        name, password = str(said.get("name") or "").strip().lower(), str(said.get("password") or "")
        now = desk.gate.now()
        with desk.engine.begin() as connection:
            attempt = sign_ins.begin(connection, keyed(name), keyed(desk.gate.client(request)), now)
            row = desk_people.get(connection, name) if attempt.number else None
        if attempt.number is None:
            return too_often(request, attempt.again or now, now)
        open_to = row is not None and row.disabled_at is None
        kept = row.password if row is not None and open_to else None
        if not passwords.fits(password[: passwords.MOST + 1], kept) or row is None:
            return sign_in_page(desk, request, 401, WRONG, name)
        with desk.engine.begin() as connection:
            sign_ins.accept(connection, attempt.number)
            if passwords.outdated(row.password):
                desk_people.rehash(connection, row.name, row.password, passwords.hash_of(password))
        answer = RedirectResponse(own_path(str(said.get("next") or "")), 303)
        desk.gate.let_in(answer, row.name, row.epoch)
        return answer

    def keyed(value: str) -> str:
        return hmac.new(key, value.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def too_often(request: Request, again: datetime, now: datetime) -> Response:
        seconds = max(1, math.ceil((again - now).total_seconds()))
        answer = sign_in_page(desk, request, 429, minutes=math.ceil(seconds / 60))
        answer.headers["retry-after"] = str(seconds)
        return answer

    def leave(request: Request, person: Person = viewer) -> Response:
        answer = RedirectResponse(f"{HOME}/sign-in", 303)
        desk.gate.let_out(answer)
        return answer

    def leave_everywhere(request: Request, person: Person = viewer) -> Response:
        with desk.act() as connection:
            desk_people.end_sessions(connection, person.name)
        return leave(request, person)

    def speak(request: Request, person: Person = viewer) -> Response:
        said = form(request)
        answer = RedirectResponse(own_path(str(said.get("next") or "")), 303)
        keep_language(answer, str(said.get("language")))
        return answer

    def keep_language(answer: Response, language: str | None) -> None:
        if language not in set(Language):
            return
        secure = desk.settings.site_url.startswith("https://")
        answer.set_cookie(LANGUAGE_COOKIE, language, YEAR, path="/desk", secure=secure, httponly=True, samesite="lax")

    def own(request: Request, person: Person = viewer) -> Response:
        return desk.page(request, person, "desk/password.html", why=None)

    def renew(request: Request, person: Person = viewer) -> Response:
        said = form(request)
        before, after = str(said.get("before") or ""), str(said.get("after") or "")
        now = desk.gate.now()
        with desk.engine.begin() as connection:
            attempt = sign_ins.begin(connection, keyed(person.name), keyed(desk.gate.client(request)), now)
            row = desk_people.get(connection, person.name)
        if attempt.number is None:
            why: str | None = "Trop d’essais : attendez un quart d’heure."
        elif row is None or row.password is None or not passwords.fits(before[: passwords.MOST + 1], row.password):
            why = "Votre mot de passe actuel est un autre."
        else:
            why = passwords.weak(after, person.name)
            with desk.act() as connection:
                sign_ins.accept(connection, attempt.number)
        if why:
            return desk.page(request, person, "desk/password.html", 422, why=desk.say(request, person, why))
        with desk.act() as connection:
            desk_people.set_password(connection, person.name, passwords.hash_of(after), person.name, desk.now())
        answer = RedirectResponse(f"{HOME}/sign-in", 303)
        desk.gate.let_out(answer)
        return answer

    router.add_api_route(f"{HOME}/sign-in", ask, methods=["GET"])
    router.add_api_route(f"{HOME}/sign-in", enter, methods=["POST"])
    router.add_api_route(f"{HOME}/sign-out", leave, methods=["POST"])
    router.add_api_route(f"{HOME}/sign-out-everywhere", leave_everywhere, methods=["POST"])
    router.add_api_route(f"{HOME}/language", speak, methods=["POST"])
    router.add_api_route(f"{HOME}/password", own, methods=["GET"])
    router.add_api_route(f"{HOME}/password", renew, methods=["POST"])
    return router


def sign_in_page(
    desk: Desk, request: Request, status: int, why: str | None = None, name: str = "", minutes: int | None = None
) -> HTMLResponse:
    """The form for those who are not in; `next` leads back to what was asked for."""
    asked = request.query_params.get("next") if request.url.path.startswith(f"{HOME}/sign-in") else _wanted(request)
    if request.method == "POST" and hasattr(request.state, "form"):
        asked = str(form(request).get("next") or "") or asked
    ways = desk.settings.desk.ways
    values = {
        "why": desk.say(request, None, why) if why else None,
        "name": name,
        "minutes": minutes,
        "next": own_path(asked),
        "by_password": Way.PASSWORD in ways,
        "airflow": desk.settings.desk.airflow if Way.AIRFLOW in ways else None,
    }
    answer = desk.page(request, None, "desk/sign-in.html", status, **values)
    if status == 401:
        answer.headers["www-authenticate"] = 'Vigie realm="desk"'
        if request.headers.get("hx-request"):
            answer.headers["hx-redirect"] = f"{HOME}/sign-in?" + urlencode({"next": HOME})
    desk.gate.keep_visitor(request, answer)
    return answer


def refusal(desk: Desk, request: Request, refused: Refused) -> HTMLResponse:
    """The answer to somebody who may not: the sign-in form for nobody, a page that says why for somebody."""
    if refused.status == 401:
        return sign_in_page(desk, request, 401)
    why = desk.say(request, refused.person, refused.why)
    return desk.page(request, refused.person, "desk/refused.html", refused.status, why=why)


def own_path(said: str | None) -> str:
    """A page of the desk; its first one for everything that leads elsewhere."""
    if not said or not said.isprintable() or "\\" in said or any(sign.isspace() for sign in said):
        return HOME
    parts = urlsplit(said)
    ours = not (parts.scheme or parts.netloc) and (parts.path == HOME or parts.path.startswith(f"{HOME}/"))
    return said if ours and ".." not in parts.path and not parts.path.startswith(f"{HOME}/sign-") else HOME


def _wanted(request: Request) -> str:
    """The page that was asked for, when it can be asked for again."""
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query if request.method in ("GET", "HEAD") else HOME
