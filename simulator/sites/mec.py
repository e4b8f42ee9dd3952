"""Modern Events Calendar: a list with a button, single pages, a REST list without dates, JSON-LD two hours late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from simulator import french
from simulator.sites.events_page import event_slug, event_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, esc, page
from simulator.sites.wordpress import texturize
from simulator.things import Event, Session
from simulator.view import View, offset, utc

_PER_PAGE = 12
_AJAX = "/wp-admin/admin-ajax.php"
_STATUS = {"cancelled": "EventCancelled", "rescheduled": "EventRescheduled", "postponed": "EventPostponed"}


class Mec(LentSite):
    """`/agenda/`: a row per occurrence from today on. Every third row shows no year, every fourth no JSON-LD."""

    platform = "mec"
    oddities = (
        "startDate of the JSON-LD is two hours after what the page says",
        "a row per occurrence, its day in the link",
        "the REST answer has no date of the event",
        "price 0 in the JSON-LD of events that name none",
    )

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/agenda/"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self.events(view):
            yield Sighting(event.id, self.host, f"mec-events:{event.number}", self._url(event), self.title(event))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == "/agenda/":
            return self._listing(view)
        if ask.path == _AJAX and ask.method == "POST":
            return self._behind(parse_qs(ask.body.decode()), view)
        if ask.path == "/wp-json/wp/v2/mec-events":
            return self._rest(ask, view)
        found = next((e for e in self.events(view, None) if self._url(e) == self.root + ask.path), None)
        return self._single(found, view) if found else None

    def _url(self, event: Event) -> str:
        return f"{self.root}/events/{event_slug(event)}/"

    def _rows(self, view: View) -> list[tuple[Session, Event]]:
        rows = [(s, e) for e in self.events(view) for s in e.sessions if s.last_day >= view.today]
        return sorted(rows, key=lambda row: (row[0].start, row[1].number))

    def _listing(self, view: View) -> Reply:
        rows = self._rows(view)
        told = (
            f'start_date: "{view.today}", end_date: "{rows[_PER_PAGE][0].start:%Y-%m-%d}", offset: "{_PER_PAGE}", '
            f'limit: "{_PER_PAGE}", pagination: "loadmore", atts: "atts%5Bid%5D=57", current_month_divider: "0", '
            f'ajax_url: "{self.root.replace("/", chr(92) + "/")}{_AJAX.replace("/", chr(92) + "/")}"'
        )
        body = (
            '<div class="mec-wrap"><div class="mec-events-agenda"><div class="mec-event-list-classic">'
            f"{''.join(self._row(s, e) for s, e in rows[:_PER_PAGE])}</div></div>"
            '<div class="mec-load-more-wrap"><div class="mec-load-more-button">Plus</div></div></div>'
            f'<script>jQuery(document).ready(function(){{jQuery("#mec_skin_57").mecListView({{{told}}});}});</script>'
        )
        head = (
            '<link rel="stylesheet" href="/wp-content/plugins/modern-events-calendar-lite/assets/css/frontend.min.css">'
        )
        return page(f"Agenda – {self.name}", body, head)

    def _behind(self, form: dict[str, list[str]], view: View) -> Reply:
        rows, begin = self._rows(view), int(form["mec_offset"][0])
        if form.get("action") != ["mec_list_load_more"] or form.get("atts[id]") != ["57"]:
            return Reply(b"0", "text/html; charset=UTF-8", 400)
        shown = "".join(self._row(s, e) for s, e in rows[begin : begin + _PER_PAGE])
        more = begin + _PER_PAGE < len(rows)
        following = f"{rows[begin + _PER_PAGE][0].start:%Y-%m-%d}" if more else ""
        return answer_json({"html": shown, "end_date": following, "offset": begin + _PER_PAGE, "count": _PER_PAGE,
                            "current_month_divider": "0", "has_more_event": 1 if more else 0})  # fmt: skip

    def _row(self, session: Session, event: Event) -> str:
        venue, url = event.venue, f"{self._url(event)}?occurrence={session.start:%Y-%m-%d}"
        script = "" if event.number % 4 == 0 else _script(self._data(event, session))
        with_year = event.number % 3 > 0
        first, last = _label(session.start, with_year), _label(session.end or session.start, with_year)
        ends = f'<span class="mec-end-date-label"> - {last}</span>' if session.all_day and last != first else ""
        clock = "" if session.all_day else f'<div class="mec-event-time mec-color">{_clocks(session)}</div>'
        place = f"{venue.name} | {venue.address}" if venue else "En ligne"
        return (
            f'{script}<article class="mec-event-article mec-clear mec-toggle-{session.start:%Y%m}-57" itemscope>'
            f'<div class="mec-event-date mec-color"><span class="mec-start-date-label">{first}</span>{ends}'
            f'</div>{clock}<h4 class="mec-event-title"><a class="mec-color-hover" data-event-id="{event.number}"'
            f' href="{url}">{texturize(self.title(event))}</a></h4><div class="mec-event-detail">'
            f'<div class="mec-event-loc-place">{esc(place)}</div></div></article>'
        )

    def _data(self, event: Event, session: Session) -> dict[str, object]:
        def stamp(at: datetime) -> str:
            return at.date().isoformat() if session.all_day else offset(at + timedelta(hours=2))

        venue = event.venue
        return {
            "@context": "http://schema.org",
            "@type": "Event",
            "eventStatus": f"https://schema.org/{_STATUS.get(event.status, 'EventScheduled')}",
            "startDate": stamp(session.start),
            "endDate": stamp(session.end or session.start),
            "eventAttendanceMode": "",
            "location": {"@type": "Place", "name": venue.name if venue else "", "image": "",
                         "address": venue.address if venue else ""},
            "organizer": {"@type": "Person", "name": event.organiser, "url": ""},
            "offers": {"url": self._url(event), "price": "0", "priceCurrency": "€", "validFrom": ""},
            "performer": "",
            "description": event.summary,
            "image": "",
            "name": texturize(event.title),
            "url": self._url(event),
        }  # fmt: skip

    def _single(self, event: Event, view: View) -> Reply:
        session = next((s for s in event.sessions if s.last_day >= view.today), event.sessions[-1])
        venue, first, last = event.venue, _label(session.start), _label(session.end or session.start)
        ends = f'<span class="mec-end-date-label"> - {last}</span>' if session.all_day and last != first else ""
        clock = "Toute la journée" if session.all_day else _clocks(session)
        place = (
            '<div class="mec-single-event-location"><h3 class="mec-events-single-section-title">Lieu</h3><dl>'
            f'<dd class="author fn org">{esc(venue.name)}</dd><dd class="location"><address class="mec-events-address">'
            f'<span class="mec-address">{esc(venue.address)}</span></address></dd></dl></div>'
            if venue
            else '<div class="mec-single-event-location"><dl><dd class="author fn org">En ligne</dd></dl></div>'
        )
        cost = (
            '<div class="mec-event-cost"><h3>Tarif</h3><dl><dd class="mec-events-event-cost">'
            f"{esc(event.price)}</dd></dl></div>"
            if event.price
            else ""
        )
        body = (
            f'<section id="main-content" class="mec-container"><article class="mec-single-event">{place}'
            f'<div class="mec-single-event-date"><h3 class="mec-date">Date</h3><dl><dd><abbr class="mec-events-abbr">'
            f'<span class="mec-start-date-label">{first}</span>{ends}</abbr></dd></dl></div>'
            f'<div class="mec-single-event-time"><h3 class="mec-time">Heure</h3><dl><dd><abbr class="mec-events-abbr">'
            f"{clock}</abbr></dd></dl></div>{cost}"
            f'<h1 class="mec-single-title">{texturize(self.title(event))}</h1>'
            f'<div class="mec-single-event-description mec-events-content">{event_text(event)}</div>'
            "</article></section>"
        )
        return page(event.title, body, _script(self._data(event, session)))

    def _rest(self, ask: Ask, view: View) -> Reply:
        events, size, number = self.events(view), min(ask.number("per_page", 10), 100), ask.number("page", 1)
        rows = [
            {
                "id": e.number,
                "date": e.announced.isoformat(),
                "date_gmt": f"{utc(e.announced):%Y-%m-%dT%H:%M:%S}",
                "modified": e.announced.isoformat(),
                "modified_gmt": f"{utc(e.announced):%Y-%m-%dT%H:%M:%S}",
                "slug": event_slug(e),
                "type": "mec-events",
                "link": self._url(e),
                "title": {"rendered": texturize(self.title(e))},
                "content": {"rendered": event_text(e), "protected": False},
            }
            for e in events[(number - 1) * size : number * size]
        ]
        total = (("X-WP-Total", str(len(events))), ("X-WP-TotalPages", str(-(-len(events) // size))))
        return answer_json(rows, headers=total)


def _script(data: dict[str, object]) -> str:
    return f'<script type="application/ld+json">\n{json.dumps(data, ensure_ascii=False)}\n</script>'


def _label(at: datetime, year: bool = True) -> str:
    """`05 mars 2026`, or `05 mars`."""
    return f"{at.day:02d} {french.MONTHS[at.month - 1]}" + (f" {at.year}" if year else "")


def _clocks(session: Session) -> str:
    return f"{session.start:%H:%M}" + (f" - {session.end:%H:%M}" if session.end else "")
