"""Raw items of one run put together: list with detail, sessions with sessions, doubles dropped. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from vigie.model import Capture, Page, Problem, RawItem


@dataclass(slots=True)
class Harvest:
    """Items by key in the order of their first sight; `listed` and `detailed` are kept apart until the end."""

    listed: dict[str, RawItem] = field(default_factory=dict)
    detailed: dict[str, RawItem] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, capture: Capture, page: Page) -> None:
        """Takes what a page gave; on a detail page (request with an item key) every item is of that key."""
        key = capture.request.item_key
        self.problems += page.problems
        if key is None:
            for item in page.items:
                self._put(self.listed, item, capture)
        else:
            for item in _of_key(page.items, key, capture.url):
                self._put(self.detailed, item, capture)

    def items(self, withheld: frozenset[str]) -> tuple[RawItem, ...]:
        """Every item but the withheld keys, detail fields over list fields."""
        keys = dict.fromkeys([*self.listed, *self.detailed])
        return tuple(self._whole(key) for key in keys if key not in withheld)

    def _whole(self, key: str) -> RawItem:
        listed, detailed = self.listed.get(key), self.detailed.get(key)
        if listed and detailed:
            return merge(listed, detailed)
        found = detailed or listed
        assert found is not None
        return found

    def _put(self, into: dict[str, RawItem], item: RawItem, capture: Capture) -> None:
        held = into.get(item.key)
        if held is None:
            into[item.key] = item
        elif not same(held, item):
            joined = with_sessions(held, item)
            if joined:
                into[item.key] = joined
            else:
                self.problems.append(
                    Problem(
                        source=item.source,
                        url=item.url or capture.url,
                        reason="duplicate-key",
                        detail=f"a second item with the key {item.key!r} says something else; the first one stays",
                        key=item.key,
                        capture=capture.sha256,
                        raw=item.text("title") or "",
                    )
                )


def merge(listed: RawItem, detailed: RawItem) -> RawItem:
    """A list item completed by its detail page: a name that the detail page says wins whole, other names are kept."""
    said = {f.name for f in detailed.fields}
    kept = tuple(f for f in listed.fields if f.name not in said)
    return replace(detailed, url=detailed.url or listed.url, fields=detailed.fields + kept)


def same(one: RawItem, other: RawItem) -> bool:
    """Whether two items say the same, wherever each was read."""

    def said(item: RawItem) -> tuple[object, ...]:
        return (item.kind, item.url, *((f.name, f.value, f.html, f.group) for f in item.fields))

    return said(one) == said(other)


def with_sessions(held: RawItem, other: RawItem) -> RawItem | None:
    """`held` with the sessions of `other`, when those have group numbers of their own; None when they do not."""
    groups = {f.group for f in held.fields if f.group}
    added = {f.group for f in other.fields if f.group}
    if not groups or not added or groups & added:
        return None
    return replace(held, fields=held.fields + tuple(f for f in other.fields if f.group))


def _of_key(items: tuple[RawItem, ...], key: str, url: str) -> tuple[RawItem, ...]:
    """The items of a detail page that are of its key; when none says so, the one of its URL, else its first."""
    named = tuple(item for item in items if item.key == key)
    if named or not items:
        return named
    chosen = next((item for item in items if item.url == url), items[0])
    return (replace(chosen, key=key),)
