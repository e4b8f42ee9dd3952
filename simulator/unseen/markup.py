"""Platforms that are known by their markup: Drupal views, Odoo events, TYPO3 tt_news, Modern Events Calendar."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5

from simulator.sites.site import Ask, Reply, esc, paragraphs
from simulator.unseen import structured
from simulator.unseen.item import Item
from simulator.unseen.look import Look
from simulator.unseen.saying import full, when
from simulator.unseen.shell import Responder, Shell
from simulator.unseen.slots import slot
from simulator.view import utc

DRUPAL_HEADERS = (("Server", "nginx"), ("X-Generator", "Drupal 10 (https://www.drupal.org)"), ("X-Drupal-Cache", "HIT"))
DRUPAL_HEAD = '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">\n'
ODOO_HEAD = '<meta name="generator" content="Odoo">\n'
TYPO3_HEAD = '<meta name="generator" content="TYPO3 4.5 CMS">\n'


def drupal(shell: Shell, items: Sequence[Item], look: Look, size: int = 12) -> Responder:
    """A view: rows of teasers and a pager that counts from zero."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path.rstrip("/") != shell.section:
            return None
        number, last = ask.number("page", 0), max(-(-len(items) // size) - 1, 0)
        rows = "\n".join(_view_row(i, look) for i in items[number * size : (number + 1) * size])
        onward = f'<li class="pager__item pager__item--next"><a href="?page={number + 1}" rel="next">››</a></li>'
        pages = "".join(f'<li class="pager__item"><a href="?page={n}">{n + 1}</a></li>' for n in range(last + 1))
        pager = f'<nav class="pager"><ul class="pager__items">{pages}{onward if number < last else ""}</ul></nav>'
        main = (
            f'<h1 class="page-title">{esc(shell.heading)}</h1><div class="views-element-container">'
            f'<div class="view view-agenda view-id-agenda view-display-id-page_1"><div class="view-content">\n'
            f"{rows}\n</div>{pager if last else ''}</div></div>"
        )
        return shell.page(shell.heading, main)

    return respond


def _view_row(item: Item, look: Look) -> str:
    where = f'<div class="field field--name-field-lieu field__item">{esc(item.spot.name)}</div>' if item.spot else ""
    return (
        '<div class="views-row"><article class="node node--type-evenement node--view-mode-teaser">'
        f'<div class="field field--name-field-date field__item">{slot(item, look)}</div>'
        f'<h2 class="node__title"><a href="{esc(item.path)}" rel="bookmark"><span class="field field--name-title">'
        f"{esc(item.title)}</span></a></h2>{where}"
        f'<div class="field field--name-body">{paragraphs(item.summary)}</div></article></div>'
    )


def odoo(shell: Shell, items: Sequence[Item], size: int = 12) -> Responder:
    """`/event` of Odoo: cards with microdata in UTC, paged by path."""

    def respond(ask: Ask) -> Reply | None:
        if not (ask.path == "/event" or ask.path.startswith("/event/page/")):
            return None
        tail = ask.path.removeprefix("/event").removeprefix("/page/").strip("/")
        number, count = int(tail) if tail.isdigit() else 1, -(-len(items) // size)
        cards = "\n".join(_odoo_card(shell, i) for i in items[(number - 1) * size : number * size])
        onward = f'<li class="page-item"><a class="page-link" href="/event/page/{number + 1}">»</a></li>'
        pager = f'<ul class="pagination">{onward if number < count else ""}</ul>'
        return shell.page(
            shell.heading, f'<div id="wrap" class="o_wevent_index"><div class="row">{cards}</div>{pager}</div>'
        )

    return respond


def _odoo_card(shell: Shell, item: Item) -> str:
    spot = item.spot
    place = (
        '<div itemprop="location" itemscope="itemscope" itemtype="http://schema.org/Place">'
        f'<span itemprop="name">{esc(spot.name)}</span></div>'
        if spot
        else ""
    )
    return (
        '<div class="col-md-6 col-lg-4 mb-4"><article itemscope="itemscope" itemtype="http://schema.org/Event" '
        'class="h-100 card shadow-sm">'
        f'<a class="text-decoration-none" itemprop="url" href="{esc(item.path)}"><div class="o_wevent_event_date">'
        f'<span class="o_wevent_event_month">{esc(shell.wording.short_months[item.start.month - 1])}</span> '
        f'<span class="o_wevent_event_day">{item.start.day}</span></div></a><main class="card-body">'
        f'<h5 class="card-title"><a href="{esc(item.path)}"><span itemprop="name">{esc(item.title)}</span></a></h5>'
        f'<time itemprop="startDate" datetime="{utc(item.start):%Y-%m-%dT%H:%M:%SZ}">{item.start:%d/%m/%Y %H:%M}</time>'
        f"{place}</main></article></div>"
    )


def typo3(shell: Shell, items: Sequence[Item], size: int = 7) -> Responder:
    """tt_news: a list with its date of publication, pages that want the right cHash."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path.rstrip("/") != shell.section.rstrip("/"):
            return None
        if ask.value("tx_ttnews[tt_news]"):
            return None
        pointer = ask.number("tx_ttnews[pointer]", 0)
        if pointer and ask.value("cHash") != tag(f"pointer={pointer}"):
            pointer = 0
        last = -(-len(items) // size) - 1
        rows = "\n".join(_news_row(shell, i) for i in items[pointer * size : (pointer + 1) * size])
        tail = f"?tx_ttnews%5Bpointer%5D={pointer + 1}&amp;cHash={tag(f'pointer={pointer + 1}')}"
        onward = f'<a href="{ask.path}{tail}">Suivant &gt;</a>' if pointer < last else ""
        browse = f'<div class="news-list-browse">{onward}</div>' if onward else ""
        main = f'<div class="news-list-container">{rows or "<p>Aucun article dans cette liste.</p>"}{browse}</div>'
        return shell.page(shell.heading, f"<h1>{esc(shell.heading)}</h1>{main}")

    return respond


def _news_row(shell: Shell, item: Item) -> str:
    said = (
        f"{shell.wording.deadline[0]} : {when(item, shell.wording, full(shell.wording))}" if item.kind == "call" else ""
    )
    return (
        f'<div class="news-list-item"><span class="news-list-date">{item.published:%d.%m.%Y}</span>'
        f'<h3><a href="{esc(item.path)}" title="{esc(item.title)}">{esc(item.title)}</a></h3>'
        f"<p>{esc(item.summary)} {esc(said)}</p>"
        f'<div class="news-list-morelink"><a href="{esc(item.path)}">[en savoir plus]</a></div></div>'
    )


def mec(shell: Shell, items: Sequence[Item]) -> Responder:
    """A page with the plugin's list: one JSON-LD block an event, the day in spans."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path.rstrip("/") != shell.section:
            return None
        rows = "\n".join(_mec_row(shell, i) for i in items)
        skin = (
            '<div class="mec-wrap mec-skin-list-container" id="mec_skin_412">'
            f'<div class="mec-skin-list-events-container">{rows}</div></div>'
        )
        return shell.page(shell.heading, f"<h1>{esc(shell.heading)}</h1>{skin}")

    return respond


def _mec_row(shell: Shell, item: Item) -> str:
    month = shell.wording.months[item.start.month - 1]
    hour = f'<div class="mec-time-details"><span class="mec-start-time">{item.start:%H:%M}</span></div>'
    place = (
        f'<div class="mec-event-detail"><div class="mec-event-loc-place">{esc(item.spot.name)}</div></div>'
        if item.spot
        else ""
    )
    return (
        f"{structured.script(structured.event(shell, item))}"
        '<article class="mec-event-article mec-clear"><div class="mec-event-date mec-color">'
        '<span class="mec-start-date-label" itemprop="startDate">'
        f"{item.start.day} {esc(month)} {item.start.year}</span></div>"
        f"{'' if item.all_day else hour}"
        f'<h4 class="mec-event-title"><a class="mec-color-hover" data-event-id="{item.number}" '
        f'href="{shell.root}{esc(item.path)}">{esc(item.title)}</a></h4>{place}</article>'
    )


def tag(text: str) -> str:
    """TYPO3's cHash of an address."""
    return md5(f"cle&{text}".encode()).hexdigest()
