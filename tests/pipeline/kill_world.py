"""A small web of four days on loopback: a calendar with pages, a house with JSON-LD, a feed. Much happens in it.

On day 2 an evening moves, one is cancelled on its own page, one is a 404, one is new, an article is corrected; on day 3
the same are still absent and the feed goes on. Two sources tell the same concert; one date cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SLUGS = ("deux-salles", "maison-pixel", "gazette")
HALL, HOUSE, PAPER = (f"{slug}.example" for slug in SLUGS)
ENTRIES = {
    "deux-salles": ("Deux Salles", HALL, "event", "ical", f"https://{HALL}/a.ics"),
    "maison-pixel": ("Maison Pixel", HOUSE, "event", "schema_org", f"https://{HOUSE}/agenda"),
    "gazette": ("La Gazette", PAPER, "news", "feed", f"https://{PAPER}/rss"),
}
EVENINGS = {
    "robots": ("Nuit des robots", "20"),
    "concert": ("Concert modulaire aux oscillateurs", "22"),
    "atelier": ("Atelier de broderie numérique", "23"),
    "bal": ("Bal des automates", "24"),
    **{
        f"film{n}": (f"Ciné-club, séance {n} : {name}", str(n))
        for n, name in enumerate(("Lumen", "Trame", "Arpège"), 4)
    },
    **{f"jam{n}": (f"Jam de code {name}", str(n)) for n, name in enumerate(("solaire", "fractale", "sonore"), 10)},
    **{f"expo{n}": (f"Vernissage {name}", str(n)) for n, name in enumerate(("Mosaïque", "Filigrane", "Écume"), 14)},
}
TITLES = {key: title for key, (title, _) in EVENINGS.items()} | {"danse": "Danse augmentée sous les verrières"}
DAYS = (1, 2, 3)
LONG = "Une soirée de création numérique ouverte à tous, avec des artistes de la région et un bar sans alcool. " * 40
"""Long enough for a body that takes more than one write."""


def catalogue(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for slug, (name, host, kind, platform, url) in ENTRIES.items():
        said = f"slug: {slug}\nname: {name}\nsite: https://{host}\nkinds: [{kind}]\nplatform: {platform}\nurl: {url}\n"
        (folder / f"{slug}.yaml").write_text(said + "place: Charleroi\n")
    return folder


@contextmanager
def served() -> Iterator[dict[int, str]]:
    """`127.0.0.1:PORT` of the web of each day."""
    with ExitStack() as open_servers:
        addresses = {}
        for day in DAYS:
            server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(web_of(day)))
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            open_servers.callback(server.server_close)
            open_servers.callback(server.shutdown)
            addresses[day] = f"127.0.0.1:{server.server_port}"
        yield addresses


def handler_of(web: dict[str, tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    """Answers `host/path` from a table, with an entity tag and 304; the rest is a 404."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            media, body = web.get(f"{self.headers['Host'].partition(':')[0]}{self.path}", ("", b""))
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            status = 404 if not media else 304 if self.headers.get("If-None-Match") == tag else 200
            said = body if status == 200 else b""
            self.send_response(status)
            if media:
                self.send_header("Content-Type", media)
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *said: object) -> None:
            pass

    return Handler


def web_of(day: int) -> dict[str, tuple[str, bytes]]:
    page, text = "text/html; charset=utf-8", "text/plain"
    pages = {f"{HALL}/e/{key}": (page, page_of(title)) for key, title in TITLES.items()}
    listed = {key: number for key, (_, number) in EVENINGS.items()}
    if day > 1:
        pages[f"{HALL}/e/concert"] = (page, page_of(TITLES["concert"], "EventCancelled"))
        del pages[f"{HALL}/e/atelier"]
        listed = {key: number for key, number in listed.items() if key not in ("concert", "atelier")}
        listed |= {"robots": "27", "danse": "28"}
    return {
        f"{HALL}/a.ics": ("text/calendar; charset=utf-8", calendar(listed)),
        f"{HOUSE}/agenda": (page, agenda(day)),
        f"{HOUSE}/robots.txt": (text, b"User-agent: *\nDisallow: /prive\n"),
        f"{PAPER}/rss": ("application/rss+xml", rss(day)),
        **pages,
    }


def calendar(listed: dict[str, str]) -> bytes:
    events = (
        f"BEGIN:VEVENT\r\nUID:{key}@{HALL}\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Europe/Brussels:202612{int(day):02}T200000\r\nSUMMARY:{TITLES[key]}\r\n"
        f"LOCATION:Deux Salles\\, Charleroi\r\nURL:https://{HALL}/e/{key}\r\nEND:VEVENT\r\n"
        for key, day in listed.items()
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def page_of(title: str, status: str = "EventScheduled") -> bytes:
    said = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title,
        "startDate": "2026-12-24T20:00:00+01:00",
        "eventStatus": f"https://schema.org/{status}",
    }
    return _html(title, [said])


def agenda(day: int) -> bytes:
    """Four evenings; one is the concert of the hall, one has a date that nobody can read."""
    dates = {
        TITLES["concert"]: "2026-12-22T20:00:00+01:00",
        "Laboratoire de lumière": "2026-12-09T18:30:00+01:00" if day < 3 else "2026-12-16T18:30:00+01:00",
        "Marché des fanzines": "bientôt",
        "Sieste sonore": "2026-12-13T14:00:00+01:00",
    }
    place = {"@type": "Place", "name": "Deux Salles", "address": {"addressLocality": "Charleroi"}}
    return _html(
        "Agenda",
        [
            {
                "@context": "https://schema.org",
                "@type": "Event",
                "name": title,
                "startDate": start,
                "url": f"https://{HOUSE}/e/{number}",
                "description": LONG,
                "location": place,
            }
            for number, (title, start) in enumerate(dates.items())
        ],
    )


def rss(day: int) -> bytes:
    titles = ["Une résidence pour dix artistes", "Le fonds rouvre en mars", "Nuit des robots : le programme"]
    titles += ["Un laboratoire sort de terre"] * (day > 1) + ["Appel aux fanzines"] * (day > 2)
    said = "Corrigé : " if day == 2 else ""
    items = "".join(
        f"<item><title>{title}</title><link>https://{PAPER}/n/{number}</link><guid>https://{PAPER}/n/{number}</guid>"
        f"<pubDate>Mon, {16 + number} Nov 2026 09:00:00 +0100</pubDate>"
        f"<description>{said}{title}. Rendez-vous le 20 décembre 2026 à 20 h à Charleroi.</description></item>"
        for number, title in enumerate(titles)
    )
    head = f"<title>La Gazette</title><link>https://{PAPER}</link><description>Nouvelles</description>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _html(title: str, things: list[dict[str, object]]) -> bytes:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)
    return (
        f'<!doctype html><html lang="fr"><head><title>{title}</title>{scripts}</head>'
        f"<body><h1>{title}</h1><p>Une soirée.</p></body></html>"
    ).encode()
