"""What stands around every page: menu, cookies, a sidebar with other dates, footer; and the small pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from simulator import french
from simulator.sites.site import Ask, Reply, esc, paragraphs
from simulator.unseen.item import Item
from simulator.unseen.saying import day, full
from simulator.unseen.theme import Theme
from simulator.unseen.wording import Wording

Responder = Callable[[Ask], Reply | None]
"""One part of a site: it answers at its own addresses, and says None anywhere else."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one site's pages. `section` is the path of its list, `asides` are old news for the sidebar."""

    host: str
    name: str
    wording: Wording
    theme: Theme
    kind: str
    section: str
    today: date
    head: str
    headers: tuple[tuple[str, str], ...]
    asides: tuple[Item, ...]
    sidebar: bool
    banner: bool
    left: bool

    @property
    def root(self) -> str:
        return f"https://{self.host}"

    @property
    def heading(self) -> str:
        """What the list is called in the menu."""
        return Random(self.host).choice(self.wording.headings[self.kind])

    def page(self, title: str, main: str, head: str = "", status: int = 200, aside: bool = True) -> Reply:
        """A whole page around the content."""
        side = self._sidebar() if aside and self.sidebar else ""
        inner = f"<main>{main}</main>"
        body = f"{side}{inner}" if self.left else f"{inner}{side}"
        text = (
            f'<!DOCTYPE html>\n<html lang="{self.wording.code}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{esc(title)} | {esc(self.name)}</title>\n{self.head}{head}"
            '<link rel="stylesheet" href="/assets/style.css">\n</head>\n'
            f"<body>\n{self._cookies()}{self._header()}\n<div{self.theme.attr('page')}>\n{body}\n</div>\n"
            f'{self._footer()}\n<script src="/assets/app.js" defer></script>\n</body>\n</html>\n'
        )
        return Reply(text.encode(), "text/html; charset=UTF-8", status, self.headers)

    def missing(self) -> Reply:
        """The page of what is not there."""
        return self.page("404", "<h1>404</h1><p>Page introuvable / not found.</p>", status=404, aside=False)

    def _header(self) -> str:
        first, *rest = self.wording.menu
        links = [("/", first), (self.section, self.heading), *((f"/{french.slug(name)}", name) for name in rest)]
        items = "".join(f'<li><a href="{esc(path)}">{esc(name)}</a></li>' for path, name in links)
        search = f'<form action="/recherche"><input type="search" placeholder="{esc(self.wording.search)}"></form>'
        return f'<header><a href="/">{esc(self.name)}</a><nav><ul>{items}</ul></nav>{search}</header>'

    def _cookies(self) -> str:
        if not self.banner:
            return ""
        texts = f"<p>{esc(self.wording.cookies)}</p><button>{esc(self.wording.accept)}</button>"
        return f'<div id="cookie-consent" role="dialog">{texts}</div>'

    def _sidebar(self) -> str:
        wording = self.wording
        rows = "".join(
            f'<li><a href="{esc(item.path)}">{esc(item.title)}</a> <small>{esc(wording.published)} '
            f"{esc(day(item.start.date(), wording, full(wording)))}</small></li>"
            for item in self.asides
        )
        opening = f"<section><p>{esc(wording.opening)}</p></section>"
        latest = f"<section><h3>{esc(wording.latest)}</h3><ul>{rows}</ul></section>" if rows else ""
        return f"<aside{self.theme.attr('aside')}>{latest}{opening}</aside>"

    def _footer(self) -> str:
        year = self.today.year
        return (
            f"<footer><p>{esc(self.name)}, rue des Tisserands 12, 5000 Namur</p><p>contact@example.org</p>"
            f"<p>© 2014-{year} {esc(self.name)}. {esc(self.wording.rights)}.</p></footer>"
        )


def small_pages(shell: Shell) -> Responder:
    """Pages of the menu and the old news of the sidebar."""
    fixed = {f"/{french.slug(name)}": name for name in shell.wording.menu[1:]}
    old = {item.path: item for item in shell.asides}

    def respond(ask: Ask) -> Reply | None:
        if ask.path in fixed:
            name = fixed[ask.path]
            return shell.page(name, f"<h1>{esc(name)}</h1><p>{esc(shell.wording.about)}</p>")
        item = old.get(ask.path)
        if item is None:
            return None
        said = day(item.start.date(), shell.wording, full(shell.wording))
        text = paragraphs(item.summary, *item.body)
        return shell.page(item.title, f"<h1>{esc(item.title)}</h1><p>{esc(shell.wording.published)} {said}</p>{text}")

    return respond


def home(shell: Shell, teasers: str, head: str = "") -> Responder:
    """The front page: a greeting, a link to the list, and perhaps the first of what it holds."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path != "/" or ask.query:
            return None
        link = f'<p><a href="{esc(shell.section)}">{esc(shell.heading)}</a></p>'
        return shell.page(
            shell.name, f"<h1>{esc(shell.name)}</h1><p>{esc(shell.wording.about)}</p>{teasers}{link}", head
        )

    return respond


def with_paths(items: Sequence[Item], form: str) -> tuple[Item, ...]:
    """The items with pages of that form: `{slug}` and `{number}` stand in it."""
    return tuple(i.at(form.format(slug=i.slug, number=i.number, year=i.published.year)) for i in items)
