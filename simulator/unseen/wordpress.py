"""WordPress: what its pages betray, `wp/v2` with totals in headers, The Events Calendar's REST beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from simulator.sites.site import Ask, Reply, answer_json, esc, paragraphs
from simulator.sites.wordpress import texturize
from simulator.unseen.item import Item
from simulator.unseen.shell import Responder, Shell
from simulator.view import utc

HEADERS = (("Server", "Apache"), ("X-Powered-By", "PHP/8.1.27"))
GENERATOR = "https://wordpress.org/?v=6.6.2"


def head(shell: Shell, prefix: str = "") -> str:
    """What wp_head() prints: the interface and the generator."""
    return (
        f'<meta name="generator" content="WordPress 6.6.2">\n'
        f'<link rel="https://api.w.org/" href="{shell.root}{prefix}/wp-json/">\n'
        '<link rel="stylesheet" href="/wp-content/themes/atelier/style.css?ver=1.4">\n'
    )


def posts(shell: Shell, items: Sequence[Item], prefix: str = "", kind: str = "posts") -> Responder:
    """`wp/v2/posts` (or another type of things), newest first, and the index of the interface."""
    newest = sorted(items, key=lambda i: (i.published, i.number), reverse=True)
    base = f"{prefix}/wp-json"

    def respond(ask: Ask) -> Reply | None:
        path, known = ask.path.rstrip("/"), list(newest)
        if path == base:
            return answer_json(_index(shell, base, ("wp/v2",)))
        if path == f"{base}/wp/v2/types":
            return answer_json({"post": {"slug": "post", "name": "Articles", "rest_base": kind}})
        if path == f"{base}/wp/v2/{kind}":
            return _page_of(ask, [_post(shell, i) for i in known])
        return _no_route() if path.startswith(base) else None

    return respond


def closed(shell: Shell) -> Responder:
    """An interface shut by a security plugin."""

    def respond(ask: Ask) -> Reply | None:
        if not ask.path.startswith("/wp-json"):
            return None
        return answer_json(
            {"code": "rest_not_logged_in", "message": "You are not currently logged in.", "data": {"status": 401}}, 401
        )

    return respond


def tribe(shell: Shell, items: Sequence[Item], prefix: str = "") -> Responder:
    """`tribe/events/v1/events` with an empty blog beside it."""
    base = f"{prefix}/wp-json"

    def respond(ask: Ask) -> Reply | None:
        path = ask.path.rstrip("/")
        if path == base:
            return answer_json(_index(shell, base, ("wp/v2", "tribe/events/v1")))
        if path == f"{base}/wp/v2/posts":
            return _page_of(ask, [])
        if path == f"{base}/tribe/events/v1/events":
            return _events(shell, ask, items, base)
        if path == f"{base}/tribe/events/v1":
            return answer_json({"namespace": "tribe/events/v1", "routes": {"/tribe/events/v1/events": {}}})
        return _no_route() if path.startswith(base) else None

    return respond


def _index(shell: Shell, base: str, spaces: Sequence[str]) -> dict[str, object]:
    return {
        "name": shell.name,
        "description": "",
        "url": shell.root,
        "home": shell.root,
        "gmt_offset": "1",
        "timezone_string": "Europe/Brussels",
        "namespaces": ["oembed/1.0", *spaces],
        "routes": {f"/{space}": {"namespace": space} for space in spaces},
    }


def _no_route() -> Reply:
    return answer_json({"code": "rest_no_route", "message": "Aucune route.", "data": {"status": 404}}, 404)


def _page_of(ask: Ask, rows: list[dict[str, object]]) -> Reply:
    size, number = min(max(ask.number("per_page", 10), 1), 100), max(ask.number("page", 1), 1)
    count = -(-len(rows) // size)
    if number > max(count, 1):
        return answer_json({"code": "rest_post_invalid_page_number", "message": "", "data": {"status": 400}}, 400)
    shown = rows[(number - 1) * size : number * size]
    return answer_json(shown, headers=(("X-WP-Total", str(len(rows))), ("X-WP-TotalPages", str(count))))


def _post(shell: Shell, item: Item) -> dict[str, object]:
    stamp, gmt = item.published.isoformat(), utc(item.published).replace(tzinfo=None).isoformat()
    return {
        "id": item.number,
        "date": stamp,
        "date_gmt": gmt,
        "guid": {"rendered": f"{shell.root}/?p={item.number}"},
        "modified": stamp,
        "modified_gmt": gmt,
        "slug": item.slug,
        "status": "publish",
        "type": "post",
        "link": shell.root + item.path,
        "title": {"rendered": texturize(item.title)},
        "content": {"rendered": paragraphs(item.summary, *item.body), "protected": False},
        "excerpt": {"rendered": f"<p>{texturize(item.summary)} [&hellip;]</p>\n", "protected": False},
        "author": 2,
        "featured_media": 0,
        "categories": [4],
        "tags": [],
        "meta": [],
        "acf": [],
    }


def _events(shell: Shell, ask: Ask, items: Sequence[Item], base: str) -> Reply:
    size, number = min(max(ask.number("per_page", 10), 1), 50), max(ask.number("page", 1), 1)
    after = ask.value("start_date")[:10] or shell.today.isoformat()
    before = ask.value("end_date")[:10] or "9999"
    known = [i for i in items if i.last_day.isoformat() >= after and i.start.date().isoformat() <= before]
    count = -(-len(known) // size)
    here = f"{shell.root}{base}/tribe/events/v1/events"
    if number > max(count, 1):
        return answer_json({"code": "event-archive-page-not-found", "message": "", "data": {"status": 404}}, 404)
    answer: dict[str, object] = {"events": [_event(shell, i) for i in known[(number - 1) * size : number * size]]}
    if number < count:
        answer["next_rest_url"] = f"{here}?page={number + 1}&per_page={size}&start_date={after}"
    answer |= {"rest_url": f"{here}?page={number}", "total": len(known), "total_pages": count}
    return answer_json(answer, headers=(("X-TEC-Total", str(len(known))), ("X-TEC-TotalPages", str(count))))


def _event(shell: Shell, item: Item) -> dict[str, object]:
    end = item.end or item.start
    end = end.replace(hour=23, minute=59, second=59) if item.all_day else end
    spot = item.spot
    return {
        "id": item.number,
        "global_id": f"{shell.host}?id={item.number}",
        "author": "1",
        "status": "publish",
        "date": _stamp(item.published),
        "date_utc": _stamp(utc(item.published)),
        "modified": _stamp(item.published),
        "modified_utc": _stamp(utc(item.published)),
        "url": shell.root + item.path,
        "rest_url": f"{shell.root}/wp-json/tribe/events/v1/events/{item.number}",
        "title": texturize(item.title),
        "description": paragraphs(item.summary, *item.body),
        "excerpt": f"<p>{texturize(item.summary)}</p>",
        "slug": item.slug,
        "image": False,
        "all_day": item.all_day,
        "start_date": _stamp(item.start),
        "end_date": _stamp(end),
        "utc_start_date": _stamp(utc(item.start)),
        "utc_end_date": _stamp(utc(end)),
        "timezone": "Europe/Brussels",
        "timezone_abbr": "CET",
        "cost": item.price,
        "cost_details": {"currency_symbol": "€", "currency_code": "EUR", "values": []},
        "website": "",
        "categories": [{"name": esc(item.category), "slug": item.category.lower(), "taxonomy": "tribe_events_cat"}],
        "tags": [],
        "venue": {
            "id": 3,
            "venue": texturize(spot.name),
            "address": texturize(spot.street),
            "city": spot.town,
            "zip": spot.postcode,
            "country": "Belgium",
        }
        if spot
        else [],
        "organizer": [],
    }


def _stamp(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S")
