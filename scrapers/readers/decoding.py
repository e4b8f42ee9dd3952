"""Bytes of a capture to text or JSON, forgiving what the wild web does to both."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

import orjson

from vigie.model import Capture

_META = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_WRAPPER = re.compile(
    r"^\s*(//\s*)?(<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(//\s*)?(-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HTML = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)


class WrongContent(ValueError):
    """The answer is not of the announced format, e.g. an HTML page where JSON was asked for."""


def looks_like_html(body: bytes) -> bool:
    return bool(_HTML.match(body[:4096].removeprefix(codecs.BOM_UTF8)))


def text_of(capture: Capture) -> str:
    """The body as text: byte order mark, then the header's charset, then the page's own, then UTF-8, then Windows-1252.

    A page that says UTF-8 and is not is read as Windows-1252, as browsers' users see it.
    """
    body = capture.body
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    said = [m.group(1) for m in (_META.search((capture.header("content-type") or "").encode()),
                                 _META.search(body[:4096])) if m]  # fmt: skip
    for name in [s.decode("ascii", "replace") for s in said] + ["utf-8"]:
        try:
            return body.decode("cp1252" if name.lower() in ("iso-8859-1", "latin1", "latin-1") else name)
        except (UnicodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def json_of(capture: Capture) -> Any:
    """The body as JSON. Raises WrongContent for HTML or nothing, ValueError for broken JSON."""
    body = capture.body.removeprefix(codecs.BOM_UTF8).strip()
    if not body:
        raise WrongContent("the answer is empty")
    if looks_like_html(body):
        raise WrongContent("an HTML page was answered where JSON was expected")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return loose_json(text_of(capture))


def loose_json(text: str) -> Any:
    """JSON with the usual damage undone: raw control characters, CDATA or comment wrappers, a semicolon or comma too
    many. Raises ValueError when more than that is broken."""
    try:
        return _loads(text)
    except ValueError:
        pass
    bare = _WRAPPER.sub("", text.strip())
    bare = re.sub(r"^\s*//.*$", "", bare, flags=re.M)
    bare = re.sub(r",(\s*[\]}])", r"\1", bare.strip().rstrip(";"))
    return _loads(bare)


def _loads(text: str) -> Any:
    try:
        found = json.loads(text, strict=False)
        return _mended(found) if _HALF.search(text) else found
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _mended(value: Any) -> Any:
    """The same with U+FFFD for halves of characters, which JSON can escape and nothing can write."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_mended(name): _mended(one) for name, one in value.items()}
    return value
