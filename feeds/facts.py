"""The facts of a released item as plain JSON: what `_vigie` of the JSON Feed holds. Interface version 1."""

from __future__ import annotations

from feeds.channel import Site
from feeds.ids import item_page
from feeds.instants import rfc3339, said
from feeds.json_text import Plain, number, present
from feeds.rights import image_credit
from vigie.model import Call, Deadline, Event, Item, Money, Occurrence, Place, Sighting


def facts(item: Item, site: Site) -> Plain:
    """Kind, status, sessions or deadlines, place, money and sources of an item. Unknown members are left out."""
    content = item.content
    shared = present(
        id=item.id,
        kind=item.kind.value,
        sequence=item.sequence,
        created_at=rfc3339(item.created_at),
        revised_at=rfc3339(item.revised_at),
        page=item_page(site, item.id),
        topics=list(content.topics),
        place=_place(content.place),
        image_credit=image_credit(item) if content.image else None,
        sources=[_source(s) for s in item.sightings],
    )
    if isinstance(content, Event):
        return shared | _event(content)
    return shared | _call(content) if isinstance(content, Call) else shared


def _event(event: Event) -> Plain:
    return present(
        status=event.status.value,
        occurrences=[_occurrence(o) for o in event.occurrences],
        previous_start=said(event.previous_start) if event.previous_start else None,
        attendance=event.attendance.value if event.attendance else None,
        online_url=event.online_url,
        organizers=list(event.organizers),
        is_free=event.is_free,
        prices=[_money(m) for m in event.prices],
        price_text=event.price_text,
    )


def _call(call: Call) -> Plain:
    following = [_deadline(d) for d in call.deadlines]
    return present(
        opens=said(call.opens) if call.opens else None,
        deadline=following[-1]["at"] if following else None,
        deadlines=following,
        rolling=call.rolling,
        closed=call.closed,
        amounts=[_money(m) for m in call.amounts],
        funders=list(call.funders),
        identifier=call.identifier,
    )


def _occurrence(o: Occurrence) -> Plain:
    return present(
        start=said(o.start),
        end=said(o.end) if o.end else None,
        timezone=o.start.zone,
        precision=o.start.precision.value,
        all_day=o.all_day,
    )


def _deadline(d: Deadline) -> Plain:
    return present(
        at=said(d.at),
        precision=d.at.precision.value,
        label=d.label,
        strict=d.strict or None,
        replaces=said(d.replaces) if d.replaces else None,
    )


def _money(m: Money) -> Plain:
    return present(
        role=m.role.value,
        low=number(m.low),
        high=number(m.high),
        currency=m.currency,
        label=m.label,
        rate=number(m.rate),
    )


def _place(place: Place | None) -> Plain | None:
    if place is None:
        return None
    return present(
        name=place.name,
        street=place.street,
        postcode=place.postcode,
        municipality=place.municipality,
        nis=place.nis,
        province=place.province,
        region=place.region,
        country=place.country,
        latitude=_degrees(place.latitude),
        longitude=_degrees(place.longitude),
        totem=place.totem,
    )


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _source(s: Sighting) -> Plain:
    # No date of a visit: a visit that changes nothing must not change a feed.
    return present(slug=s.source, name=s.name, url=s.url, licence=s.licence)
