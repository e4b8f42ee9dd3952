"""Text and attributes for XML 1.0, safe whatever the text holds."""

from __future__ import annotations

from feeds.characters import paragraphs


def text(value: str) -> str:
    """Character data: `>` is escaped too, so that `]]>` cannot occur."""
    return paragraphs(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(value: str) -> str:
    """An attribute value, quoted."""
    return '"' + text(value).replace('"', "&quot;").replace("\n", " ") + '"'


def element(name: str, value: str, **attributes: str | None) -> str:
    """An element with text. `_` of an attribute's name becomes `:`; an attribute that is None is left out."""
    return f"<{name}{_attributes(attributes)}>{text(value)}</{name}>"


def empty(name: str, **attributes: str | None) -> str:
    """An element without content."""
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(attributes: dict[str, str | None]) -> str:
    return "".join(f" {k.replace('_', ':')}={attribute(v)}" for k, v in attributes.items() if v is not None)
