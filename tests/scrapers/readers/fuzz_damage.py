"""Ways to damage a document: its bytes, and its structure (JSON values, tags, lines), by the dice of one number."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

Damage = Callable[[bytes, random.Random], bytes]
_TOKENS = re.compile(rb"<[^>]*>|[^<]+|<")
_ATTRIBUTE = re.compile(rb"""(=\s*)("[^"]*"|'[^']*')""")
BITS = (
    b"\x00", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"]", b"}", b"{", b'"', b"'", b"<", b">", b"<![CDATA[", b"<!--",
    b"-->", b"&#0;", b"&#1114112;", b"&#xD800;", b"&nope;", b"\\ud800", b"\\", b"9" * 40, b"-1", b"1e999", b"null",
    b"[]", b"{}", b"\r", b"\x1a", b"\xef\xbb\xbf", b"\xe2\x80\xae",
)  # fmt: skip
WORDS = (
    "", " ", "\x00", "0000-00-00 00:00:00", "2026-02-30", "2026-13-01T25:61:61Z", "9999-12-31T23:59:59+99:99",
    "-0001-01-01", "20260230T250000", "le 31 février", "du 12 au 3 mai", "http://[", "http://[::1", "//", "mailto:x",
    "javascript:0", "https://site.example:99999999/", "data:,", "https://site.example/" + "a" * 3000, "<b>x", "%zz",
    "&lt;b&gt;", "\ufffe", "🎭" * 50, "RRULE:FREQ=SECONDLY", "FREQ=DAILY;COUNT=99999999", "P1Y", "NaN", "1" * 400,
    "a" * 5000, "%", "{{x}}", "../../..", "None", "true", "-", "§", "'; --",
)  # fmt: skip
ANYTHING: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**63, 10**400, 1.5, -0.0, 1e308, *WORDS, [], [[]], [None], [1, "a", {}], {}, {"": {}},
    {"@id": {}}, {"rendered": None}, {"fr": ["a"]}, {"value": {"value": {}}}, {"begin": None, "end": 1}, [[1, 2], [3]],
    {"url": []}, {"lat": "x", "lon": None}, {"data": {"attributes": []}}, {"@type": ["Event", None]},
    {"name": {"name": 1}},
)  # fmt: skip


def bytes_damaged(body: bytes, dice: random.Random) -> bytes:
    """Cut, doubled, overwritten, turned round, re-encoded or cut short."""
    start = dice.randrange(len(body) + 1)
    end = min(len(body), start + dice.choice((0, 1, 3, 10, 60, 400)))
    way = dice.randrange(7)
    if way == 0:
        return body[:start]
    if way == 1:
        return body[:start] + body[start:end] * 3 + body[end:]
    if way == 2:
        return body[:start] + body[start:end][::-1] + body[end:]
    if way == 3:
        return body[:start] + dice.randbytes(dice.randrange(9)) + body[end:]
    if way == 4:
        text = body.decode("utf-8", "replace")
        return text.encode(dice.choice(("latin-1", "utf-16", "utf-16-le", "cp037", "utf-7")), "replace")
    return body[:start] + dice.choice(BITS) + body[end:]


def json_damaged(body: bytes, dice: random.Random) -> bytes:
    """Up to four values replaced, left out, doubled or put under another's name."""
    document = json.loads(body)
    for _ in range(dice.randint(1, 4)):
        places = list(_places(document))
        if not places:
            break
        holder, key = dice.choice(places)
        way = dice.randrange(6)
        if way == 0:
            del holder[key]
        elif way == 1 and isinstance(holder, list):
            holder.append(holder[key])
        elif way == 2:
            other, name = dice.choice(places)
            if _held(other, name):
                holder[key] = json.loads(json.dumps(other[name]))
        elif way == 3:
            holder[key] = [holder[key]]
        else:
            holder[key] = deepcopy(dice.choice(ANYTHING))
    return json.dumps(document).encode()


def tags_damaged(body: bytes, dice: random.Random) -> bytes:
    """Up to four tags or texts left out, doubled, swapped, nested without end, or with other words in them."""
    tokens = _TOKENS.findall(body)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(tokens))
        way = dice.randrange(8)
        if way == 0:
            tokens[at] = b""
        elif way == 1:
            run = tokens[at : at + dice.randint(1, 12)]
            tokens[at:at] = run
        elif way == 2:
            other = dice.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif way == 3:
            tokens[at] = b"<div>" * dice.choice((5, 50, 600)) + tokens[at]
        elif way == 4:
            del tokens[at : at + dice.randint(1, 30)]
            tokens = tokens or [b""]
        elif tokens[at].startswith(b"<"):
            word = dice.choice(WORDS).encode("utf-8", "replace").replace(b'"', b"")
            tokens[at] = _ATTRIBUTE.sub(lambda found, word=word: found[1] + b'"' + word + b'"', tokens[at], count=1)
        else:
            tokens[at] = dice.choice(WORDS).encode("utf-8", "replace")
    return b"".join(tokens)


def lines_damaged(body: bytes, dice: random.Random) -> bytes:
    """Up to four lines left out, doubled, swapped, folded, or with another value after their colon."""
    lines = body.splitlines()
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(lines))
        way = dice.randrange(6)
        if way == 0 and len(lines) > 1:
            del lines[at]
        elif way == 1:
            lines.insert(at, lines[at])
        elif way == 2:
            other = dice.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif way == 3:
            lines[at] = b" " + lines[at]
        else:
            name = lines[at].partition(b":")[0]
            lines[at] = name + b":" + dice.choice(WORDS).encode("utf-8", "replace")
    return b"\r\n".join(lines)


def structure_of(body: bytes) -> Damage:
    """How the structure of a document is damaged: as JSON, as markup, or line by line."""
    start = body.lstrip()[:1]
    if start in (b"{", b"["):
        return json_damaged
    return tags_damaged if start == b"<" else lines_damaged


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    rows = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    for key, value in list(rows):
        yield document, key
        yield from _places(value)


def _held(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)
