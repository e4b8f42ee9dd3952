"""The words that decided on a topic, from the rules and from what was learned, each with its share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.topic_features import Features
from transforms.topic_model import Model, Told, evidence
from transforms.topic_rules import Weights

MOST_WORDS = 8
LEAST_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Reasons:
    """Words as written in the item, strongest first, and the share of each in all that spoke for the concept."""

    words: tuple[str, ...]
    shares: tuple[float, ...]


def reasons(
    model: Model, own: Features, weights: Weights, words: dict[str, float], told: Told, chosen: Iterable[str]
) -> dict[str, Reasons]:
    """The words behind each chosen concept."""
    wanted = list(chosen)
    learned = _learned(model, own, wanted)
    found = {}
    for concept in wanted:
        facet, _, slug = concept.partition(":")
        ruled = weights.get((facet, slug), {})
        joint = model.joints.get(facet)
        if joint is None or concept not in words:
            found[concept] = _shared(dict(ruled))
            continue
        by = evidence(model.of_facet(facet), words, told)[concept]
        of_rules = sum(joint.weights[i] * by[i] for i in (3, 4, 5, 6))
        of_words = (joint.weights[1] + joint.weights[2]) / 2
        amounts = {word: of_words * amount for word, amount in learned[concept].items() if of_words > 0}
        total = sum(ruled.values())
        for phrase, worth in ruled.items():
            inside = [word for word in amounts if word in phrase.split()]
            amounts[phrase] = sum(amounts.pop(word) for word in inside) + max(0.0, of_rules) * worth / total
        found[concept] = _shared(amounts)
    return found


def _learned(model: Model, own: Features, concepts: list[str]) -> dict[str, dict[str, float]]:
    """What each written word says of each concept; a family's worth is shared by its words."""
    found: dict[str, dict[str, float]] = {}
    lower = {name: [word.lower() for word in written] for name, written in own.written.items()}
    for concept in concepts:
        said: dict[str, float] = {}
        found[concept] = said
        weights = model.of_concept(concept)
        for name in own.worth:  # in the order of the text: sums of floats depend on it
            if name not in weights:
                continue
            words = lower[name]
            each = weights[name] * own.worth[name] / len(words)
            for word in words:
                said[word] = said.get(word, 0.0) + each
    return found


def _shared(amounts: Mapping[str, float]) -> Reasons:
    total = sum(a for a in amounts.values() if a > 0)
    ordered = sorted((w for w, a in amounts.items() if a > 0), key=lambda w: (-amounts[w], w))
    kept = [w for i, w in enumerate(ordered[:MOST_WORDS]) if i == 0 or amounts[w] >= LEAST_SHARE * total]
    return Reasons(tuple(kept), tuple(round(amounts[w] / total, 2) for w in kept))
