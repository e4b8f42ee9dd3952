"""Which characters may stand in an exported text, whatever a source put into its own."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but TAB and LF, soft hyphen and zero-width marks, bidi controls (Trojan Source), lone surrogates,
# non-characters, the mark of a byte that nobody could read (the W3C validator calls it an error). ZWJ and ZWNJ stay:
# emoji and some scripts need them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff\ufff9-\ufffb\ufffd"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(1, 17))
    + "]"
)
_BLANKS = re.compile("[^\\S\n\u00a0\u202f]+")  # the blanks that French typography does not break stay
_GAPS = re.compile(r"\n{3,}")
_SPACE = re.compile("[^\\S\u00a0\u202f]+")


def paragraphs(text: str) -> str:
    """`text` with LF line ends, no forbidden character, single blanks and at most one empty line in a row."""
    text = text.strip()
    if text.isprintable() and "  " not in text and "\ufffd" not in text:
        return text  # one tidy line: nearly all there is
    if "\n\n\n" not in text and all(map(_tidy, text.split("\n"))):
        return text
    bare = _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    lines = "\n".join(line.strip() for line in _BLANKS.sub(" ", bare).split("\n"))
    return _GAPS.sub("\n\n", lines).strip()


def one_line(text: str, limit: int | None = None) -> str:
    """`text` without forbidden characters on one line, cut between words to `limit` characters, "…" included."""
    text = text.strip()
    line = text if _tidy(text) else _SPACE.sub(" ", _FORBIDDEN.sub("", _LINE_ENDS.sub(" ", text))).strip()
    return line if limit is None else cut(line, limit)


def _tidy(line: str) -> bool:
    """Whether there is nothing to clean on one line: so it is nearly always, and this costs a tenth of cleaning.

    Every forbidden character but U+FFFD, every line end and every blank but the three that may stand is unprintable to
    Python.
    """
    if "  " in line or "\ufffd" in line or line != line.strip():
        return False
    return line.isprintable() or line.replace("\u00a0", "").replace("\u202f", "").isprintable()


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of `text`: to the end of a sentence when one lies past a third, else between words."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    sentence = max(head.rfind(mark) for mark in (". ", "! ", "? ", "… "))
    if sentence > limit // 3:
        return head[: sentence + 1]
    word = head[: limit - 1].rfind(" ")
    return head[: word if word > limit // 2 else limit - 1].rstrip(" ,;:–—-") + "…"
