"""Pages that are broken, empty, deep or huge: nothing raises, and a way is found or not."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from pipeline.ways_tried import best_on_page
from vigie.model import Capture, Request

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAGES = {
    "deep": "<div>" * 20_000 + "12 mars 2024 à 20h" + "</div>" * 20_000,
    "empty": "",
    "zeros": "\x00" * 1_000,
    "unclosed": '<html><body><p><a href="<div><li>12 mars 2024<li>13 mars 2024<table><tr><td>',
    "frames": "<frameset><frame src=a></frameset>",
    "a title alone": "<title>Agenda</title>",
    "days without end": "<p>" + " ".join(f"<b>{n % 28 + 1} mars 2024</b>" for n in range(20_000)),
    "ten megabytes": "<p>" + "du texte le 12 mars 2024 et encore " * 300_000,
    "odd classes": '<div class="a[b] c:d 1e &amp; \'"><p class="é">12 mars 2024</p><p class="]">13 mars 2024</p></div>'
    * 3,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_broken_page_raises_nothing_and_reports_nothing(name: str) -> None:
    body = PAGES[name].encode()
    url = "http://example.org/agenda"
    capture = Capture(
        Request(url), url, 200, (("content-type", "text/html"),), body, NOW, hashlib.sha256(body).hexdigest()
    )
    best = best_on_page(capture, NOW, saved=True)
    assert best is None or best.records == ()


def test_a_list_of_hundreds_is_read_whole() -> None:
    rows = "".join(
        f'<li><a href="/e/{n}">Concert numéro {n}</a> <span>{n % 28 + 1} mars 2024</span></li>' for n in range(300)
    )
    body = f"<h1>Agenda</h1><ul>{rows}</ul>".encode()
    url = "http://example.org/agenda"
    capture = Capture(
        Request(url), url, 200, (("content-type", "text/html"),), body, NOW, hashlib.sha256(body).hexdigest()
    )
    best = best_on_page(capture, NOW, saved=True)
    assert best is not None
    assert best.way.recipe is not None
    assert len({record.content.title for record in best.records}) == 300
