"""The learned half of the topic reader: what each feature says for each concept, and how that joins the rules.

`data/topic_weights.json` is written by `python -m pipeline.scores.topic_fit`, with the day and the data of the fit. It
holds single stems, beginnings and families of words with their weights, and nothing else of any text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "topic_weights.json"
UNIT = 50.0
"""Weights are kept as whole numbers of a fiftieth."""
START = "start"
"""The feature that every item has."""
FAR = -4.0
"""What the words say of a concept that was never learned."""
JOINED = (
    "start",
    "words",
    "words ahead",
    "rules",
    "rules ahead",
    "chosen by rules",
    "in the title",
    "first by words",
    "no text",
    "none by rules",
)
"""What is joined for each concept: see `evidence`."""


@dataclass(frozen=True, slots=True)
class Joint:
    """How one facet joins its evidence (in the order of JOINED), and the log-odds from which a concept is told."""

    weights: tuple[float, ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class Model:
    """`rows`: what a feature says, as (concept, log-odds per unit of worth). `concepts` are "facet:slug"."""

    concepts: tuple[str, ...]
    rows: Mapping[str, tuple[tuple[int, float], ...]]
    joints: Mapping[str, Joint]
    fitted: str
    _by_concept: dict[str, dict[str, float]] = field(default_factory=dict, repr=False, compare=False)

    def said(self, worth: Mapping[str, float]) -> dict[str, float]:
        """What the words of an item say of every learned concept, as log-odds."""
        sums = [0.0] * len(self.concepts)
        rows = self.rows
        for index, weight in rows.get(START, ()):
            sums[index] = weight
        for name, amount in worth.items():
            for index, weight in rows.get(name, ()):
                sums[index] += weight * amount
        return dict(zip(self.concepts, sums, strict=True))

    def of_concept(self, concept: str) -> Mapping[str, float]:
        """What each feature says of one concept, per unit of its worth."""
        if not self._by_concept:
            found: dict[str, dict[str, float]] = {}
            for name, row in self.rows.items():
                for index, weight in row:
                    found.setdefault(self.concepts[index], {})[name] = weight
            self._by_concept.update(found)  # whole or not at all: several sources are read at once, each in a thread
        return self._by_concept.get(concept, {})

    def of_facet(self, facet: str) -> tuple[str, ...]:
        """The learned concepts of one facet."""
        return _of_facet(self.concepts, facet)


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules say of an item: the sum of their words per concept, what they chose, what stands in the title."""

    rules: Mapping[str, float]
    chosen: frozenset[str]
    titled: frozenset[str]
    bare: bool


def evidence(concepts: Sequence[str], words: Mapping[str, float], told: Told) -> dict[str, tuple[float, ...]]:
    """The evidence on each concept of one facet, in the order of JOINED; each is measured against the others."""
    by_words = [words.get(c, FAR) for c in concepts]
    by_rules = [told.rules.get(c, 0.0) for c in concepts]
    best_words, next_words = _two_best(by_words, -9.0)
    best_rules, next_rules = _two_best(by_rules, 0.0)
    bare = 1.0 if told.bare else 0.0
    none = told.rules.get(f"{concepts[0].partition(':')[0]}:none", 0.0)
    found: dict[str, tuple[float, ...]] = {}
    for concept, word, rule in zip(concepts, by_words, by_rules, strict=True):
        first = word == best_words
        found[concept] = (
            1.0,
            word / 2,
            max(-2.0, min(2.0, (word - (next_words if first else best_words)) / 2)),
            rule,
            rule - (next_rules if rule == best_rules else best_rules),
            1.0 if concept in told.chosen else 0.0,
            1.0 if concept in told.titled else 0.0,
            1.0 if first else 0.0,
            bare,
            none,
        )
    return found


@lru_cache(maxsize=64)
def _of_facet(concepts: tuple[str, ...], facet: str) -> tuple[str, ...]:
    return tuple(c for c in concepts if c.startswith(f"{facet}:"))


def _two_best(values: Sequence[float], without: float) -> tuple[float, float]:
    ordered = sorted((*values, without, without), reverse=True)
    return ordered[0], ordered[1]


def joined(weights: Sequence[float], amounts: Sequence[float]) -> float:
    """The log-odds that the evidence on a concept makes."""
    return sum(w * a for w, a in zip(weights, amounts, strict=True))


@lru_cache(maxsize=1)
def stored_model() -> Model:
    """The model of the file; one that knows nothing when there is none."""
    if not FILE.exists():
        return Model((), {}, {}, "never")
    return parsed(json.loads(FILE.read_text(encoding="utf-8")))


def parsed(plain: Mapping[str, object]) -> Model:
    """A model from the object of its file."""
    concepts, features, facets = plain["concepts"], plain["features"], plain["facets"]
    assert isinstance(concepts, list)
    assert isinstance(features, dict)
    assert isinstance(facets, dict)
    rows = {name: tuple((row[i], row[i + 1] / UNIT) for i in range(0, len(row), 2)) for name, row in features.items()}
    joints = {name: Joint(tuple(row["weights"]), row["threshold"]) for name, row in facets.items()}
    return Model(tuple(concepts), rows, joints, str(plain["fitted"]))
