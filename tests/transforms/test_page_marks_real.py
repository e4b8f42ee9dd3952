"""Real pages, none of which announces a cancellation: as they are, and with words of cancellation put into them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from transforms.page_marks import MARKERS, PageAnswer, read_page

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
pytestmark = pytest.mark.shared
SENTENCE = "Annulé l’an dernier, reporté deux fois : conditions d’annulation, geannuleerd, cancelled, abgesagt."


@dataclass(frozen=True)
class Labelled:
    """A real page, what it is, and the titles of the things on it, typed by a reader."""

    name: str
    kind: str
    body: str
    titles: tuple[str, ...]


def labelled() -> Iterator[Labelled]:
    for row in map(json.loads, (REAL / "html" / "labels.jsonl").read_text("utf-8").splitlines()):
        body = (REAL / "html" / row["file"]).read_bytes().decode("utf-8", errors="replace")
        yield Labelled(row["id"], row["kind"], body, tuple(i["title"] for i in row["items"]))


def answers(page: Labelled, body: str) -> list[PageAnswer]:
    return [read_page(body.encode(), "text/html", title).answer for title in page.titles]


def test_no_real_page_cancels_anything() -> None:
    pages = list(labelled())
    assert len(pages) == 44
    said = [(p.name, a) for p in pages for a in answers(p, p.body)]
    assert len(said) > 100
    assert [one for one in said if one[1] in MARKERS] == []
    assert any(answer is PageAnswer.LIVES for _, answer in said)


@pytest.mark.parametrize("tag", ["p", "li", "h2", "h3", "td", "span", "a"])
def test_words_of_cancellation_anywhere_in_a_real_page_cancel_nothing(tag: str) -> None:
    marked, touched = [], 0
    for page in labelled():
        body, count = re.subn(rf"(<{tag}(?:\s[^<>]*)?>)", rf"\1{SENTENCE} ", page.body, flags=re.I)
        touched += count
        marked += [(page.name, answer) for answer in answers(page, body) if answer in MARKERS]
    assert touched > 50
    assert marked == []


def test_a_marker_in_the_heading_of_a_real_event_page_is_read() -> None:
    read = missed = 0
    for page in labelled():
        if page.kind != "event_page" or len(page.titles) != 1 or answers(page, page.body) != [PageAnswer.LIVES]:
            continue
        body, count = re.subn(r"(<h1(?:\s[^<>]*)?>)", r"\1ANNULÉ – ", page.body, flags=re.I)
        if not count:
            continue
        (answer,) = answers(page, body)
        read += answer is PageAnswer.CANCELLED
        missed += answer is PageAnswer.LIVES
    assert read >= 3
    assert read > missed, "the heading may be the site's name; then nothing is said"


def test_examples_of_schema_org_say_what_they_say() -> None:
    blocks = json.loads((REAL / "schemaorg" / "event_blocks.json").read_text("utf-8"))
    found: dict[str, set[PageAnswer]] = {}
    for block in blocks:
        body = str(block.get("jsonld") or "")
        # Names of events: what is written at the outermost level of an example that begins on a day.
        named = re.findall(r'^ {0,4}"name"\s*:\s*"((?:[^"\\]|\\.)*)"', body, re.M) if '"startDate"' in body else []
        for title in {json.loads(f'"{name}"') for name in named}:
            found.setdefault(title, set()).add(read_page(f"<body>{body}</body>".encode(), "text/html", title).answer)
    marked = {title: said & MARKERS for title, said in found.items() if said & MARKERS}
    assert len(found) > 20
    assert marked == {
        "CANCELLED - Typhoon with Radiation City": {PageAnswer.CANCELLED},
        'B.B. King with Jonathon "Boogie" Long': {PageAnswer.RESCHEDULED},
    }
