"""WordPress core REST (`/wp-json/wp/v2/…`): posts or custom types, paged by the X-WP-TotalPages header.

Option `type` names a custom type (`/wp-json/wp/v2/types` lists them as `rest_base`), options `field.NAME` its custom
fields, e.g. `field.start: acf.dates.*.debut`. With `detail` rules in a recipe each post's page is read, too, for types
whose dates are not in the answer; else the text tells them.

Oddities: `date` is that of publication, never that of the event; it is local without offset, `date_gmt` is UTC without
`Z`. Custom fields that the site hides are an empty list (`acf: []`). Titles hold entities. `guid` names an old host at
times. A page beyond the last is an error 400 that means the end.
Known from: facts/API_SHAPES.md §3; WordPress' REST handbook.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, parameter, same_host, with_parameters
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.instants import as_utc, iso
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import FIELD, Options
from scrapers.readers.pointers import named_by_options
from scrapers.readers.recipe import DETAIL, read_detail
from scrapers.readers.rows import answer, objects, refused, say_options, say_text
from vigie.model import Capture, Kind, Page, Request, Source

CLUES = (
    Clue(
        "wordpress",
        "the page is made by WordPress",
        marks=(r"/wp-content/", r"/wp-includes/", r"https://api\.w\.org/", r'content="WordPress '),
        headers=(("link", r"https://api\.w\.org/"),),
        asks=("{root}/wp-json/wp/v2/posts",),
        kinds=(Kind.NEWS,),
        confidence=87,
    ),
)
OPTIONS: Options = (
    FIELD,
    ("type", "the REST base of a custom type, e.g. `spectacles` (`posts`)"),
    ("per_page", "rows per page (100)"),
    ("query", "more parameters of the address, e.g. `categories=5`"),
)

_USED = frozenset(
    ("id", "date", "date_gmt", "guid", "modified", "modified_gmt", "link", "title", "content", "excerpt", "_embedded",
     "_links", "categories", "tags", "featured_media", "status", "type", "slug", "author", "comment_status",
     "ping_status", "sticky", "template", "format", "class_list", "yoast_head", "yoast_head_json")
)  # fmt: skip


class WordPressReader:
    platform = "wordpress"
    version = "wordpress-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """An address with `wp-json` or `rest_route` is taken as it is, any other is a site's root."""
        return tuple(Request(url=_listing(source, url)) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        if capture.request.label == DETAIL:
            read_detail(draft, capture.request.item_key)
            return draft.page()
        rows = answer(draft)
        if isinstance(rows, dict) and rows.get("code") == "rest_post_invalid_page_number":
            return draft.page()  # one page too far is the regular end
        if rows is None or refused(draft, rows):
            return draft.page()
        for pointer, row in objects(draft, [rows] if isinstance(rows, dict) else rows, ""):
            with draft.attempt(pointer, row):
                _read_post(draft, row, pointer)
        _page_on(draft, len(rows) if isinstance(rows, list) else 1)
        return draft.page()


def _listing(source: Source, url: str) -> str:
    if "wp-json" not in url and "rest_route" not in url:
        url = f"{url.rstrip('/')}/wp-json/wp/v2/{source.option('type', 'posts')}"
    if source.option("query"):
        url = f"{url}{'&' if '?' in url else '?'}{source.option('query')}"
    per_page = parameter(url, "per_page") or source.option("per_page", "100")
    return with_parameters(url, per_page=per_page, page=parameter(url, "page") or 1, _embed=1)


def _page_on(draft: PageDraft, rows: int) -> None:
    url = draft.capture.request.url
    page, pages = parameter(url, "page") or "1", draft.capture.header("x-wp-totalpages")
    total = draft.capture.header("x-wp-total")
    if page == "1" and total and total.strip().isdigit():
        draft.expected = int(total)
    if pages and pages.strip().isdigit():
        more = int(page) < int(pages)
    else:
        more = rows > 0 and str(rows) == parameter(url, "per_page")
    if more and page.isdigit():
        draft.follow(Request(url=with_parameters(url, page=int(page) + 1)))


def _read_post(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    source, item = draft.source, draft.item(pointer)
    said = say_options(draft, item, row)
    link = absolute(draft.capture.url, row.get("link"))
    for raw, name in (("title", "title"), ("excerpt", "description"), ("content", "body")):
        if raw and name not in said:
            say_text(item, name, _rendered(row.get(raw)), f"/{raw}/rendered")
    item.say("url", link, "/link", html=False)
    for raw, name in (("date", "published"), ("modified", "updated")):
        item.say(name, as_utc(row.get(f"{raw}_gmt")) or iso(row.get(raw)), f"/{raw}_gmt", html=False)
    words = _say_embedded(draft, item, row)
    guid = printed(_rendered(row.get("guid")))
    number = printed(row.get("id"))
    draft.unread(k for k, v in row.items() if v and k not in _USED and k not in named_by_options(source))
    # The number is the site's own; the guid names an old host at times but does as well when there is no number.
    key = f"{printed(row.get('type')) or 'post'}:{number}" if number else guid
    found = item.finish(source, key, kind_of(source, [*words, item.value("title")]), link)
    draft.add(found)
    if source.recipe and source.recipe.detail and link and same_host(link, draft.capture.url):
        draft.follow(Request(url=link, label=DETAIL, item_key=found.key))


def _rendered(value: object) -> object:
    return value.get("rendered") if isinstance(value, dict) else value


def _say_embedded(draft: PageDraft, item: ItemDraft, row: dict[str, Any]) -> list[str]:
    """Picture and term names, when the site embeds them."""
    embedded = row.get("_embedded")
    words: list[str] = []
    if not isinstance(embedded, dict):
        return words
    media = embedded.get("wp:featuredmedia")
    for one in media if isinstance(media, list) else []:
        if isinstance(one, dict):
            item.say(
                "image", absolute(draft.capture.url, one.get("source_url")), "/_embedded/wp:featuredmedia", html=False
            )
    terms = embedded.get("wp:term")
    for group in terms if isinstance(terms, list) else []:
        for term in group if isinstance(group, list) else []:
            if isinstance(term, dict) and printed(term.get("name")):
                name = "keywords" if term.get("taxonomy") == "post_tag" else "category"
                say_text(item, name, term.get("name"), "/_embedded/wp:term")
                words.append(str(term.get("name")))
    return words


READER = WordPressReader()
