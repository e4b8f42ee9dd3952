"""The choices beside a list: options of a filter with their counts, in the order of the taxonomy. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from feeds.slices import PROVINCES
from web.labels import facet_labels, province_label, short_topic_label, topic_label

Facets = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter. `count` None when the value is chosen but nothing has it."""

    slug: str
    label: str
    count: int | None
    chosen: bool


def options(facets: Facets, facet: str, chosen: str | None) -> tuple[Option, ...]:
    """Values of `facet` that bring something, and the chosen one whatever it brings."""
    counts = facets.get(facet, {})
    order = list(PROVINCES) if facet == "province" else list(facet_labels(facet))
    slugs = [s for s in order if s in counts or s == chosen]
    slugs += sorted(s for s in {*counts, chosen} if s and s not in order)
    return tuple(Option(s, _label(facet, s), counts.get(s), s == chosen) for s in slugs)


def topic_options(facets: Facets, facet: str, chosen: str | None) -> tuple[Option, ...]:
    """As `options`, with `facet:slug` as the value that the form sends and `chosen` holds."""
    slug = chosen.partition(":")[2] if chosen and chosen.startswith(f"{facet}:") else None
    return tuple(replace(option, slug=f"{facet}:{option.slug}") for option in options(facets, facet, slug))


def leading_topics(facets: Facets, names: tuple[str, ...], chosen: str | None, most: int = 12) -> tuple[Option, ...]:
    """The topics of several facets that bring most, as `facet:slug`; the chosen one is always among them."""
    found = [(f"{facet}:{slug}", n) for facet in names for slug, n in facets.get(facet, {}).items()]
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    kept = dict(found[:most])
    if chosen and chosen not in kept:
        kept[chosen] = dict(found).get(chosen, 0)
    return tuple(Option(t, short_topic_label(t), n or None, t == chosen) for t, n in kept.items())


def _label(facet: str, slug: str) -> str:
    return province_label(slug) if facet == "province" else topic_label(f"{facet}:{slug}")
