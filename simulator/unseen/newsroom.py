"""A newsroom of Prezly: its newest stories as cards, and again in the data of the framework."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.sites.site import Ask, Reply, esc
from simulator.unseen.builders import compact, identity
from simulator.unseen.item import Item
from simulator.unseen.shell import Responder, Shell
from simulator.view import utc


def prezly_page(shell: Shell, items: Sequence[Item]) -> Responder:
    """The front page of a newsroom: its newest stories, also in the data of the framework."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path != "/" or ask.query:
            return None
        cards = "".join(
            f'<article class="story-card"><h2><a href="{esc(i.path)}">{esc(i.title)}</a></h2>'
            f'<time datetime="{utc(i.published):%Y-%m-%dT%H:%M:%SZ}">{i.published:%d/%m/%Y}</time></article>'
            for i in items
        )
        data = {
            "props": {"pageProps": {"stories": [_story(i) for i in items], "pagination": {"itemsTotal": len(items)}}},
            "page": "/",
            "buildId": "k2j3h4",
        }
        block = f'<script id="__NEXT_DATA__" type="application/json">{compact(data)}</script>'
        return shell.page(shell.name, f'<div id="__next">{cards}</div>{block}', aside=False)

    return respond


def prezly_head(shell: Shell) -> str:
    return (
        '<link rel="preconnect" href="https://cdn.uc.assets.prezly.com">\n<meta name="generator" content="Prezly">\n'
        '<script src="https://analytics-cdn.prezly.com/analytics.min.js"></script>\n'
    )


def _story(item: Item) -> dict[str, object]:
    return {
        "uuid": str(identity(item)),
        "id": item.number,
        "slug": item.slug,
        "title": item.title,
        "subtitle": item.summary,
        "summary": item.summary,
        "published_at": f"{utc(item.published):%Y-%m-%dT%H:%M:%SZ}",
    }
