"""Which coding a client takes (RFC 9110 §12.5.3), and which bytes are worth one. Pure."""

from __future__ import annotations

import re

# Already compressed inside.
_PACKED = ("spreadsheetml", "parquet", "image/", "zip")
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def wants_gzip(header: str | None) -> bool:
    """Whether gzip is accepted, and not less than the bytes as they are."""
    if not header:
        return False
    weights = dict(_weighed(part) for part in header.split(",") if part.strip())
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    # Who does not name `identity` takes it, but asked for what is named first of all.
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def compressible(media_type: str) -> bool:
    return not any(word in media_type for word in _PACKED)


def _weighed(part: str) -> tuple[str, float]:
    coding, *parameters = (piece.strip() for piece in part.split(";"))
    found = next((m for p in parameters if (m := _QUALITY.fullmatch(p.replace(" ", "")))), None)
    return coding.lower(), float(found[1]) if found else (1.0 if not parameters else 0.0)
