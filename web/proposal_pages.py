"""`/proposer` and `/e/ID/signaler`: a source, an event, an error. Nothing of it is shown before an editor decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine

from vigie.model import Item
from warehouse import proposals
from warehouse.proposals import About
from web import form_guard
from web.form_guard import TOKEN, TRAP, FormTokens, Freshness, Rate, small_form
from web.item_pages import looking
from web.proposal_forms import Form, kept, mistakes, typed
from web.rendering import Pages
from web.said import said_in
from web.shelf import Shelf

READ = ["GET", "HEAD"]
KINDS = {"source": About.SOURCE, "evenement": About.EVENT}
PATHS = {kind: path for path, kind in KINDS.items()}
THANKS = "/proposer/merci"
OF_ONE = 6
"""Proposals of one client in an hour."""
ALL_IN_AN_HOUR = 120
"""Of everybody: what editors can still look through after a flood."""
TWICE = timedelta(hours=24)
"""The same words within this time are one proposal: a button was pressed twice."""
Taken = tuple[Form | None, int]
"""The form to show again, None when it was taken; and the status of the answer."""
Fields = Annotated[dict[str, str], Depends(small_form)]


class Desk:
    """Takes a form, or says what is wrong with it."""

    def __init__(self, engine: Engine, pages: Pages, rate: Rate) -> None:
        self._engine = engine
        self._pages = pages
        self._words = said_in(pages.language)
        self._rate = rate
        self.tokens = FormTokens(pages.settings)

    def empty(self, kind: About, about: str) -> Form:
        return Form(kind, self.tokens.issue(about, form_guard.present()))

    def take(self, request: Request, kind: About, about: str, given: Mapping[str, str], item: str | None) -> Taken:
        """Keeps the proposal, or gives the form again with its status; `about` names what the token was made for."""
        now = form_guard.present()
        said = typed(kind, given)
        wrong = mistakes(kind, said, self._words)
        token = given.get(TOKEN, "")
        fresh = self.tokens.check(token, about, now)
        if given.get(TRAP):
            return None, 303  # a machine learns nothing
        _ = self._words._
        if fresh is Freshness.STALE:
            token = self.tokens.issue(about, now)
            wrong[""] = _("Cette page est restée ouverte trop longtemps. Relisez, puis envoyez encore.")
        elif fresh is Freshness.HASTY:
            wrong[""] = _("C’était très rapide. Relisez, puis envoyez encore.")
        if wrong:
            return Form(kind, token, said, wrong), 422
        if not self._rate.take(self.tokens.client(request), now):
            wrong[""] = _("Vous avez déjà beaucoup envoyé. Réessayez dans une heure.")
            return Form(kind, token, said, wrong), 429
        if not self._keep(kind, kept(kind, said), item, self._pages.clock()):
            wrong[""] = _("Il y a trop de propositions en ce moment. Réessayez plus tard.")
            return Form(kind, token, said, wrong), 429
        return None, 303

    def _keep(self, kind: About, said: Mapping[str, str], item: str | None, now: datetime) -> bool:
        with self._engine.begin() as connection:
            if proposals.same_lately(connection, said, now, TWICE):
                return True
            if proposals.came_since(connection, now - timedelta(hours=1)) >= ALL_IN_AN_HOUR:
                return False
            proposals.propose(connection, kind, said, item, now)
        return True


def rate() -> Rate:
    """How much one client may send: one for all languages of a site."""
    return Rate(OF_ONE, timedelta(hours=1))


def routes(engine: Engine, shelf: Shelf, pages: Pages, rate: Rate) -> APIRouter:
    """The forms, in the language of `pages`."""
    router = APIRouter(default_response_class=HTMLResponse)
    desk, lookup = Desk(engine, pages, rate), looking(shelf, pages)

    def answer(taken: Taken, template: str, **values: object) -> Response:
        form, status = taken
        if form is None:
            return RedirectResponse(f"{pages.base}{THANKS}", status_code=303)
        return _shown(pages, template, form, status, **values)

    def propose_page(quoi: str = "source") -> Response:
        kind = KINDS.get(quoi, About.SOURCE)
        return _shown(pages, "proposer.html", desk.empty(kind, kind.value), 200)

    def propose(request: Request, given: Fields) -> Response:
        kind = KINDS.get(given.get("quoi", ""), About.SOURCE)
        return answer(desk.take(request, kind, kind.value, given, None), "proposer.html")

    def thanks() -> Response:
        return pages.page("merci.html")

    def report_page(item: str) -> Response:
        found = lookup(item, "/signaler")
        if not isinstance(found, Item):
            return found
        return _shown(pages, "signaler.html", desk.empty(About.ERROR, found.id), 200, item=found)

    def report(request: Request, item: str, given: Fields) -> Response:
        found = lookup(item, "/signaler")
        if not isinstance(found, Item):
            return found
        return answer(desk.take(request, About.ERROR, found.id, given, found.id), "signaler.html", item=found)

    router.add_api_route("/proposer", propose_page, methods=READ, name="propose")
    router.add_api_route("/proposer", propose, methods=["POST"], name="propose-send")
    router.add_api_route(THANKS, thanks, methods=READ, name="propose-thanks")
    router.add_api_route("/e/{item}/signaler", report_page, methods=READ, name="report")
    router.add_api_route("/e/{item}/signaler", report, methods=["POST"], name="report-send")
    return router


def _shown(pages: Pages, template: str, form: Form, status: int, **values: object) -> Response:
    page = pages.page(template, status, form=form, quoi=PATHS.get(form.kind, ""), token=TOKEN, trap=TRAP, **values)
    page.headers["cache-control"] = "no-store"
    if status == 429:
        page.headers["retry-after"] = "3600"
    return page
