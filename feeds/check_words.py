"""What validators say about the characters, the HTML and the language of a text: findings as sentences. Pure."""

from __future__ import annotations

import re
from html.entities import html5
from html.parser import HTMLParser

from feeds.languages import LANGUAGES


def words(text: str) -> frozenset[str]:
    """The words of a closed list."""
    return frozenset(text.split())


_END_TAG = re.compile(r"</\w+>")
_REFERENCE = re.compile(r"&(#?\w+);")
_MOJIBAKE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
_SAFE = words(
    "a abbr b bdi blockquote br cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd "
    "li mark ol p pre q s samp section small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr"
)
_VOID = words("br hr img wbr")
_ADDRESS = frozenset(("href", "src"))


def characters(where: str, text: str) -> list[str]:
    """Findings on the characters of a text that stands in `where`."""
    found = []
    if any("\x80" <= c <= "\x9f" or c == "\ufffd" for c in text):
        found.append(f"{where} has a control character or U+FFFD")
    if _MOJIBAKE.search(text) and _twice_encoded(text):
        found.append(f"{where} was encoded twice")
    return found


def _twice_encoded(text: str) -> bool:
    try:
        text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def language(where: str, said: str) -> list[str]:
    """Findings on a language tag."""
    return [] if said.split("-")[0].lower() in LANGUAGES else [f"{where} says the language {said!r}"]


def plain(where: str, text: str) -> list[str]:
    """Findings on a text that is declared to be no HTML, or whose format has no way to declare it: what looks like
    markup is shown by half of the readers and obeyed by the others."""
    if _END_TAG.search(text) or any(name.startswith("#") or f"{name};" in html5 for name in _REFERENCE.findall(text)):
        return [f"{where} has undeclared HTML"]
    return []


def markup(where: str, html: str) -> list[str]:
    """Findings on HTML: elements and attributes that run something or are none, relative addresses, open elements."""
    reader = _Markup()
    reader.feed(html)
    reader.close()
    left = [f"<{tag}> is not closed" for tag in reader.open]
    return [f"{where}: {finding}" for finding in dict.fromkeys((*reader.found, *left))]


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SAFE:
            self.found.append(f"<{tag}> is no element for feeds")
        elif tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"attribute {name}")
            if name in _ADDRESS and not (value or "").startswith(("https://", "http://")):
                self.found.append(f"{name} {value!r} is not an absolute web address")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _SAFE - _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        else:
            self.found.append(f"</{tag}> without its beginning")

    def handle_pi(self, data: str) -> None:
        self.found.append("a processing instruction")
