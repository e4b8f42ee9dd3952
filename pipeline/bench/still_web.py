"""A web that never changes, in a process of its own: every host has one feed, four in five with validators (goal 1).

`python -m pipeline.bench.still_web` prints its port and serves until it is ended. Hosts are `s<N>.example`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pipeline.bench.made import things

ITEMS = 20
SILENT = 5
"""Every fifth host sends no validators: the same body with 200 each time."""


@cache
def feed(host: str) -> bytes:
    """An RSS feed of a host; its items are its own."""
    rows = "".join(
        f"<item><title>{t.title}</title><link>https://{host}/n/{t.n}</link><guid>https://{host}/n/{t.n}</guid>"
        f"<pubDate>Mon, {t.n % 28 + 1:02} Jun 2026 08:00:00 +0200</pubDate><description>{t.title}.</description></item>"
        for t in things(ITEMS, seed=int(host[1:].partition(".")[0]))
    )
    head = f"<title>{host}</title><link>https://{host}/</link><description>Nouvelles</description>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{rows}</channel></rss>'.encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._send(404, b"", ())
            return
        host = self.headers.get("Host", "").partition(":")[0]
        body = feed(host)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if int(host[1:].partition(".")[0]) % SILENT == 0:
            self._send(200, body, ())
        elif self.headers.get("If-None-Match") == tag:
            self._send(304, None, (("ETag", tag),))
        else:
            self._send(200, body, (("ETag", tag),))

    def _send(self, status: int, body: bytes | None, headers: tuple[tuple[str, str], ...]) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body or b"")
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


if __name__ == "__main__":
    with _Server(("127.0.0.1", 0), _Handler) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()
