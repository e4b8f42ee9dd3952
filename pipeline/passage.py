"""The bytes of a capture around words that were read in it, as they stand there. Pure.

Words were cleaned when they were read: entities undone, markup and line folds gone, blanks joined. They are looked for
in the form that the capture has: HTML and XML entities (also escaped twice, as feeds do), JSON escapes, folded lines of
iCalendar, markup between words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.entities import codepoint2name

AROUND = 200
"""Signs that are shown around and with the words."""
# Words are found by their beginning: the rest is shown with it, and a long text is kept cut.
FOUND_BY = 80
_MARKUP = r"<[^<>]{0,400}>|&lt;[^<>]{0,400}?&gt;|\\u003[cC].{0,400}?\\u003[eE]"
_BLANK = (
    rf"(?:\s|&(?:amp;)?(?:nbsp|thinsp|\#160|\#x[aA]0|\#8239);|\\[nrt]|\\u00[aA]0|\\u202[fF]|[\u200b\u00ad]|{_MARKUP})"
)
_FOLD = r"(?:\r?\n[ \t])?"


def passage(body: bytes, words: str, around: int = AROUND) -> str | None:
    """Up to `around` signs of `body` that hold `words`, blanks joined; None when they stand in no one place of it."""
    wanted = " ".join(words.removesuffix("…").split())[:FOUND_BY].strip()
    if not wanted:
        return None
    text = body.decode("utf-8", errors="replace")
    found = _pattern(wanted).search(text)
    if found is None and "\ufffd" in text:
        text = body.decode("cp1252", errors="replace")
        found = _pattern(wanted).search(text)
    if found is None:
        return None
    room = max(0, around - (found.end() - found.start()))
    start, end = max(0, found.start() - room // 2), min(len(text), found.end() + room - room // 2)
    shown = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


@lru_cache(maxsize=64)
def _pattern(words: str) -> re.Pattern[str]:
    parts = [_FOLD.join(_sign(c) for c in word) for word in words.split()]
    return re.compile(f"{_BLANK}{{1,40}}".join(parts))


def _sign(sign: str) -> str:
    """All the ways in which one sign is written in a capture."""
    code = ord(sign)
    if sign.isascii() and sign.isalnum():
        return sign
    name = codepoint2name.get(code)
    named = rf"{name}|" if name else ""
    forms = [re.escape(sign), rf"&(?:amp;)?(?:{named}\#0*{code}|\#[xX]0*(?i:{code:x}));", rf"\\u(?i:{code:04x})"]
    if sign.isascii():
        forms.append(rf"\\{re.escape(sign)}")
    if sign in "'’":
        forms += ["['’]", r"&(?:amp;)?(?:rsquo|apos|\#0*39|\#8217);"]
    return f"(?:{'|'.join(forms)})"
