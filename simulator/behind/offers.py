"""What a site offers: at the addresses of its entry in the shape of its platform, or something to be found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from simulator.behind import interfaces
from simulator.behind.known_pages import heads, known_page, prepared
from simulator.behind.lending import shown, sighted, view_of
from simulator.behind.plan import Address, Planned, address
from simulator.sites.digitalwallonia import DigitalWallonia
from simulator.sites.imio import ImioEvents
from simulator.sites.sedia import FundingPortal
from simulator.sites.site import Ask, Reply, Site
from simulator.unseen import calendars, makings, markup, structured, wordpress
from simulator.unseen import makings_by_markup as by_markup
from simulator.unseen.feeds import feed
from simulator.unseen.ground import Ground
from simulator.unseen.item import Item
from simulator.unseen.makings import Making
from simulator.unseen.shell import Responder, home
from simulator.unseen.site import UnseenSite, sitemap
from simulator.unseen.stock import make_items

_BY_PLATFORM: dict[str, Making] = {
    "schema_org": makings.json_ld, "recipe": makings.html_alone, "drupal": by_markup.drupal, "odoo": by_markup.odoo,
    "typo3": by_markup.typo3, "mec": by_markup.mec, "squarespace": by_markup.squarespace, "wix": by_markup.wix,
    "prezly": by_markup.prezly, "page": makings.json_ld_pages,
    "drupal_jsonapi": by_markup.drupal,
}  # fmt: skip
_SOUGHT: dict[str, tuple[Making, ...]] = {
    "event": (
        makings.tribe, makings.tribe, makings.tribe_closed, makings.json_ld, makings.json_ld, makings.json_ld_pages,
        makings.microdata, makings.ical, by_markup.drupal, by_markup.squarespace, by_markup.odoo, by_markup.mec,
        by_markup.wix, *(makings.html_alone,) * 4,
    ),
    "news": (
        makings.wordpress_news, makings.wordpress_news, makings.wordpress_closed, makings.rss, makings.rss,
        by_markup.plone, by_markup.prezly, makings.html_alone,
    ),
    "call": (makings.html_alone, makings.html_alone, by_markup.typo3),
}  # fmt: skip
_IDENTIFIERS = ("CREA-CULT-2027-COOP", "HORIZON-CL2-2027-HERITAGE-01", "DIGITAL-2027-AI-09", "ERASMUS-EDU-2027-PI",
                "SMP-COSME-2027-TOURSME", "HORIZON-NEB-2027-01", "CREA-MEDIA-2027-DEVSLATE")  # fmt: skip


SHOWN = frozenset(_BY_PLATFORM) | {
    "sitemap",
    "feed", "wordpress", "tribe_events", "ical", "opendatasoft", "openagenda", "json",
    "eu_funding", "digital_wallonia", "plone",
}  # fmt: skip
"""Platforms that can stand at the addresses of an entry."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A site with what other hosts answer for it, the platforms that are right, and the truth of its items."""

    site: UnseenSite
    elsewhere: tuple[tuple[str, Responder], ...]
    platforms: tuple[str, ...]
    items: tuple[dict[str, object], ...]


def sought(ground: Ground, kind: str, besides: str = "") -> Offer:
    """A site that has to be found out, on any platform but `besides`."""
    rng = Random(f"{ground.shell.host}:{kind}:{besides}")
    choices = list(_SOUGHT[kind])
    rng.shuffle(choices)
    site = next(s for s in (make(ground) for make in choices) if besides not in s.platforms)
    return _offer(site)


def at_addresses_too(offer: Offer, urls: Sequence[str]) -> Offer:
    """The same site with its list at these addresses as well."""
    places = [address(url) for url in urls]
    more = [(place.host, _alias(offer.site, place, "")) for place in places if place.path != "/"]
    return replace(offer, elsewhere=(*offer.elsewhere, *more))


def as_said(entry: Planned, ground: Ground) -> Offer:
    """The platform of the entry at the entry's addresses."""
    at = address(entry.urls[0])
    if entry.platform == "recipe":
        ground = prepared(ground, at)
    portal = known_page(ground.shell, ground.items, at) if entry.platform == "recipe" else None
    if portal:
        return _at_addresses(ground, ("recipe",), [(at.host, portal)])
    if entry.platform in ("eu_funding", "digital_wallonia", "plone"):
        return _lent(entry, ground, at)
    if entry.platform == "sitemap":
        return _mapped(ground, at, entry.option("match"))
    making = _BY_PLATFORM.get(entry.platform)
    if making:
        site = making(ground)
        extra = [(address(url).host, _alias(site, address(url), entry.platform)) for url in entry.urls]
        return replace(_offer(site, extra), platforms=(entry.platform,))
    places = [address(url) for url in entry.urls]
    parts = [(place.host, part) for place in places for part in _parts(entry.platform, ground, place)]
    return _at_addresses(ground, (entry.platform,), parts)


def _parts(platform: str, ground: Ground, at: Address) -> Sequence[Responder]:
    shell, items = ground.shell, ground.items
    prefix, found, rest = at.path.partition("/wp-json")
    match platform:
        case "feed":
            form = "rdf" if at.path.endswith("/RSS") else "atom" if "atom" in at.path else "rss"
            return (feed(shell, items, at.asked, form),)
        case "wordpress":
            kind = rest.strip("/").rpartition("/")[2] if "/wp/v2/" in rest else "posts"
            return (wordpress.posts(shell, items, prefix if found else "", kind or "posts"),)
        case "tribe_events":
            return (wordpress.tribe(shell, items, prefix if found else ""),)
        case "ical":
            return (calendars.calendar(shell, items, at.asked),)
        case "opendatasoft":
            return (interfaces.open_data(shell, items, at),)
        case "openagenda":
            return (interfaces.open_agenda(shell, items),)
        case "json":
            return (interfaces.small_json(shell, items, at),)
    raise ValueError(f"no site can be made on the platform {platform!r} ({shell.name})")


def _lent(entry: Planned, ground: Ground, at: Address) -> Offer:
    """Sites of the made-up world that show these items as theirs."""
    host, items = ground.shell.host, ground.items
    if entry.platform == "plone" and "event" not in entry.kinds:
        return _at_addresses(ground, ("plone",), [(at.host, interfaces.imio_news(ground.shell, items))])
    if entry.platform == "digital_wallonia":
        items = _of_all_kinds(ground)
    identifiers = [f"{_IDENTIFIERS[n % len(_IDENTIFIERS)]}-{n + 1}" for n in range(len(items))]
    view = view_of(host, items, ground.shell.today, identifiers)
    site: Site
    if entry.platform == "eu_funding":
        site = FundingPortal(host, ground.shell.name)
    elif entry.platform == "plone":
        site = ImioEvents(host, ground.shell.name)
    else:
        site = DigitalWallonia(host, host, ground.shell.name, host, host)
    respond = shown(site, view)
    base = _at_addresses(ground, (entry.platform,), [(at.host, respond), (host, respond)])
    return replace(base, items=tuple(sighted(site, view, items)))


def _of_all_kinds(ground: Ground) -> tuple[Item, ...]:
    """The items of the ground with as many of the two other kinds."""
    others = [kind for kind in ("event", "news", "call") if kind != ground.shell.kind]
    found = list(ground.items)
    for turn, kind in enumerate(others, 1):
        more = make_items(kind, "fr", len(ground.items), ground.shell.today, ground.rng)
        found += [replace(item, number=item.number + 5000 * turn) for item in more]
    return tuple(found)


def _at_addresses(ground: Ground, platforms: tuple[str, ...], parts: Sequence[tuple[str, Responder]]) -> Offer:
    """A plain site whose items stand on pages, while the interface is at the entry's addresses."""
    pages = heads(ground.items)
    return _offer(ground.site(platforms, "as said", home(ground.shell, ""), start="/", extra=pages), parts)


def _offer(site: UnseenSite, elsewhere: Sequence[tuple[str, Responder]] = ()) -> Offer:
    told = site.truth()["items"]
    assert isinstance(told, list)
    return Offer(site, tuple(elsewhere), site.platforms, tuple(told))


def _mapped(ground: Ground, at: Address, pattern: str) -> Offer:
    """Pages that a sitemap names, in the folder that the entry looks for; those of events are marked up."""
    folder = re.search(r"/([\w-]+)/\[", pattern)
    section = f"/{folder[1]}" if folder else ground.shell.section
    ground = ground.moved(section, section + "/{slug}")
    events = [i for i in ground.items if i.kind == "event"]
    extra = {i.number: structured.script(structured.event(ground.shell, i)) for i in events}
    pages = _renamed(sitemap(ground.shell, ground.items), at.path, "/sitemap.xml")
    site = ground.site(("sitemap",), "as said", home(ground.shell, ""), start="/", extra=extra)
    return _offer(site, [(at.host, pages)])


def _alias(site: UnseenSite, at: Address, platform: str) -> Responder:
    """The entry's address as another name of the site's list, or of its first page."""
    target = site.shell.section
    if platform == "page" and site.items:
        target = site.items[0].path
    if platform == "typo3":
        return _renamed(markup.typo3(site.shell, site.items), at.path, target)

    def respond(ask: Ask) -> Reply | None:
        return site.answer(replace(ask, path=target)) if ask.path.rstrip("/") == at.path.rstrip("/") else None

    return respond


def _renamed(respond_as: Responder, path: str, target: str) -> Responder:
    def respond(ask: Ask) -> Reply | None:
        return respond_as(replace(ask, path=target)) if ask.path == path else None

    return respond
