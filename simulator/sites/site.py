"""What every site has: a home page, robots.txt, a private corner that nobody should fetch, and its platform's pages."""

from __future__ import annotations

import html
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from simulator.hosts import house
from simulator.view import View


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to a site. `path` is decoded, `query` is raw."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def value(self, name: str, default: str = "") -> str:
        """Last value of a query parameter."""
        return parse_qs(self.query, keep_blank_values=True).get(name, [default])[-1]

    def number(self, name: str, default: int) -> int:
        """A query parameter as a number; the default when it is none."""
        text = self.value(name)
        return int(text) if text.isascii() and text.isdigit() else default


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a site, before the transport adds validators and compression."""

    body: bytes
    media: str = "text/html; charset=UTF-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a reader begins: a kind of thing and the URL that lists it (`method` POST for the EU portal)."""

    kind: str
    url: str
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing as one site shows it: the site's own key, the public page, the title printed there (entities undone)."""

    thing: str
    site: str
    key: str
    url: str
    title: str


class Site(ABC):
    """A site of the made-up web. It answers from the view it is handed and keeps no state."""

    platform: str = ""
    delay: str = ""
    oddities: tuple[str, ...] = ()

    def __init__(self, host: str, name: str = "") -> None:
        self.host = host
        self.name = name or house(host).name

    @property
    def root(self) -> str:
        return f"https://{self.host}"

    @abstractmethod
    def entries(self) -> tuple[Entry, ...]:
        """The URLs a reader begins with, by kind."""

    @abstractmethod
    def pages(self, ask: Ask, view: View) -> Reply | None:
        """The platform's own pages; None = there is no such page."""

    @abstractmethod
    def sightings(self, view: View) -> Iterator[Sighting]:
        """Everything that a reader who begins at the entries and follows the site's links can see."""

    def answer(self, ask: Ask, view: View) -> Reply:
        """The answer to any request, 404 included."""
        if ask.path == "/robots.txt":
            return Reply(self.robots().encode(), "text/plain; charset=utf-8")
        if ask.path == "/":
            return self.home()
        if ask.path.startswith("/prive/"):
            return page("Espace privé", "<h1>Atelier privé : ne pas diffuser</h1><p>Réservé à l’équipe.</p>")
        return self.pages(ask, view) or not_found()

    def robots(self) -> str:
        lines = ["User-agent: *", "Disallow: /prive/"]
        if self.delay:
            lines.append(f"Crawl-delay: {self.delay}")
        return "\n".join(lines) + "\n"

    def home(self) -> Reply:
        links = "".join(
            f'<li><a href="{esc(e.url)}">{_LABELS[e.kind]}</a></li>' for e in self.entries() if e.method == "GET"
        )
        body = (
            f"<header><h1>{esc(self.name)}</h1></header><nav><ul>{links}<li>"
            '<a href="/prive/equipe">Équipe</a></li></ul></nav>'
        )
        return page(self.name, body + "<main><p>Bienvenue. Site fictif à des fins de répétition.</p></main>")


_LABELS = {"event": "Agenda", "news": "Actualités", "call": "Appels"}


def esc(text: str) -> str:
    """Text as HTML content or attribute."""
    return html.escape(text, quote=True)


def paragraphs(*texts: str) -> str:
    return "\n".join(f"<p>{esc(t)}</p>" for t in texts if t)


def page(title: str, body: str, head: str = "", status: int = 200) -> Reply:
    """A whole HTML page in French."""
    text = (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta '
        f'charset="utf-8">\n<title>{esc(title)}</title>\n{head}\n</head>\n'
        f"<body>\n{body}\n<footer><p>Contact : contact@example.org</p></footer>\n</body>\n</html>\n"
    )
    return Reply(text.encode(), status=status)


def not_found() -> Reply:
    return page("Page introuvable", "<h1>Page introuvable</h1><p>Cette page n’existe pas ou plus.</p>", status=404)


def answer_json(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """JSON as PHP and Python write it: ASCII escapes, slashes untouched."""
    return Reply(json.dumps(value).encode(), "application/json; charset=UTF-8", status, headers)
