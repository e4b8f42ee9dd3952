"""Changes as CloudEvents: valid by the specification, released by the rights gate, equal bytes for equal changes."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import orjson
import pytest

from feeds.cloudevents import SCHEMA_VERSION, attributes, cloud_event, data_schema, encoded, state
from tests.feeds.feed_samples import NOW, PLACE, SITE, article, call, event, item, session, sighting
from vigie.model import Change, ChangeType, Event, Item, Kind

# CloudEvents 1.0.2 §3 (context attributes) and the JSON event format 1.0.2 §2: required attributes, non-empty strings,
# names of lower-case letters and digits, extensions of simple types. The `cloudevents` package is not among our locks.
ENVELOPE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "minLength": 1},
        "specversion": {"const": "1.0"},
        "type": {"type": "string", "minLength": 1},
        "subject": {"type": "string", "minLength": 1},
        "time": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"type": "string", "minLength": 1},
        "partitionkey": {"type": "string", "minLength": 1},
        "sequence": {"type": "string", "minLength": 1},
        "data": {"type": "object"},
    },
    "propertyNames": {"pattern": "^[a-z0-9]{1,20}$"},
    "additionalProperties": {"type": ["string", "boolean", "integer"]},
}
SCHEMA = orjson.loads(data_schema())
MAIL, PHONE = "anne@quai.example.org", "+32 81 12 34 56"


def change(of: Item, type: ChangeType = ChangeType.UPDATED, seq: int = 12, **more: Any) -> Change:
    return Change(seq, NOW, of.id, of.kind, type, **more)


def told(of: Item, type: ChangeType = ChangeType.UPDATED, **more: Any) -> dict[str, Any]:
    """The event of an item, read back from its line and checked."""
    line = encoded(cloud_event(change(of, type, **more), of, SITE))
    assert b"\n" not in line
    plain: dict[str, Any] = orjson.loads(line)
    jsonschema.Draft202012Validator(ENVELOPE).validate(plain)
    jsonschema.Draft202012Validator(SCHEMA).validate(plain["data"])
    return plain


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert cloud_event(change(event()), event(), SITE).dataschema.endswith(f"/schema/change/{SCHEMA_VERSION}.json")


@pytest.mark.parametrize("made", [event(), article(), call()], ids=lambda made: str(made.kind))
@pytest.mark.parametrize("type", ChangeType, ids=str)
def test_every_kind_and_type_of_change(made: Item, type: ChangeType) -> None:
    other = "00000000-0000-0000-0000-0000000000ff"
    merged = other if type is ChangeType.MERGED else None
    left = replace(made, merged_into=merged, withdrawn_at=NOW if type is ChangeType.WITHDRAWN else None)
    plain = told(left, type, fields=("place", "title"), merged_into=merged)
    assert plain["type"] == f"be.vigie.{made.kind}.{type}.v1"
    assert (plain["id"], plain["source"], plain["subject"]) == ("12", SITE.url, made.id)
    assert plain["partitionkey"] == plain["subject"] == plain["data"]["item"]
    assert datetime.fromisoformat(plain["time"]) == NOW
    assert all(urlsplit(plain[name]).scheme == "https" for name in ("source", "dataschema"))
    assert plain["data"] | {"state": None} == {
        "seq": 12, "item": made.id, "type": str(type), "fields": ["place", "title"], "merged_into": merged,
        "state": None,
    }  # fmt: skip
    if type in (ChangeType.MERGED, ChangeType.WITHDRAWN):
        assert plain["data"]["state"] is None
    else:
        assert plain["data"]["state"]["title"] == made.content.title


@pytest.mark.parametrize(
    "gone", [{"hidden": True}, {"withdrawn_at": NOW}, {"merged_into": "00000000-0000-0000-0000-0000000000ff"}], ids=str
)
def test_what_is_not_shown_has_no_state(gone: dict[str, Any]) -> None:
    assert state(replace(event(), **gone), SITE) is None
    assert state(event(), SITE) is not None
    assert state(None, SITE) is None


def test_the_state_says_what_the_feeds_say() -> None:
    made = replace(
        event(
            occurrences=(session("2026-10-15T18:30", "2026-10-15T21:00"), session("2026-10-17")),
            is_free=False,
            price_text="5 à 12,50 €",
        ),
        sequence=3,
        pinned_until=NOW + timedelta(days=1),
    )
    said = told(made)["data"]["state"]
    assert said["occurrences"] == [
        {
            "start": "2026-10-15T18:30:00+02:00", "end": "2026-10-15T21:00:00+02:00", "timezone": "Europe/Brussels",
            "precision": "minute", "all_day": False,
        },
        {"start": "2026-10-17", "timezone": "Europe/Brussels", "precision": "day", "all_day": True},
    ]  # fmt: skip
    assert (said["status"], said["sequence"], said["pinned_until"]) == ("scheduled", 3, "2026-10-02T09:00:00Z")
    assert said["place"]["municipality"] == "Namur"
    assert said["page"] == f"{SITE.url}/e/{made.id}"
    assert told(article())["data"]["state"]["published"] == "2026-08-20T08:15:00+02:00"
    assert told(call())["data"]["state"]["deadline"] == "2026-11-15"


def test_no_personal_contact_leaves() -> None:
    words = f"Écrire à {MAIL} ou appeler le {PHONE}."
    made = event(
        title=f"Atelier {MAIL}",
        description=words,
        url=f"https://quai.example.org/?mail={MAIL}",
        online_url=f"https://quai.example.org/live?who={MAIL}",
        organizers=(f"Anne {PHONE}",),
        price_text=words,
        place=replace(PLACE, name=f"Chez Anne {MAIL}", street=f"rue du Four 3, {PHONE}"),
    )
    made = replace(made, sightings=(sighting(name=f"Quai {MAIL}", url=f"https://quai.example.org/{MAIL}"),))
    line = orjson.dumps(told(made)).decode()
    assert "Atelier" in line
    assert "@" not in line
    assert not re.search(r"12\D?34\D?56", line)


@pytest.mark.parametrize(("republish", "image_rights"), list(itertools.product((False, True), (None, "© KIKK"))))
def test_the_rights_gate_is_applied_inside(republish: bool, image_rights: str | None) -> None:
    made = event(description="Une phrase de plus. " * 60, image="https://kikk.example/a.jpg")
    made = replace(made, sightings=(sighting(republish=republish, image_rights=image_rights),))
    said = told(made)["data"]["state"]
    assert (len(said["description"]) > 300) is republish
    assert said.get("image") == ("https://kikk.example/a.jpg" if image_rights else None)
    assert said.get("image_credit") == image_rights


def test_a_visit_changes_no_byte() -> None:
    before = encoded(cloud_event(change(event()), event(), SITE))
    seen = replace(event(), sightings=(sighting(last_seen=NOW, first_seen=NOW - timedelta(days=9)),))
    assert encoded(cloud_event(change(event()), seen, SITE)) == before


def test_characters_that_no_line_may_hold_are_gone() -> None:
    odd = item(Event("Nuit\x00 des\x1b pixels\nau Quai\u2028fin", (session("2026-10-17"),)))
    line = encoded(cloud_event(change(odd), odd, SITE))
    assert line.decode().isprintable()


def test_the_cursor_sorts_as_it_counts() -> None:
    numbers = [1, 2, 9, 10, 99, 100, 12_345, 2**31, 2**62]
    padded = [attributes(cloud_event(change(event(), seq=n), None, SITE))["sequence"] for n in numbers]
    assert padded == sorted(padded)
    assert [int(text) for text in padded] == numbers


def test_the_instant_is_whole_and_in_utc() -> None:
    at = datetime(2026, 10, 1, 9, 0, 0, 123_456, tzinfo=UTC)
    made = cloud_event(Change(1, at, event().id, Kind.EVENT, ChangeType.CREATED), event(), SITE)
    assert made.time == "2026-10-01T09:00:00.123456Z"
    assert made.seq == 1
