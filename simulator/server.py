"""The made-up web of one world over HTTP: sites told apart by Host, the admin host, the faults."""

from __future__ import annotations

from collections.abc import Mapping

from simulator import admin
from simulator.clock import Clock
from simulator.faults import Fault, faulty_answer
from simulator.loopback import Answering, LoopbackWeb
from simulator.sites.register import SITES
from simulator.sites.site import Ask, Reply, Site, not_found

_HANG_SECONDS = 120.0  # how long a site under `timeout` says nothing


class SimulatedWeb(LoopbackWeb):
    """The sites of a clock, told apart by host. Port 0 = any free port (see `server_port`)."""

    def __init__(self, clock: Clock, port: int, sites: Mapping[str, Site] = SITES) -> None:
        super().__init__(_Handler, port)
        self.sites = sites
        self.clock = clock


class _Handler(Answering):
    server: SimulatedWeb

    def respond(self, host: str, ask: Ask, method: str) -> None:
        clock = self.server.clock
        if host == admin.HOST:
            self.send(admin.answer(ask, clock), method)
            return
        site, fault = self.server.sites.get(host), clock.fault(host)
        if site is None:
            self.send(not_found(), method)
        elif fault is None:
            self.send(self._validated(site.answer(ask, clock.view)), method)
        elif fault is Fault.TIMEOUT and ask.path != "/robots.txt":
            self.server.closing.wait(_HANG_SECONDS)
            self.close_connection = True
        else:
            reply = faulty_answer(fault, site, ask, clock.view)
            cut = fault is Fault.HALF and ask.path != "/robots.txt"
            self.send(self._validated(reply), method, cut=cut)

    def _validated(self, reply: Reply) -> Reply:
        return self.validated(reply, self.server.clock.view.modified)
