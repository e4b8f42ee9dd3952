"""What an answer to a lead is worth: read by its platform's reader, and doubted where others were taken in. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrapers.discovery.lead import IN_PLACE, Lead
from scrapers.discovery.lead_words import kind_in, kind_of_address
from scrapers.readers import reader_for
from scrapers.readers.decoding import looks_like_html
from vigie.model import Capture, Kind, Page, RawItem, Source
from vigie.ways import Way

STALE = timedelta(days=400)
OVER = timedelta(days=1)
FEW = 3
_WALL = re.compile(
    rb"just a moment\.\.\.|cf-chl-|challenge-platform|_incapsula_resource|captcha-delivery|px-captcha|g-recaptcha-page|"
    rb"ddos protection by|attention required! \| cloudflare|request unsuccessful\. incapsula|access denied</title|"
    rb"please enable (?:js|javascript) and disable any ad blocker|verify you are (?:a )?human",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    rb"<title>\s*(?:<!\[CDATA\[)?\s*(?:commentaires (?:pour|sur)|comments (?:for|on)|reacties op|kommentare zu)",
    re.IGNORECASE,
)
_DATED = ("start", "date_text")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The way that an answer opens, or None, and what is to be said of it."""

    way: Way | None
    outcome: str
    items: int = 0


def improvised(lead: Lead, slug: str = "explored", site: str | None = None) -> Source:
    """A source that reads a lead as its platform would."""
    return Source(slug, slug, site, lead.kinds, lead.platform, (lead.url,), options=lead.options)


def wall_in(capture: Capture) -> str | None:
    """What betrays a page that keeps programs out, answered instead of the page; None for any other."""
    found = _WALL.search(capture.body[:60_000]) if len(capture.body) < 200_000 else None
    return found.group(0).decode("ascii", "replace") if found else None


def weigh(lead: Lead, capture: Capture, now: datetime, language: str | None = None) -> Weighed:
    """Whether a capture holds what its lead promised."""
    if lead.platform == "feed" and _COMMENTS.search(capture.body[:4000]):
        return Weighed(None, "a feed of comments, which is never read")
    page = reader_for(lead.platform).read(improvised(lead), capture, now)
    refused = next((p for p in page.problems if p.reason in ("wrong-content", "parse-error", "schema-drift")), None)
    if not page.items and page.next and not refused:
        return _leading_on(lead, page, language)
    if not page.items:
        if refused:
            return Weighed(None, f"not what {lead.platform} looks like: {refused.detail}")
        if looks_like_html(capture.body):
            return Weighed(None, "a page without any item that this platform lists")
        return Weighed(
            _way(lead, lead.kinds, ("it answers, and holds nothing now",), 40, language), "holds nothing now"
        )
    kinds, because, confidence = _doubted(lead, capture, page.items, now)
    count = f"{len(page.items)} items" + (f" of {page.expected}" if (page.expected or 0) > len(page.items) else "")
    outcome = f"{count} at {capture.url}"
    return Weighed(_way(lead, kinds, (outcome, *because), confidence, language), outcome, len(page.items))


def _leading_on(lead: Lead, page: Page, language: str | None) -> Weighed:
    """A list that says nothing but where its things are: a sitemap, an index of documents."""
    outcome = f"leads to {len(page.next)} more pages"
    return Weighed(_way(lead, lead.kinds, (outcome,), min(lead.confidence, 60), language), outcome, len(page.next))


def _way(lead: Lead, kinds: tuple[Kind, ...], because: tuple[str, ...], confidence: int, language: str | None) -> Way:
    return Way(lead.platform, (lead.url,), kinds, (lead.because, *because), confidence, lead.options, None, language)


def _doubted(
    lead: Lead, capture: Capture, items: tuple[RawItem, ...], now: datetime
) -> tuple[tuple[Kind, ...], tuple[str, ...], int]:
    """Kinds, reasons and confidence after a look at the dates of what came."""
    dated = [item for item in items if any(item.first(name) for name in _DATED)]
    if lead.platform == "feed":
        named = kind_in(lead.because) or kind_of_address(lead.url)
        if len(dated) * 2 > len(items):
            return _aged((Kind.EVENT,), ("its entries carry dates of events",), 88, items, now)
        kinds = (Kind.CALL,) if named is Kind.CALL else (Kind.NEWS,)
        return _aged(kinds, ("its dates are those of publication",), lead.confidence, items, now)
    if Kind.EVENT in lead.kinds and len(dated) * 2 < len(items):
        return lead.kinds, ("most of its items have no date of the event",), min(lead.confidence, 45)
    if lead.rank == IN_PLACE and len(items) < FEW and looks_like_html(capture.body):
        return _aged(lead.kinds, ("few things stand on the page itself",), min(lead.confidence, 70), items, now)
    return _aged(lead.kinds, (), lead.confidence, items, now)


def _aged(
    kinds: tuple[Kind, ...], because: tuple[str, ...], confidence: int, items: tuple[RawItem, ...], now: datetime
) -> tuple[tuple[Kind, ...], tuple[str, ...], int]:
    """Less confidence in what is over or was left alone long ago. Days are compared as printed, in ISO form."""
    if Kind.EVENT in kinds:
        days = [f.value[:10] for i in items for name in ("end", "start", "rrule", "date_text") for f in i.all(name)]
        if days and all(re.match(r"\d{4}-\d\d-\d\d", day) and day < (now - OVER).date().isoformat() for day in days):
            return kinds, (*because, "all of its events are over"), min(confidence, 55)
    elif Kind.NEWS in kinds:
        newest = max((i.text("published") or i.text("updated") or "" for i in items), default="")[:10]
        if newest and newest < (now - STALE).date().isoformat():
            return kinds, (*because, f"its newest entry is of {newest}"), min(confidence, 55)
    return kinds, because, confidence
