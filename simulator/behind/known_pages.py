"""Pages whose markup was seen in public code and noted in the facts (API_SHAPES §9): those of a few portals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.behind.plan import Address
from simulator.sites.site import Ask, Reply, esc, paragraphs
from simulator.unseen.ground import Ground
from simulator.unseen.item import Item
from simulator.unseen.markup import tag, typo3
from simulator.unseen.saying import day, full
from simulator.unseen.shell import Responder, Shell
from simulator.unseen.wording import ENGLISH
from simulator.view import offset


def prepared(ground: Ground, at: Address) -> Ground:
    """The ground with the addresses that such a portal gives to the pages of its items."""
    match at.host.removeprefix("www."):
        case "culture.be":
            form = "/index.php?id=17501&tx_ttnews%5Btt_news%5D={number}&cHash="
            items = tuple(i.at(form.format(number=i.number) + tag(str(i.number))) for i in ground.items)
            return replace(ground, shell=replace(ground.shell, section=at.path), items=items)
        case "satellifacts.com":
            return ground.moved(at.path, "/news/{slug}")
    return ground


def heads(items: Sequence[Item]) -> dict[int, str]:
    """What the pages of news say of themselves to social networks."""
    return {
        i.number: f'<meta property="og:title" content="{esc(i.title)}">\n'
        f'<meta property="og:description" content="{esc(i.summary)}">\n'
        f'<meta property="article:published_time" content="{offset(i.published)}">\n'
        for i in items
    }


def known_page(shell: Shell, items: Sequence[Item], at: Address) -> Responder | None:
    """The list of a portal that is known by its markup; None for any other host."""
    rows = {
        "bpifrance.fr": _bpifrance,
        "eit-culture-creativity.eu": _eit,
        "wbi.be": _wbi,
        "satellifacts.com": _satellifacts,
    }
    bare = at.host.removeprefix("www.")
    if bare == "culture.be":
        return typo3(shell, items)
    if bare not in rows:
        return None
    shown = "\n".join(rows[bare](shell, item) for item in items)

    def respond(ask: Ask) -> Reply | None:
        if ask.path.rstrip("/") != at.path.rstrip("/"):
            return None
        return shell.page(shell.heading, f"<h1>{esc(shell.heading)}</h1>{shown}")

    return respond


def _bpifrance(shell: Shell, item: Item) -> str:
    opens, closes = (day(d, shell.wording, full(shell.wording)) for d in (item.published.date(), item.start.date()))
    opens, closes = opens.partition(" ")[2], closes.partition(" ")[2]
    return (
        f'<div class="article-card"><span class="card-date">{esc(opens)} au {esc(closes)}</span>'
        f'<a href="{esc(item.path)}">{esc(item.title)}</a>'
        f'<span class="rubrique-project">{esc(item.category)}</span></div>'
    )


def _eit(shell: Shell, item: Item) -> str:
    opens, closes = (f"{ENGLISH.months[d.month - 1]} {d.day}, {d.year}" for d in (item.published, item.start))
    return (
        '<div class="content"><div class="content-title">'
        f'<h2><a href="{esc(item.path)}">{esc(item.title)}</a></h2></div>'
        f'<div class="date">{opens} › {closes}</div></div>'
    )


def _wbi(shell: Shell, item: Item) -> str:
    return (
        f'<div class="search-result"><a href="{esc(item.path)}">{esc(item.title)}</a>{paragraphs(item.summary)}</div>'
    )


def _satellifacts(shell: Shell, item: Item) -> str:
    return f'<a href="/news/{item.slug}"><h5 class="feedArticle">{esc(item.title)}</h5></a>'
