"""How one thing is titled on each site: sites that repeat a thing rarely repeat its title to the letter."""

from __future__ import annotations

import unicodedata
import zlib

from simulator import french, hosts
from simulator.things import Call, Event, News


def event_title(event: Event, host: str) -> str:
    """Title of an event as that site prints it (entities undone), status words included where the site says so."""
    title = event.title if host == event.sites[0] else _repeated(event, host)
    words = french.status_words(event)
    # The region's open data and the schema.org sites say a status elsewhere or not in the title.
    if not words or event.status_in == "field" or host in (hosts.THEATRE, hosts.MUSEE):
        return title
    return f"{title} – {words}" if zlib.crc32(event.id.encode()) % 3 == 0 else f"{words} – {title}"


def _repeated(event: Event, host: str) -> str:
    way = zlib.crc32(f"{event.id}@{host}".encode()) % 7
    town = event.venue.town.name if event.venue else "en ligne"
    if way == 0:
        return event.title.upper()
    if way == 1 and host == hosts.REGION:
        return f"{event.title} | {town}"
    if way == 2 and event.venue:
        return f"{event.venue.name} : {event.title}"
    if way == 3:
        return event.title.replace(" – ", " - ").replace("’", "'").replace("« ", '"').replace(" »", '"')
    if way == 4:
        return _without_accents(event.title)
    return event.title


def call_title(call: Call, host: str) -> str:
    """Title of a call as that site prints it."""
    if host == call.sites[0]:
        return call.title
    way = zlib.crc32(f"{call.id}@{host}".encode()) % 3
    if way == 0:
        return f"{call.funder} – {call.title}"
    return call.title.replace(" – ", " - ").replace("’", "'") if way == 1 else call.title


def news_title(news: News, host: str) -> str:
    """Title of a news item as that site prints it."""
    if host == news.sites[0] or zlib.crc32(news.id.encode()) % 2:
        return news.title
    # WordPress curls quotes and dashes by itself, so only words can differ.
    return f"{news.title} (communiqué)"


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
