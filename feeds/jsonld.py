"""schema.org as JSON-LD (FEEDS.md §4): Event, NewsArticle based on its original, MonetaryGrant with its ApplyAction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from feeds.atom import published_at
from feeds.channel import Channel, Site
from feeds.ids import item_page, tag
from feeds.instants import rfc3339, said
from feeds.json_text import Plain, dumped, escaped_for_html, number, present
from feeds.pieces import Format, Piece, joined
from feeds.rights import image_credit, released, source_link
from feeds.status import words_of
from vigie.model import Article, AttendanceMode, Call, Event, Item, Money, MoneyRole, Occurrence, Place, Status

CONTEXT = "https://schema.org"
_ATTENDANCE = {
    AttendanceMode.OFFLINE: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.MIXED: "MixedEventAttendanceMode",
}


def cut(item: Item, site: Site) -> Iterator[Piece]:
    """The node of one released item; safe inside HTML."""
    yield Piece(item.id, escaped_for_html(dumped(_node(item, site), indent=False)))


def write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    """One graph: a node about the feed, then the items, one on a line."""
    feed = {
        "@type": "DataFeed",
        "@id": channel.self_url,
        "name": channel.title,
        "license": channel.licence,
        "dateModified": rfc3339(channel.updated),
    }
    before = f'{{"@context": "{CONTEXT}", "@graph": [\n'.encode() + escaped_for_html(dumped(feed, indent=False))
    return joined(before, (b",\n" + piece for piece in pieces), b"", b"\n]}\n", out)


FORMAT = Format("jsonld", ".jsonld", "application/ld+json; charset=utf-8", cut, write)
render = FORMAT.render


def embedded(item: Item, site: Site) -> str:
    """The JSON-LD of one item, to stand as it is inside `<script type="application/ld+json">` of its page."""
    return escaped_for_html(dumped({"@context": CONTEXT} | node(item, site), indent=False)).decode("utf-8")


def node(item: Item, site: Site) -> Plain:
    """One item as a schema.org node, without context. The rights gate is inside."""
    return _node(released(item), site)


def _node(safe: Item, site: Site) -> Plain:
    content = safe.content
    shared = present(
        at_id=tag(site, safe.id),
        url=item_page(site, safe.id),
        name=content.title,
        description=content.description,
        image=[_image(safe)] if content.image else None,
        sameAs=list(dict.fromkeys(u for u in (source_link(safe), *(s.url for s in safe.sightings)) if u)),
    )
    if isinstance(content, Call):
        return {"@type": "MonetaryGrant"} | shared | _call(content, source_link(safe))
    # A grant of schema.org has neither language nor keywords.
    words = ", ".join(t.split(":", 1)[1] for t in content.topics)
    shared |= present(inLanguage=content.language, keywords=words)
    if isinstance(content, Event):
        return {"@type": "Event"} | shared | _event(content, item_page(site, safe.id))
    return {"@type": "NewsArticle"} | shared | _article(safe, content, site)


def _event(event: Event, page: str) -> Plain:
    first, last = event.occurrences[0], event.occurrences[-1]
    where = _locations(event)
    shared = present(
        eventStatus=f"https://schema.org/{words_of(event).schema_org}",
        eventAttendanceMode=f"https://schema.org/{_ATTENDANCE[event.attendance]}" if event.attendance else None,
        location=where[0] if len(where) == 1 else where,
    )
    several = len(event.occurrences) > 1
    ends = (last if several else first).end
    return present(
        startDate=said(first.start),
        endDate=said(ends) if ends else (said(last.start) if several else None),
        previousStartDate=said(event.previous_start)
        if event.previous_start and event.status is Status.RESCHEDULED
        else None,
        organizer=[{"@type": "Organization", "name": name} for name in event.organizers],
        isAccessibleForFree=event.is_free,
        offers=_offers(event, page),
        subEvent=[_session(event, o) | shared for o in event.occurrences] if several else None,
        **shared,
    )


def _session(event: Event, o: Occurrence) -> Plain:
    return present(at_type="Event", name=event.title, startDate=said(o.start), endDate=said(o.end) if o.end else None)


def _locations(event: Event) -> list[Plain]:
    virtual = {"@type": "VirtualLocation", "url": event.online_url} if event.online_url else None
    place = _place(event.place)
    if event.status is Status.MOVED_ONLINE and virtual:
        return [virtual]
    return [w for w in (place, virtual) if w]


def _place(place: Place | None) -> Plain | None:
    if place is None:
        return None
    address = present(
        streetAddress=place.street,
        postalCode=place.postcode,
        addressLocality=place.locality or place.municipality,
        addressRegion=place.region,
        addressCountry=place.country,
    )
    spot = None
    if place.latitude is not None and place.longitude is not None:
        spot = {
            "@type": "GeoCoordinates",
            "latitude": round(place.latitude, 6),
            "longitude": round(place.longitude, 6),
        }
    if not (address or spot or place.name):
        return None
    return present(
        at_type="Place",
        name=place.name or place.locality or place.municipality,
        address={"@type": "PostalAddress"} | address if address else None,
        geo=spot,
    )


def _offers(event: Event, page: str) -> list[Plain]:
    sold_out = "https://schema.org/SoldOut" if event.status is Status.FULL else None
    prices = [m for m in event.prices if m.role is MoneyRole.PRICE and (m.low is not None or m.high is not None)]
    if event.is_free and not prices:
        return [present(at_type="Offer", price=0, priceCurrency="EUR", url=page, availability=sold_out)]
    offers = [_offer(m, page, sold_out) for m in prices]
    return offers or ([present(at_type="Offer", url=page, availability=sold_out)] if sold_out else [])


def _offer(m: Money, page: str, availability: str | None) -> Plain:
    if m.low is not None and m.low == m.high:
        cost = present(at_type="Offer", price=number(m.low))
    else:
        cost = present(at_type="AggregateOffer", lowPrice=number(m.low), highPrice=number(m.high))
    return cost | present(priceCurrency=m.currency, name=m.label, url=page, availability=availability)


def _article(item: Item, article: Article, site: Site) -> Plain:
    # isBasedOn and sdPublisher, no author and no publisher: the words are the source's, the index card is ours.
    return present(
        headline=article.title,
        datePublished=said(article.published) if article.published else rfc3339(published_at(item)),
        dateModified=said(article.updated) if article.updated else None,
        isBasedOn=source_link(item),
        sdPublisher={"@type": "Organization", "name": site.name, "url": site.url + "/"},
        sdLicense=site.licence,
        contentLocation=_place(article.place),
    )


def _call(call: Call, original: str | None) -> Plain:
    amounts = [
        present(
            at_type="MonetaryAmount",
            minValue=number(m.low),
            maxValue=number(m.high),
            currency=m.currency,
            name=m.label or m.role.value,
        )
        for m in call.amounts
        if m.low is not None or m.high is not None
    ]
    starts = said(call.opens) if call.opens else None
    ends: list[str | None] = [said(d.at) for d in call.deadlines] or [None]
    actions = [present(at_type="ApplyAction", startTime=starts, endTime=e, target=original) for e in ends]
    return present(
        identifier=call.identifier,
        funder=[{"@type": "Organization", "name": name} for name in call.funders],
        amount=amounts,
        potentialAction=[a for a in actions if len(a) > 1],
    )


def _image(item: Item) -> Plain:
    return present(at_type="ImageObject", url=item.content.image, creditText=image_credit(item))
