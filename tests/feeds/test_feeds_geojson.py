"""GeoJSON against RFC 7946, clause by clause."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from feed_samples import PLACE, SITE, article, call, channel, event
from test_feeds_fuzz import Fuzzer

from feeds.geojson import FORMAT
from vigie.model import AttendanceMode, Item, Kind, Place, Status


def collection(*items: Item) -> dict[str, object]:
    return json.loads(FORMAT.render(items, channel("agenda.geojson", items=items)))


def placed(number: int, latitude: float, longitude: float) -> Item:
    return event(number, place=Place("Lieu", latitude=latitude, longitude=longitude))


def test_a_feature_stands_on_its_spot_longitude_first():
    (feature,) = collection(event(1))["features"]
    assert feature["type"] == "Feature"
    assert feature["geometry"] == {"type": "Point", "coordinates": [PLACE.longitude, PLACE.latitude]}
    assert feature["id"] == f"tag:{SITE.domain},2026:00000000-0000-0000-0000-000000000001"
    properties = feature["properties"]
    assert properties["title"] == "Atelier 1"
    assert properties["url"] == "https://vigie.example/e/00000000-0000-0000-0000-000000000001"
    assert properties["source_url"] == "https://kikk.example/e/1"
    assert properties["status"] == "scheduled"
    assert properties["occurrences"][0]["start"] == "2026-10-15T18:30:00+02:00"


def test_coordinates_have_six_decimals_at_most():
    found = collection(placed(1, 50.123456789, 4.987654321))
    assert found["features"][0]["geometry"]["coordinates"] == [4.987654, 50.123457]


def test_the_box_is_west_south_east_north():
    found = collection(placed(1, 50.5, 4.1), placed(2, 49.6, 5.9), placed(3, 50.1, 3.2), event(4, place=None))
    assert found["bbox"] == [3.2, 49.6, 5.9, 50.5]


def test_a_single_point_and_coordinates_near_zero_have_a_box():
    assert collection(placed(1, 0.0000004, -0.00001))["bbox"] == [-1e-05, 0.0, -1e-05, 0.0]


def test_without_any_spot_there_is_no_box():
    found = collection(event(1, place=None))
    assert "bbox" not in found
    assert found["features"][0]["geometry"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"place": None},
        {"place": replace(PLACE, latitude=None, longitude=None)},
        {"attendance": AttendanceMode.ONLINE},
        {"status": Status.MOVED_ONLINE, "online_url": "https://live.example/"},
    ],
)
def test_what_is_online_or_unknown_is_unlocated(changes):
    (feature,) = collection(event(1, **changes))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["title"] == "Atelier 1"


def test_a_mixed_event_keeps_its_spot():
    (feature,) = collection(event(1, attendance=AttendanceMode.MIXED))["features"]
    assert feature["geometry"]["coordinates"] == [4.859, 50.464]


def test_a_cancelled_event_says_so_on_a_map():
    (feature,) = collection(event(1, status=Status.CANCELLED))["features"]
    assert feature["properties"]["title"] == "ANNULÉ – Atelier 1"
    assert feature["properties"]["status"] == "cancelled"


def test_calls_are_features_too():
    items = (call(1, place=PLACE), call(2))
    data = FORMAT.render(items, channel("calls.geojson", Kind.CALL, items))
    first, second = json.loads(data)["features"]
    assert first["geometry"]["coordinates"] == [4.859, 50.464]
    assert first["properties"]["deadline"] == "2026-11-15"
    assert second["geometry"] is None


def test_the_collection_names_itself_and_has_no_reference_system():
    items = (event(1),)
    data = FORMAT.render(items, channel("agenda.geojson", items=items))
    found = json.loads(data)
    assert found["type"] == "FeatureCollection"
    assert found["name"] == "Vigie – agenda"
    assert found["licence"] == SITE.licence
    assert found["updated"] == "2026-09-01T06:00:00Z"
    assert b'"crs"' not in data
    # §7.1: what has another type's members would be taken for that type.
    assert not {"coordinates", "geometry", "properties", "geometries"} & set(found)


def test_an_empty_collection_is_one():
    assert collection()["features"] == []


def test_order_does_not_matter_and_rows_are_counted():
    items = tuple(placed(n, 50 + n / 100, 4.0) for n in range(1, 30))
    assert FORMAT.render(items, channel()) == FORMAT.render(items[::-1], channel())
    out = io.BytesIO()
    pieces = (p.data for i in items for p in FORMAT.cut(i, SITE))
    assert FORMAT.write(pieces, channel(), out) == 29
    assert out.getvalue() == FORMAT.render(items, channel())


def test_no_text_moves_the_box():
    title = '{"type":"Feature","geometry":{"type":"Point","coordinates":[1.0,2.0]'
    found = collection(event(1, title=title, place=None), placed(2, 50.0, 4.0))
    assert found["bbox"] == [4.0, 50.0, 4.0, 50.0]
    assert found["features"][0]["properties"]["title"] == title


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_items_stay_features(kind):
    fuzzer = Fuzzer(7946)
    items = tuple(fuzzer.item(kind, n) for n in range(1, 201))
    data = FORMAT.render(items, channel("agenda.geojson", kind, items))
    assert b"<" not in data
    assert not set("\x00\x0b\x0c\x1b\x7f\x85\u202e\u2066\u2028\ufffe") & set(data.decode())
    found = json.loads(data)
    assert {f["id"].rsplit(":", 1)[1] for f in found["features"]} == {i.id for i in items}
    for feature in found["features"]:
        assert set(feature) == {"type", "geometry", "id", "properties"}
        if feature["geometry"]:
            lon, lat = feature["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


def test_news_is_no_place_but_may_have_one():
    (feature,) = json.loads(FORMAT.render((article(1, place=PLACE),), channel(kind=Kind.NEWS)))["features"]
    assert feature["geometry"]["coordinates"] == [4.859, 50.464]
