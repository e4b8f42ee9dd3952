"""Text and attributes for XML 1.0, safe whatever the text holds."""

from __future__ import annotations

import re

from feeds.characters import paragraphs

_MARKUP = re.compile(r"<[/!?A-Za-z]|&#?\w+;")


def text(value: str) -> str:
    """Character data: `>` is escaped too, so that `]]>` cannot occur."""
    return paragraphs(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(value: str) -> str:
    """An attribute value, quoted."""
    return '"' + text(value).replace('"', "&quot;").replace("\n", " ") + '"'


def worded(name: str, value: str) -> str:
    """An Atom text construct. Text that looks like markup is declared as HTML and escaped as HTML, so that a reader
    which guesses shows it as it was written; everything else is plain text."""
    if _MARKUP.search(value):
        return element(name, text(value), type="html")
    return f'<{name} type="text">{text(value)}</{name}>'


def element(name: str, value: str, **attributes: str | None) -> str:
    """An element with text. `_` of an attribute's name becomes `:`; an attribute that is None is left out."""
    marks = _attributes(attributes) if attributes else ""
    return f"<{name}{marks}>{text(value)}</{name}>"


def empty(name: str, **attributes: str | None) -> str:
    """An element without content."""
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(attributes: dict[str, str | None]) -> str:
    return "".join(f" {k.replace('_', ':')}={attribute(v)}" for k, v in attributes.items() if v is not None)
