"""The bytes of a capture around words that were read in it, as they stand there. Pure.

Words were cleaned when they were read: entities undone, markup and line folds gone, blanks joined, instants written in
one form. They are looked for in the forms that captures have: HTML and XML entities (also escaped twice, as feeds do),
JSON escapes, folded lines of iCalendar, markup between words, instants with and without zone. Of several places the one
nearest to the title of its item is shown: a list page prints many dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.entities import codepoint2name
from itertools import islice

AROUND = 200
"""Signs that are shown around and with the words."""
# Words are found by their beginning: the rest is shown with it, and a long text is kept cut.
FOUND_BY = 80
MOST_HITS = 5_000
_MARKUP = r"<[^<>]{0,400}>|&lt;[^<>]{0,400}?&gt;|\\u003[cC].{0,400}?\\u003[eE]"
_SPACE = r"\s|&(?:amp;)?(?:nbsp|thinsp|\#160|\#x[aA]0|\#8239);|\\[nrt]|\\u00[aA]0|\\u202[fF]|[\u200b\u00ad]"
_BLANK = f"(?:{_SPACE}|{_MARKUP})"
_FOLD = r"(?:\r?\n[ \t])?"
_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?(?:Z|[+-]\d\d:?\d\d)?(?:\[[^\]]*\])?")
_PARTS = re.compile(r"\s+(?:[–…/·|]|->)\s+")


def passage(body: bytes, words: str, near: Sequence[str] = (), around: int = AROUND) -> str | None:
    """About `around` signs of `body` that hold `words`, blanks joined; None when they do not stand in it.

    `near` are words that stand beside them, the title of their item first. Words that were put together from several
    places are shown with each of them.
    """
    text = body.decode("utf-8", errors="replace")
    if "\ufffd" in text:
        text = body.decode("cp1252", errors="replace")
    wanted = " ".join(words.removesuffix("…").split())[: 2 * FOUND_BY].strip()
    if not wanted:
        return None
    beside = next((found for one in near if (found := list(_hits(text, one)))), [])
    parts = [wanted[:FOUND_BY]]
    hit = _nearest(text, parts[0], beside)
    hits = [hit] if hit else []
    if not hits:
        parts = _PARTS.split(wanted)
        if len(parts) == 1 and beside and len(wanted.split()) <= 4:
            parts = wanted.split()
        spots = [_nearest(text, part, beside) for part in parts] if len(parts) > 1 else []
        hits = [spot for spot in spots if spot is not None] if None not in spots else []
    return " […] ".join(_shown(text, one, around // len(hits)) for one in _merged(hits, around)) if hits else None


def _nearest(text: str, words: str, beside: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The place of these words, in the first of their forms that stands there, that is nearest to one of `beside`."""
    for form in _forms(words):
        found = list(_hits(text, form))
        if found:
            return min(found, key=lambda hit: min((_far(hit, b) for b in beside), default=hit[0]))
    return None


def _far(hit: tuple[int, int], beside: tuple[int, int]) -> int:
    """Signs between the two; what follows a title is more likely its own than what precedes it."""
    return hit[0] - beside[1] if hit[0] >= beside[1] else 2 * (beside[0] - hit[0]) + 50


def _hits(text: str, words: str) -> Iterator[tuple[int, int]]:
    wanted = " ".join(words.split())[:FOUND_BY].strip()
    if wanted:
        yield from (found.span() for found in islice(_pattern(wanted).finditer(text), MOST_HITS))


def _forms(words: str) -> Iterator[str]:
    """The words as they are, then the other ways to write an instant, from the whole to its day."""
    yield words
    instant = _INSTANT.fullmatch(words)
    if instant is None:
        return
    year, month, day, hour, minute, second = instant.groups()
    if hour:
        yield f"{year}-{month}-{day}T{hour}:{minute}"
        yield f"{year}-{month}-{day} {hour}:{minute}"
        yield f"{year}{month}{day}T{hour}{minute}{second or ''}"
    yield f"{year}-{month}-{day}"
    yield f"{year}{month}{day}"
    yield f"{day}/{month}/{year}"


def _merged(hits: Sequence[tuple[int, int]], around: int) -> list[tuple[int, int]]:
    """Places in their order; those that one passage can show are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if found and end - found[-1][0] <= around:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _shown(text: str, hit: tuple[int, int], around: int) -> str:
    room = max(20, around - (hit[1] - hit[0]))
    start, end = max(0, hit[0] - room // 2), min(len(text), hit[1] + room // 2)
    return f"{'…' if start else ''}{' '.join(text[start:end].split())}{'…' if end < len(text) else ''}"


@lru_cache(maxsize=64)
def _pattern(words: str) -> re.Pattern[str]:
    parts = [_FOLD.join(_sign(c) for c in word) for word in words.split()]
    edge = r"(?<![^\W_])" if words[0].isalnum() else ""
    return re.compile(edge + f"{_BLANK}{{1,40}}".join(parts))


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
        forms += ["['’]", r"&(?:amp;)?(?:rsquo|apos|\#0*39|\#8217);", r"\\u2019"]
    return f"(?:{'|'.join(forms)})"
