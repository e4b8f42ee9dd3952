"""Feeds of a site's newest items: RSS 2.0, Atom 1.0, RSS 1.0 (RDF) as Plone writes it, and JSON Feed."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime

from simulator.sites.site import Ask, Reply, answer_json, esc, paragraphs
from simulator.unseen.item import Item
from simulator.unseen.saying import full, when
from simulator.unseen.shell import Responder, Shell
from simulator.view import offset, utc

_MEDIA = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "text/xml",
    "json": "application/feed+json",
}


def feed_link(shell: Shell, path: str, form: str = "rss") -> str:
    """The link that a page's head bears."""
    media = "application/rss+xml" if form == "rdf" else _MEDIA[form]
    return f'<link rel="alternate" type="{media}" title="{esc(shell.name)}" href="{shell.root}{path}">\n'


def feed(shell: Shell, items: Sequence[Item], path: str, form: str = "rss", generator: str = "") -> Responder:
    """Answers with the feed at that path (with a query where the path has one)."""

    def respond(ask: Ask) -> Reply | None:
        asked = ask.path + (f"?{ask.query}" if ask.query else "")
        if asked.rstrip("/") != path.rstrip("/"):
            return None
        newest = sorted(items, key=lambda i: (i.published, i.number), reverse=True)
        if form == "json":
            return _json(shell, newest, path)
        text = {"rss": _rss, "atom": _atom, "rdf": _rdf}[form](shell, newest, path, generator)
        return Reply(text.encode(), f"{_MEDIA[form]}; charset=UTF-8", headers=shell.headers)

    return respond


def _told(item: Item, shell: Shell) -> str:
    """The summary; a feed of events says their day in words, since its own dates are those of publication."""
    if item.kind == "news":
        return item.summary
    said = when(item, shell.wording, full(shell.wording))
    before = f"{shell.wording.deadline[0]} : " if item.kind == "call" else ""
    return f"{before}{said[0].upper()}{said[1:]}. {item.summary}"


def _rss(shell: Shell, items: Sequence[Item], path: str, generator: str) -> str:
    made = f"<generator>{generator}</generator>\n" if generator else ""
    entries = "".join(
        f"<item>\n<title>{esc(i.title)}</title>\n<link>{esc(shell.root + i.path)}</link>\n"
        f"<pubDate>{format_datetime(utc(i.published))}</pubDate>\n<category><![CDATA[{i.category}]]></category>\n"
        f'<guid isPermaLink="false">{shell.root}/?p={i.number}</guid>\n'
        f"<description><![CDATA[{paragraphs(_told(i, shell))}]]></description>\n</item>\n"
        for i in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f'<title>{esc(shell.name)}</title>\n<atom:link href="{shell.root}{esc(path)}" rel="self"/>\n'
        f"<link>{shell.root}</link>\n<description></description>\n<language>{shell.wording.code}</language>\n"
        f"{made}{entries}</channel>\n</rss>\n"
    )


def _atom(shell: Shell, items: Sequence[Item], path: str, generator: str) -> str:
    entries = "".join(
        f'<entry><title>{esc(i.title)}</title><link href="{esc(shell.root + i.path)}"/>'
        f"<id>{esc(shell.root + i.path)}</id><published>{offset(i.published)}</published>"
        f"<updated>{offset(i.published)}</updated><summary>{esc(_told(i, shell))}</summary></entry>\n"
        for i in items
    )
    updated = offset(items[0].published) if items else f"{shell.today}T00:00:00Z"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>{esc(shell.name)}'
        f'</title>\n<link rel="self" href="{shell.root}{esc(path)}"/>\n<link href="{shell.root}/"/>\n'
        f"<id>{shell.root}/</id><updated>{updated}</updated>\n{entries}</feed>\n"
    )


def _rdf(shell: Shell, items: Sequence[Item], path: str, generator: str) -> str:
    order = "".join(f'<rdf:li rdf:resource="{esc(shell.root + i.path)}"/>' for i in items)
    entries = "".join(
        f'<item rdf:about="{esc(shell.root + i.path)}"><title>{esc(i.title)}</title>'
        f"<link>{esc(shell.root + i.path)}</link><description>{esc(_told(i, shell))}</description>"
        f"<dc:publisher>No publisher</dc:publisher><dc:creator>webmaster</dc:creator>"
        f"<dc:date>{utc(i.published):%Y-%m-%dT%H:%M:%SZ}</dc:date><dc:type>Actualité</dc:type></item>\n"
        for i in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8" ?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/">\n'
        f'<channel rdf:about="{shell.root}{path}"><title>{esc(shell.heading)}</title><link>{shell.root}{shell.section}'
        f"</link><description></description><items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{entries}</rdf:RDF>\n"
    )


def _json(shell: Shell, items: Sequence[Item], path: str) -> Reply:
    rows = [
        {
            "id": shell.root + i.path,
            "url": shell.root + i.path,
            "title": i.title,
            "content_html": paragraphs(_told(i, shell), *i.body),
            "date_published": offset(i.published),
        }
        for i in items
    ]
    answer = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": shell.name,
        "home_page_url": shell.root + "/",
        "feed_url": shell.root + path,
        "items": rows,
    }
    return answer_json(answer)
