"""The evidence that the relevance of an item rests on: named amounts from 0 to 1, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.topic_cues import Concept
from transforms.topic_features import Features, features
from transforms.topic_model import START, Model, stored_model
from transforms.topic_rules import together, weigh
from transforms.topic_sightings import Scan
from vigie.model import Kind, Place

CORE = ("games", "xr", "digital-arts", "light-mapping", "creative-coding", "ai-creation", "metaverse-twins")
"""Disciplines that are creation and digital by themselves."""
MAKING = ("fablab-robotics", "animation-vfx", "fashion-tech", "dataviz-opendata", "edtech", "performing-arts-tech")
"""Disciplines that mostly are."""
HALF = ("audiovisual-cinema", "design-ux", "music-tech", "museum-heritage", "publishing-comics", "media-journalism")
"""Disciplines that are one side only, unless the other is told."""
CREATION = ("art", "sound", "image", "stage", "heritage", "light", "textile", "book")
DIGITAL = ("digital", "code", "sensor", "ai", "making")
AGAINST = ("sport", "municipal", "office", "tradition", "food", "care", "economy", "job", "party")
"""Fields that speak against: what municipal agendas and general media are full of."""


LEARNED, LEARNED_REACH = "learned words", 4.0
RELEVANT = "relevance:relevant"
"""The concept under which words learn what speaks for relevance (`topic_model`)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named amount, 0 to 1 (learned words: from -1), with the words that gave it, the strongest first."""

    name: str
    amount: float
    words: tuple[str, ...] = ()


def learned(model: Model, own: Features) -> Evidence:
    """What the words of an item say by what was learned from labelled items: from -1 (surely not) to 1."""
    weights = model.of_concept(RELEVANT)
    said = {name: weights[name] * own.worth[name] for name in own.worth if name in weights}
    total = sum(said.values()) + weights.get(START, 0.0)
    amount = max(-1.0, min(1.0, total / LEARNED_REACH))
    sign = 1.0 if amount > 0 else -1.0
    best = sorted((n for n in said if said[n] * sign > 0), key=lambda n: (-abs(said[n]), n))[:6]
    words = dict.fromkeys(own.written[name][0].lower() for name in best)
    return Evidence(LEARNED, amount, tuple(words)[:3])


def gather(
    seen: Scan,
    kind: Kind,
    topics: Sequence[str] = (),
    actors: Sequence[str] = (),
    place: Place | None = None,
    words: Evidence | None = None,
) -> Iterator[Evidence]:
    """Every evidence on an item, absent ones as zero. `topics` count even where their words stand elsewhere.

    `words` is what was learned of its words (`learned`); without it the stored model says it.
    """
    yield words or learned(stored_model(), features(seen))
    weights = weigh(seen, kind)
    known = frozenset(topics)
    core = _strongest(weights, known, CORE)
    making = _strongest(weights, known, MAKING)
    half = _strongest(weights, known, HALF)
    digital = _joined(weights, DIGITAL)
    creation = _joined(weights, CREATION)
    yield Evidence("core discipline", core.amount, core.words)
    yield Evidence("making discipline", making.amount, making.words)
    yield Evidence("half discipline × digital", half.amount * digital.amount, (*half.words[:2], *digital.words[:2]))
    both = (*creation.words[:2], *digital.words[:2])
    yield Evidence("creation × digital", creation.amount * digital.amount, both)
    not_digital = 1.0 - max(digital.amount, core.amount)
    not_creation = 1.0 - max(creation.amount, core.amount)
    yield Evidence("creation without digital", creation.amount * not_digital, creation.words)
    yield Evidence("digital without creation", digital.amount * not_creation, digital.words)
    yield Evidence("neither", (1.0 - creation.amount) * (1.0 - digital.amount) * (1.0 - core.amount))
    for field in AGAINST:
        yield _joined(weights, (field,))
    region, abroad = _joined(weights, ("region",)), _joined(weights, ("abroad",))
    in_region = 1.0 if place and place.region in ("WAL", "BRU") else region.amount
    yield Evidence("in the region", in_region, region.words)
    yield Evidence("elsewhere", abroad.amount * (1.0 - in_region), abroad.words)
    yield _sector(actors)


def _strongest(weights: Mapping[Concept, Mapping[str, float]], known: frozenset[str], slugs: Iterable[str]) -> Evidence:
    best = Evidence("", 0.0)
    for slug in slugs:
        words = weights.get(("discipline", slug), {})
        amount = max(together(words.values()), 0.7 if f"discipline:{slug}" in known else 0.0)
        if amount > best.amount:
            best = Evidence(slug, amount, _told(words) or (slug,))
    return best


def _joined(weights: Mapping[Concept, Mapping[str, float]], fields: Sequence[str]) -> Evidence:
    words = {word: worth for field in fields for word, worth in weights.get(("field", field), {}).items()}
    # Half of each word's worth: one word of a field is a hint, three are a subject.
    amount = together(worth / 2 for worth in words.values())
    return Evidence(fields[0], amount, _told(words))


def _sector(actors: Sequence[str]) -> Evidence:
    active = [a for a in actors if a.partition(":")[0] in ("organizer", "funder", "place")]
    return Evidence("actor of the sector", 1.0 if active else 0.5 if actors else 0.0, tuple(active or actors)[:3])


def _told(words: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-words[word], word))[:3])
