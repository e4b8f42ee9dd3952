"""Released schemas: frozen, true of what we say, closed against what they do not say, unbroken by a minor version."""

from __future__ import annotations

import copy
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from feed_samples import DAY, NOW, PLACE, SITE, article, at, call, event, session, shelves, sighting

import feeds
from feeds import jsonfeed
from feeds.cloudevents import state
from feeds.formats import channel_for
from feeds.publish import publish
from feeds.schema_compat import breaking
from vigie.model import AttendanceMode, Deadline, Item, Kind, Money, MoneyRole, Status

FOLDER = Path(feeds.__file__).parent / "schema"
RELEASED = {
    "article-1.0.0": "77d3e05aa5f7857ac916f5a9652663f874bd673f5fcf9186efe4200afb3fa2aa",
    "call-1.0.0": "68a0bb67067c7ed0be6b6ed5b36f024d72cd51d9941c806f02280cac5d6032be",
    "change-1.0.0": "a2b87033db127d073e0782e65d9a3cc636606f6920a839199b49ed5f9714b2fb",
    "event-1.0.0": "25920cef5ee760c6ba8079de51b75e1c0cfa130c930f47f4b492ddbbb44e75c0",
    "index-1.0.0": "d4d0f9d7bced655358c310c86f246be73b0894ef7233e1acd7905a7b525c68e3",
}
"""sha-256 of every file that was ever released. A row is added with a version, and never changed."""
TOTEM = replace(PLACE, totem="trakk")
NAMES = {Kind.EVENT: "event", Kind.NEWS: "article", Kind.CALL: "call"}


def schema(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    return plain


def closed(node: Any) -> Any:
    """A schema that refuses every member that it does not name."""
    if isinstance(node, list):
        return [closed(part) for part in node]
    if not isinstance(node, dict):
        return node
    shut = {key: closed(value) for key, value in node.items()}
    if node.get("type") == "object" and "properties" in node:
        shut["additionalProperties"] = False
    return shut


def checker(name: str, shut: bool = True) -> jsonschema.Draft202012Validator:
    plain = schema(name)
    return jsonschema.Draft202012Validator(closed(plain) if shut else plain, format_checker=jsonschema.FormatChecker())


def test_released_files_are_frozen() -> None:
    found = {f.stem: hashlib.sha256(f.read_bytes()).hexdigest() for f in FOLDER.iterdir()}
    assert found == RELEASED, "a released schema never changes: add a version beside it"


@pytest.mark.parametrize("name", RELEASED)
def test_each_is_a_schema_with_words(name: str) -> None:
    plain = schema(name)
    assert plain["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(plain)
    assert name.rpartition("-")[2] in plain["title"]
    assert "may be added" in plain["description"]


def test_consecutive_versions_break_nothing() -> None:
    versions: dict[tuple[str, int], list[tuple[tuple[int, ...], str]]] = {}
    for name in RELEASED:
        stem, _, version = name.rpartition("-")
        numbers = tuple(int(n) for n in version.split("."))
        versions.setdefault((stem, numbers[0]), []).append((numbers, name))
    assert len(versions) == 5
    for known in versions.values():
        for (_, old), (_, new) in pairwise(sorted(known)):
            assert breaking(schema(old), schema(new)) == [], (old, new)


def full(made: Item) -> Item:
    """An item with all that any kind can say."""
    content = replace(
        made.content, place=TOTEM, topics=("discipline:xr",), image="https://kikk.example/i.jpg", language="fr-BE"
    )
    seen = (sighting(licence="CC BY 4.0", image_rights="© KIKK", republish=True),)
    return replace(made, content=content, sightings=seen, pinned_until=NOW + timedelta(days=2))


def full_event() -> Item:
    return full(event(
        1,
        occurrences=(session("2026-10-15T18:30", "2026-10-15T21:00"), session("2026-10-20"), session("2026-12")),
        status=Status.RESCHEDULED,
        previous_start=at("2026-10-14T18:30"),
        attendance=AttendanceMode.MIXED,
        online_url="https://meet.example/x",
        is_free=False,
        price_text="5 € sur place",
        prices=(Money(MoneyRole.PRICE, Decimal(5), Decimal("12.50"), label="plein"),),
    ))  # fmt: skip


def full_article() -> Item:
    return full(article(2, updated=at("2026-08-21")))


def full_call() -> Item:
    deadlines = (
        Deadline(at("2026-11-15"), "premier tour", strict=True, replaces=at("2026-11-01")),
        Deadline(at("2026-12-15T12:00")),
    )
    amounts = (Money(MoneyRole.GRANT, None, Decimal(25000), rate=Decimal("0.5")), Money(MoneyRole.ENVELOPE, Decimal(1)))
    return full(call(3, deadlines=deadlines, amounts=amounts, identifier="FC-2026-1", closed=True, rolling=True))


FULL = (full_event(), full_article(), full_call())
EVERY = (*FULL, event(), article(published=None), call(deadlines=(), opens=None))


@pytest.mark.parametrize("item", EVERY, ids=lambda i: f"{i.kind}-{i.id[-1]}-{len(i.content.title)}")
def test_what_we_say_is_what_the_schema_says(item: Item) -> None:
    name = f"{NAMES[item.kind]}-1.0.0"
    shown = state(item, SITE)
    assert shown is not None
    checker(name).validate(shown)
    feed = orjson.loads(jsonfeed.render((item,), channel_for("agenda.json", item.kind, (item,), SITE, DAY)))
    checker(name).validate(feed["items"][0]["_vigie"])


@pytest.mark.parametrize("item", FULL, ids=lambda i: str(i.kind))
def test_every_member_is_said_by_a_full_item(item: Item) -> None:
    """A member that nothing ever fills is a promise that nobody keeps; all of them are printed here once."""
    shown = state(item, SITE)
    assert shown is not None
    plain = schema(f"{NAMES[item.kind]}-1.0.0")
    assert set(plain["properties"]) == set(shown)
    for name, values in (
        ("occurrence", "occurrences"),
        ("deadline", "deadlines"),
        ("place", "place"),
        ("source", "sources"),
    ):
        if values in shown:
            parts = shown[values] if isinstance(shown[values], list) else [shown[values]]
            assert set(plain["$defs"][name]["properties"]) == {key for part in parts for key in part}, name


def test_a_member_that_is_not_documented_fails_the_closed_copy_alone() -> None:
    shown = state(full_event(), SITE)
    assert shown is not None
    for wrong in ({**shown, "secret": 1}, {**shown, "place": {**shown["place"], "door": "3"}}):
        assert checker("event-1.0.0", shut=False).is_valid(wrong), "members may be added"
        assert not checker("event-1.0.0").is_valid(wrong)
    for wrong in (
        {**shown, "kind": "call"},
        {**shown, "id": "1"},
        {**shown, "occurrences": []},
        {**shown, "page": None},
    ):
        assert not checker("event-1.0.0", shut=False).is_valid(wrong)


def test_the_index_is_what_its_schema_says(tmp_path: Path) -> None:
    publish(shelves(), SITE, NOW, tmp_path, (3, 4))
    index = orjson.loads((tmp_path / "index.json").read_bytes())
    checker("index-1.0.0").validate(index)
    assert set(index) == set(schema("index-1.0.0")["properties"])
    assert set(index["files"][0]) == set(schema("index-1.0.0")["$defs"]["file"]["properties"])
    assert not checker("index-1.0.0").is_valid({**index, "files": [{**index["files"][0], "sha256": "x"}]})


def test_the_closed_change_schema_holds_the_items_too() -> None:
    """The change stream carries the same object: what its own schema and the item's allow is the same."""
    members = set(schema("change-1.0.0")["$defs"]["item"]["properties"])
    assert members == {m for name in NAMES.values() for m in schema(f"{name}-1.0.0")["properties"]}


BASE: dict[str, Any] = {
    "title": "x",
    "type": "object",
    "required": ["a"],
    "properties": {
        "a": {"type": "string", "pattern": "^x", "maxLength": 9},
        "b": {"enum": ["one", "two"]},
        "c": {"type": ["string", "null"]},
        "d": {"$ref": "#/$defs/part"},
        "e": {"type": "array", "items": {"$ref": "#/$defs/part"}, "minItems": 1},
        "f": {"const": True},
        "g": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/part"}]},
        "self": {"$ref": "#"},
    },
    "allOf": [{"if": {"properties": {"b": {"const": "one"}}}, "then": {"required": ["c"]}}],
    "$defs": {"part": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 0}}}},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """BASE with one node replaced; None takes it out."""
    made = copy.deepcopy(BASE)
    node: Any = made
    *way, last = path.split("/")
    for part in way:
        node = node[int(part)] if isinstance(node, list) else node[part]
    if value is None:
        del node[last]
    else:
        node[int(last) if isinstance(node, list) else last] = value
    return made


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("properties/b", None, r"#/properties/b: removed"),
        ("required", ["a", "b"], r"/b: newly required"),
        ("required", [], r"/a: no longer required"),
        ("properties/a/type", "integer", r"/a: type"),
        ("properties/c/type", "string", r"/c: type"),
        ("properties/a/type", ["string", "null"], r"/a: type"),
        ("properties/a/type", None, r"/a: type"),
        ("properties/b/enum", ["one"], r"/b: value two removed"),
        ("properties/b/enum", None, r"/b: a list of values disappeared"),
        ("properties/a/enum", ["x"], r"/a: a list of values appeared"),
        ("properties/f/const", False, r"/f: value True removed"),
        ("properties/a/pattern", "^y", r"/a/pattern: \^x became \^y"),
        ("properties/a/pattern", None, r"/a/pattern: \^x became nothing"),
        ("properties/a/maxLength", 5, r"/a/maxLength: 9 became 5"),
        ("properties/a/format", "uri", r"/a/format: nothing became uri"),
        ("properties/e/minItems", 2, r"/e/minItems"),
        ("properties/e/items", {"type": "string"}, r"/e/items: type"),
        ("properties/d", {"type": "string"}, r"/d: type"),
        ("properties/g/oneOf", [{"type": "null"}], r"/g/oneOf: 2 parts became 1"),
        ("properties/g/oneOf/0", {"type": "string"}, r"/g/oneOf/0: type"),
        ("additionalProperties", False, r"/additionalProperties: nothing became False"),
        ("$defs/part/required", ["n", "m"], r"/m: newly required"),
        ("$defs/part/properties/n", None, r"/n: removed"),
        ("$defs/part/properties/n/minimum", 1, r"/n/minimum: 0 became 1"),
        ("allOf/0/then/required", ["c", "d"], r"/allOf/0/then/properties/d: newly required"),
        ("allOf", [], r"#/allOf: 1 parts became 0"),
        ("not", {"required": ["z"]}, r"#/not: nothing became"),
        ("properties/b", False, r"/b: .* became False"),
        ("patternProperties", {"^x-": {"type": "string"}}, r"/patternProperties/\^x-: added"),
    ],
)
def test_breaking_differences_are_named(path: str, value: Any, says: str) -> None:
    found = breaking(BASE, changed(path, value))
    assert any(re.search(says, line) for line in found), found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "other words"),
        ("properties/a/description", "now told"),
        ("properties/a/examples", ["x1"]),
        ("properties/new", {"type": "string"}),
        ("properties/b/enum", ["one", "two", "three"]),
        ("properties/f", {"enum": [True, False]}),
        ("$defs/part/properties/m", {"type": "string"}),
        ("$defs/other", {"type": "string"}),
        ("properties/d", {"$ref": "#/$defs/part", "description": "told here"}),
        ("properties/d", BASE["$defs"]["part"]),
    ],
)
def test_additions_break_nothing(path: str, value: Any) -> None:
    assert breaking(BASE, changed(path, value)) == []


def test_a_schema_breaks_nothing_of_itself() -> None:
    for name in RELEASED:
        assert breaking(schema(name), schema(name)) == []
    taken = schema("event-1.0.0")
    del taken["properties"]["status"]
    assert breaking(schema("event-1.0.0"), taken) == ["#/properties/status: removed"]
