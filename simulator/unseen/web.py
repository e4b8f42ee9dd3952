"""The unseen sites on loopback, told apart by Host; `unseen.example` says what is true of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from simulator.loopback import Answering, LoopbackWeb
from simulator.sites.site import Ask, Reply, not_found
from simulator.unseen.site import UnseenSite

HOST = "unseen.example"


class UnseenWeb(LoopbackWeb):
    """The sites of one seed on one day. Port 0 = any free port (see `server_port`)."""

    def __init__(self, sites: Sequence[UnseenSite], today: date, port: int) -> None:
        super().__init__(_Handler, port)
        self.sites = {site.host: site for site in sites}
        self.modified = datetime.combine(today, time(), UTC)


class _Handler(Answering):
    server: UnseenWeb

    def respond(self, host: str, ask: Ask, method: str) -> None:
        if host == HOST:
            self.send(_control(ask, self.server), method)
            return
        site = self.server.sites.get(host)
        self.send(self.validated(site.answer(ask), self.server.modified) if site else not_found(), method)


def _control(ask: Ask, web: UnseenWeb) -> Reply:
    """GET `/` counts the sites, GET `/truth` says what each holds."""
    if ask.path == "/truth":
        return answer([site.truth() for site in web.sites.values()])
    if ask.path == "/":
        return answer({"sites": len(web.sites), "today": web.modified.date().isoformat()})
    return answer({"error": "not found"}, 404)


def answer(value: object, status: int = 200) -> Reply:
    """A value as JSON for people and programs."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return Reply(text.encode(), "application/json; charset=utf-8", status)
