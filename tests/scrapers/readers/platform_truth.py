"""What a reader of a whole simulated site brought, held against what is true of each thing."""

from __future__ import annotations

from platform_bench import PlatformWeb, Read, told

from vigie.model import Article, Event


def wrong_events(web: PlatformWeb, read: Read, host: str, ends: bool = True, places: bool = True) -> list[str]:
    """What differs, one line each, from the truth of a site's events: keys, title, address, sessions, place."""
    truth = web.truth(host, "event")
    events = {key: record.content for key, record in read.records.items() if isinstance(record.content, Event)}
    found = [f"only read: {key}" for key in events.keys() - truth.keys()]
    found += [f"not read: {key}" for key in truth.keys() - events.keys()]
    for key in truth.keys() & events.keys():
        event, (thing, url, title) = events[key], truth[key]
        place = event.place
        sessions = told(event) if ends else tuple((start, None) for start, _ in told(event))
        wanted = {
            "title": (event.title, title if event.title == title else thing.title),
            "url": (event.url or "", url),
            "sessions": (sessions, thing.sessions if ends else tuple((start, None) for start, _ in thing.sessions)),
            "place": (place.name if place else None, thing.venue),
            "municipality": (place.municipality if place else None, thing.municipality),
        }
        if not places:
            del wanted["place"], wanted["municipality"]
        found += [f"{key} {title}: {name} {is_!r} instead of {so!r}" for name, (is_, so) in wanted.items() if is_ != so]
    return found


def wrong_news(web: PlatformWeb, read: Read, host: str, clock: bool = True) -> list[str]:
    """What differs from the truth of a site's news: keys, title, address, day (and `clock`) of publication."""
    truth = web.truth(host, "news")
    news = {key: record.content for key, record in read.records.items() if isinstance(record.content, Article)}
    found = [f"only read: {key}" for key in news.keys() - truth.keys()]
    found += [f"not read: {key}" for key in truth.keys() - news.keys()]
    for key in truth.keys() & news.keys():
        item, (thing, url, title) = news[key], truth[key]
        until = 19 if clock else 10
        published = item.published.isoformat()[:until] if item.published else None
        wanted = {
            "title": (item.title, title),
            "url": (item.url, url),
            "published": (published, (thing.published or "")[:until]),
        }
        found += [f"{key} {title}: {name} {is_!r} instead of {so!r}" for name, (is_, so) in wanted.items() if is_ != so]
    return found
