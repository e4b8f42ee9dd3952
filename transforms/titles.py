"""Titles as an editor would write them: without the name of the site, stray marks and broken ends."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from transforms.text import fold, line
from vigie.model import Source

LIMIT = 300
_SUFFIX = re.compile(r"\s+(?:\||–|—|-|»|·|::)\s+(?=[^|–—»·]+$)")
# Marker of a call that is over, at the border of a title.
_CLOSED = re.compile(
    r"^\W*(?:appel )?(?:cl[ôo]tur[ée]e?|ferm[ée]e?|closed)\b\s*(?:[:–—|!\])]|\s-\s)+\s*"
    r"|\s*(?:[:–—|(\[]|\s-\s)+\s*(?:cl[ôo]tur[ée]e?|ferm[ée]e?|closed)\W*$",
    re.I,
)


def clean_title(raw: str, source: Source) -> str:
    """A title on one line, without the source's own name at its end; "" when nothing is left."""
    title = line(raw).strip(" \t|–—·")
    cut = list(_SUFFIX.finditer(title))
    if cut and _is_site(title[cut[-1].end() :], source):
        title = title[: cut[-1].start()].strip()
    return title if len(title) <= LIMIT else title[: LIMIT - 1].rsplit(" ", 1)[0] + "…"


def without_closed_marker(title: str) -> tuple[str, bool]:
    """A call's title without "[CLÔTURÉ]", and whether it was there."""
    bare = _CLOSED.sub("", title).strip()
    return (bare, True) if bare and bare != title else (title, False)


def _is_site(words: str, source: Source) -> bool:
    said = _key(words)
    hosts = (urlsplit(u).hostname or "" for u in (source.site or "", *source.urls))
    labels = {re.sub(r"^www\.|\.[a-z]+$", "", host) for host in hosts}
    names = {_key(source.name), _key(source.slug), *(_key(label) for label in labels)} - {""}
    return bool(said) and said in names


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", fold(words))
