"""feedparser: a feed over HTTP, then once more with what the first answer said of itself. Arguments: the address."""

import calendar
import html
import sys
from datetime import UTC, datetime

import feedparser
from told import moment, tell


def _plain(detail):
    return (
        html.unescape(detail["value"]) if detail["type"] in ("text/html", "application/xhtml+xml") else detail["value"]
    )


def _instant(parsed):
    return moment(datetime.fromtimestamp(calendar.timegm(parsed), UTC)) if parsed else None


first = feedparser.parse(sys.argv[1])
again = feedparser.parse(sys.argv[1], etag=first.get("etag"))
since = feedparser.parse(sys.argv[1], modified=first.get("modified"))
tell({
    "status": [first.status, again.status, since.status],
    "bozo": bool(first.bozo),
    "version": first.version,
    "links": {link.rel: link.href for link in first.feed.links},
    "entries": [
        {
            "id": e.id,
            "title": _plain(e.title_detail),
            "link": e.link,
            "published": _instant(e.get("published_parsed")),
            "updated": _instant(e.get("updated_parsed")),
            "text": _plain(e.summary_detail).replace("<br />", "\n"),
            "via": [link.href for link in e.links if link.rel == "via"],
            "topics": [t.term for t in e.get("tags", ())],
        }
        for e in first.entries
    ],
})  # fmt: skip
