"""How well prose is read for the events and calls that it announces, against what an editor expects of each text.

A mention is right when its kind and its first day (a call's first deadline) are those of an expected one; the title is
counted apart. What the labels allow counts neither way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from pipeline.scores.figures import Figure, Report
from transforms.mention_draft import likeness
from transforms.mentions import Mention, read_mentions
from transforms.offsets import unaccented
from vigie.settings import ROOT

DATA = ROOT / "tests" / "labelled" / "mentions"
REAL = ROOT.parent / "shared" / "real"
ALIKE = 0.5
"""Share of the shorter title's words that must stand in the other one for titles to agree."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One event or call that an editor expects. `day`: first day or first deadline; None: any, in what is allowed."""

    kind: str
    title: str
    day: date | None
    last: date | None
    past: bool | None
    actors: frozenset[str]
    place: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """One labelled text; `text` None when its page is not on this machine."""

    name: str
    title: str
    text: str | None
    published: date
    language: str
    expect: tuple[Expected, ...]
    allowed: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was read of a text: pairs that agree, what is missing, what is too much (allowed ones left out)."""

    text: Text
    right: tuple[tuple[Expected, Mention], ...]
    missing: tuple[Expected, ...]
    extra: tuple[Mention, ...]


def load(folder: Path = DATA, real: Path = REAL) -> tuple[Text, ...]:
    """The texts of one folder, by name (not those of its subfolders)."""
    return tuple(_text(path, real) for path in sorted(folder.glob("*.yaml")))


def _text(path: Path, real: Path) -> Text:
    row = yaml.safe_load(path.read_text("utf-8"))
    words = row.get("text")
    if words is None:
        page = real / row["file"]
        words = page.read_text("utf-8") if page.is_file() else None
    return Text(
        path.stem,
        row.get("title", ""),
        words,
        row["published"],
        row["language"],
        tuple(_expected(e) for e in row["expect"]),
        tuple(_expected(e) for e in row.get("allowed", ())),
    )


def _expected(row: dict[str, object]) -> Expected:
    day, last, actors = row.get("start") or row.get("deadline"), row.get("end"), row.get("actors") or []
    assert isinstance(actors, list)
    return Expected(
        str(row["kind"]),
        str(row.get("title", "")),
        day if isinstance(day, date) else None,
        last if isinstance(last, date) else None,
        bool(row["past"]) if "past" in row else None,
        frozenset(map(str, actors)),
        str(row["place"]) if row.get("place") else None,
    )


def judge(text: Text) -> Judged:
    """Reads one text and pairs what was found with what was expected, each once."""
    assert text.text is not None
    mentions = list(read_mentions(text.title, text.text, text.published, text.language).mentions)
    right, missing = [], []
    for wanted in text.expect:
        found = next((m for m in mentions if _agrees(wanted, m)), None)
        if found is None:
            missing.append(wanted)
            continue
        mentions.remove(found)
        right.append((wanted, found))
    extra = [m for m in mentions if not any(_agrees(a, m) for a in text.allowed)]
    return Judged(text, tuple(right), tuple(missing), tuple(extra))


def _agrees(wanted: Expected, found: Mention) -> bool:
    if wanted.kind != found.kind.value:
        return False
    return wanted.day == found.first_day if wanted.day else likeness(wanted.title, found.title) >= ALIKE


def report(folder: Path = DATA, real: Path = REAL) -> Report:
    """Precision and recall on real pages, invented texts and those kept aside; then the fields of the right ones."""
    here, kept = load(folder, real), load(folder / "kept", real)
    pages = [t for t in here if t.name[0].isdigit()]
    figures: list[Figure] = []
    worst: list[str] = []
    notes: tuple[str, ...] = ()
    if any(t.text is None for t in pages):
        notes = (f"NOT MEASURED: the real pages of {real} are not on this machine",)
    for name, texts in (("real pages", pages), ("invented", [t for t in here if t not in pages]), ("kept", list(kept))):
        judged = [judge(t) for t in texts if t.text is not None]
        if judged:
            figures += _figures(name, judged)
        if name != "kept":
            worst += [told for j in judged for told in _told(j)]
    return Report("mentions", tuple(figures), tuple(worst), notes)


def _figures(data: str, judged: list[Judged]) -> list[Figure]:
    pairs = [pair for j in judged for pair in j.right]
    wanted = len(pairs) + sum(len(j.missing) for j in judged)
    found = len(pairs) + sum(len(j.extra) for j in judged)

    def figure(measure: str, n: int, hits: int) -> Figure:
        return Figure("mentions", data, "Vigie", measure, n, hits)

    placed = [(w, m) for w, m in pairs if w.place]
    acted = [(a, m) for w, m in pairs for a in w.actors]
    return [
        figure("precision", found, len(pairs)),
        figure("recall", wanted, len(pairs)),
        figure("title", len(pairs), sum(likeness(w.title, m.title) >= ALIKE for w, m in pairs)),
        figure("last day", *_share([w.last == m.last_day for w, m in pairs if w.last])),
        figure("past or to come", *_share([w.past == m.past for w, m in pairs if w.past is not None])),
        figure("place", len(placed), sum(_in_place(w.place or "", m) for w, m in placed)),
        figure("actors", len(acted), sum(a in m.actors for a, m in acted)),
    ]


def _share(right: list[bool]) -> tuple[int, int]:
    return len(right), sum(right)


def _in_place(name: str, mention: Mention) -> bool:
    place = mention.place
    told = (place.municipality, place.locality, place.name) if place else ()
    return any(unaccented(name) in unaccented(word) for word in told if word)


def _told(judged: Judged) -> list[str]:
    name = judged.text.name
    rows = [f"{name}: missing {e.kind} {e.title!r} of {e.day}" for e in judged.missing]
    rows += [f"{name}: too much: {m.kind} {m.title!r} of {m.first_day}" for m in judged.extra]
    rows += [
        f"{name}: title {m.title!r} for {w.title!r}" for w, m in judged.right if likeness(w.title, m.title) < ALIKE
    ]
    rows += [f"{name}: last day {m.last_day} for {w.last}" for w, m in judged.right if w.last and w.last != m.last_day]
    rows += [f"{name}: no place {w.place}" for w, m in judged.right if w.place and not _in_place(w.place, m)]
    rows += [f"{name}: no {a} for {w.title!r}" for w, m in judged.right for a in sorted(w.actors - set(m.actors))]
    return rows
