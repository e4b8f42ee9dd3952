"""The rights gate: nothing leaves that rights or privacy forbid, in any format."""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import replace

import pyarrow.parquet
import pytest
from feed_samples import DAY, SITE, article, call, channel, event, shelves, sighting

from feeds.addresses import web_address
from feeds.characters import cut
from feeds.formats import FEEDS, NAMES, channel_for
from feeds.jsonld import embedded
from feeds.rights import link, released, without_contacts
from vigie.model import Item, Kind, Place

IDNA = "événement".encode("idna").decode()
LONG = "Une phrase assez longue pour compter. " * 60


def printed(item: Item) -> dict[str, str]:
    """Every format's text of one item, unfolded."""
    out = {"embedded": embedded(item, SITE)}
    for feed in FEEDS:
        if feed.kind is item.kind:
            data = feed.format.render((item,), channel(feed.path, feed.kind, (item,)))
            out[feed.path] = readable(data)
    return out


def readable(data: bytes) -> str:
    """What a file says, unpacked and unfolded."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "".join(html.unescape(packed.read(name).decode("utf-8")) for name in packed.namelist())
    if data.startswith(b"PAR1"):
        table = pyarrow.parquet.read_table(io.BytesIO(data))
        return f"{table.to_pylist()} {table.schema.metadata}"
    return data.decode("utf-8").replace("\r\n ", "")


def test_an_excerpt_has_at_most_300_signs_and_ends_with_a_sentence():
    text = released(event(description=LONG)).content.description
    assert text is not None
    assert 200 < len(text) <= 300
    assert text.endswith("compter.")


def test_cutting_between_words_says_so():
    assert cut("mot " * 200, 300).endswith("mot…")
    assert len(cut("x" * 500, 300)) == 300
    assert cut("court", 300) == "court"


def test_full_text_leaves_only_when_every_source_allows_it():
    free, closed = sighting(republish=True), sighting(source="autre", key="z", republish=False)
    both = replace(event(description=LONG), sightings=(free, closed))
    alone = replace(event(description=LONG), sightings=(free,))
    nobody = replace(event(description=LONG), sightings=())
    assert len(released(alone).content.description or "") > 2000
    assert len(released(both).content.description or "") <= 300
    assert len(released(nobody).content.description or "") <= 300


@pytest.mark.parametrize("make", [event, article, call])
def test_no_format_prints_more_than_the_excerpt_or_an_image_without_rights(make):
    item = make(description=LONG + "SECRET", image="https://kikk.example/affiche.jpg")
    for path, text in printed(item).items():
        assert "SECRET" not in text, path
        assert "affiche" not in text, path
        assert text.count("Une phrase assez longue") <= 2 * 8, path  # summary and content of a JSON Feed


@pytest.mark.parametrize(
    "contact",
    [
        "jeanne.dupont@example.org", "jeanne.dupont (at) example.org",
        "jeanne [at] example [dot] org", "+32 471 23 45 67",
        "0471/23.45.67", "0471 23 45 67", "081/12.34.56", "+32 (0)81 12 34 56", "0032 471 234567", "04 123 45 67",
        "mailto:jeanne@example.org", "Tél.0471 23 45 67", "tél:081123456",
    ],
)  # fmt: skip
def test_contacts_leave_in_no_format(contact):
    said = f"Inscription chez {contact} avant midi."
    items = (
        event(title=f"Soirée {contact}", description=said, price_text=said, organizers=(said,),
              place=Place(name=said, street=said)),
        article(title=said, description=said),
        call(title=said, description=said, funders=(said,)),
    )  # fmt: skip
    for item in (replace(i, sightings=(sighting(republish=True, name=said),)) for i in items):
        for path, text in printed(item).items():
            assert "Inscription chez" in text, path
            assert contact not in text, path
            assert "jeanne" not in text, path


@pytest.mark.parametrize(
    "text",
    [
        "Le 05/03/2026 à 18:30", "du 01.02.2026 au 03.04.2026", "de 09:30 à 12:00", "1 000 000 € et 25.000,50 €",
        "5000 Namur", "1 000 000 000 €", "TVA de 21 % en 2026-2027", "09.30-12.00", "le 09/10/2026 10h",
    ],
)  # fmt: skip
def test_dates_hours_and_amounts_are_no_phone_numbers(text):
    assert without_contacts(text) == text


@pytest.mark.parametrize(
    "bad",
    ["javascript:alert(1)", "//x.example/a", "/a", "mailto:a@example.org", "https://u:p@x.example/", "http://", "https://x\r\ny/",
     "ftp://x.example/", "https://[::1", "", None, "https://x.example/" + "a" * 3000, "https://x.example:port/", "https://\ud800/"],
)  # fmt: skip
def test_what_is_no_web_address_is_not_linked(bad):
    assert web_address(bad) is None


@pytest.mark.parametrize(
    ("given", "printed_as"),
    [
        (
            "HTTPS://Événement.example/été?q=a b#ü",
            f"https://{IDNA}.example/%C3%A9t%C3%A9?q=a%20b#%C3%BC",
        ),
        ("https://x.example", "https://x.example/"),
        ("https://x.example/100%/a%20b", "https://x.example/100%25/a%20b"),
        ("https://x.example:8443/<a>\"'", "https://x.example:8443/%3Ca%3E%22'"),
    ],
)
def test_addresses_become_uris(given, printed_as):
    assert web_address(given) == printed_as


def test_a_link_drops_a_query_that_names_a_person():
    assert link("https://x.example/a?mail=jo@example.org") == "https://x.example/a"
    assert link("https://x.example/a?mail=jo%40example.org") == "https://x.example/a"
    assert link("https://x.example/jo@example.org") is None


def test_an_image_may_leave_with_its_credit():
    item = replace(event(image="https://kikk.example/i.jpg"), sightings=(sighting(image_rights="© Jo"),))
    for path, text in printed(item).items():
        if not path.endswith((".atom", ".rss")):
            # OpenAgenda says where images lie and how each is called apart from each other.
            halves = 'https://kikk.example/","filename":"i.jpg'
            assert "https://kikk.example/i.jpg" in text or halves in text, path
            assert "© Jo" in text, path


def test_every_file_names_its_licence_and_every_item_its_source():
    for feed in FEEDS:
        items = shelves()[feed.kind]
        text = feed.format.render(items, channel_for(feed.path, feed.kind, items, SITE, DAY))
        unfolded = readable(text)
        assert "creativecommons.org/licenses/by/4.0" in unfolded, feed.path
        if not feed.path.endswith(".jsonld"):  # its nodes link to the pages of their sources
            assert "KIKK" in unfolded, feed.path
    assert set(NAMES) == set(Kind)
