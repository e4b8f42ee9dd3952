"""Saved French and Belgian pages of the wild: what `sources add` finds on each by itself, against labels by hand.

The pages and labels lie outside of the project (../shared/real/html); without them nothing is measured.
A labelled item is found when a record has its title (equal when folded, or one within the other with most words in
common) and its day: the start of an event, the publication of news, the deadline of a call. A reported record is wrong
when it fits no label. Where a list is longer than its labels (the first ten at most), as many records as there are
labels are judged, in page order.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pipeline.scores.figures import Figure, Report
from pipeline.ways_tried import best_on_page
from transforms.text import fold
from vigie.model import Article, Call, Capture, Event, Record, Request
from vigie.settings import ROOT

FOLDER = ROOT.parent / "shared" / "real" / "html"
CLOCK = datetime(2026, 11, 21, 12, tzinfo=UTC)
FOUND, WRONG = 0.85, 0.10
NOTE = (
    "found: labelled items with right title and day (start of an event, publication of news, deadline of a call); "
    "wrong: reported things that fit no label. Of a list longer than its labels, as many records as labels are judged."
)


@dataclass(frozen=True, slots=True)
class Label:
    """One item of a page, as a person read it. `days` are those that a reading may give, by its kind."""

    titles: tuple[str, ...]
    day: str


@dataclass(slots=True)
class Judged:
    """One page: its labels, what was reported of it, and what fits."""

    file: str
    kind: str
    site: str
    labels: tuple[Label, ...]
    visible: int
    platform: str
    reported: tuple[tuple[str, str], ...]
    found: list[int] = field(default_factory=list)
    titled: list[int] = field(default_factory=list)
    judged: int = 0
    wrong: list[int] = field(default_factory=list)


def reports(folder: Path = FOLDER) -> list[Report]:
    """The figures of all pages together, by kind of page and by site; nothing where the pages are not at hand."""
    if not (folder / "labels.jsonl").is_file():
        return []
    pages = list(judge(folder))
    figures = list(_figures("all pages", pages, goals=True))
    for name, some in sorted(_grouped(pages, lambda p: p.kind).items()):
        figures += _figures(f"pages: {name}", some)
    for name, some in sorted(_grouped(pages, lambda p: p.site).items()):
        figures += _figures(name, some)
    worst = [line for page in pages for line in _told(page)]
    return [Report("pages", tuple(figures), tuple(worst), (NOTE,))]


def judge(folder: Path = FOLDER) -> Iterable[Judged]:
    """Every labelled page, read as `vigie sources add FILE --url URL` does."""
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        body = (folder / row["file"]).read_bytes()
        headers = (("content-type", "text/html"),)
        address = row["url"]
        capture = Capture(Request(address), address, 200, headers, body, CLOCK, hashlib.sha256(body).hexdigest())
        best = best_on_page(capture, CLOCK, saved=True)
        labels = tuple(_label(item, row["kind"]) for item in row["items"])
        page = Judged(
            row["file"], row["kind"], row["site"], labels, row["n_items_visible"],
            best.way.platform if best else "nothing", tuple(map(shown, best.records if best else ())),
        )  # fmt: skip
        yield compared(page)


def compared(page: Judged) -> Judged:
    """The page with what fits: each record serves one label, each label is served once."""
    free = set(range(len(page.reported)))
    for number, label in enumerate(page.labels):
        titled = [n for n in sorted(free) if any(same_title(page.reported[n][0], title) for title in label.titles)]
        right = [n for n in titled if page.reported[n][1] == label.day]
        if titled:
            page.titled.append(number)
        if right:
            page.found.append(number)
            free.discard(right[0])
    whole = page.visible == len(page.labels)
    for number in range(len(page.reported)):
        if whole or number < len(page.labels):
            page.judged += 1
            if number in free:
                page.wrong.append(number)
    return page


def same_title(one: str, other: str) -> bool:
    """Equal when folded, or one within the other with most words in common."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    within = f" {' '.join(short)} " in f" {' '.join(long)} "
    return within and len(short) / len(long) >= 0.5


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _label(item: dict[str, str | None], kind: str) -> Label:
    day = {"news": item.get("published"), "call": item.get("deadline")}.get(kind) or item.get("start") or ""
    titles = tuple(t for t in (item["title"], item.get("title_alt")) if t)
    return Label(titles, day[:10])


def shown(record: Record) -> tuple[str, str]:
    content = record.content
    day: date | None = None
    if isinstance(content, Event):
        day = content.occurrences[0].start.day
    elif isinstance(content, Article):
        day = content.published.day if content.published else None
    elif isinstance(content, Call):
        day = _last_moment(content) if content.deadlines else None
    return content.title, day.isoformat() if day else ""


def _last_moment(call: Call) -> date:
    """The day of the last deadline; one at midnight sharp ends the day before it ("le 19 juin à minuit", 24:00)."""
    at = call.deadlines[-1].at
    return at.day - timedelta(days=1) if at.has_clock and at.local.time() == time() else at.day


def _grouped(pages: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    found: defaultdict[str, list[Judged]] = defaultdict(list)
    for page in pages:
        found[key(page)].append(page)
    return found


def _figures(name: str, pages: Sequence[Judged], goals: bool = False) -> Iterable[Figure]:
    labels, found = sum(len(p.labels) for p in pages), sum(len(p.found) for p in pages)
    judged, wrong = sum(p.judged for p in pages), sum(len(p.wrong) for p in pages)
    yield Figure("pages", name, "Vigie", "found", labels, found, target=FOUND if goals else None)
    yield Figure("pages", name, "Vigie", "wrong", judged, wrong, target=WRONG if goals else None, at_most=True)


def _told(page: Judged) -> Iterable[str]:
    for number, label in enumerate(page.labels):
        if number not in page.found:
            yield f"{page.file} ({page.platform}): not found: {label.titles[0]!r} {label.day}"
    for number in page.wrong:
        yield f"{page.file} ({page.platform}): wrong: {page.reported[number][0][:80]!r} {page.reported[number][1]}"
