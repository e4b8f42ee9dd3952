"""The sites behind a plan on loopback, with a log of every request; `behind.example` answers for them."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime
from datetime import time as clock_time

from simulator.behind.fates import Fate
from simulator.behind.stand import Door, Stand
from simulator.loopback import Answering, LoopbackWeb
from simulator.sites.site import Ask, Reply, not_found, page
from simulator.unseen.web import answer

HOST = "behind.example"
_HANG_SECONDS, _SLOW_SECONDS = 120.0, 0.6
_ROBOTS = "text/plain; charset=utf-8"


class BehindWeb(LoopbackWeb):
    """All doors of a stand. Port 0 = any free port (see `server_port`). `log` is appended to by every request."""

    def __init__(self, stood: Stand, today: date, port: int) -> None:
        super().__init__(_Handler, port)
        self.stood = stood
        self.modified = datetime.combine(today, clock_time(), UTC)
        self.log: list[dict[str, object]] = []
        self.writing = threading.Lock()


class _Handler(Answering):
    server: BehindWeb

    def respond(self, host: str, ask: Ask, method: str) -> None:
        if host == HOST:
            self.send(self._control(ask), method)
            return
        began = time.time()
        reply = self._through(self.server.stood.doors.get(host), ask)
        # Written before the answer leaves: who has it may ask again at once, which is no overlap.
        row = {"host": host, "path": ask.path, "method": method, "began": began, "ended": time.time()}
        with self.server.writing:
            self.server.log.append(row)
        if reply is None:
            self.close_connection = True
        else:
            self.send(self.validated(reply, self.server.modified), method)

    def _through(self, door: Door | None, ask: Ask) -> Reply | None:
        """The answer of a host, after the time that it takes; None: it hangs up."""
        if door is None:
            return not_found()
        if door.mode is Fate.SILENT and ask.path != "/robots.txt":
            self.server.closing.wait(_HANG_SECONDS)
            return None
        if door.mode is Fate.SLOW:
            self.server.closing.wait(_SLOW_SECONDS)
        return None if door.mode is Fate.HANGS_UP else _reply(door, ask)

    def _control(self, ask: Ask) -> Reply:
        """GET `/` counts, `/truth` by slug, `/requests` the log: host, path, method, began, ended (epoch seconds)."""
        if ask.path == "/truth":
            return answer(self.server.stood.truth)
        if ask.path == "/requests":
            with self.server.writing:
                return answer(list(self.server.log))
        if ask.path == "/":
            return answer({"hosts": len(self.server.stood.doors), "sources": len(self.server.stood.truth)})
        return answer({"error": "not found"}, 404)


def _reply(door: Door, ask: Ask) -> Reply:
    """What a host says that says anything."""
    if ask.path == "/robots.txt":
        shut = door.mode is Fate.ROBOTS
        return Reply(b"User-agent: *\nDisallow: /\n" if shut else b"User-agent: *\nDisallow: /admin/\n", _ROBOTS)
    match door.mode:
        case Fate.BLOCKED:
            return page("403 Forbidden", "<h1>403 Forbidden</h1><p>Access denied by security policy.</p>", status=403)
        case Fate.WALL:
            return _wall()
        case Fate.GONE:
            return page("410", "<h1>Ce site n’existe plus.</h1>", status=410)
        case Fate.BROKEN:
            return page("502", "<h1>502 Bad Gateway</h1>", status=502)
        case Fate.LIMITED:
            limit = page("429", "<h1>Too Many Requests</h1>", status=429)
            return Reply(limit.body, limit.media, 429, (("Retry-After", "3600"),))
    if door.onward:
        there = f"https://{door.onward}{ask.path}" + (f"?{ask.query}" if ask.query else "")
        return Reply(b"", "text/html", 301, (("Location", there),))
    missing = not_found()
    for part in door.parts:
        reply = part(ask)
        if reply is not None and reply.status != 404:
            return reply
        missing = reply or missing
    return missing


def _wall() -> Reply:
    """A page that asks for scripts and cookies before it lets anyone in, with 200."""
    body = (
        '<div id="challenge"><h1>Just a moment...</h1><p>Checking your browser before accessing this site. '
        "Enable JavaScript and cookies to continue.</p></div>"
        '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>'
    )
    told = page("Just a moment...", body, '<meta name="robots" content="noindex,nofollow">')
    return Reply(told.body, told.media, 200, (("Server", "cloudflare"), ("CF-RAY", "8e5f00000000-BRU")))
