"""Topics to choose from, in the language of a page, with their counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from web.choices import Option
from web.labels import facet_labels, short_topic_label, topic_label
from web.language import Language

Counts = Mapping[str, Mapping[str, int]]


def topics_of(
    counts: Counts, facet: str, chosen: str | None, language: Language, *, named: bool = False
) -> tuple[Option, ...]:
    """Values of a facet that bring something, and the chosen one whatever it brings, in the order of the taxonomy.

    `named`: the value that the form sends, and that `chosen` holds, is `facet:slug`.
    """
    here = counts.get(facet, {})
    slug = chosen.removeprefix(f"{facet}:") if chosen else None
    order = list(facet_labels(facet))
    slugs = [s for s in order if s in here or s == slug] + sorted(s for s in here if s not in order)
    return tuple(
        Option(
            f"{facet}:{s}" if named else s, topic_label(f"{facet}:{s}", language), here.get(s), s == slug
        )
        for s in slugs
    )  # fmt: skip


def leading(
    counts: Counts, facets: tuple[str, ...], chosen: str | None, language: Language, most: int = 12
) -> tuple[Option, ...]:
    """The topics of several facets that bring most, as `facet:slug`; the chosen one is always among them."""
    found = [(f"{facet}:{slug}", n) for facet in facets for slug, n in counts.get(facet, {}).items()]
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    kept = dict(found[:most])
    if chosen and chosen not in kept:
        kept[chosen] = dict(found).get(chosen, 0)
    return tuple(Option(t, short_topic_label(t, language), n or None, t == chosen) for t, n in kept.items())
