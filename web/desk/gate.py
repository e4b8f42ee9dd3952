"""Who may come in: `Depends(gate.allow(role))` gives a route its Person, or ends the request with 401 or 403.

Whatever changes something (POST, PUT, PATCH, DELETE) must come from a page of ours: its Origin is checked, and the
token that stands in our forms (field `csrf`, or header `x-csrf-token`). Routes must not declare `Form(…)` parameters:
those would be read before anybody is asked who they are. The gate reads the form: `form(request)`.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from vigie.desk_settings import Way
from vigie.settings import Settings
from warehouse import desk_people
from web.answers import DESK_COOKIE
from web.desk.airflow_people import AirflowPeople
from web.desk.people import Person, Role
from web.desk.sessions import LASTING, Signer
from web.embed_query import Language
from web.secrets import signing_key

READING = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_MOST = 12 * 1024 * 1024
FIELDS_MOST = 4_000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Refused(Exception):
    """The request ends here. `status` is 401 (nobody came in), 403 or 413; `why` is a French sentence for people."""

    def __init__(self, status: int, why: str, person: Person | None = None) -> None:
        super().__init__(why)
        self.status, self.why, self.person = status, why, person


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who came in, and what the tokens of their forms are bound to."""

    person: Person
    bound: str


class Gate:
    """The ways into one desk. The clock is the machine's, also where the settings freeze theirs."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self.signer = Signer(signing_key(settings))
        self._airflow = AirflowPeople(settings.desk.airflow) if settings.desk.airflow else None
        self._secure = settings.site_url.startswith("https://")
        self._origin = origin_of(settings.site_url)

    @property
    def cookie(self) -> str:
        return f"__Host-{DESK_COOKIE}" if self._secure else DESK_COOKIE

    @property
    def visitor_cookie(self) -> str:
        """Of those who are not in yet: what the token of the sign-in form is bound to."""
        return "__Host-vigie_visitor" if self._secure else "vigie_visitor"

    def now(self) -> datetime:
        return datetime.now(UTC)

    def allow(self, role: Role) -> Callable[[Request], Awaitable[Person]]:
        """A dependency of FastAPI: the person, who has at least this role. Raises Refused."""

        async def allowed(request: Request) -> Person:
            visit = await run_in_threadpool(self.visit, request)
            if visit is None:
                raise Refused(401, "Connectez-vous pour continuer.")
            request.state.visit = visit
            if request.method not in READING:
                await self.check(request, visit.bound, visit.person)
            if not visit.person.role.allows(role):
                raise Refused(403, "Votre rôle ne permet pas cette action.", visit.person)
            return visit.person

        return allowed

    def visit(self, request: Request) -> Visit | None:
        """Who this is, by the first way that knows them; None for nobody. Asks the warehouse, or Airflow."""
        ways = self.settings.desk.ways
        return (
            (self._by_proxy(request) if Way.PROXY in ways else None)
            or (self._by_session(request) if Way.PASSWORD in ways else None)
            or (self._by_airflow(request) if Way.AIRFLOW in ways else None)
        )

    async def check(self, request: Request, bound: str, person: Person | None = None) -> None:
        """Raises Refused unless the request was made by a form or a script of ours."""
        if not self.own_origin(request):
            raise Refused(403, "Cette demande vient d’un autre site.", person)
        if not _bearable(request):
            raise Refused(413, "Ce fichier est trop lourd.", person)
        given = request.headers.get("x-csrf-token") or (await self._form(request)).get("csrf")
        if not isinstance(given, str) or not self.signer.proves(given, bound, self.now()):
            raise Refused(403, "Cette page a expiré : rechargez-la et recommencez.", person)
        await self._form(request)

    def own_origin(self, request: Request) -> bool:
        """Whether a page of this site sent the request. Browsers say so on everything that changes something."""
        said = request.headers.get("origin") or request.headers.get("referer")
        if not said:
            return False
        origin = origin_of(said)
        here = urlsplit(f"//{request.headers.get('host', '')}")
        # On one machine people say localhost or 127.0.0.1; neither can be another site.
        return origin == self._origin or (here.hostname in LOOPBACK and origin == f"http://{here.netloc.lower()}")

    def token(self, request: Request) -> str:
        """The token for the forms of a page."""
        visit: Visit | None = getattr(request.state, "visit", None)
        return self.signer.token(visit.bound if visit else self.visitor(request), self.now())

    def visitor(self, request: Request) -> str:
        """What the sign-in form of a visitor is bound to: what their cookie says, else a new word."""
        if not hasattr(request.state, "visitor"):
            request.state.visitor = request.cookies.get(self.visitor_cookie) or secrets.token_urlsafe(16)
        word: str = request.state.visitor
        return f"visitor {word}"

    def keep_visitor(self, request: Request, answer: Response) -> None:
        """Puts the visitor's word into a cookie of the answer."""
        self.visitor(request)
        self._keep(answer, self.visitor_cookie, request.state.visitor)

    def let_in(self, answer: Response, name: str, epoch: int) -> None:
        """Puts a fresh session into a cookie of the answer."""
        self._keep(answer, self.cookie, self.signer.session(name, epoch, self.now()))

    def let_out(self, answer: Response) -> None:
        answer.delete_cookie(self.cookie, path="/", secure=self._secure, httponly=True, samesite="lax")

    def client(self, request: Request) -> str:
        """The visitor's address: of a proxy of ours, what it says of whom it speaks for."""
        peer = request.client.host if request.client else ""
        if not self.settings.desk.trusts(peer):
            return peer
        said = [part.strip() for part in ",".join(request.headers.getlist("x-forwarded-for")).split(",")]
        return next((one for one in reversed(said) if one and not self.settings.desk.trusts(one)), peer)

    def _keep(self, answer: Response, name: str, value: str) -> None:
        seconds = int(LASTING.total_seconds())
        answer.set_cookie(name, value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax")

    async def _form(self, request: Request) -> FormData:
        if not hasattr(request.state, "form"):
            request.state.form = await request.form(max_files=4, max_fields=FIELDS_MOST)
        form: FormData = request.state.form
        return form

    def _by_session(self, request: Request) -> Visit | None:
        signed = request.cookies.get(self.cookie)
        session = self.signer.read_session(signed, self.now()) if signed else None
        if session is None:
            return None
        with self.engine.connect() as connection:
            found = desk_people.get(connection, session.name)
        if found is None or found.disabled_at is not None or found.epoch != session.epoch:
            return None
        return Visit(Person(found.name, Role(found.role), Language(found.language)), f"session {session.id}")

    def _by_proxy(self, request: Request) -> Visit | None:
        desk = self.settings.desk
        name = _said(request, desk.proxy_header)
        if name is None or not desk.trusts(request.client.host if request.client else None):
            return None
        said = _said(request, desk.proxy_role_header)
        return self._outside("proxy", name, said.lower() if said else None)

    def _by_airflow(self, request: Request) -> Visit | None:
        known = self._airflow.known(request) if self._airflow else None
        return self._outside("airflow", known.name, known.role, ours_first=True) if known else None

    def _outside(self, way: str, name: str, said: str | None, ours_first: bool = False) -> Visit | None:
        """Somebody whom another house knows, with the role that it says. Their row here, when there is one, can shut
        them out, and says their role where the other house says none (or first, with `ours_first`)."""
        with self.engine.connect() as connection:
            found = desk_people.get(connection, name)
        if found is not None and found.disabled_at is not None:
            return None
        ours = found.role if found else None
        role = (ours or said) if ours_first else (said or ours)
        if role not in set(Role):
            return None
        language = Language(found.language) if found else Language.FR
        return Visit(Person(name, Role(role), language), f"{way} {name}")


def form(request: Request) -> FormData:
    """The form of a request that passed the gate."""
    read: FormData = request.state.form
    return read


def _bearable(request: Request) -> bool:
    """Whether the body says its length, and is not too long to be read."""
    said = request.headers.get("content-length", "0")
    return said.isdecimal() and int(said) <= BODY_MOST and "transfer-encoding" not in request.headers


def origin_of(address: str) -> str:
    """`scheme://host:port` of an address; "" when it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme and parts.netloc else ""


def _said(request: Request, header: str | None) -> str | None:
    """One header that says one thing; None when it is absent, or there twice."""
    values = request.headers.getlist(header) if header else []
    found = values[0].strip() if len(values) == 1 else ""
    return found if found and len(found) <= desk_people.NAME_MOST and found.isprintable() else None
