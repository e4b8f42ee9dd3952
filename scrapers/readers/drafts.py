"""What a reader collects while it reads one capture, until it becomes a `Page`.

A reader says values with their place in the capture; this module adds the evidence, keeps keys unique on the page,
turns what breaks into problems and counts what was left unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from scrapers.readers import last_resort
from scrapers.readers.addresses import key_of_url, key_of_values
from scrapers.readers.last_resort import Nameless
from vigie.model import Capture, Evidence, Kind, Page, Problem, RawField, RawItem, Request, Source

EXCERPT = 500
LONGEST_KEY = 400
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w{1,30});")


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which neither UTF-8 nor PostgreSQL can hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def looks_marked_up(text: str) -> bool:
    """True when a text holds tags or entities, so that only an HTML reader prints it rightly."""
    return bool(_MARKUP.search(text) or _ENTITY.search(text))


def has_tags(text: str) -> bool:
    return bool(_MARKUP.search(text))


def printed(value: object) -> str | None:
    """A scalar as the source prints it: numbers and booleans as JSON words; None for nothing, lists and objects."""
    if value is None or isinstance(value, (list, dict, tuple)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return storable(str(value)).strip() or None


class ItemDraft:
    """Fields of one raw item, in the order in which they were said."""

    def __init__(self, capture: Capture, pointer: str, hashed: set[str] | None = None) -> None:
        self._capture = capture
        self._pointer = pointer
        self._hashed = hashed if hashed is not None else set()
        self._fields: list[RawField] = []

    @property
    def fields(self) -> tuple[RawField, ...]:
        return tuple(self._fields)

    @property
    def seen_on(self) -> date:
        """The day (UTC) on which the page was fetched."""
        return self._capture.fetched_at.date()

    def say(self, name: str, value: object, pointer: str = "", *, html: bool | None = None, group: int = 0) -> None:
        """Adds a value unless it is empty. `pointer` is below the item's own; `html` None = look at the value."""
        text = printed(value)
        if text is None:
            return
        marked = looks_marked_up(text) if html is None else html
        evidence = Evidence(self._capture.sha256, self._capture.url, self._pointer + pointer)
        field = RawField(name, text, evidence, marked, group)
        if not any(f.name == name and f.value == text and f.group == group for f in self._fields):
            self._fields.append(field)

    def has(self, name: str) -> bool:
        return any(f.name == name for f in self._fields)

    def value(self, name: str) -> str | None:
        return next((f.value for f in self._fields if f.name == name), None)

    def hash(self) -> str:
        """Identity of last resort: a hash of everything that was said."""
        return key_of_values((f.name, f.value) for f in self._fields)

    def finish(self, source: Source, key: str | None, kind: Kind, url: str | None) -> RawItem:
        """The raw item. Without the publisher's own id its address is the key, without an address the hash."""
        chosen = storable(key or "").strip() or (key_of_url(url) if url else None)
        if not chosen:
            chosen = self.hash()
            self._hashed.add(chosen)
        if len(chosen) > LONGEST_KEY:
            chosen = key_of_values([("key", chosen)])
        return RawItem(source.slug, chosen, kind, storable(url) if url else None, self.fields)


class PageDraft:
    """Items, requests, problems and unread names of one capture."""

    def __init__(self, source: Source, capture: Capture) -> None:
        self.source = source
        self.capture = capture
        self.expected: int | None = None
        self._items: dict[str, RawItem] = {}
        self._homonyms: dict[str, list[str]] = {}
        self._requests: dict[tuple[str, str, bytes | None], Request] = {}
        self._problems: list[Problem] = []
        self._unread: Counter[str] = Counter()
        self._hashed: set[str] = set()

    @property
    def items(self) -> tuple[RawItem, ...]:
        return tuple(self._items.values())

    @property
    def has_problems(self) -> bool:
        return bool(self._problems)

    def item(self, pointer: str) -> ItemDraft:
        return ItemDraft(self.capture, pointer, self._hashed)

    def add(self, item: RawItem, *, needs_title: bool = True) -> None:
        """Keeps an item. Without a title it is a problem. Two different things under one key are told apart."""
        if needs_title and not item.first("title"):
            self.problem("missing-title", "the item has no title", field="title", key=item.key, raw=_excerpt(item))
            return
        homonyms = self._homonyms.setdefault(item.key, [])
        if not homonyms:
            self._items[item.key] = item
            homonyms.append(item.key)
            return
        said = [key for key in homonyms if _spoken(self._items[key]) == _spoken(item)]
        titled = [key for key in homonyms if _named(self._items[key]) == _named(item)]
        if said:
            self._unread["repeated item"] += 1
        elif titled:
            self._items[titled[0]] = merged(self._items[titled[0]], item)
        else:
            self._add_homonym(item, homonyms)

    def _add_homonym(self, item: RawItem, homonyms: list[str]) -> None:
        # Some publishers print one guid on all their items: the address tells them apart, else what they say.
        suffix = key_of_url(item.url) if item.url else None
        key = f"{item.key} {suffix or key_of_values((f.name, f.value) for f in item.fields)}"
        if key in self._items:
            key = f"{item.key} {key_of_values((f.name, f.value) for f in item.fields)}"
        self._items[key] = replace(item, key=key)
        homonyms.append(key)

    def name_nameless(self) -> None:
        """Items without id and address get keys that their edits do not move, instead of a hash of all they say.

        For lists of one page: what two pages of a list have in common cannot be told apart here.
        """
        nameless = [key for key in self._items if key in self._hashed]
        named = last_resort.keys([Nameless(self._items[key], _first_time(self._items[key])) for key in nameless])
        given = dict(zip(nameless, named, strict=True))
        found, self._items = self._items, {}
        for key, item in found.items():
            new = given.get(key, key)
            new = f"{new} {key}" if new in self._items else new
            self._items[new] = replace(item, key=new)

    def follow(self, request: Request) -> None:
        """A request that the page leads to; the page itself and repetitions are left out."""
        here, request = self.capture.request, replace(request, url=storable(request.url))
        if (request.url, request.method, request.body) != (here.url, here.method, here.body):
            self._requests.setdefault((request.url, request.method, request.body), request)

    def problem(self, reason: str, detail: str, *, field: str | None = None, key: str | None = None,
                raw: object = "") -> None:  # fmt: skip
        """A quarantine row. The excerpt holds at most 500 signs and no e-mail address."""
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
        shown = _MAIL.sub("…@…", storable(text[: 2 * EXCERPT]))[:EXCERPT]
        said = storable(detail)[:EXCERPT]
        self._problems.append(
            Problem(self.source.slug, self.capture.url, reason, said, field, key, self.capture.sha256, shown)
        )

    def unread(self, names: Iterable[str]) -> None:
        """Counts what the source said and the reader left aside: names only, never values."""
        self._unread.update(storable(str(name))[:80] for name in names)

    @contextmanager
    def attempt(self, pointer: str, raw: object = "") -> Iterator[None]:
        """One broken item must not lose the others of its page: what it raises becomes a problem."""
        try:
            yield
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
            self.problem("parse-error", f"{pointer}: {type(error).__name__}: {error}", raw=raw)

    def page(self) -> Page:
        requests = tuple(self._requests.values())
        last = not any(r.label == "list" for r in requests)
        unread = tuple(sorted(self._unread.items()))
        # What a source claims to hold is its own affair; beyond these it is no count, and no database could keep it.
        expected = self.expected if self.expected is not None and 0 <= self.expected < 2**31 else None
        return Page(self.items, requests, expected, tuple(self._problems), unread, last)


def merged(first: RawItem, second: RawItem) -> RawItem:
    """The union of what two rows of one page say under one key (rows per occurrence)."""
    said = {(f.name, f.value, f.group) for f in first.fields}
    more = tuple(f for f in second.fields if (f.name, f.value, f.group) not in said)
    return replace(first, fields=first.fields + more)


def _first_time(item: RawItem) -> str | None:
    names = ("start", "date_text", "deadline", "deadline_text", "published")
    return next((text for name in names if (text := item.text(name))), None)


def _spoken(item: RawItem) -> tuple[tuple[str, str, int], ...]:
    return tuple((f.name, f.value, f.group) for f in item.fields)


def _named(item: RawItem) -> tuple[str | None, Kind]:
    return item.text("title"), item.kind


def _excerpt(item: RawItem) -> str:
    return " | ".join(f"{f.name}={f.value[:120]}" for f in item.fields)
