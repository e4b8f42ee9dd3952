"""The ways in which unseen sites are made: each takes a ground and gives the site with the platform that is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulator.unseen import calendars, structured, wordpress
from simulator.unseen.feeds import feed, feed_link
from simulator.unseen.ground import Ground
from simulator.unseen.html_list import HREFS, list_pages, plain_teasers
from simulator.unseen.paging import Paging, random_paging
from simulator.unseen.shell import Responder, home
from simulator.unseen.site import UnseenSite

Making = Callable[[Ground], UnseenSite]
_WHOLE = Paging("none", "?page=", 100, False)


def html_alone(ground: Ground) -> UnseenSite:
    """The same without anything beside it."""
    return html(ground, blog=False)


def html(ground: Ground, blog: bool = True) -> UnseenSite:
    """Nothing but repeated blocks; some of these sites betray a system that has a `blog` of other things."""
    rng = ground.rng
    parts: list[Responder] = []
    chance = rng.random()
    if blog and chance < 0.15 and ground.shell.kind != "news":
        ground = ground.dressed(wordpress.head(ground.shell) + feed_link(ground.shell, "/feed/"), wordpress.HEADERS)
        echoes = ground.shell.asides
        parts += [
            wordpress.posts(ground.shell, echoes),
            feed(ground.shell, echoes, "/feed/", "rss", wordpress.GENERATOR),
        ]
    elif chance < 0.4:
        ground = ground.dressed(structured.graph(ground.shell), ground.shell.headers)
    pages = list_pages(
        ground.shell, ground.items, ground.look, random_paging(rng, len(ground.items)), rng.choice(HREFS)
    )
    front = home(ground.shell, plain_teasers(ground.shell, ground.items, ground.look, rng))
    layout = f"{ground.look.arrangement}, {ground.look.slot}, {ground.look.how.day}"
    # Where a blog stands beside the agenda, the front page leads to two lists that are equally right.
    start = ground.shell.section if parts else None
    # Where no element holds a thing, a reader of visible structure is as right as one of selectors.
    loose = ground.look.arrangement in ("siblings", "definitions")
    platforms = ("recipe", "page") if loose else ("recipe",)
    return ground.site(platforms, layout, *parts, front, pages, clock=ground.look.clock, start=start)


def wordpress_news(ground: Ground) -> UnseenSite:
    """A blog with its interface and its feed, sometimes under /index.php/."""
    prefix = ground.rng.choice(("", "", "/index.php"))
    ground = ground.moved("/blog", "/{year}/{slug}/")
    shell = ground.shell
    ground = ground.dressed(wordpress.head(shell, prefix) + feed_link(shell, "/feed/"), wordpress.HEADERS)
    newest = ground.items[:10]
    return ground.site(
        ("wordpress", "feed"),
        "wordpress, rest and feed",
        wordpress.posts(ground.shell, ground.items, prefix),
        feed(ground.shell, newest, "/feed/", "rss", wordpress.GENERATOR),
        *news_pages(ground),
        start="/",
    )


def wordpress_closed(ground: Ground) -> UnseenSite:
    """A blog whose interface is shut: the feed is what remains."""
    ground = ground.moved("/blog", "/{year}/{slug}/")
    ground = ground.dressed(wordpress.head(ground.shell) + feed_link(ground.shell, "/feed/"), wordpress.HEADERS)
    return ground.site(
        ("feed",),
        "wordpress, feed only",
        wordpress.closed(ground.shell),
        feed(ground.shell, ground.items, "/feed/", "rss", wordpress.GENERATOR),
        *news_pages(ground),
    )


def tribe(ground: Ground) -> UnseenSite:
    """The Events Calendar: REST, and the same in JSON-LD on the list."""
    ground = ground.moved("/events", "/event/{slug}/")
    ground = ground.dressed(wordpress.head(ground.shell), wordpress.HEADERS)
    pages = list_pages(
        ground.shell, ground.items, ground.look, _WHOLE, "absolute", head=structured.array(ground.shell, ground.items)
    )
    rest = wordpress.tribe(ground.shell, ground.items)
    return ground.site(("tribe_events",), "the events calendar", rest, home(ground.shell, ""), pages)


def tribe_closed(ground: Ground) -> UnseenSite:
    """The same with its interface shut: JSON-LD and the calendar export are left."""
    ground = ground.moved("/events", "/event/{slug}/")
    head = wordpress.head(ground.shell) + calendars.link_in_head(ground.shell, "/events/?ical=1")
    ground = ground.dressed(head, wordpress.HEADERS)
    shell, items = ground.shell, ground.items
    pages = list_pages(shell, items, ground.look, _WHOLE, "absolute", head=structured.array(shell, items))
    parts = (wordpress.closed(shell), calendars.calendar(shell, items, "/events/?ical=1"), home(shell, ""), pages)
    return ground.site(("schema_org", "ical"), "the events calendar, rest shut", *parts)


def json_ld(ground: Ground) -> UnseenSite:
    """All events of the list in one array of JSON-LD."""
    pages = list_pages(
        ground.shell, ground.items, ground.look, _WHOLE, "root", head=structured.array(ground.shell, ground.items)
    )
    return ground.site(("schema_org",), "json-ld in the list", home(ground.shell, ""), pages)


def json_ld_pages(ground: Ground) -> UnseenSite:
    """The list says titles only (or an ItemList): each page bears its own event."""
    shell = ground.shell
    look = replace(ground.look, order=("title", "text"), arrangement="articles", months=False, link="title")
    listed = structured.item_list(shell, ground.items) if ground.rng.random() < 0.6 else ""
    pages = list_pages(shell, ground.items, look, _WHOLE, "root", head=listed)
    blocks = {i.number: structured.script(structured.event(shell, i)) for i in ground.items}
    layout = "json-ld on pages" + (" with an ItemList" if listed else "")
    return ground.site(("schema_org",), layout, home(shell, ""), pages, extra=blocks)


def microdata(ground: Ground) -> UnseenSite:
    """Each block of the list is marked up."""
    intro = structured.microdata(ground.shell, ground.items)
    empty = list_pages(ground.shell, (), ground.look, _WHOLE, "root", intro)
    return ground.site(("schema_org",), "microdata", home(ground.shell, ""), empty)


def ical(ground: Ground) -> UnseenSite:
    """A calendar to subscribe to, by a link in the head or a button; the list itself leaves out hours."""
    path = ground.rng.choice(("/agenda.ics", "/export/calendar.ics", "/calendar?format=ical"))
    button = ground.rng.random() < 0.5
    if not button:
        ground = ground.dressed(calendars.link_in_head(ground.shell, path), ground.shell.headers)
    intro = calendars.link_in_page(ground.shell, path, ground.rng.random() < 0.5) if button else ""
    look = replace(ground.look, slot="text", how=replace(ground.look.how, clock=""))
    pages = list_pages(ground.shell, ground.items, look, _WHOLE, "root", intro)
    parts = (calendars.calendar(ground.shell, ground.items, path), home(ground.shell, ""), pages)
    return ground.site(("ical",), "calendar by a button" if button else "calendar in the head", *parts)


def rss(ground: Ground) -> UnseenSite:
    """News with a feed of a system of its own."""
    form = ground.rng.choice(("rss", "rss", "atom", "json"))
    path = {"rss": "/rss.xml", "atom": "/atom.xml", "json": "/feed.json"}[form]
    ground = ground.dressed(feed_link(ground.shell, path, form), ground.shell.headers)
    return ground.site(("feed",), f"feed, {form}", feed(ground.shell, ground.items, path, form), *news_pages(ground))


def news_pages(ground: Ground) -> tuple[Responder, Responder]:
    """A front page and a list in HTML beside what the site offers."""
    paging = random_paging(ground.rng, len(ground.items))
    return (
        home(ground.shell, ""),
        list_pages(ground.shell, ground.items, ground.look, paging, ground.rng.choice(HREFS)),
    )
