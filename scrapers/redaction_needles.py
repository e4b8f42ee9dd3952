"""Does a document still say it? Words and addresses compared as a reader would, whatever their spelling in the bytes.

Escapes of JSON, HTML, XML, percent and iCalendar are undone (twice: JSON in JSON, HTML in JSON), case, accents, white
space and punctuation do not count, and words are found across tags.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

LONG = 12
"""Words from which on a text is looked for in pieces: an excerpt of it must not stay either."""
PIECE = 8

_TAG = re.compile(r"<[!/?]?[a-zA-Z][^<>]*>|<!--.*?-->|<!\[CDATA\[|\]\]>", re.S)
_UNICODE = re.compile(r"\\+u([0-9a-fA-F]{4})")
_BACKSLASH = re.compile(r"\\+([nNrtbf])")
_ESCAPED = re.compile(r"\\+([/\"',;:\\])")
_FOLDED = re.compile(r"\r?\n[ \t]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]+")
"""Soft hyphens, marks without width, and the accents that decomposing sets free."""
_SPLIT = re.compile(r"[\W_]+")


class Needles:
    """What must be found nowhere: titles, addresses, texts. `shared` are texts that others may say: pieces of a long
    text that stand in them too prove nothing."""

    def __init__(self, needles: Iterable[str], shared: Iterable[str] = ()) -> None:
        self._phrases: set[str] = set()
        self._pieces: set[str] = set()
        patterns: list[str] = []
        for needle in needles:
            if re.match(r"https?://|/", needle.strip()):
                patterns += _address_patterns(needle.strip())
            else:
                self._add(words(_TAG.sub(" ", html.unescape(needle))))
        if self._pieces:
            for text in shared:
                self._pieces -= set(_pieces(words(_TAG.sub(" ", html.unescape(text)))))
        self._addresses = re.compile("|".join(sorted(patterns))) if patterns else None

    def __bool__(self) -> bool:
        return bool(self._phrases or self._pieces or self._addresses)

    def found(self, text: str) -> bool:
        """True when the text says any of it, in any spelling."""
        return any(self._says(reading) for reading in _readings(text))

    def _add(self, said: str) -> None:
        if said.count(" ") >= LONG:
            self._pieces |= set(_pieces(said))
        elif said:
            self._phrases.add(said)

    def _says(self, text: str) -> bool:
        text = _folded(text)
        if self._addresses is not None and self._addresses.search(text):
            return True
        if not self._phrases and not self._pieces:
            return False
        for plain in dict.fromkeys((_TAG.sub(" ", text), _TAG.sub("", text), text)):
            said = _SPLIT.sub(" ", plain).strip()
            framed = f" {said} "
            if any(f" {phrase} " in framed for phrase in self._phrases):
                return True
            if self._pieces and not self._pieces.isdisjoint(_pieces(said)):
                return True
        return False


def words(text: str) -> str:
    """Its words, folded, with one blank between them."""
    return _SPLIT.sub(" ", _folded(text)).strip()


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return _UNSEEN.sub("", parted)


def _pieces(said: str) -> Iterator[str]:
    tokens = said.split(" ")
    for start in range(len(tokens) - PIECE + 1):
        yield " ".join(tokens[start : start + PIECE])


def _address_patterns(address: str) -> Iterator[str]:
    """The path (with its query), wherever it stands; its last part alone when that is a name of its own."""
    parts = urlsplit(address)
    path = _folded(unquote(html.unescape(parts.path))).rstrip("/")
    query = _folded(unquote(html.unescape(parts.query)))
    if query:
        yield re.escape(f"{path}/?{query}").replace("/\\?", "/?\\?") + r"(?![\w-])"
    elif path:
        yield re.escape(path) + r"(?![\w-])"
        name = path.rsplit("/", 1)[-1]
        if len(name) >= 10 and re.search(r"\w[-_]\w", name):
            yield r"(?<![\w-])" + re.escape(name) + r"(?![\w-])"


def _readings(text: str) -> Iterator[str]:
    """The text as it is, and with each layer of escapes undone."""
    seen = {text}
    yield text
    starts = [text]
    if "BEGIN:V" in text:
        starts.append(_FOLDED.sub("", text))
    for reading in starts:
        for undo in (_of_json, html.unescape, unquote, _of_json, html.unescape, unquote):
            reading = undo(reading)
            if reading not in seen:
                seen.add(reading)
                yield reading


def _of_json(text: str) -> str:
    if "\\" not in text:
        return text
    text = _UNICODE.sub(lambda m: chr(int(m.group(1), 16)), text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _ESCAPED.sub(r"\1", _BACKSLASH.sub(" ", text))
