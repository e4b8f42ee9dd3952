"""Items as the body of a list page, in the frame that their arrangement needs, under the names of months or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from simulator.sites.site import esc
from simulator.unseen.cards import card
from simulator.unseen.item import Item
from simulator.unseen.look import Look

Link = Callable[[Item], str]
_FRAMES = {"list": "ul", "line": "ul", "definitions": "dl", "articles": "section"}


def listing(items: Sequence[Item], look: Look, link: Link) -> str:
    """The list as HTML. `link` gives the address of an item's page as this page writes it."""
    if not look.months:
        return _frame(items, look, link)
    parts = []
    for (year, number), group in groupby(items, key=lambda i: (i.start.year, i.start.month)):
        name = look.wording.months[number - 1]
        title = f"{name[0].upper()}{name[1:]} {year}"
        parts.append(f"<h2{look.theme.attr('group')}>{esc(title)}</h2>\n{_frame(list(group), look, link)}")
    return "\n".join(parts)


def _frame(items: Sequence[Item], look: Look, link: Link) -> str:
    between = "\n<!-- fin -->\n" if "comments" in look.quirks else "\n"
    if look.arrangement == "siblings":
        between = "\n<hr>\n" if "spacing" in look.quirks else "\n"
    inside = between.join(card(item, link(item), look) for item in items)
    if look.arrangement == "table":
        head = "".join(f"<th>{esc(_column(part, look))}</th>" for part in look.order)
        return f"<table{look.theme.attr('list')}><thead><tr>{head}</tr></thead><tbody>\n{inside}\n</tbody></table>"
    tag = _FRAMES.get(look.arrangement, "div")
    return f"<{tag}{look.theme.attr('list')}>\n{inside}\n</{tag}>"


def _column(part: str, look: Look) -> str:
    wording = look.wording
    names = {
        "date": wording.when,
        "place": wording.where,
        "price": wording.price,
        "title": wording.headings["event"][0],
    }
    return names.get(part, "")
