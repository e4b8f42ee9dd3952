"""What each document of the recorded web became: its records and its quarantine rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from sqlalchemy import Engine, text

from vigie.codec import from_plain
from vigie.model import WallTime

REAL = "http://real.example/"


@dataclass(slots=True)
class Document:
    """One address of the recorded web. `reasons` holds (key or row, reason) of everything that gave no record,
    `refused` the keys among them: items, where a row without a key speaks of the document as a whole."""

    url: str
    folder: str
    platform: str
    contents: list[Mapping[str, Any]] = field(default_factory=list)
    reasons: set[tuple[str, str]] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    @property
    def named(self) -> bool:
        return bool(self.contents or self.reasons)


def plain(address: str) -> str:
    """One spelling of an address: the manifest writes letters, requests percent signs. Paths are below REAL."""
    return unquote(urljoin(REAL, address))


def manifest(path: Path) -> dict[str, Document]:
    """Every document of the manifest by its plain address."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {plain(r["url"]): Document(plain(r["url"]), r["file"].split("/")[0], r["platform"]) for r in rows}


def gather(engine: Engine, documents: dict[str, Document]) -> None:
    """Fills each document with the records and open problems that rest on it.

    A record rests on the page of its evidence; a problem on its page, or on the document that its key starts with.
    """
    with engine.connect() as connection:
        keys = set()
        for row in connection.execute(text("SELECT key, content, provenance FROM records ORDER BY source, key")):
            keys.add(row.key)
            for told in {plain(p["evidence"]["url"]) for p in row.provenance} & documents.keys():
                documents[told].contents.append(row.content)
        query = text("SELECT id, url, reason, key FROM quarantine WHERE closed_at IS NULL ORDER BY id")
        for row in connection.execute(query):
            page = _first(documents, (row.key or "").split(" ")[0], row.url)
            if page and row.key not in keys:
                documents[page].reasons.add((row.key or row.id, row.reason))
                documents[page].refused |= {row.key} if row.key else set()


def _first(documents: Mapping[str, Document], *addresses: str) -> str | None:
    return next((plain(a) for a in addresses if a and plain(a) in documents), None)


def differences(count: Mapping[str, Any], document: Document) -> list[str]:
    """Where a row of counts.yaml and a document disagree, in words; empty when they agree."""
    items = count["items"]
    records = count.get("records", items)
    found = []
    if len(document.contents) != records:
        found.append(f"{len(document.contents)} records, counted {records}")
    if len(document.reasons) < (items - records or (not items)):
        found.append(f"{len(document.reasons)} rows of quarantine, counted {items - records or 1}")
    if items and len(document.refused) > items - records:
        found.append(f"quarantined {document.refused}, counted {items - records}")
    if count.get("says"):
        found += _unsaid(count["says"], document.contents)
    return found


def _unsaid(says: Mapping[str, Any], contents: Iterable[Mapping[str, Any]]) -> list[str]:
    """Fields of the item that a person read which none of the records of that title says."""
    named = [c for c in contents if c["title"] == says.get("title", c["title"])]
    if not named:
        return [f"no record is titled {says['title']!r}"]
    wanted = {name: str(value) for name, value in says.items() if name != "title"}
    heard = [_heard(content) for content in named]
    if any(all(h.get(n, "").startswith(w) for n, w in wanted.items()) for h in heard):
        return []
    return [f"{says.get('title')}: counted {wanted}, said {[{n: h.get(n) for n in wanted} for h in heard[:3]]}"]


def _heard(content: Mapping[str, Any]) -> dict[str, str]:
    heard = {"status": str(content.get("status"))}
    if content.get("published"):
        heard["published"] = _clock(content["published"])
    if content.get("occurrences"):
        first = _clock(content["occurrences"][0]["start"])
        heard |= {"day": first[:10], "at": first, "dates": str(len(content["occurrences"]))}
    if content.get("deadlines"):
        heard["deadline"] = _clock(content["deadlines"][0]["at"])
    return heard


def _clock(time: Mapping[str, Any]) -> str:
    """`2026-03-27T20:00` as the clocks of Brussels show it, the day alone when no hour is known."""
    wall = from_plain(WallTime, time)
    if not wall.has_clock:
        return wall.day.isoformat()
    return WallTime.of_instant(wall.utc).local.isoformat()[:16]


def labelled(path: Path, documents: Mapping[str, Document]) -> tuple[int, int, int, list[str]]:
    """(labelled items, found by title, found by title and day, what was missed) of the pages in labels.jsonl."""
    total = titles = days = 0
    missed = []
    for label in map(json.loads, path.read_text("utf-8").splitlines()):
        contents = documents[plain(label["url"])].contents
        for item in label["items"]:
            total += 1
            wanted = _wanted_days(item, label["kind"])
            same = [c for c in contents if _same_title(c["title"], item)]
            titles += bool(same)
            if any(wanted <= _days(c) for c in same):
                days += 1
            else:
                heard = [sorted(_days(c))[:3] for c in same] or [c["title"][:40] for c in contents[:3]]
                missed.append(f"{label['id']} {item['title'][:50]} {sorted(wanted)} {heard}")
    return total, titles, days, missed


def _same_title(title: str, item: Mapping[str, Any]) -> bool:
    said = " ".join(title.casefold().replace("’", "'").strip("«» ").split())
    wanted = [item["title"], item.get("title_alt")]
    return said in {" ".join(w.casefold().replace("’", "'").strip("«» ").split()) for w in wanted if w}


def _wanted_days(item: Mapping[str, Any], kind: str) -> set[str]:
    """The day that matters of a labelled item: its deadline, else its first day; of news its publication."""
    day = item.get("deadline") or item.get("start") or item.get("published")
    if kind == "news":
        day = item.get("published") or day
    return {day[:10]} if day else set()


def _day_before(local: str) -> str:
    return (date.fromisoformat(local[:10]) - timedelta(days=1)).isoformat()


def _days(content: Mapping[str, Any]) -> set[str]:
    days = {o["start"]["local"][:10] for o in content.get("occurrences") or ()}
    days |= {d["at"]["local"][:10] for d in content.get("deadlines") or ()}
    # "le 23 février à minuit" is 24:00 of that day, which is 00:00 of the next.
    days |= {_day_before(d["at"]["local"]) for d in content.get("deadlines") or () if "T00:00" in d["at"]["local"]}
    if content.get("published") and not days:
        days.add(content["published"]["local"][:10])
    return days
