"""GeoJSON (RFC 7946): a feature for each event and each call, on its spot when that is known (FEEDS.md §5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from feeds.channel import Channel, Site
from feeds.facts import facts
from feeds.ids import item_page, tag
from feeds.instants import rfc3339
from feeds.json_text import Plain, dumped, escaped_for_html, present
from feeds.pieces import Format, Piece, joined
from feeds.rights import source_link
from feeds.status import shown_title
from vigie.model import AttendanceMode, Event, Item, Status

DECIMALS = 6  # about ten centimetres, RFC 7946 §11.2

# Every piece starts so, whatever an item holds: the coordinates are read back without reading the feature.
_SPOT = re.compile(rb'\{"type":"Feature","geometry":\{"type":"Point","coordinates":\[([-0-9.e]+),([-0-9.e]+)\]')


def feature(item: Item, site: Site) -> Plain:
    """A released item as a Feature. Its `id` is the tag URI that Atom, RSS, JSON Feed and JSON-LD give it; without a
    known spot, or online, its geometry is null (§3.2: unlocated)."""
    content = item.content
    spoken = present(
        title=shown_title(item),
        description=content.description,
        url=item_page(site, item.id),
        source_url=source_link(item),
        image=content.image,
        language=content.language,
    )
    return {
        "type": "Feature",
        "geometry": _point(item),
        "id": tag(site, item.id),
        "properties": spoken | facts(item, site),
    }


def _point(item: Item) -> Plain | None:
    content = item.content
    if isinstance(content, Event) and (
        content.attendance is AttendanceMode.ONLINE or content.status is Status.MOVED_ONLINE
    ):
        return None
    place = content.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [round(place.longitude, DECIMALS), round(place.latitude, DECIMALS)]}


def _cut(item: Item, site: Site) -> Iterable[Piece]:
    yield Piece(item.id, escaped_for_html(dumped(feature(item, site), indent=False)))


class _Bounds:
    """The smallest box around the points that pass by, as `bbox` says it: west, south, east, north (§5)."""

    def __init__(self) -> None:
        self.box: tuple[float, float, float, float] | None = None

    def watch(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        for piece in pieces:
            if spot := _SPOT.match(piece):
                self._widen(float(spot[1]), float(spot[2]))
            yield piece

    def _widen(self, lon: float, lat: float) -> None:
        west, south, east, north = self.box or (lon, lat, lon, lat)
        self.box = min(west, lon), min(south, lat), max(east, lon), max(north, lat)


def _write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    # Name, licence and age are foreign members (§6.1). The box comes last because it is known last.
    head = present(
        type="FeatureCollection",
        name=channel.title,
        description=channel.description,
        url=channel.self_url,
        licence=channel.licence,
        updated=rfc3339(channel.updated),
        next_url=channel.link("next"),
    )
    bounds = _Bounds()
    before = escaped_for_html(dumped(head, indent=False)).removesuffix(b"}") + b',"features":[\n'
    rows = joined(before, bounds.watch(pieces), b",\n", b"\n]", out)
    if bounds.box:
        out.write(b',"bbox":' + dumped(list(bounds.box), indent=False))
    out.write(b"}\n")
    return rows


FORMAT = Format("geojson", ".geojson", "application/geo+json", _cut, _write)
