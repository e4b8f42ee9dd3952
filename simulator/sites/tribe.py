"""WordPress with The Events Calendar: paged REST, one row per occurrence, clocks without offset, `false` and `[]`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from simulator import french, titles
from simulator.gazetteer import Venue
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, esc, page
from simulator.sites.wordpress import WordPress, texturize
from simulator.things import Event, Session
from simulator.view import View, utc


class Tribe(WordPress):
    """Events by `tribe/events/v1`, news by `wp/v2/posts`. `index` puts /index.php/ into links."""

    platform = "tribe_events"

    def entries(self) -> tuple[Entry, ...]:
        events = Entry("event", f"{self.root}/wp-json/tribe/events/v1/events?page=1&per_page=20")
        return (events, *super().entries())

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path.rstrip("/") == "/wp-json/tribe/events/v1/events":
            return self._listing(ask, view)
        if ask.path == "/wp-json/wp/v2/tribe_events":
            return answer_json({"code": "rest_forbidden", "message": "Accès refusé.", "data": {"status": 401}}, 401)
        for event in view.events_of(self.host, None):
            if ask.path.startswith(self._event_path(event)):
                return self._event_page(event)
        return super().pages(ask, view)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in view.events_of(self.host):
            title = titles.event_title(event, self.host)
            url = self.root + self._event_path(event)
            if len(event.sessions) > 1:
                first = next((s for s in event.sessions if s.last_day >= view.today), event.sessions[-1])
                url += f"{first.start:%Y-%m-%d}/"
            yield Sighting(event.id, self.host, str(event.number), url, title)
        yield from super().sightings(view)

    def _event_path(self, event: Event) -> str:
        return f"{self.prefix}/event/{event_slug(event)}/"

    def _listing(self, ask: Ask, view: View) -> Reply:
        first, last = _day(ask.value("start_date")) or view.today, _day(ask.value("end_date"))
        rows = sorted(
            (
                (session, event)
                for event in view.listed_of(self.host)
                for session in event.sessions
                if session.last_day >= first and (last is None or session.start.date() <= last)
            ),
            key=lambda row: (row[0].start, row[1].number),
        )
        size, number = min(max(ask.number("per_page", 10), 1), self.largest, 50), max(ask.number("page", 1), 1)
        pages = -(-len(rows) // size)
        if number > max(pages, 1):
            error = {
                "code": "event-archive-page-not-found",
                "message": "La page demandée n&rsquo;existe pas.",
                "data": {"status": 404},
            }
            return answer_json(error, 404)
        here = f"{self.root}/wp-json/tribe/events/v1/events"
        window = f"per_page={size}&start_date={first:%Y-%m-%d}+00%3A00%3A00"
        answer: dict[str, object] = {
            "events": [self._row(e, s) for s, e in rows[(number - 1) * size : number * size]],
            "rest_url": f"{here}/?page={number}&{window}",
        }
        if number < pages:
            answer["next_rest_url"] = f"{here}/?page={number + 1}&{window}"
        answer |= {"total": len(rows), "total_pages": pages}
        return answer_json(answer, headers=(("X-TEC-Total", str(len(rows))), ("X-TEC-TotalPages", str(pages))))

    def _row(self, event: Event, session: Session) -> dict[str, object]:
        url = self.root + self._event_path(event)
        if len(event.sessions) > 1:
            url += f"{session.start:%Y-%m-%d}/"
        end = (session.end or session.start).replace(hour=23, minute=59, second=59) if session.all_day else session.end
        end = end or session.start
        label = {"name": event.category, "slug": french.slug(event.category), "term_group": 0, "term_taxonomy_id": 4}
        rest = f"{self.root}/wp-json/tribe/events/v1/events/{event.number}"
        return {
            "id": event.number,
            "global_id": f"{self.host}?id={event.number}",
            "global_id_lineage": [f"{self.host}?id={event.number}"],
            "author": "1",
            "status": "publish",
            "date": _stamp(event.announced),
            "date_utc": _stamp(utc(event.announced)),
            "modified": _stamp(event.announced),
            "modified_utc": _stamp(utc(event.announced)),
            "url": url,
            "rest_url": rest,
            "title": texturize(titles.event_title(event, self.host)),
            "description": event_text(event)
            + "\n"
            + (f'<p><a href="{event.online_url}">Lien</a></p>' if event.online_url else ""),
            "excerpt": f"<p>{texturize(event.summary)}</p>\n",
            "slug": event_slug(event),
            "image": False,
            "all_day": session.all_day,
            "start_date": _stamp(session.start),
            "start_date_details": _details(session.start),
            "end_date": _stamp(end),
            "end_date_details": _details(end),
            "utc_start_date": _stamp(utc(session.start)),
            "utc_start_date_details": _details(utc(session.start)),
            "utc_end_date": _stamp(utc(end)),
            "utc_end_date_details": _details(utc(end)),
            "timezone": "Europe/Brussels",
            "timezone_abbr": "CEST" if utc(session.start).hour != (session.start.hour - 1) % 24 else "CET",
            "cost": event.price.replace("’", "&rsquo;"),
            "cost_details": {
                "currency_symbol": "€",
                "currency_code": "EUR",
                "currency_position": "postfix",
                "values": list(event.prices),
            },
            "website": event.online_url,
            "show_map": False,
            "show_map_link": False,
            "hide_from_listings": False,
            "sticky": False,
            "featured": False,
            "categories": [
                label | {"taxonomy": "tribe_events_cat", "description": "", "parent": 0, "count": 3, "filter": "raw"}
            ],
            "tags": [],
            "venue": self._venue(event.venue) if event.venue else [],
            "organizer": []
            if event.organiser == self.name
            else [{"id": event.number + 1, "organizer": texturize(event.organiser)}],
        }

    def _venue(self, venue: Venue) -> dict[str, object]:
        return {
            "id": venue.number,
            "author": "1",
            "status": "publish",
            "venue": texturize(venue.name),
            "slug": french.slug(venue.name),
            "address": texturize(f"{venue.street} {venue.house}"),
            "city": venue.town.name,
            "country": "Belgium",
            "zip": venue.town.postcode,
            "url": f"{self.root}{self.prefix}/lieu/{french.slug(venue.name)}/",
            "show_map": True,
            "show_map_link": True,
        }

    def _event_page(self, event: Event) -> Reply:
        title = titles.event_title(event, self.host)
        dates = "".join(
            f'<div class="tribe-events-schedule"><h2>{esc(french.session(s))}</h2></div>' for s in event.sessions
        )
        body = (
            '<div id="tribe-events-content" class="tribe-events-single">'
            f'<h1 class="tribe-events-single-event-title">{esc(title)}</h1>'
            f'{dates}<div class="tribe-events-single-event-description">{event_text(event)}</div>'
            f'<div class="tribe-venue">{esc(place_text(event))}</div>'
            f'<span class="tribe-events-cost">{esc(event.price)}</span></div>'
        )
        return page(f"{title} – {self.name}", body)


def _stamp(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S")


def _details(value: datetime) -> dict[str, str]:
    names = ("year", "%Y"), ("month", "%m"), ("day", "%d"), ("hour", "%H"), ("minutes", "%M"), ("seconds", "%S")
    return {name: value.strftime(form) for name, form in names}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
