"""Reads the lists of a year's sites by hand: json, BeautifulSoup, feedparser, icalendar; nothing of the product."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import feedparser
import icalendar
from bs4 import BeautifulSoup, Tag

from simulator.sites.site import Ask, Entry, Reply
from simulator.year import Morning, YearSite

_MOST_PAGES = 60
# What the search of the funding portal wants to be sent.
FORM_MEDIA = "multipart/form-data; boundary=x"
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="query"\r\nContent-Type: application/json\r\n\r\n'
    b'{"bool":{}}\r\n--x--\r\n'
)


@dataclass(frozen=True)
class Row:
    """One thing of a list: the site's own id where it prints one, else its page."""

    key: str
    title: str
    url: str = ""


class Reader:
    """Asks a morning for URLs and follows redirects."""

    def __init__(self, morning: Morning) -> None:
        self.morning = morning

    def get(self, url: str, method: str = "GET", body: bytes = b"", **headers: str) -> Reply:
        for _ in range(5):
            parts = urlsplit(url)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            ask = Ask(method, unquote(parts.path), parts.query, named, body)
            reply = self.morning.answer(parts.netloc, ask)
            target = dict(reply.headers).get("Location")
            if reply.status not in (301, 302, 308) or target is None:
                return reply
            url = urljoin(url, target)
        raise AssertionError(f"too many redirects: {url}")

    def rows(self, site: YearSite) -> list[Row]:
        """Everything that the site's lists give today, all pages of all entries."""
        found: list[Row] = []
        for entry in self.morning.entries(site.host):
            found += _READERS[_name(site, entry)](self, entry)
        return found

    def soup(self, url: str) -> BeautifulSoup:
        return BeautifulSoup(self.get(url).body, "html.parser")

    def walk(
        self, url: str, following: Callable[[Any, str], str | None], parse: Callable[[Reply], Any]
    ) -> Iterator[Any]:
        for _ in range(_MOST_PAGES):
            reply = self.get(url)
            assert reply.status == 200, (url, reply.status)
            data = parse(reply)
            yield data
            target = following(data, url)
            if target is None:
                return
            url = target
        raise AssertionError(f"no end of pages: {url}")


def _name(site: YearSite, entry: Entry) -> str:
    return "wordpress" if site.platform == "tribe" and entry.kind == "news" else site.platform


def _json(reply: Reply) -> Any:
    return json.loads(reply.body)


def _text(markup: str) -> str:
    return html.unescape(html.unescape(markup))


def _tribe(reader: Reader, entry: Entry) -> Iterator[Row]:
    # Past events are listed when they are asked for.
    since = reader.morning.day.fromordinal(reader.morning.day.toordinal() - 30)
    first = f"{entry.url}&start_date={since.isoformat()}"
    seen: set[int] = set()
    for data in reader.walk(first, lambda d, _: d.get("next_rest_url"), _json):
        for event in data["events"]:
            if event["id"] not in seen:  # one row for each date of a series
                seen.add(event["id"])
                yield Row(str(event["id"]), _text(event["title"]), event["url"])


def _wordpress(reader: Reader, entry: Entry) -> Iterator[Row]:
    for number in range(1, _MOST_PAGES):
        reply = reader.get(f"{entry.url}&page={number}")
        assert reply.status == 200
        for post in json.loads(reply.body):
            yield Row(str(post["id"]), _text(post["title"]["rendered"]), post["link"])
        if number >= int(dict(reply.headers)["X-WP-TotalPages"]):
            return


def _imio(reader: Reader, entry: Entry) -> Iterator[Row]:
    seen: set[str] = set()
    for data in reader.walk(entry.url, lambda d, _: d["batching"].get("next"), _json):
        for item in data["items"]:
            if item["UID"] not in seen:
                seen.add(item["UID"])
                yield Row(item["UID"], item["title"], item["@id"])


def _opendatasoft(reader: Reader, entry: Entry) -> Iterator[Row]:
    begin, total = 0, 1
    while begin < total:
        data = _json(reader.get(entry.url.replace("offset=0", f"offset={begin}")))
        total, begin = data["total_count"], begin + 50
        for record in data["results"]:
            yield Row(record["id"], record["title"], record["image"].removesuffix("/@@images/image/preview"))


def _ical(reader: Reader, entry: Entry) -> Iterator[Row]:
    for event in icalendar.Calendar.from_ical(reader.get(entry.url).body).walk("VEVENT"):
        yield Row(str(event["UID"]), _text(str(event["SUMMARY"])), str(event["URL"]))


def _feed(reader: Reader, entry: Entry) -> Iterator[Row]:
    for item in feedparser.parse(reader.get(entry.url).body).entries:
        yield Row(item.get("id") or item.link, _text(item.title), item.link)


def _cards(selector: str, following: str | None = None) -> Callable[[Reader, Entry], Iterator[Row]]:
    """Reads links of that CSS selector, page after page by the link `following`."""

    def read(reader: Reader, entry: Entry) -> Iterator[Row]:
        def onward(soup: BeautifulSoup, url: str) -> str | None:
            link = soup.select_one(following) if following else None
            return urljoin(_base(soup, url), str(link["href"])) if link else None

        url = entry.url
        for soup in reader.walk(url, onward, lambda reply: BeautifulSoup(reply.body, "html.parser")):
            for link in soup.select(selector):
                page = urljoin(_base(soup, url), str(link["href"]))
                yield Row(page, link.get_text(), page)

    return read


def _base(soup: BeautifulSoup, url: str) -> str:
    base = soup.find("base")
    return str(base["href"]) if isinstance(base, Tag) else url


def _sedia(reader: Reader, entry: Entry) -> Iterator[Row]:
    url = entry.url.replace("pageSize=10", "pageSize=100")
    reply = reader.get(url, "POST", FORM, Content_Type=FORM_MEDIA)
    for result in {r["url"]: r for r in json.loads(reply.body)["results"]}.values():
        yield Row(result["metadata"]["identifier"][0], result["metadata"]["title"][0], result["url"])


def _typo3(reader: Reader, entry: Entry) -> Iterator[Row]:
    for row in _cards(".news-list-item h3 a", ".news-list-browse a.next")(reader, entry):
        yield Row(parse_qs(urlsplit(row.url).query)["tx_ttnews[tt_news]"][0], row.title, row.url)


_READERS: dict[str, Callable[[Reader, Entry], Iterator[Row]]] = {
    "tribe": _tribe,
    "wordpress": _wordpress,
    "imio": _imio,
    "opendatasoft": _opendatasoft,
    "ical": _ical,
    "atom": _feed,
    "rss": _feed,
    "plone": _feed,
    "json-ld": _cards("a.card-link"),
    "json-ld-graph": _cards("a.card-link"),
    "microdata": _cards("a.card-link"),
    "drupal": _cards(".node__title a", ".pager__item--next a"),
    "typo3": _typo3,
    "html": _cards("#contenu .bloc a"),
    "html-calls": _cards("#liste b a"),
    "sedia": _sedia,
}
