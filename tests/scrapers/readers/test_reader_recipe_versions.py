"""A site's former layouts: a capture is read by the recipe of its day; of some lists the first page alone counts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.steps import reading_of
from scrapers.catalogue import read_source
from scrapers.readers import reader_for
from vigie.model import Capture, Request, Source

OLD = """<ul><li><b>Atelier d'hier</b> <a href="/a/1">lire</a> <i>3 mars 2026</i></li></ul>
<a rel=next href="?p=2">suite</a>"""
NEW = """<main><article><h2><a href="/a/1">Atelier de demain</a></h2><time>5 mai 2026</time></article></main>"""
ENTRY = """\
slug: maison
name: Maison
kinds: [event]
platform: recipe
url: https://maison.example/agenda
recipe:
  - since: 2026-04-10
    item: article
    fields: {title: h2, url: {select: h2 a, attr: href}, date_text: time}
  - item: li
    next: a[rel=next]
    fields: {title: b, url: {select: a, attr: href}, date_text: i}
"""


def source_of(folder: Path, entry: str = ENTRY) -> Source:
    file = folder / "maison.yaml"
    file.write_text(entry)
    return read_source(file)


def read(source: Source, page: str, day: datetime) -> list[tuple[str | None, str | None]]:
    body = page.encode()
    request = Request(source.urls[0])
    headers = (("content-type", "text/html; charset=utf-8"),)
    capture = Capture(request, request.url, 200, headers, body, day, hashlib.sha256(body).hexdigest())
    found = reader_for("recipe").read(source, capture, datetime(2026, 11, 21, 8, tzinfo=UTC))
    return [(item.text("title"), item.text("date_text")) for item in found.items]


@pytest.mark.parametrize(
    ("page", "day", "expected"),
    [
        (OLD, datetime(2026, 3, 1, 6, tzinfo=UTC), [("Atelier d'hier", "3 mars 2026")]),
        (OLD, datetime(2026, 4, 9, 21, 59, tzinfo=UTC), [("Atelier d'hier", "3 mars 2026")]),
        # Midnight in Brussels is two hours before midnight in UTC: the tenth of April has begun.
        (OLD, datetime(2026, 4, 9, 22, 1, tzinfo=UTC), []),
        (NEW, datetime(2026, 4, 9, 22, 1, tzinfo=UTC), [("Atelier de demain", "5 mai 2026")]),
        (NEW, datetime(2026, 11, 1, 6, tzinfo=UTC), [("Atelier de demain", "5 mai 2026")]),
        (NEW, datetime(2026, 4, 9, 6, tzinfo=UTC), []),
    ],
)
def test_a_capture_is_read_by_the_recipe_of_its_day(
    tmp_path: Path, page: str, day: datetime, expected: list[tuple[str, str]]
) -> None:
    assert read(source_of(tmp_path), page, day) == expected


def test_the_oldest_recipe_holds_for_all_before(tmp_path: Path) -> None:
    with_three = (
        ENTRY.replace("  - item: li", "  - since: 2025-01-01\n    item: li") + "  - item: dt\n    fields: {title: a}\n"
    )
    source = source_of(tmp_path, with_three)
    assert source.recipe is not None
    assert [r.item for r in (source.recipe, *source.earlier)] == ["article", "li", "dt"]
    for day, item in ((datetime(2026, 5, 1, tzinfo=UTC), "article"), (datetime(2025, 6, 1, tzinfo=UTC), "li"),
                      (datetime(2024, 6, 1, tzinfo=UTC), "dt")):  # fmt: skip
        then = source.as_of(day)
        assert then.recipe is not None
        assert (then.recipe.item, then.earlier) == (item, ())


def test_a_mended_former_recipe_is_a_reason_to_read_again(tmp_path: Path) -> None:
    source = source_of(tmp_path)
    mended = source_of(tmp_path, ENTRY.replace("date_text: i}", "date_text: em}"))
    reader = reader_for("recipe")
    assert source.recipe == mended.recipe
    assert reading_of(source, reader) != reading_of(mended, reader)
    assert reading_of(source, reader) == reading_of(replace(source, file="elsewhere.yaml"), reader)


def test_of_a_list_that_is_mostly_archive_the_first_page_is_the_whole(tmp_path: Path) -> None:
    whole = source_of(tmp_path, ENTRY.replace("since: 2026-04-10", "since: 2030-01-01"))
    first = replace(whole, options=(("pages", "first"),))
    body = OLD.encode()
    headers = (("content-type", "text/html"),)
    request, day = Request(whole.urls[0]), datetime(2026, 3, 1, 6, tzinfo=UTC)
    capture = Capture(request, request.url, 200, headers, body, day, hashlib.sha256(body).hexdigest())
    reader = reader_for("recipe")
    assert [r.url for r in reader.read(whole, capture, day).next] == ["https://maison.example/agenda?p=2"]
    page = reader.read(first, capture, day)
    assert (len(page.items), page.next, page.expected) == (1, (), None)
