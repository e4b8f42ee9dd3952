"""One entry out of a feed in XML, cut from its text: what stays is as it was, byte for byte, well-formed or not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from scrapers.redaction_needles import Needles

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!.*?>"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z_][\w.:-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.S,
)
_POINTER = re.compile(r"/entry\[(\d+)\]")
_ENTRIES = ("item", "entry")
_MOST = 200


@dataclass(slots=True, eq=False)
class _Element:
    name: str
    start: int
    end: int
    inner: list[_Element] = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2].lower()

    def every(self) -> Iterator[_Element]:
        yield self
        for child in self.inner:
            yield from child.every()


def drafts(text: str, pointers: Collection[str], wanted: Needles) -> Iterator[str]:
    """Feeds without the entries pointed at: first without any other entry that names it, then with those scrubbed."""
    numbers = {int(found.group(1)) for pointer in pointers if (found := _POINTER.match(pointer))}
    entries = [e for e in _parsed(text).every() if e.local in _ENTRIES]
    gone = [entry for number, entry in enumerate(entries) if number in numbers]
    if pointers and not gone:
        return
    for whole_entries in (True, False):
        also = [e for e in entries if e not in gone and whole_entries and wanted.found(text[e.start : e.end])]
        made = _scrubbed(_cut(text, [*gone, *also]), wanted)
        if made is not None:
            yield made


def _cut(text: str, elements: list[_Element]) -> str:
    for element in sorted(elements, key=lambda e: -e.start):
        text = text[: element.start] + text[element.end :]
    return text


def _scrubbed(text: str, wanted: Needles) -> str | None:
    """Without the smallest elements that still say it; None when that would be the document."""
    for _ in range(_MOST):
        if not wanted.found(text):
            return text
        here = _parsed(text)
        while (inner := next((e for e in here.inner if wanted.found(text[e.start : e.end])), None)) is not None:
            here = inner
        if here.end - here.start >= len(text.strip()) or not here.name:
            return None
        text = text[: here.start] + text[here.end :]
    return None


def _parsed(text: str) -> _Element:
    """Elements by their tags; comments and instructions are elements too. A tag that is never closed holds nothing."""
    root = _Element("", 0, len(text))
    path = [root]
    for token in _TOKEN.finditer(text):
        name = token.group("name")
        if name is None:
            if not token.group(0).startswith(("<![CDATA[", "<?xml ", "<!DOCTYPE")):
                path[-1].inner.append(_Element("!", token.start(), token.end()))
        elif token.group("close"):
            depth = next((n for n in range(len(path) - 1, 0, -1) if path[n].name == name), 0)
            if depth:
                path[depth].end = token.end()
                del path[depth:]
        else:
            element = _Element(name, token.start(), token.end())
            path[-1].inner.append(element)
            if not token.group("rest").endswith("/"):
                path.append(element)
    return root
