"""How commands show the captured bytes behind a value."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from pipeline.explaining import lost
from pipeline.house import House
from pipeline.passage import passage

SEVERAL = "these words are not printed in it: they are computed from several places"


def kept(house: House, capture: str) -> str:
    """One line on a capture: its name and whether its bytes are there."""
    if not capture:
        return "none: an editor's value rests on no page"
    if why := lost(house, capture):
        return f"sha-256 {capture}: {why}"
    return f"sha-256 {capture}, {len(house.archive.body(capture))} bytes in the archive"


def bytes_around(house: House, capture: str, words: str, near: Sequence[str] = ()) -> str | None:
    """The passage of a capture around words, the nearest to `near`; None when it is not kept or does not hold them."""
    try:
        return passage(house.archive.body(capture), words, near)
    except KeyError:
        return None


def print_passage(house: House, capture: str, words: str, near: Sequence[str], indent: str) -> None:
    """Prints the passage, or says that there is none."""
    if capture:
        why = lost(house, capture)
        typer.echo(f"{indent}{why or bytes_around(house, capture, words, near) or SEVERAL}")
