"""A takedown takes one item out of a page and leaves the others: on every platform, by captures of the simulated web
and by documents with the oddities of their formats."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import icalendar
import pytest
import redacted_pages as pages
from bs4 import BeautifulSoup

from scrapers.catalogue import load
from scrapers.client import Client
from scrapers.readers import reader_for
from scrapers.redaction import needles_of, redact
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import Capture, FieldRule, Kind, Page, RawItem, Recipe, Request, Source
from vigie.settings import ROOT, Settings

NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
SITE = "https://site.example/agenda/"
NEEDLES = (pages.SECRET, pages.SLUG, pages.BODY)


def source(platform: str, *kinds: Kind, recipe: Recipe | None = None, **options: str) -> Source:
    told = tuple((name.replace("__", "."), value) for name, value in options.items())
    return Source("essai", "Essai", None, kinds or (Kind.EVENT,), platform, (SITE,), options=told, recipe=recipe)


def capture(body: bytes | str, media: str, label: str = "list") -> Capture:
    raw = body.encode() if isinstance(body, str) else body
    request = Request(SITE, label=label)
    return Capture(request, SITE, 200, (("Content-Type", media),), raw, NOW, sha256(raw).hexdigest())


def read(made: Capture, of: Source) -> Page:
    return reader_for(of.platform).read(of, made, made.fetched_at)


def values(item: RawItem) -> tuple[object, ...]:
    return item.key, item.url, item.kind, [(f.name, f.value, f.group, f.html) for f in item.fields]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def all_said(body: bytes) -> str:
    """Everything that a document says, by other means than ours: its parser, then tags and entities undone."""
    text = body.decode("utf-8", "replace") if b'encoding="ISO-8859-1"' not in body else body.decode("latin-1")
    if body.lstrip()[:1] in (b"{", b"["):
        said = list(strings(json.loads(body)))
    elif b"BEGIN:VCALENDAR" in body:
        said = [str(value) for part in icalendar.Calendar.from_ical(body).walk() for _, value in part.property_items()]
    else:
        soup = BeautifulSoup(body, "xml" if b"<?xml" in body[:100] else "lxml")
        said = [soup.get_text(" "), *(str(v) for tag in soup.find_all(True) for v in tag.attrs.values()), text]
    plain = " ".join(said)
    for _ in range(3):
        plain = html.unescape(re.sub(r"<[^<>]*>", " ", plain))
    return flat(plain)


def flat(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", bare.replace("œ", "oe")).strip()


LIST = FieldRule("title", "h3"), FieldRule("url", "h3 a", "href"), FieldRule("date_text", "p")
DL = FieldRule("title", "a"), FieldRule("url", "a", "href"), FieldRule("date_text", "+ dd")
OPTIONS = {"field__title": "titre", "field__url": "lien", "field__body": "texte", "field__start": "debut"}
DOCUMENTS: dict[str, tuple[bytes | str, str, Source]] = {
    "json": (pages.GENERIC, "application/json", source("json", list="data.rows", **OPTIONS)),
    "json without a frame": (pages.BARE, "application/json", source("json", **OPTIONS, key="id")),
    "openagenda": (pages.OPENAGENDA, "application/json", source("openagenda")),
    "JSON feed": (pages.JSON_FEED, "application/feed+json", source("feed", Kind.NEWS)),
    "RSS in Latin 1": (pages.RSS, "application/rss+xml", source("feed", Kind.NEWS)),
    "Atom": (pages.ATOM, "application/atom+xml", source("feed", Kind.NEWS)),
    "RSS 1.0": (pages.RDF, "text/xml", source("feed", Kind.NEWS)),
    "calendar folded within letters": (pages.CALENDAR, "text/calendar", source("ical")),
    "JSON-LD beside cards": (pages.PAGE, "text/html; charset=utf-8", source("schema_org")),
    "microdata": (pages.MICRODATA, "text/html; charset=utf-8", source("schema_org")),
    "recipe": (pages.PAGE, "text/html", source("recipe", recipe=Recipe(".card", LIST))),
    "recipe with dd, Windows-1252": (pages.DEFINITIONS, "text/html", source("recipe", recipe=Recipe("dt", DL))),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_of_three_is_gone_in_every_spelling_and_the_others_are_as_they_were(name: str) -> None:
    body, media, of = DOCUMENTS[name]
    made = capture(body, media)
    before = read(made, of)
    assert len(before.items) == 3
    gone = next(i for i in before.items if i.text("title") and "cach" in (i.text("title") or ""))
    assert flat(pages.SECRET) in all_said(made.body)
    redacted = redact(made, of, [gone.fields[0].evidence.pointer], NEEDLES)
    assert redacted is not None
    said = all_said(redacted)
    for needle in (pages.SECRET, "nuit de loeuvre cachee", "Ariane Exemple", "construit ces machines"):
        assert flat(needle) not in said, needle
    after = read(replace(made, body=redacted, sha256=sha256(redacted).hexdigest()), of)
    assert [values(i) for i in after.items] == [values(i) for i in before.items if i is not gone]
    assert [p.reason for p in after.problems] == [p.reason for p in before.problems]


def test_a_page_that_only_names_it_is_cleared_without_pointers() -> None:
    made = capture(pages.PAGE.replace(b"ld+json", b"x-other"), "text/html; charset=utf-8")
    of = source("schema_org", follow=".card a")
    before = read(made, of)
    assert (len(before.items), len(before.next)) == (0, 3)
    redacted = redact(made, of, [], NEEDLES)
    assert redacted is not None
    assert flat(pages.SECRET) not in all_said(redacted)
    after = read(replace(made, body=redacted), of)
    assert [r.url for r in after.next] == [pages.SLUGS[0], pages.SLUGS[2]]


def test_a_twin_that_stays_makes_it_impossible() -> None:
    rows = json.loads(pages.BARE)
    twin = capture(json.dumps([*rows, {**rows[1], "id": 9, "lien": SITE + "autre"}]), "application/json")
    of = source("json", **OPTIONS, key="id")
    assert redact(twin, of, ["/1/titre"], NEEDLES) is None
    both = redact(twin, of, ["/1/titre", "/3/titre"], NEEDLES)
    assert both is not None
    assert len(json.loads(both)) == 2


def test_another_item_that_quotes_it_makes_it_impossible() -> None:
    rows = json.loads(pages.BARE)
    rows[2]["texte"] = f"Après la {pages.SECRET}, on plie."
    quoting = capture(json.dumps(rows), "application/json")
    assert redact(quoting, source("json", **OPTIONS, key="id"), ["/1/titre"], NEEDLES) is None


def test_a_row_repeated_without_evidence_goes_too() -> None:
    rows = json.loads(pages.BARE)
    repeated = capture(json.dumps([rows[1], *rows]), "application/json")
    redacted = redact(repeated, source("json", **OPTIONS, key="id"), ["/0/titre"], NEEDLES)
    assert redacted is not None
    assert [row["titre"] for row in json.loads(redacted)] == [pages.TITLES[0], pages.TITLES[2]]


@pytest.mark.parametrize("pointer", ["/9/titre", "/titre", "entry[0]/title", "ld+json[0]/name"])
def test_a_pointer_that_leads_nowhere_gives_nothing(pointer: str) -> None:
    made = capture(pages.BARE, "application/json")
    assert redact(made, source("json", **OPTIONS, key="id"), [pointer], NEEDLES) is None


def test_the_only_item_of_a_page_and_bytes_that_are_none_give_nothing() -> None:
    of = source("json", **OPTIONS, key="id")
    alone = capture(json.dumps(json.loads(pages.BARE)[1:2]), "application/json")
    assert redact(alone, of, ["/0/titre"], NEEDLES) is None
    assert redact(capture(b"\xff\x00 broken", "application/json"), of, ["/0/titre"], NEEDLES) is None
    assert redact(capture(pages.BARE, "application/json"), of, ["/1/titre"], []) is None


def test_needles_leave_out_the_address_of_the_list_itself() -> None:
    made = capture("<ul><li>Un spectacle</li><li>Un autre</li></ul>", "text/html")
    of = source("recipe", recipe=Recipe("li", (FieldRule("title", ""),)))
    assert needles_of(read(made, of).items[0], made.url) == ("Un spectacle",)


# --- the simulated web ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def captures(simulated_web: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Source, Capture]]]:
    """Up to three list pages of every source of the simulated catalogue, by platform."""
    settings = Settings.from_environment(
        {"VIGIE_HOME": str(tmp_path_factory.mktemp("home")), "VIGIE_SIMULATOR": simulated_web,
         "VIGIE_HOST_GAP": "0.0001", "VIGIE_NOW": NOW.isoformat()}
    )  # fmt: skip
    memory = SolitaryMemory()
    client = Client(transport_for(settings), SolitaryTurns(), memory, memory, settings, sleep=lambda seconds: None)
    found: dict[str, list[tuple[Source, Capture]]] = {}
    for of in load(ROOT / "sources" / "simulated"):
        todo = list(reader_for(of.platform).start(of, NOW))
        for _ in range(3):
            if todo:
                made = client.fetch(of, todo.pop(0)).capture
                todo += [r for r in read(made, of).next if r.label == "list"]
                found.setdefault(of.platform, []).append((of, made))
    return found


@pytest.mark.parametrize(
    "platform", ["eu_funding", "feed", "ical", "opendatasoft", "plone", "recipe", "tribe_events", "wordpress"]
)
def test_items_of_simulated_sites_are_taken_out_of_their_lists(
    captures: dict[str, list[tuple[Source, Capture]]], platform: str
) -> None:
    done: Counter[str] = Counter()
    for of, made in captures[platform]:
        before = read(made, of)
        titles = Counter(flat(i.text("title") or "") for i in before.items)
        for gone in before.items[1:12:5]:
            title = flat(gone.text("title") or "")
            elsewhere = [
                i for i in before.items if i is not gone and title in flat(" ".join(f.value for f in i.fields))
            ]
            redacted = redact(made, of, [gone.fields[0].evidence.pointer], needles_of(gone, made.url))
            if elsewhere or titles[title] > 1:
                assert redacted is None, title
                done["said by others too"] += 1
                continue
            assert redacted is not None, (of.slug, title)
            assert title not in all_said(redacted)
            after = read(replace(made, body=redacted), of)
            assert [values(i) for i in after.items] == [values(i) for i in before.items if i is not gone]
            done["taken out"] += 1
    print(f"\n{platform}: {dict(done)}")
    assert done["taken out"] >= 2


def test_lists_of_sites_with_details_elsewhere_are_cleared(captures: dict[str, list[tuple[Source, Capture]]]) -> None:
    cleared = 0
    for of, made in captures["schema_org"]:
        links = [r.url for r in read(made, of).next if r.label == "detail"]
        redacted = redact(made, of, [], [links[1]])
        assert redacted is not None
        left = [r.url for r in read(replace(made, body=redacted), of).next if r.label == "detail"]
        assert left == [link for link in links if link != links[1]]
        assert links[1].rstrip("/").rsplit("/", 1)[-1] not in redacted.decode()
        cleared += 1
    assert cleared >= 3
