"""Text that can be searched without accents while its offsets stay those of the page."""

from __future__ import annotations

_PLAIN = str.maketrans(
    "áàâäãåéèêëíìîïóòôöõúùûüçñÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÇÑ’‘ʼ‐‑–—\u00a0\u202f",
    "aaaaaaeeeeiiiiooooouuuucnaaaaaaeeeeiiiiooooouuuucn'''----  ",
)


def unaccented(text: str) -> str:
    """Small letters without accents, straight apostrophes and hyphens, plain blanks: every sign stays at its place."""
    plain = text.translate(_PLAIN)
    lowered = plain.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
