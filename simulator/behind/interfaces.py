"""Interfaces with addresses of their own: open data, iMio's REST, small JSON calendars (API_SHAPES §§1, 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import md5

from simulator.behind.plan import Address
from simulator.sites.site import Ask, Reply, answer_json, paragraphs
from simulator.unseen.item import Item
from simulator.unseen.shell import Responder, Shell
from simulator.unseen.structured import exclusive_end
from simulator.view import offset, utc


def open_data(shell: Shell, items: Sequence[Item], at: Address) -> Responder:
    """An Opendatasoft dataset, v2.1 (`…/records`) or v1 (`/api/records/1.0/search/`), in its own fields."""
    dataset = at.path.partition("/datasets/")[2].partition("/")[0] or Ask("GET", "", at.query).value("dataset")
    rows = [_record(shell, item, dataset) for item in items]

    def respond(ask: Ask) -> Reply | None:
        if ask.path.rstrip("/") != at.path.rstrip("/"):
            return None
        if "/records/1.0/" in ask.path:
            begin, size = ask.number("start", 0), ask.number("rows", 10)
            told = [{"datasetid": dataset, "recordid": _uid(str(r)), "fields": r} for r in rows[begin : begin + size]]
            return answer_json({"nhits": len(rows), "parameters": {"rows": size, "start": begin}, "records": told})
        begin, size = ask.number("offset", 0), ask.number("limit", 10)
        if size > 100 or begin + size > 10000:
            return answer_json({"error_code": "InvalidRESTParameterError", "message": "limit: at most 100"}, 400)
        return answer_json({"total_count": len(rows), "results": rows[begin : begin + size]})

    return respond


def _record(shell: Shell, item: Item, dataset: str) -> dict[str, object]:
    spot, page = item.spot, shell.root + item.path
    end = item.end or item.start
    if "openagenda" in dataset:
        return {
            "uid": str(item.number), "title_fr": item.title, "description_fr": item.summary, "canonicalurl": page,
            "firstdate_begin": offset(item.start), "firstdate_end": offset(end), "lastdate_begin": offset(item.start),
            "lastdate_end": offset(end), "location_name": spot.name if spot else None,
            "location_address": spot.street if spot else None, "location_city": spot.town if spot else None,
            "location_postalcode": spot.postcode if spot else None, "location_countrycode": "BE",
        }  # fmt: skip
    if dataset.startswith("namur-"):
        return {
            "title": item.title, "datedebut": f"{item.start:%Y-%m-%d}", "datefin": f"{item.last_day:%Y-%m-%d}",
            "details": item.summary, "link": page, "post_code": spot.postcode if spot else None,
            "acom_nom_m": spot.town.upper() if spot else None, "rue_nom": spot.street if spot else None,
        }  # fmt: skip
    common: dict[str, object] = {
        "id": _uid(page), "title": item.title, "description": item.summary, "text": paragraphs(*item.body),
        "image": f"{page.rstrip('/')}/@@images/image/preview", "owner_name": "Namur",
        "creation_datetime": offset(item.published), "modification_datetime": offset(item.published),
    }  # fmt: skip
    if item.kind == "news":
        return common | {"effective_date": offset(item.published), "expiration_date": None, "category": None}
    closing = end.replace(hour=23, minute=59, second=59) if item.all_day else end
    return common | {
        "start_datetime": offset(item.start), "end_datetime": offset(closing), "recurrence": None,
        "whole_day": item.all_day, "open_end": item.end is None, "category": "concert_festival",
        "address_street_name": spot.street if spot else None, "address_postal_code": spot.postcode if spot else None,
        "address_city": spot.town if spot else None, "free_entry": not item.price,
    }  # fmt: skip


def imio_news(shell: Shell, items: Sequence[Item]) -> Responder:
    """`@search_newsitems` of plone.restapi, in batches."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path != "/@search_newsitems":
            return None
        begin, size = ask.number("b_start", 0), ask.number("b_size", 25)
        rows = [
            {
                "@id": shell.root + i.path, "@type": "imio.news.NewsItem", "UID": _uid(i.path), "title": i.title,
                "description": i.summary, "effective": offset(i.published), "category": None,
            }
            for i in items[begin : begin + size]
        ]  # fmt: skip
        here = f"{shell.root}/@search_newsitems?b_size={size}"
        batching = {"@id": f"{here}&b_start={begin}"}
        if begin + size < len(items):
            batching["next"] = f"{here}&b_start={begin + size}"
        return answer_json({"@id": here, "batching": batching, "items": rows, "items_total": len(items)})

    return respond


def small_json(shell: Shell, items: Sequence[Item], at: Address) -> Responder:
    """Calendars of small sites: SPIP's list, Constant's with zero dates, a fab lab's hours without addresses."""
    if "projected" in at.path or "/w/json/" in at.path:
        body: object = {"projected_events": [_zero_dated(shell, i) for i in items]}
    elif "availabilities" in at.path:
        body = [
            {"id": i.number, "title": i.title, "start": offset(i.start), "end": offset(i.end or i.start)} for i in items
        ]
    else:
        body = [_simple(i) for i in items]

    def respond(ask: Ask) -> Reply | None:
        return answer_json(body) if ask.path == at.path else None

    return respond


def _zero_dated(shell: Shell, item: Item) -> dict[str, object]:
    end = f"{item.end:%Y-%m-%d %H:%M:%S}" if item.end else "0000-00-00 00:00:00"
    return {"title": item.title, "url_article": shell.root + item.path, "start": _clocked(item.start), "end": end}


def _simple(item: Item) -> dict[str, object]:
    end = exclusive_end(item) if item.all_day else item.end
    told: dict[str, object] = {"title": item.title, "url": item.path, "allDay": item.all_day}
    told["start"] = f"{item.start:%Y-%m-%d}" if item.all_day else _clocked(item.start)
    if end:
        told["end"] = f"{end:%Y-%m-%d}" if item.all_day else _clocked(end)
    return told


def open_agenda(shell: Shell, items: Sequence[Item]) -> Responder:
    """`/v2/agendas/{uid}/events` with a key, `/v2/agendas` that names one agenda."""

    def respond(ask: Ask) -> Reply | None:
        if not ask.path.startswith("/v2/"):
            return None
        if not (ask.value("key") or ask.headers.get("key")):
            return answer_json({"message": "missing key"}, 403)
        if not ask.path.endswith("/events"):
            return answer_json({"total": 1, "agendas": [{"uid": 4242, "title": shell.name, "slug": "wallonie"}]})
        events = [
            {
                "uid": i.number, "slug": i.slug, "title": {"fr": i.title}, "description": {"fr": i.summary},
                "timings": [{"begin": offset(i.start), "end": offset(i.end or i.start)}], "timezone": "Europe/Brussels",
                "status": 1, "state": 2, "attendanceMode": 1, "updatedAt": f"{utc(i.published):%Y-%m-%dT%H:%M:%S}.000Z",
                "location": {"name": i.spot.name, "city": i.spot.town, "countryCode": "BE"} if i.spot else None,
            }
            for i in items
        ]  # fmt: skip
        return answer_json({"total": len(events), "events": events, "after": None})

    return respond


def _clocked(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}"


def _uid(text: str) -> str:
    return md5(text.encode()).hexdigest()
