"""`changes.atom`: what moved comes up again as an entry of its own; what left leaves a tombstone and no word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as tree

import feedparser
import pytest
from feed_samples import NOW, SITE, article, at, call, event, session

from feeds import changes_atom
from feeds.channel import Channel, Link
from vigie.model import Change, ChangeType, Deadline, Item, Status

ATOM, AT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
CHANNEL = Channel(
    "changes",
    "Vigie – changements",
    "Ce qui a bougé.",
    "https://vigie.example/feeds/changes.atom",
    "https://vigie.example/agenda",
    SITE,
    links=(Link("hub", "https://vigie.example/hub"),),
)


def change(seq: int, item: Item, type: ChangeType, **more: object) -> tuple[Change, Item | None]:
    moved = Change(seq, NOW + timedelta(minutes=seq // 2), item.id, item.kind, type)
    return replace(moved, **more), item  # type: ignore[arg-type]


def feed(*told: tuple[Change, Item | None]) -> tree.Element:
    return tree.fromstring(changes_atom.render(told, CHANNEL))


def entries(root: tree.Element) -> dict[str, str]:
    return {one.findtext(f"{ATOM}id", ""): one.findtext(f"{ATOM}title", "") for one in root.iter(f"{ATOM}entry")}


def tombstones(root: tree.Element) -> dict[str, str]:
    return {one.attrib["ref"]: one.attrib["when"] for one in root.iter(f"{AT}deleted-entry")}


def test_each_type_has_its_words() -> None:
    made, moved = event(1), event(2, occurrences=(session("2026-11-05T18:30"),), previous_start=at("2026-10-15T18:30"))
    cancelled = event(3, status=Status.CANCELLED)
    later = call(4, deadlines=(Deadline(at("2026-12-01T12:00")),))
    told = (
        change(1, made, ChangeType.CREATED),
        change(2, moved, ChangeType.RESCHEDULED),
        change(3, cancelled, ChangeType.CANCELLED),
        change(4, later, ChangeType.RESCHEDULED, fields=("deadlines",)),
        change(5, made, ChangeType.UPDATED, fields=("description",)),
        change(6, cancelled, ChangeType.REINSTATED),
        change(7, call(5), ChangeType.CREATED),
        change(8, article(6), ChangeType.CREATED),
        change(9, later, ChangeType.UPDATED, fields=("deadlines", "description")),
    )
    assert list(entries(feed(*told)).items()) == [
        ("tag:vigie.example,2026:change:9", "Nouvelle échéance, mardi 1er décembre 2026 à 12:00 : Appel 4"),
        ("tag:vigie.example,2026:change:8", "Nouveau : Nouvelle 6"),
        ("tag:vigie.example,2026:change:7", "Nouvel appel : Appel 5"),
        ("tag:vigie.example,2026:change:6", "De retour : Atelier 3"),
        ("tag:vigie.example,2026:change:5", "Mis à jour : Atelier 1"),
        ("tag:vigie.example,2026:change:4", "Nouvelle échéance, mardi 1er décembre 2026 à 12:00 : Appel 4"),
        ("tag:vigie.example,2026:change:3", "Annulé : Atelier 3"),
        ("tag:vigie.example,2026:change:2", "Nouvelle date, jeudi 5 novembre 2026 à 18:30 : Atelier 2"),
        ("tag:vigie.example,2026:change:1", "Nouvel événement : Atelier 1"),
    ]
    summary = next(e for e in feed(*told).iter(f"{ATOM}entry") if "change:2" in e.findtext(f"{ATOM}id", ""))
    assert summary.findtext(f"{ATOM}summary", "").startswith("Auparavant : jeudi 15 octobre 2026 à 18:30\n")


def test_several_sessions_are_not_named_in_the_title() -> None:
    many = event(1, occurrences=(session("2026-11-05T18:30"), session("2026-11-06T18:30")))
    assert list(entries(feed(change(1, many, ChangeType.RESCHEDULED))).values()) == ["Nouvelle date : Atelier 1"]


def test_an_entry_is_new_to_a_reader_that_knows_the_item() -> None:
    one = call(4)
    root = feed(change(1, one, ChangeType.CREATED), change(2, one, ChangeType.RESCHEDULED))
    ids = list(entries(root))
    assert len(set(ids)) == 2
    assert "tag:vigie.example,2026:" + one.id not in ids
    for entry in root.iter(f"{ATOM}entry"):
        links = {link.attrib["rel"]: link.attrib["href"] for link in entry.iter(f"{ATOM}link")}
        assert links == {"alternate": f"https://vigie.example/e/{one.id}", "via": "https://fonds.example/a/4"}


def test_changes_of_one_instant_differ_and_keep_their_order() -> None:
    root = feed(*(change(seq, event(seq), ChangeType.CREATED, at=NOW) for seq in range(1, 30)))
    updated = [entry.findtext(f"{ATOM}updated", "") for entry in root.iter(f"{ATOM}entry")]
    assert len(set(updated)) == 29
    assert updated == sorted(updated, reverse=True)
    assert root.findtext(f"{ATOM}updated") == updated[0]
    assert all(text.startswith("2026-10-01T09:00:00.") for text in updated)


def test_the_last_hundred_are_told() -> None:
    told = [change(seq, event(seq), ChangeType.CREATED) for seq in range(1, 151)]
    ids = list(entries(feed(*told)))
    assert (len(ids), ids[0], ids[-1]) == (100, "tag:vigie.example,2026:change:150", "tag:vigie.example,2026:change:51")
    assert changes_atom.rows(told) == 100


def test_what_was_withdrawn_leaves_a_tombstone_and_no_word() -> None:
    gone, other = event(1, title="Nom à oublier"), event(2)
    left = replace(gone, withdrawn_at=NOW)
    told = (
        change(1, gone, ChangeType.CREATED),
        change(2, other, ChangeType.CREATED),
        change(3, gone, ChangeType.UPDATED),
        change(4, left, ChangeType.WITHDRAWN),
    )
    data = changes_atom.render(told, CHANNEL)
    assert b"oublier" not in data
    root = tree.fromstring(data)
    assert list(entries(root)) == ["tag:vigie.example,2026:change:2"]
    assert tombstones(root) == {f"tag:vigie.example,2026:{gone.id}": "2026-10-01T09:02:00Z"}
    assert changes_atom.rows(told) == 2


def test_what_came_back_has_no_tombstone() -> None:
    one = event(1)
    told = (
        change(1, replace(one, withdrawn_at=NOW), ChangeType.WITHDRAWN),
        change(2, one, ChangeType.REINSTATED),
        change(3, replace(one, withdrawn_at=NOW), ChangeType.WITHDRAWN),
        change(4, one, ChangeType.REINSTATED),
    )
    root = feed(*told)
    assert (tombstones(root), list(entries(root))) == (
        {},
        ["tag:vigie.example,2026:change:4", "tag:vigie.example,2026:change:2"],
    )
    assert list(tombstones(feed(*told[:3])).values()) == ["2026-10-01T09:01:00Z"], "one for an item, the last"


def test_what_was_joined_leads_to_what_goes_on() -> None:
    lost, kept = event(1), event(2)
    merged = replace(lost, merged_into=kept.id)
    told = (
        change(1, lost, ChangeType.CREATED),
        change(2, merged, ChangeType.MERGED, merged_into=kept.id),
    )
    root = feed(*told)
    assert entries(root) == {"tag:vigie.example,2026:change:2": "Réuni avec une autre annonce : Atelier 1"}
    (entry,) = root.iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").attrib["href"] == f"https://vigie.example/e/{kept.id}"  # type: ignore[union-attr]
    (grave,) = root.iter(f"{AT}deleted-entry")
    assert grave.attrib["ref"] == f"tag:vigie.example,2026:{lost.id}"
    assert grave.findtext(f"{AT}comment") == f"Réuni avec tag:vigie.example,2026:{kept.id}"


@pytest.mark.parametrize("hidden", [True, False])
def test_what_is_hidden_or_was_taken_down_is_not_named(hidden: bool) -> None:
    one = event(1, title="Nom à oublier")
    item = replace(one, hidden=True) if hidden else None
    told = [(change(seq, one, type)[0], item) for seq, type in enumerate(ChangeType, 1)]
    for last in range(1, len(told) + 1):
        data = changes_atom.render(told[:last], CHANNEL)
        assert b"oublier" not in data
        assert entries(tree.fromstring(data)) == {}


def test_the_rights_gate_is_applied() -> None:
    words = "Une phrase. " * 100 + "Écrire à anne@example.org ou au 081 22 33 44."
    one = event(1, description="Écrire à anne@example.org. " + words)
    data = changes_atom.render([change(1, one, ChangeType.CREATED)], CHANNEL).decode()
    assert "anne@" not in data
    summary = next(feed(change(1, one, ChangeType.CREATED)).iter(f"{ATOM}summary")).text or ""
    assert len(summary) < 500


def test_an_empty_log_is_a_feed() -> None:
    root = feed()
    assert (entries(root), root.findtext(f"{ATOM}updated")) == ({}, "2026-01-01T00:00:00Z")


def test_hostile_words_stay_words() -> None:
    hostile = 'x</title></entry><entry> ]]> & "q" \x00\x1b <script>alert(1)</script>'
    root = feed(change(1, event(1, title=hostile), ChangeType.CREATED), change(2, event(2), ChangeType.CREATED))
    assert len(entries(root)) == 2
    assert not [one for one in root.iter() if one.tag.endswith("script")]


def test_feedparser_reads_it_whole() -> None:
    told = (change(1, event(1), ChangeType.CREATED), change(2, call(2), ChangeType.CREATED))
    read = feedparser.parse(changes_atom.render(told, CHANNEL))
    assert not read.bozo
    assert [one.title for one in read.entries] == ["Nouvel appel : Appel 2", "Nouvel événement : Atelier 1"]
    assert {(link.rel, link.href) for link in read.feed.links} >= {
        ("self", "https://vigie.example/feeds/changes.atom"),
        ("hub", "https://vigie.example/hub"),
    }


def test_equal_changes_give_equal_bytes() -> None:
    told = [change(seq, event(seq), ChangeType.CREATED) for seq in range(1, 20)]
    assert changes_atom.render(told, CHANNEL) == changes_atom.render(list(told), CHANNEL)
