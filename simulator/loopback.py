"""The HTTP side that every made-up web shares: threads on loopback, requests as `Ask`, validators and gzip."""

from __future__ import annotations

import gzip
import socket
import threading
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from simulator.sites.site import Ask, Reply

_LARGEST_BODY = 1_000_000  # bytes of a request body that anyone here needs


class LoopbackWeb(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only. Port 0 = any free port (see `server_port`)."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, handler: type[Answering], port: int) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.closing = threading.Event()

    def server_bind(self) -> None:
        # The parent asks the resolver for a host name, which may be slow; nothing here needs one.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def shutdown(self) -> None:
        self.closing.set()
        super().shutdown()


class Answering(BaseHTTPRequestHandler):
    """Turns requests into `Ask` and sends `Reply`; a web says in `respond` what its hosts answer."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nginx", ""
    timeout = 60
    wbufsize = -1
    disable_nagle_algorithm = True

    def respond(self, host: str, ask: Ask, method: str) -> None:
        """Sends the answer of a host; `method` is HEAD where `ask.method` says GET."""
        raise NotImplementedError

    def do_GET(self) -> None:
        self._serve("GET")

    def do_HEAD(self) -> None:
        self._serve("HEAD")

    def do_POST(self) -> None:
        self._serve("POST")

    def _serve(self, method: str) -> None:
        ask = self._ask("GET" if method == "HEAD" else method)
        if ask is None:
            self.close_connection = True
            self.send(Reply(b"", status=413), method)
            return
        self.respond(self.headers.get("Host", "").partition(":")[0].lower(), ask, method)

    def _ask(self, method: str) -> Ask | None:
        parts = urlsplit(self.path)
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isascii() and length.isdigit() else _LARGEST_BODY + 1
        if size > _LARGEST_BODY:
            return None
        headers = {k.lower(): v for k, v in self.headers.items()}
        return Ask(method, unquote(parts.path), parts.query, headers, self.rfile.read(size) if size else b"")

    def validated(self, reply: Reply, modified: datetime) -> Reply:
        """Adds ETag, Last-Modified and gzip to a 200; answers 304 when the client has it already (RFC 9110 §13)."""
        if reply.status != 200 or self.command == "POST":
            return reply
        tag = sha256(reply.body).hexdigest()[:32]
        zipped = "gzip" in self.headers.get("Accept-Encoding", "")
        headers = [
            ("ETag", f'"{tag}-gzip"' if zipped else f'"{tag}"'),
            ("Last-Modified", format_datetime(modified, usegmt=True)),
            ("Vary", "Accept-Encoding"),
            ("Cache-Control", "no-cache"),
            *reply.headers,
        ]
        if self._known(tag, modified):
            return Reply(b"", reply.media, 304, tuple(headers))
        if zipped:
            headers.append(("Content-Encoding", "gzip"))
            return Reply(gzip.compress(reply.body, 6, mtime=0), reply.media, 200, tuple(headers))
        return Reply(reply.body, reply.media, 200, tuple(headers))

    def _known(self, tag: str, modified: datetime) -> bool:
        named = self.headers.get("If-None-Match")
        if named is not None:
            known = {n.strip().removeprefix("W/").strip('"').removesuffix("-gzip") for n in named.split(",")}
            return tag in known or "*" in known
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return parsedate_to_datetime(since).astimezone(UTC) >= modified
        except ValueError:
            return False

    def send(self, reply: Reply, method: str, cut: bool = False) -> None:
        """Sends an answer, under the reply's own `Server` header if it has one; `cut` breaks off in the body."""
        try:
            self.send_response_only(reply.status)
            if not any(name.lower() == "server" for name, _ in reply.headers):
                self.send_header("Server", "nginx")
            self.send_header("Date", self.date_time_string())
            for name, value in reply.headers:
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Type", reply.media)
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if method != "HEAD" and reply.status != 304:
                self.wfile.write(reply.body[: len(reply.body) // 2] if cut else reply.body)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        if cut:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the counts of requests are the reader's to keep."""
