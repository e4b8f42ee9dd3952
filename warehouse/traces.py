"""What a takedown must leave nowhere, and the search for it in every table (SECURITY.md, takedown)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from transforms.text import fold
from vigie.model import Content
from warehouse.suppression import Suppressed
from warehouse.tables import metadata

LEAST = 12
"""Signs below which a text names nothing: it would be found anywhere."""
WINDOW = 9
"""Words of a long text that are looked for together: an excerpt of it must not stay either."""
RULE = "suppressions"
"""The rules themselves stand in clear, here and in the journal: they could not be applied otherwise."""
_BREAK = re.compile(r"[\"\\\n\r\t<>&]+")


@dataclass(frozen=True, slots=True)
class Needles:
    """Texts that must be found nowhere. `bytes_too` are those that no other thing holds even as a part of something
    longer: they may be looked for in raw bytes."""

    texts: tuple[str, ...] = ()
    bytes_too: tuple[str, ...] = ()


def candidates(said: Iterable[tuple[str | None, Content]], keys: Iterable[str]) -> frozenset[str]:
    """Texts by which contents would be known: addresses, long keys, titles, each stretch of their texts. Pure."""
    found = {key for key in keys if len(key) >= LEAST and not key.isdigit()}
    for url, content in said:
        addresses = [address for address in (url, content.url) if address]
        found |= {a for a in addresses if len(urlsplit(a).path) + len(urlsplit(a).query) >= LEAST}
        found |= {max(_stretches(content.title), key=len, default="")}
        found |= {piece for stretch in _stretches(content.description or "") for piece in _pieces(stretch)}
    return frozenset(one for one in found if len(one) >= LEAST)


def only_theirs(wanted: Iterable[str], others: Iterable[Sequence[str]]) -> Needles:
    """The needles that others do not say too: a sentence that another thing says as well proves nothing. Pure.

    Each of the others is the list of its texts and addresses. An address is shared when it is the very same one.
    """
    left = {needle: fold(needle) for needle in wanted}
    longer: set[str] = set()
    for texts in others:
        if not left:
            break
        folded = [fold(one) for one in texts]
        whole = "\n".join(folded)
        for needle, form in [(n, f) for n, f in left.items() if f in whole]:
            if _bounded(form).search(whole) and (not _is_address(needle) or form in folded):
                del left[needle]
            else:
                longer.add(needle)
    return Needles(tuple(sorted(left)), tuple(sorted(left.keys() - longer)))


def rows_saying(connection: Connection, table: str, needles: Sequence[str], hushed: Suppressed) -> list[str]:
    """Places (ctid) of the rows of a table that say a needle or what a pattern forbids; rules are no trace."""
    own = " AND act <> 'suppress'" if table == "journal" else ""
    found: set[str] = set()
    if needles:
        where = " OR ".join(f"strpos(t::text, :n{n}) > 0" for n in range(len(needles)))
        query = text(f"SELECT ctid::text AS place, t::text AS said FROM {table} t WHERE ({where}){own}")
        marks = [_bounded(needle) for needle in needles]
        for row in connection.execute(query, {f"n{n}": needle for n, needle in enumerate(needles)}):
            if any(mark.search(row.said) for mark in marks):
                found.add(row.place)
    if hushed.patterns:
        query = text(f"SELECT ctid::text AS place, t::text AS said FROM {table} t WHERE true{own}")
        rows = connection.execute(query, execution_options={"stream_results": True})
        found |= {row.place for row in rows if hushed.names(row.said)}
    return sorted(found)


def left(connection: Connection, needles: Sequence[str], hushed: Suppressed) -> tuple[str, ...]:
    """Tables that still hold one of the needles, or what a pattern forbids, with how many rows: the proof is empty."""
    tables = [name for name in sorted(metadata.tables) if name != RULE]
    counts = {name: len(rows_saying(connection, name, needles, hushed)) for name in tables}
    return tuple(f"{name}: {count} rows" for name, count in counts.items() if count)


def _bounded(needle: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(needle)}(?![\w-])")


def _is_address(needle: str) -> bool:
    return needle.startswith(("http://", "https://"))


def _stretches(said: str) -> list[str]:
    """The stretches of a text that every store writes as they are: no quotes, no line ends, no markup."""
    return [part.strip() for part in _BREAK.split(said) if part.strip()]


def _pieces(stretch: str) -> Iterator[str]:
    words = list(re.finditer(r"\S+", stretch))
    for start in range(0, max(1, len(words) - WINDOW + 1), WINDOW):
        window = words[start : start + WINDOW]
        if len(window) >= WINDOW // 2:
            yield stretch[window[0].start() : window[-1].end()].rstrip(".,;:!?…")
