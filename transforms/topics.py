"""Topics of an item on the facets of the taxonomy, each with a score from 0 to 1 and the words that decided.

Two readings are joined: rules (`topic_rules`: weighed words of the taxonomy) and what was learned from labelled items
(`topic_model`: stems, beginnings and families of words). For each facet a fit on items that neither had seen says how
much either counts and from where a concept is told. Concepts with too few examples stay on the rules alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from transforms.event_form import camp
from transforms.topic_features import Features, features
from transforms.topic_model import Joint, Model, Told, evidence, joined, stored_model
from transforms.topic_reasons import Reasons, reasons
from transforms.topic_rules import FACETS, MOST, Ruled, Weights, by_rules, together, weigh
from transforms.topic_sightings import Part, Scan, scan
from vigie.model import Kind

BESIDE = frozenset({"event_type:kids", "event_type:webinar"})
"""Forms that stand beside another one: for whom, and where."""
TWIN = 0.5
"""Log-odds that a second form needs at least."""
SHORT = 12
"""Words and signs up to which an item says too little for learned words: there what the rules choose is told."""
LABELLED = 2.0
"""Above the threshold: a concept that the source's own categories name."""
_KINDS = {"event": "event_type", "news": "watch_type", "call": "call_type"}


@dataclass(frozen=True, slots=True)
class Topic:
    """One concept found, with the words it rests on, the strongest first, and the share of each in what spoke for it.

    `score`: 0 to 1; from one half it is told.
    """

    facet: str
    slug: str
    score: float
    words: tuple[str, ...]
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that speaks on the concepts of one item."""

    seen: Scan
    weights: Weights
    ruled: tuple[Ruled, ...]
    told: Told
    features: Features
    words: dict[str, float]


def read_topics(
    title: str, text: str, language: str | None, kind: Kind | None = None, labels: Sequence[str] = ()
) -> tuple[Topic, ...]:
    """Concepts that an item is about, best first; nothing is told that no word of the item speaks for.

    `language` None reads the words of every language. Without a `kind` it is read, too: an item has the facets of its
    kind only. `labels` are the source's own categories and keywords.
    """
    model = stored_model()
    kind = kind or read_kind(title, text, language)
    reading = gathered(model, title, text, language, kind, tuple(labels))
    chosen = concepts_of(model, reading, kind)
    why = reasons(model, reading.features, reading.weights, reading.words, reading.told, chosen)
    found = [_topic(concept, worth, why[concept]) for concept, worth in chosen.items() if why[concept].words]
    return tuple(sorted(found, key=lambda t: (-t.score, t.facet, t.slug)))


def concepts_of(model: Model, reading: Reading, kind: Kind) -> dict[str, float]:
    """The concepts that are told, each with its log-odds above the threshold."""
    chosen: dict[str, float] = {}
    for facet in FACETS[kind]:
        joint = model.joints.get(facet)
        worths = valued(model, joint, facet, reading) if joint else {}
        if joint:
            told = choose(facet, worths, joint.threshold)
            if facet == "event_type":
                told = _forms(told, reading)
            chosen |= {c: max(0.0, worths[c] - joint.threshold) for c in told if c in worths}
        _keep_ruled(facet, worths, chosen, reading)
    return chosen


def read_kind(title: str, text: str, language: str | None) -> Kind:
    """What an item of which nobody says it is: event, news or call."""
    model = stored_model()
    joint = model.joints.get("kind")
    if joint is None:
        return Kind.EVENT
    worths = valued(model, joint, "kind", gathered(model, title, text, language, None, ()))
    return Kind(max(worths, key=lambda c: worths[c]).partition(":")[2])


def gathered(
    model: Model, title: str, text: str, language: str | None, kind: Kind | None, labels: tuple[str, ...]
) -> Reading:
    """What rules and words say of an item, not yet joined."""
    seen = scan(title, text, language, labels)
    weights = weigh(seen, kind)
    ruled = by_rules(seen, weights, kind)
    own = features(seen)
    rules = {f"{facet}:{slug}": together(words.values()) for (facet, slug), words in weights.items()}
    for name, facet in _KINDS.items():
        rules[f"kind:{name}"] = max((s for c, s in rules.items() if c.startswith(f"{facet}:")), default=0.0)
    told = Told(
        rules,
        frozenset(f"{r.facet}:{r.slug}" for r in ruled),
        frozenset(f"{s.cue.concept[0]}:{s.cue.concept[1]}" for s in seen.seen if s.part is Part.TITLE),
        not seen.text,
    )
    return Reading(seen, weights, ruled, told, own, model.said(own.worth))


def valued(model: Model, joint: Joint, facet: str, reading: Reading) -> dict[str, float]:
    """The log-odds of every learned concept of a facet."""
    concepts = model.of_facet(facet)
    found = {c: joined(joint.weights, e) for c, e in evidence(concepts, reading.words, reading.told).items()}
    if len(reading.seen.title) + len(reading.seen.text) <= SHORT:
        for concept in reading.told.chosen & found.keys():
            found[concept] = max(found[concept], joint.threshold + 0.1)
    for sighting in reading.seen.seen:
        if sighting.part is Part.LABEL and sighting.cue.concept[0] == facet:
            concept = ":".join(sighting.cue.concept)
            if concept in found and concept in reading.told.chosen:
                found[concept] = max(found[concept], joint.threshold + LABELLED)
    return found


def choose(facet: str, worths: dict[str, float], threshold: float) -> list[str]:
    """The concepts of a facet that are told, best first: one form of an event and its twin, else at most MOST."""
    ranked = sorted((c for c in worths if worths[c] > threshold), key=lambda c: (-worths[c], c))
    if facet != "event_type":
        return ranked[: MOST.get(facet, 1)]
    forms = [c for c in ranked if c not in BESIDE]
    twins = [c for c in forms[1:2] if worths[c] > max(threshold, TWIN)]
    return [*forms[:1], *twins, *(c for c in ranked if c in BESIDE)]


def _forms(told: list[str], reading: Reading) -> list[str]:
    """A camp is that alone; twins are those that the title joins."""
    if camp(reading.seen) and "event_type:kids" in (*told, *reading.told.chosen):
        return [c for c in told if c in BESIDE] or ["event_type:kids"]
    twins = [f"{r.facet}:{r.slug}" for r in reading.ruled if r.facet == "event_type"]
    twins = [c for c in twins if c not in BESIDE]
    if len(twins) == 2 and told and told[0] in twins:
        return [*twins, *(c for c in told if c in BESIDE)]
    return told


def _keep_ruled(facet: str, worths: dict[str, float], chosen: dict[str, float], reading: Reading) -> None:
    """Concepts that were never learned are told when the rules tell them and nothing better fills their place."""
    filled = sum(c.startswith(f"{facet}:") and c not in BESIDE for c in chosen)
    room = MOST.get(facet, 1) if facet != "event_type" or not worths else 1
    for ruled in reading.ruled:
        concept = f"{ruled.facet}:{ruled.slug}"
        if ruled.facet == facet and concept not in worths and filled < room:
            chosen[concept] = ruled.score
            filled += 1


def _topic(concept: str, worth: float, why: Reasons) -> Topic:
    facet, _, slug = concept.partition(":")
    score = 1 / (1 + exp(-max(-30.0, min(30.0, worth))))
    return Topic(facet, slug, round(score, 3), why.words, why.shares)
