"""Odoo's website: events and a blog in the markup of its templates, clocks of the database in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from simulator import french
from simulator.sites.events_page import event_slug, event_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, esc, page, paragraphs
from simulator.things import Event, News, Session
from simulator.view import View, utc

_SIZE = 12
_HEAD = '<meta name="generator" content="Odoo"/>'
_STATES = {"cancelled": "Annulé", "full": "Complet"}


class Odoo(LentSite):
    """Events at /event, posts of `news_of` at /blog/actualites-5, twelve a page."""

    platform = "odoo"
    oddities = (
        "clocks of the database, in UTC without saying so",
        "the first page under two addresses",
        "slugs that move with the title",
        "a page beyond the last is empty",
    )

    def __init__(self, host: str, of: str, name: str, news_of: str) -> None:
        super().__init__(host, of, name)
        self.news_of = news_of

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/event"), Entry("news", f"{self.root}/blog/actualites-5"))

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self.events(view, single=True):
            url = f"{self.root}{_path(event)}/register"
            yield Sighting(event.id, self.host, f"event:{event.number}", url, self.title(event))
        for news in view.news_of(self.news_of):
            yield Sighting(news.id, self.host, f"post:{news.number}", self.root + _post_path(news), self.title(news))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        events, news = self.events(view, single=True), view.news_of(self.news_of)
        number = _page_of(ask.path, "/event") or _page_of(ask.path, "/events")
        if number:
            cards = "".join(self._card(e) for e in events[(number - 1) * _SIZE : number * _SIZE])
            listed = f'<div class="o_wevent_events_list"><div class="row">{cards}</div></div>'
            whole = f'<div id="wrap" class="o_wevent_index">{listed}{_pager("/event", number, len(events))}</div>'
            return page("Événements", whole, _HEAD)
        number = _page_of(ask.path, "/blog/actualites-5")
        if number:
            posts = "".join(self._post(n) for n in news[(number - 1) * _SIZE : number * _SIZE])
            pager = _pager("/blog/actualites-5", number, len(news))
            return page("Actualités", f'<div id="o_wblog_posts_loop">{posts}</div>{pager}', _HEAD)
        for event in events:
            if ask.path in (_path(event), f"{_path(event)}/register"):
                return self._event_page(event)
        for item in news:
            if ask.path == _post_path(item):
                text = paragraphs(item.summary, *item.body)
                heading = f'<h1 id="o_wblog_post_name">{esc(self.title(item))}</h1>'
                return page(item.title, f'{heading}<div id="o_wblog_post_content">{text}</div>', _HEAD)
        return None

    def _card(self, event: Event) -> str:
        state = _STATES.get(event.status, "")
        closed = f'<footer class="card-footer"><span>{state}</span></footer>' if state else ""
        place = f"{event.venue.town.name}, Belgique" if event.venue else "Événement en ligne"
        start = event.sessions[0].start
        return (
            f'<div class="col-md-6"><a class="text-decoration-none" href="{_path(event)}/register" data-publish="on">'
            '<article class="h-100 card" itemscope="itemscope" itemtype="http://schema.org/Event"><header>'
            '<div class="o_record_cover_image" style="background-image: url(/web/image/event/cover.jpg);"></div>'
            f'<meta itemprop="startDate" content="{_database(start)}"/><div class="o_wevent_event_date">'
            f'<span class="o_wevent_event_day">{start.day}</span></div></header><main class="card-body">'
            f'<span class="badge o_color_3">{esc(event.category)}</span><h5 class="card-title"><span itemprop="name">'
            f'{esc(self.title(event))}</span></h5><small itemprop="description">{esc(event.summary)}</small>'
            f'<small itemprop="location">{esc(place)}</small></main>{closed}</article></a></div>'
        )

    def _event_page(self, event: Event) -> Reply:
        session = event.sessions[0]
        end = _end(session)
        ends = f'<meta itemprop="endDate" content="{_database(end)}Z"/>' if end else ""
        body = (
            '<div id="wrap" class="o_wevent_event"><div name="event" itemscope itemtype="http://schema.org/Event">'
            f'<h1 itemprop="name" class="o_wevent_event_name">{esc(self.title(event))}</h1>'
            f'<meta itemprop="startDate" content="{_database(session.start)}Z"/>{ends}'
            f'<div class="o_wevent_sidebar_block"><b>{french.session(session)}</b></div>{_address(event)}'
            f'<div itemprop="description" class="oe_structure">{event_text(event)}</div></div></div>'
        )
        return page(event.title, body, _HEAD)

    def _post(self, news: News) -> str:
        return (
            f'<article class="o_wblog_post" name="blog_post"><a class="o_blog_post_title" href="{_post_path(news)}">'
            f'<h2>{esc(self.title(news))}</h2></a><p class="o_wblog_teaser">{esc(news.summary)}</p>'
            f'<a class="badge o_tag" href="/blog/tag/x-1">{esc(news.category)}</a>'
            f'<time class="text-nowrap">{french.day(news.published.date())}</time></article>'
        )


def _address(event: Event) -> str:
    if event.venue is None:
        return '<div itemprop="location">Événement en ligne</div>'
    town = event.venue.town
    street = f"{esc(event.venue.street)} {event.venue.house}<br/>{town.postcode} {esc(town.name)}<br/>Belgique"
    return (
        '<div itemprop="location"><address itemscope itemtype="http://schema.org/Organization"><div>'
        f'<span itemprop="name">{esc(event.venue.name)}</span></div><div itemprop="address"><i class="fa"></i>'
        f'<span itemprop="streetAddress">{street}</span></div></address></div>'
    )


def _pager(root: str, number: int, total: int) -> str:
    pages = -(-total // _SIZE)

    def link(wanted: int, text: str) -> str:
        address = root if wanted <= 1 else f"{root}/page/{min(wanted, pages)}"
        return f'<li class="page-item"><a class="page-link" href="{address}">{text}</a></li>'

    numbers = "".join(link(n, str(n)) for n in range(1, pages + 1))
    return f'<ul class="pagination">{link(number - 1, "‹")}{numbers}{link(number + 1, "›")}</ul>'


def _page_of(path: str, root: str) -> int:
    if path == root:
        return 1
    number = path.removeprefix(f"{root}/page/")
    return int(number) if number.isdigit() else 0


def _end(session: Session) -> datetime | None:
    return datetime.combine(session.last_day, time(23, 59)) if session.all_day else session.end


def _database(wall: datetime) -> str:
    return utc(wall).replace(tzinfo=None).isoformat()


def _path(event: Event) -> str:
    return f"/event/{event_slug(event)}"


def _post_path(news: News) -> str:
    return f"/blog/actualites-5/{french.slug(news.title)}-{news.number}"
