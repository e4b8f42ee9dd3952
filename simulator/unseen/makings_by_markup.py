"""Makings of sites on platforms that are known by their markup, their headers or the data in their pages."""

from __future__ import annotations

from dataclasses import replace

from simulator.unseen import builders, markup, newsroom, wordpress
from simulator.unseen.feeds import feed, feed_link
from simulator.unseen.ground import Ground
from simulator.unseen.makings import news_pages
from simulator.unseen.shell import home
from simulator.unseen.site import UnseenSite


def plone(ground: Ground) -> UnseenSite:
    """A commune: RSS 1.0 beside its folder of news."""
    path = f"{ground.shell.section}/RSS"
    head = '<meta name="generator" content="Plone - https://plone.org/">\n' + feed_link(ground.shell, path, "rdf")
    ground = ground.dressed(head, (("Server", "Zope/(4.8.9)"),))
    return ground.site(
        ("feed", "plone"), "plone, rdf", feed(ground.shell, ground.items, path, "rdf"), *news_pages(ground)
    )


def drupal(ground: Ground) -> UnseenSite:
    """A view of teasers."""
    ground = ground.dressed(markup.DRUPAL_HEAD, markup.DRUPAL_HEADERS)
    slot = ground.rng.choice(("text", "time"))
    look = replace(ground.look, months=False, slot=slot, how=replace(ground.look.how, year=True))
    pages = markup.drupal(ground.shell, ground.items, look)
    return ground.site(("drupal",), "drupal view", home(ground.shell, ""), pages, clock=look.clock)


def squarespace(ground: Ground) -> UnseenSite:
    ground = ground.moved(ground.shell.section, ground.shell.section + "/{slug}")
    ground = ground.dressed(builders.squarespace_head(ground.shell), builders.SQUARESPACE_HEADERS)
    return ground.site(
        ("squarespace",), "squarespace", home(ground.shell, ""), builders.squarespace(ground.shell, ground.items)
    )


def odoo(ground: Ground) -> UnseenSite:
    ground = ground.moved("/event", "/event/{slug}-{number}/register").dressed(markup.ODOO_HEAD)
    parts = (home(ground.shell, ""), markup.odoo(ground.shell, ground.items))
    return ground.site(("odoo", "schema_org"), "odoo events", *parts)


def typo3(ground: Ground) -> UnseenSite:
    section = "/appels-a-projets/"
    items = tuple(
        i.at(f"{section}?tx_ttnews%5Btt_news%5D={i.number}&cHash={markup.tag(str(i.number))}") for i in ground.items
    )
    ground = ground.moved(section, "/archive/{slug}").dressed(markup.TYPO3_HEAD)
    ground = replace(ground, items=items)
    parts = (home(ground.shell, ""), markup.typo3(ground.shell, items))
    return ground.site(("typo3",), "tt_news", *parts)


def mec(ground: Ground) -> UnseenSite:
    ground = ground.moved("/agenda", "/events/{slug}/")
    ground = ground.dressed(wordpress.head(ground.shell) + feed_link(ground.shell, "/feed/"), wordpress.HEADERS)
    shell = ground.shell
    parts = (
        wordpress.posts(shell, shell.asides),
        feed(shell, shell.asides, "/feed/", "rss", wordpress.GENERATOR),
        home(shell, ""),
        markup.mec(shell, ground.items),
    )
    return ground.site(("mec", "schema_org"), "modern events calendar", *parts, start="/agenda")


def wix(ground: Ground) -> UnseenSite:
    ground = ground.moved(ground.shell.section, "/event-details/{slug}")
    ground = ground.dressed(builders.WIX_HEAD, builders.WIX_HEADERS)
    return ground.site(("wix",), "wix events", home(ground.shell, ""), builders.wix_page(ground.shell, ground.items))


def prezly(ground: Ground) -> UnseenSite:
    ground = ground.moved("/", "/{slug}")
    head = newsroom.prezly_head(ground.shell) + feed_link(ground.shell, "/feed")
    ground = ground.dressed(head, (("Server", "Vercel"),))
    parts = (newsroom.prezly_page(ground.shell, ground.items), feed(ground.shell, ground.items, "/feed"))
    return ground.site(("prezly", "feed"), "prezly", *parts, start="/")
