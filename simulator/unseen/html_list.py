"""A site that offers nothing but HTML: a list in parts, a page for each item, an archive that is no part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from urllib.parse import urlsplit

from simulator.sites.site import Ask, Reply, esc, paragraphs
from simulator.unseen.item import Item
from simulator.unseen.listing import Link, listing
from simulator.unseen.look import Look
from simulator.unseen.paging import Paging
from simulator.unseen.saying import full, when
from simulator.unseen.shell import Responder, Shell

HREFS = ("root", "root", "absolute", "relative")


def linker(style: str, shell: Shell, base: str) -> Link:
    """How a page at `base` writes the addresses of items: from the root, whole, or relative where that can be."""

    def link(item: Item) -> str:
        folder = base.rpartition("/")[0] + "/"
        if style == "absolute":
            return shell.root + item.path
        if style == "relative" and item.path.startswith(folder):
            return item.path.removeprefix(folder)
        return item.path

    return link


def list_pages(
    shell: Shell, items: Sequence[Item], look: Look, paging: Paging, hrefs: str, intro: str = "", head: str = ""
) -> Responder:
    """The list at the shell's section. A page that is too high is 404, as it is with most frameworks."""
    size = len(items) if paging.style == "none" else paging.size
    count = max(-(-len(items) // max(size, 1)), 1)

    def respond(ask: Ask) -> Reply | None:
        number = paging.number(ask, shell.section)
        if number is None:
            return None
        if not 1 <= number <= count:
            return shell.missing()
        shown = items[(number - 1) * size : number * size]
        base = paging.address(number, shell.section).partition("?")[0]
        link = linker(hrefs, shell, base)
        top = ""
        if look.featured and number == 1 and len(items) > 12:
            top = f"<section{look.theme.attr('top')}>{listing(items[:1], replace(look, months=False), link)}</section>"
        main = (
            f"<h1>{esc(shell.heading)}</h1>\n{intro}{_filters(shell)}{top}\n{listing(shown, look, link)}\n"
            f"{paging.links(number, count, shell.section, shell.wording)}"
            f'<p><a href="/archives">{esc(shell.wording.archive)}</a></p>'
        )
        return shell.page(shell.heading, main, head)

    return respond


def item_pages(shell: Shell, items: Sequence[Item], look: Look, extra: dict[int, str] | None = None) -> Responder:
    """A page for each item, with three others below it. `extra`: markup for the head, by number of the item."""
    known = {item.path: item for item in items}
    wording, theme = shell.wording, look.theme

    def respond(ask: Ask) -> Reply | None:
        item = known.get(ask.path + (f"?{ask.query}" if ask.query else ""))
        if item is None:
            return None
        others = [i for i in items if i is not item][item.number % 5 :][:3]
        rows = "".join(f'<li><a href="{esc(i.path)}">{esc(i.title)}</a></li>' for i in others)
        where = f"<p{theme.attr('place')}>{esc(item.spot.name)}, {esc(item.spot.address)}</p>" if item.spot else ""
        price = f"<p>{esc(wording.price)} : {esc(item.price or wording.free)}</p>" if item.kind == "event" else ""
        main = (
            f"<article><h1>{esc(item.title)}</h1>\n<p{theme.attr('date')}>{esc(_said(item, shell))}</p>\n{where}{price}"
            f"{paragraphs(item.summary, *item.body)}</article>\n"
            f"<section><h3>{esc(wording.related)}</h3><ul>{rows}</ul></section>"
        )
        return shell.page(item.title, main, (extra or {}).get(item.number, ""))

    return respond


def archive(shell: Shell, past: Sequence[Item], look: Look) -> Responder:
    """What is over, in the same dress as what is to come."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path != "/archives":
            return None
        dated = replace(look, months=False, how=replace(look.how, year=True))
        title = esc(shell.wording.archive)
        return shell.page(shell.wording.archive, f"<h1>{title}</h1>{listing(past, dated, lambda i: i.path)}")

    return respond


def plain_teasers(shell: Shell, items: Sequence[Item], look: Look, rng: Random) -> str:
    """The first three items on the front page of some sites."""
    if rng.random() < 0.5:
        return ""
    dated = replace(look, months=False, how=replace(look.how, year=True))
    return f"<section>{listing(items[:3], dated, lambda i: i.path)}</section>"


def _said(item: Item, shell: Shell) -> str:
    wording = shell.wording
    said = when(item, wording, full(wording))
    if item.kind == "call":
        return f"{wording.deadline[0]} : {said}"
    return f"{wording.published} {said}" if item.kind == "news" else said[0].upper() + said[1:]


def _filters(shell: Shell) -> str:
    if Random(f"{shell.host}:filters").random() < 0.5 or shell.kind == "news":
        return ""
    months = "".join(f"<option>{esc(m)} {shell.today.year}</option>" for m in shell.wording.months)
    return f'<form action="{urlsplit(shell.section).path}"><select name="mois">{months}</select></form>\n'
