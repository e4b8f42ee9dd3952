"""One morning of the year, 06:00 in Brussels: what every host answers then, validators and redirects included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from urllib.parse import urlsplit

from simulator.sites.site import Ask, Entry, Reply, page
from simulator.things import Thing
from simulator.view import utc
from simulator.year import incidents, spoil
from simulator.year.incidents import TRANSPORT, Incident
from simulator.year.knowing import Knowledge
from simulator.year.records import ActiveFault, Broken, FaultClass, YearTruth
from simulator.year.rendering import Rendered, Renderer
from simulator.year.shelves import Shelves


class Morning:
    """A day of a year. It answers like the web and keeps no state of its own but copies of what it has rendered."""

    def __init__(self, day: date, shelves: Shelves, renderer: Renderer, knowledge: Knowledge) -> None:
        self.day = day
        self._shelves = shelves
        self._renderer = renderer
        self._knowledge = knowledge

    @property
    def at(self) -> datetime:
        """Aware UTC: 06:00 in Brussels, when everything of the night is public."""
        return utc(datetime.combine(self.day, time(6)))

    def answer(self, host: str, ask: Ask) -> Reply:
        """The whole answer to a request, 304 and redirects included; Broken when the transport fails.

        Nothing is compressed and no Content-Length is set but the one of a body too large. HEAD is the caller's to cut.
        """
        if host == spoil.PARKING:
            return page("Domaine à vendre", "<h1>Ce nom de domaine est à vendre</h1>")
        if host not in self._shelves.berths:
            raise Broken("dns")
        ask = replace(ask, headers={name.lower(): value for name, value in ask.headers.items()})
        incident = self._shelves.ailing(host, self.day)
        if incident and incident.fault in TRANSPORT:
            raise Broken(incident.fault.value)
        listing = self._renderer.lists(host, ask)
        if incident:
            refused = spoil.refusal(incident, ask, listing)
            if refused:
                return refused
        moved = self._moved(host, ask, listing)
        if isinstance(moved, Reply):
            return moved
        shown = self._shown(host, moved, incident)
        if ask.method == "POST" or shown.reply.status != 200:
            return shown.reply
        return _validated(shown, ask)

    def _moved(self, host: str, ask: Ask, listing: bool) -> Ask | Reply:
        """The request at its old address, or the redirect to the new one once the lists have moved for good."""
        if not any(incidents.begun(self._shelves.incidents[host], FaultClass.MOVED, self.day)):
            return ask
        if ask.path.startswith(f"{spoil.NEW_PATH}/"):
            return replace(ask, path=ask.path.removeprefix(spoil.NEW_PATH))
        if listing:
            query = f"?{ask.query}" if ask.query else ""
            return spoil.redirect(ask, f"https://{host}{spoil.NEW_PATH}{ask.path}{query}")
        return ask

    def _shown(self, host: str, ask: Ask, incident: Incident | None) -> Rendered:
        if incident is None:
            return self._renderer.shown(host, ask, self.day, None)
        fault = incident.fault
        if ask.path == "/robots.txt":
            return self._renderer.shown(host, ask, self.day, None)
        if fault is FaultClass.FROZEN:
            return self._renderer.shown(host, ask, incident.since - timedelta(days=1), None)
        if fault is FaultClass.OTHER_SITE:
            others = incidents.siblings(self._shelves.berths[host], tuple(self._shelves.berths.values()))
            other = others[incident.since.toordinal() % len(others)]
            return self._renderer.shown(other.site.host, ask, self.day, None)
        shown = self._renderer.shown(host, ask, self.day, fault)
        listing = self._renderer.lists(host, ask)
        if fault is not FaultClass.REDESIGN and not listing:
            return shown
        first = lambda: self._renderer.shown(host, spoil.first_page(ask), self.day, fault).reply  # noqa: E731
        return replace(shown, reply=spoil.spoiled(incident, ask, shown.reply, first))

    def entries(self, host: str) -> tuple[Entry, ...]:
        """Where a reader begins today: those of the site, at their new address once they have moved for good."""
        berth = self._shelves.berths[host]
        if not any(incidents.begun(self._shelves.incidents[host], FaultClass.MOVED, self.day)):
            return berth.site.entries
        return tuple(replace(e, url=_at_new_path(e.url)) for e in berth.site.entries)

    def truth(self) -> tuple[YearTruth, ...]:
        """Every thing that a readable page has ever told of, by id; see `records.YearTruth`."""
        return self._knowledge.truth(self.day)

    def faults(self) -> tuple[ActiveFault, ...]:
        """The sites that are not well this morning, by host."""
        ailing = ((h, self._shelves.ailing(h, self.day)) for h in sorted(self._shelves.berths))
        return tuple(ActiveFault(h, i.fault, i.since, i.until, i.causes, i.hides) for h, i in ailing if i)

    def listed(self, host: str) -> tuple[Thing, ...]:
        """The site's own copies of what it would list today if it were well."""
        return tuple(h.copy for h in self._shelves.held(host, self.day) if h.listed)


def _at_new_path(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=spoil.NEW_PATH + parts.path).geturl()


def _validated(shown: Rendered, ask: Ask) -> Reply:
    """ETag and Last-Modified on a 200, and 304 when the reader has it (RFC 9110 §13)."""
    reply = shown.reply
    tag = sha256(reply.body).hexdigest()[:32]
    headers = (
        ("ETag", f'"{tag}"'),
        ("Last-Modified", format_datetime(shown.changed, usegmt=True)),
        ("Cache-Control", "no-cache"),
        *reply.headers,
    )
    if _known(ask, tag, shown.changed):
        return Reply(b"", reply.media, 304, headers)
    return replace(reply, headers=headers)


def _known(ask: Ask, tag: str, changed: datetime) -> bool:
    named = ask.headers.get("if-none-match")
    if named is not None:
        return tag in {n.strip().removeprefix("W/").strip('"') for n in named.split(",")}
    since = ask.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(since).astimezone(UTC) >= changed
    except ValueError:
        return False
