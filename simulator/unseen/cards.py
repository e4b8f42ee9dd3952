"""One item as a list shows it."""

from __future__ import annotations

from simulator.sites.site import esc
from simulator.unseen.item import Item
from simulator.unseen.look import Look
from simulator.unseen.slots import slot

_HOLDERS = {"date": "div", "place": "p", "text": "p", "category": "span", "price": "span"}


def card(item: Item, href: str, look: Look) -> str:
    """The item in the look's arrangement; rows of tables and definition lists without the frame around them."""
    theme = look.theme
    named = _identity(item, look)
    match look.arrangement:
        case "table":
            cells = "".join(f"<td{theme.attr(p)}>{_inside(p, item, href, look)}</td>" for p in look.order)
            return f"<tr{named}>{cells}</tr>"
        case "definitions":
            rest = "".join(_part(p, item, href, look) for p in look.order if p != "date")
            return f"<dt{theme.attr('date')}>{slot(item, look)}</dt>\n<dd{theme.attr('item')}>{rest}</dd>"
        case "line":
            return f"<li{named}>{_line(item, href, look)}</li>"
        case "siblings":
            return "\n".join(_part(p, item, href, look) for p in look.order)
        case "whole":
            parts = "\n".join(_part(p, item, "", look) for p in look.order if p != "more")
            return f'<a href="{esc(href)}"{named}{theme.attr("item")}>\n{parts}\n</a>'
        case "columns":
            inner = "\n".join(_part(p, item, href, look) for p in look.order)
            column = ' class="col-md-4"' if theme.style == "bootstrap" else theme.attr("column")
            return f"<div{column}><div{named}{theme.attr('item')}><div{theme.attr('body')}>{inner}</div></div></div>"
    tag = {"articles": "article", "list": "li"}.get(look.arrangement, "div")
    parts = "\n".join(_part(p, item, href, look) for p in look.order)
    return f"<{tag}{named}{theme.attr('item')}>\n{parts}\n</{tag}>"


def _identity(item: Item, look: Look) -> str:
    shown = f' id="item-{item.number}"' if "ids" in look.quirks else ""
    return shown + (f' data-id="{item.number}"' if "data" in look.quirks else "")


def _part(part: str, item: Item, href: str, look: Look) -> str:
    """One part in its holder; "" when the item has no such part."""
    inside = _inside(part, item, href, look)
    if not inside:
        return ""
    if part in ("image", "more"):
        return inside
    tag = look.heading if part == "title" else _HOLDERS[part]
    if look.arrangement == "whole" and tag in ("p", "div"):
        tag = "div" if part in ("date", "title") else "span"
    return f"<{tag}{look.theme.attr(part)}>{inside}</{tag}>"


def _inside(part: str, item: Item, href: str, look: Look) -> str:
    theme = look.theme
    match part:
        case "title":
            return (
                _linked(esc(item.title), href)
                if look.link != "more" or look.arrangement == "table"
                else esc(item.title)
            )
        case "date":
            icon = (
                '<svg width="12" height="12" aria-hidden="true"><use href="#clock"/></svg> '
                if "svg" in look.quirks
                else ""
            )
            return icon + slot(item, look)
        case "place":
            return esc(f"{item.spot.name}, {item.spot.town}") if item.spot else ""
        case "text":
            return esc(item.summary)
        case "category":
            return esc(item.category)
        case "price":
            return esc(item.price)
        case "image":
            picture = f'<img src="/media/{item.number}.jpg" alt="" loading="lazy"{theme.attr("image")}>'
            return _linked(picture, href) if look.link == "image" else picture
        case "more":
            label = look.wording.more[item.number % 2 if look.link == "both" else 0]
            return f'<a href="{esc(href)}"{theme.attr("more")}>{esc(label)}</a>' if href else ""
    return ""


def _linked(inside: str, href: str) -> str:
    return f'<a href="{esc(href)}">{inside}</a>' if href else inside


def _line(item: Item, href: str, look: Look) -> str:
    """`<strong>12/12/2026</strong> – <a>Title</a>, place (price)`, or with the title first."""
    title = f'<a href="{esc(href)}">{esc(item.title)}</a>'
    date = f"<strong>{slot(item, look)}</strong>" if look.heading in ("h2", "strong") else slot(item, look)
    first, second = (date, title) if look.order.index("date") < look.order.index("title") else (title, date)
    where = f", {esc(item.spot.name)}" if item.spot and "place" in look.order else ""
    return f"{first}{' : ' if look.heading == 'h4' else ' – '}{second}{where}"
