"""One unseen site: its parts, what it betrays of itself to robots, and the truth about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.sites.site import Ask, Reply, esc
from simulator.unseen.item import Item, truth
from simulator.unseen.shell import Responder, Shell


@dataclass(frozen=True, slots=True)
class UnseenSite:
    """`platforms` are those that are equally right; `layout` is a word for people; `clock`: its lists say hours."""

    shell: Shell
    start_path: str
    platforms: tuple[str, ...]
    layout: str
    items: tuple[Item, ...]
    clock: bool
    responders: tuple[Responder, ...]

    @property
    def host(self) -> str:
        return self.shell.host

    @property
    def start_url(self) -> str:
        return self.shell.root + self.start_path

    def answer(self, ask: Ask) -> Reply:
        """The answer to any request, 404 and 405 included."""
        if ask.method == "POST":
            return self.shell.page("405", "<h1>405</h1>", status=405)
        if ask.path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /admin/\nDisallow: /recherche\n", "text/plain; charset=utf-8")
        for respond in self.responders:
            reply = respond(ask)
            if reply is not None:
                return reply
        return self.shell.missing()

    def truth(self) -> dict[str, object]:
        """What `GET /truth` says of the site."""
        return {
            "host": self.host,
            "start_url": self.start_url,
            "platform": list(self.platforms),
            "layout": self.layout,
            "language": self.shell.wording.code,
            "kind": self.shell.kind,
            "items": [truth(item, self.shell.root, self.clock) for item in self.items],
        }


def sitemap(shell: Shell, items: Sequence[Item]) -> Responder:
    """A sitemap of the menu and of the items' pages, as most systems write one by themselves."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path != "/sitemap.xml":
            return None
        rows = "".join(
            f"<url><loc>{esc(shell.root + path)}</loc><lastmod>{day}</lastmod></url>\n"
            for path, day in (("/", shell.today), *((i.path, i.published.date()) for i in items))
        )
        text = f'<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
        return Reply(text.encode(), "application/xml; charset=utf-8")

    return respond
