"""Modern Events Calendar (WordPress): lists and single pages in HTML, with JSON-LD that may be shifted.

`/wp-json/wp/v2/mec-events` holds no date of the events (its `date` is that of publication, API_SHAPES.md §3, §8), so
each event's own page is read. A list (`.mec-event-article`) gives one row per occurrence: rows of one number are the
sessions of one event. What a page shows wins over its JSON-LD, see `mec_times`; the JSON-LD gives place, status and
price. A list goes on behind a button (POST to admin-ajax.php), which is pressed only with the option `more`; without it
a list with such a button counts as cut short. Identity: the post's number, as in the REST answer, else the address.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, parameter, same_host, with_parameters
from scrapers.readers.drafts import PageDraft, printed
from scrapers.readers.html_nodes import parse_page
from scrapers.readers.instants import as_utc, iso
from scrapers.readers.mec_pages import DETAIL, TEXT, add, read_rows, read_single
from scrapers.readers.rows import answer, objects, refused, say_text
from vigie.model import Capture, Page, Request, Source

OPTIONS: tuple[tuple[str, str], ...] = (
    ("more", "`yes`: the button below a list is pressed (POST to admin-ajax.php) until the list ends"),
    ("detail", "`no`: pages of events whose list says the date are not read"),
)
# Worth more than the JSON-LD on the same page, whose clocks are wrong on some sites.
CLUES: tuple[Clue, ...] = (
    Clue("mec", "the page is a list of Modern Events Calendar", marks=(r"\bmec-event-article\b",), confidence=93),
    Clue("mec", "the site runs Modern Events Calendar", asks=("{root}/wp-json/wp/v2/mec-events",), confidence=82,
         marks=(r"modern-events-calendar", r"\bmec-wrap\b")),
)  # fmt: skip
_BUTTON = re.compile(r"mec(?:List|Grid|Agenda)View\(\s*\{(.*?)\}\s*\)", re.S)
_SETTING = re.compile(r"""["']?(\w+)["']?\s*:\s*["']([^"']*)["']""")
_USED = frozenset(
    ("id", "date", "date_gmt", "guid", "modified", "modified_gmt", "link", "title", "content", "excerpt", "slug",
     "status", "type", "template", "class_list", "_links", "_embedded", "featured_media", "comment_status",
     "ping_status", "author", "yoast_head", "yoast_head_json", "mec_category", "meta")
)  # fmt: skip


class MecReader:
    platform = "mec"
    version = "mec-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """An address that is a site's root stands for its REST list; any other is taken as it is."""
        return tuple(Request(url=_listing(url)) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        start = capture.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start in (b"[", b"{"):
            return _read_json(draft)
        if not capture.body.strip():
            draft.problem("wrong-content", "the answer is empty")
            return draft.page()
        tree = parse_page(capture)
        if capture.request.label in (DETAIL, TEXT):
            read_single(draft, tree, dated=capture.request.label == TEXT)
            return draft.page()
        read_rows(draft, tree)
        if not draft.items and not draft.has_problems and not tree.css_first(".mec-no-event, .mec-wrap"):
            draft.problem("layout-changed", "no event of Modern Events Calendar on the page", raw=capture.body[:300])
        return _page_on(draft, _settings(tree))


def _listing(url: str) -> str:
    if urlsplit(url).path.strip("/"):
        return url if "/wp-json/" not in url else with_parameters(url, per_page=100, page=parameter(url, "page") or 1)
    return f"{url.rstrip('/')}/wp-json/wp/v2/mec-events?per_page=100&page=1"


def _read_json(draft: PageDraft) -> Page:
    """Posts of the REST list, or the rows behind the button: `{html, has_more_event, offset, end_date}`."""
    data = answer(draft)
    if data is None or (isinstance(data, dict) and data.get("code") == "rest_post_invalid_page_number"):
        return draft.page()
    if isinstance(data, dict) and isinstance(data.get("html"), str):
        read_rows(draft, LexborHTMLParser(data["html"].replace("\x00", "")))
        going_on = str(data.get("has_more_event", "")) in ("1", "True") and bool(draft.items)
        return _page_on(draft, _after(draft.capture.request, data) if going_on else {})
    if refused(draft, data):
        return draft.page()
    rows = list(objects(draft, [data] if isinstance(data, dict) else data, ""))
    for pointer, row in rows:
        with draft.attempt(pointer, row):
            _read_post(draft, row, pointer)
    total, page = draft.capture.header("x-wp-totalpages") or "", parameter(draft.capture.request.url, "page") or "1"
    if total.isdigit() and page.isdigit() and int(page) < int(total) and rows:
        draft.follow(Request(url=with_parameters(draft.capture.request.url, page=int(page) + 1)))
    return draft.page()


def _read_post(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    item = draft.item(pointer)
    for name, raw in (("title", "title"), ("excerpt", "description"), ("content", "body")):
        value = row.get(name)
        say_text(item, raw, value.get("rendered") if isinstance(value, dict) else value, f"/{name}/rendered")
    link = absolute(draft.capture.url, row.get("link"))
    item.say("url", link, "/link", html=False)
    for name, raw in (("date", "published"), ("modified", "updated")):
        item.say(raw, as_utc(row.get(f"{name}_gmt")) or iso(row.get(name)), f"/{name}_gmt", html=False)
    draft.unread(name for name, value in row.items() if value and name not in _USED)
    add(draft, item, printed(row.get("id")), link, DETAIL)


def _page_on(draft: PageDraft, settings: dict[str, str]) -> Page:
    """The rows behind the button. A list that has one is not whole without them."""
    address = absolute(draft.capture.url, settings.get("ajax_url")) if settings else None
    if not address:
        return draft.page()
    if draft.source.option("more") != "yes" or not same_host(address, draft.capture.url):
        return replace(draft.page(), last=False)
    form = {
        "action": "mec_list_load_more",
        "mec_start_date": settings.get("end_date", ""),
        "mec_offset": settings.get("offset", "0"),
        "current_month_divider": settings.get("current_month_divider") or "0",
        "apply_sf_date": "0",
    }
    body = "&".join([*(f"{name}={value}" for name, value in form.items()), settings.get("atts", "")])
    headers = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), ("Referer", draft.capture.url))
    draft.follow(Request(address, "POST", headers, body.encode()))
    return draft.page()


def _settings(tree: LexborHTMLParser) -> dict[str, str]:
    """What the list's script was told, when there is more behind its button; nothing otherwise."""
    for script in tree.css("script"):
        hit = _BUTTON.search(script.text(deep=True) or "")
        if hit:
            told = {name: value.replace("\\/", "/") for name, value in _SETTING.findall(hit[1])}
            button = tree.css_first(".mec-load-more-button")
            hidden = button is not None and "mec-load-more-loading-hide" in (button.attributes.get("class") or "")
            return told if button is not None and not hidden else {}
    return {}


def _after(request: Request, data: dict[str, Any]) -> dict[str, str]:
    """The next press of the button: what was asked, moved on by what was answered."""
    asked = (request.body or b"").decode("utf-8", "replace")
    atts = "&".join(part for part in asked.split("&") if part.startswith("atts"))
    moved = {name: printed(data.get(name)) or "" for name in ("end_date", "offset", "current_month_divider")}
    return {"ajax_url": request.url, "atts": atts, **moved}


READER = MecReader()
