"""Items of an unseen site as things of the made-up world, so that its sites can show them on their platforms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from simulator.gazetteer import Town, Venue
from simulator.sites.site import Ask, Reply, Site
from simulator.things import Call, Deadline, Event, News, Session
from simulator.unseen.item import Item, truth
from simulator.unseen.shell import Responder
from simulator.view import View


def view_of(host: str, items: Sequence[Item], today: date, identifiers: Sequence[str] = ()) -> View:
    """What a site of the world sees when it shows these items as its own. `identifiers` name calls in turn."""
    calls = [i for i in items if i.kind == "call"]
    return View(
        today,
        tuple(_event(host, i) for i in items if i.kind == "event"),
        tuple(_news(host, i) for i in items if i.kind == "news"),
        tuple(_call(host, i, identifiers[n] if identifiers else "") for n, i in enumerate(calls)),
    )


def shown(site: Site, view: View) -> Responder:
    """The site's own pages, without its home and its robots.txt."""

    def respond(ask: Ask) -> Reply | None:
        return None if ask.path == "/" and not ask.query else site.pages(ask, view)

    return respond


def sighted(site: Site, view: View, items: Sequence[Item]) -> Iterator[dict[str, object]]:
    """The truth of the items as that site shows them."""
    by_number = {str(i.number): i for i in items}
    for sighting in site.sightings(view):
        item = by_number[sighting.thing]
        yield truth(item, "", True) | {"title": sighting.title, "url": sighting.url, "key": sighting.key}


def _event(host: str, item: Item) -> Event:
    venue = None
    if item.spot:
        spot = item.spot
        street, _, house = spot.street.rpartition(" ")
        venue = Venue(3, spot.name, street, house, Town(spot.town, spot.postcode, "", spot.latitude, spot.longitude))
    return Event(
        id=str(item.number),
        number=item.number,
        title=item.title,
        form="performance",
        category=item.category,
        sessions=(Session(item.start, item.end, item.all_day),),
        venue=venue,
        organiser=host,
        announced=item.published,
        summary=item.summary,
        body=item.body,
        sites=(host,),
        price=item.price,
    )


def _news(host: str, item: Item) -> News:
    return News(
        str(item.number), item.number, item.title, item.published, item.summary, item.body, item.category, (host,)
    )


def _call(host: str, item: Item, identifier: str) -> Call:
    return Call(
        str(item.number),
        item.number,
        item.title,
        item.published,
        item.summary,
        item.body,
        host,
        (host,),
        opens=item.published.date(),
        deadlines=(Deadline(item.start, True),),
        identifier=identifier,
    )
