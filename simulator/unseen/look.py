"""How the lists of one site look: which parts a card has, in which order, what is a link, how the date is set."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from simulator.unseen.saying import Manner, manner
from simulator.unseen.theme import STYLES, Theme
from simulator.unseen.wording import Wording

ARRANGEMENTS = ("divs", "articles", "list", "whole", "table", "definitions", "siblings", "line", "columns")
"""`whole`: the card is one link; `line`: one line of text an item; `columns`: cards two wrappers deep."""
SLOTS = ("text", "text", "text", "time", "split", "labelled")
LINKS = ("title", "title", "more", "both", "image")


@dataclass(frozen=True, slots=True)
class Look:
    """`months`: items stand under names of months, which say the year. `quirks` are habits of the markup."""

    wording: Wording
    theme: Theme
    how: Manner
    arrangement: str
    slot: str
    link: str
    heading: str
    order: tuple[str, ...]
    months: bool
    featured: bool
    aside: bool
    quirks: tuple[str, ...]

    @property
    def clock(self) -> bool:
        """Whether the lists say the hour of what has one."""
        return self.slot == "time" or bool(self.how.clock)


def random_look(wording: Wording, kind: str, arrangement: str, rng: Random) -> Look:
    """A look of that arrangement; everything else is up to the seed."""
    how = manner(wording, rng, kind)
    slot = rng.choice(SLOTS)
    if arrangement in ("line", "table") and slot in ("split", "labelled"):
        slot = "text"
    optional = [p for p in ("category", "place", "text", "price", "image") if rng.random() < 0.6]
    order = ["title", "date", *(p for p in optional if kind == "event" or p not in ("place", "price"))]
    rng.shuffle(order)
    if arrangement in ("siblings", "definitions"):
        # A heading opens what belongs to it; in a definition list the term does.
        first = "date" if arrangement == "definitions" else "title"
        order = [first, *(p for p in order if p != first)]
    link = rng.choice(LINKS)
    if link in ("more", "both"):
        order.append("more")
    if link == "image" and "image" not in order:
        order.insert(0, "image")
    months = kind == "event" and arrangement not in ("table", "definitions") and rng.random() < 0.3
    return Look(
        wording,
        Theme(rng.choice(STYLES), f"{rng.random()}", kind),
        how,
        arrangement,
        slot,
        link,
        rng.choice(("h2", "h3", "h3", "h4", "div", "strong"))
        if arrangement != "siblings"
        else rng.choice(("h2", "h3")),
        tuple(order),
        months,
        rng.random() < 0.2,
        rng.random() < 0.6,
        tuple(q for q in ("ids", "comments", "spacing", "data", "svg") if rng.random() < 0.3),
    )
