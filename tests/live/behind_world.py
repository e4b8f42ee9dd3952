"""A handful of made-up sites that stand behind host names of the live web, each with a fate; one server on loopback.

It knows nothing of the product. Requests are logged with host, begin and end, so that a test can see whether a host
ever had two at a time.
"""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SLOW = 0.02
"""Seconds that each answer takes, so that requests of one host would overlap if they could."""


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: str = ""
    kind: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Seen:
    host: str
    path: str
    began: float
    ended: float


@dataclass
class Behind:
    """`sites`: host to path to answer; a host without an entry closes the connection."""

    address: str
    sites: Mapping[str, Mapping[str, Answer]]
    log: list[Seen] = field(default_factory=list)

    def asked(self, host: str) -> list[str]:
        return [seen.path for seen in self.log if seen.host == host]

    def overlaps(self) -> list[tuple[Seen, Seen]]:
        """Two requests to one host at a time: nothing, if we are polite."""
        found = []
        for host in {seen.host for seen in self.log}:
            of_host = sorted((seen for seen in self.log if seen.host == host), key=lambda seen: seen.began)
            found += [(a, b) for a, b in itertools.pairwise(of_host) if b.began < a.ended]
        return found


def feed(host: str, titles: tuple[str, ...]) -> Answer:
    """An RSS feed of news, one a day in November 2026."""
    items = "".join(
        f"<item><title>{title}</title><link>https://{host}/n/{number}</link><guid>https://{host}/n/{number}</guid>"
        f"<pubDate>{10 + number:02} Nov 2026 09:00:00 +0100</pubDate><description>Un texte de {title}.</description>"
        "</item>"
        for number, title in enumerate(titles)
    )
    return Answer(
        200,
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title><link>https://{host}/</link>{items}'
        "</channel></rss>",
        "application/rss+xml",
    )


def home(host: str, head: str = "", body: str = "<p>Bienvenue.</p>") -> Answer:
    return Answer(
        200, f'<!doctype html><html lang="fr"><head><title>{host}</title>{head}</head><body>{body}</body></html>'
    )


@contextmanager
def serving(sites: Mapping[str, Mapping[str, Answer]]) -> Iterator[Behind]:
    """The sites on a free port of loopback, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            began = time.monotonic()
            host = (self.headers.get("Host") or "").split(":")[0]
            time.sleep(SLOW)
            site = behind.sites.get(host)
            if site is None:
                behind.log.append(Seen(host, self.path, began, time.monotonic()))
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            answer = site.get(self.path) or Answer(404, "no such page")
            data = answer.body.encode()
            behind.log.append(Seen(host, self.path, began, time.monotonic()))
            self.send_response(answer.status)
            for name, value in (("Content-Type", answer.kind), ("Content-Length", str(len(data))), *answer.headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    behind = Behind(f"127.0.0.1:{server.server_address[1]}", sites)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield behind
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


NEWS = ("Un prix pour le studio", "Résidence ouverte", "Nouveau laboratoire", "Une bourse de plus")
LIST = "".join(
    f'<article class="x1"><h3><a href="/a/{n}">Soirée numéro {n}</a></h3><p class="q">{n + 1} décembre 2026 à 20h</p>'
    f"<p>Une rencontre autour du jeu vidéo, épisode {n}.</p></article>"
    for n in range(12)
)
ENTRIES = {
    "answers": "platform: feed\nsite: https://answers.be\nurl: https://answers.be/feed/",
    "twin": "platform: feed\nsite: https://answers.be\nurl: https://answers.be/feed/two",
    "offers": "find: true\nsite: https://offers.be",
    "gone": "platform: feed\nsite: https://gone.be\nurl: https://gone.be/rss",
    "another": "platform: wordpress\nsite: https://another.be\nurl: https://another.be/wp-json/wp/v2/posts",
    "moved": "platform: feed\nsite: https://moved.be\nurl: https://moved.be/feed/",
    "shut": "platform: feed\nsite: https://shut.be\nurl: https://shut.be/feed/",
    "forbids": "platform: feed\nsite: https://forbids.be\nurl: https://forbids.be/feed/",
    "silent": "platform: feed\nsite: https://silent.be\nurl: https://silent.be/feed/",
    "nameless": "find: true",
    "listed": "find: true\nkinds: [event]\nsite: https://listed.be",
    "bare": "find: true\nsite: https://bare.be",
    "resting": "platform: feed\nstate: dead\nsite: https://resting.be\nurl: https://resting.be/feed/",
}
SITES = {
    "answers.be": {"/feed/": feed("answers.be", NEWS), "/feed/two": feed("answers.be", NEWS[:3])},
    "offers.be": {
        "/": home("offers.be", '<link rel="alternate" type="application/rss+xml" href="/fil.xml" title="Actualités">'),
        "/fil.xml": feed("offers.be", NEWS),
    },
    "gone.be": {"/": home("gone.be")},
    "another.be": {
        "/": home("another.be", '<link rel="alternate" type="application/rss+xml" href="/rss" title="Nouvelles">'),
        "/rss": feed("another.be", NEWS),
    },
    "moved.be": {
        path: Answer(301, headers=(("Location", f"https://www.elsewhere.be{path}"),)) for path in ("/", "/feed/")
    },
    "www.elsewhere.be": {"/": home("elsewhere"), "/feed/": feed("www.elsewhere.be", NEWS)},
    "shut.be": {path: Answer(403, "no") for path in ("/", "/feed/")},
    "forbids.be": {"/robots.txt": Answer(200, "User-agent: *\nDisallow: /\n", "text/plain"), "/": home("forbids.be")},
    "listed.be": {"/": home("listed.be", body=f"<main><h1>Agenda</h1>{LIST}</main>")},
    "bare.be": {"/": home("bare.be")},
}


def write_catalogue(folder: Path) -> Path:
    """The entries of these sites, as an operator would write them."""
    folder.mkdir()
    for slug, said in ENTRIES.items():
        kinds = "" if "kinds:" in said else "kinds: [news]\n"
        (folder / f"{slug}.yaml").write_text(f"slug: {slug}\nname: {slug}\n{kinds}{said}\n")
    return folder
