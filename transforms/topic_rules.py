"""The half of the topic reader that is rules: weighed words of the taxonomy and of our own.

Every sighting of a cue speaks for its concept with its strength, more in the source's own categories and in the title
than in the text, least in boilerplate; sightings add up as independent evidence (what is left open is multiplied).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.audience import addressed, aged
from transforms.event_form import choose_forms, form_worth
from transforms.topic_cues import Concept, Cue, pairs
from transforms.topic_sightings import Part, Scan, Sighting
from vigie.model import Kind

PLACE = {Part.LABEL: 1.5, Part.TITLE: 1.35, Part.LEAD: 1.1, Part.BODY: 1.0, Part.TAIL: 0.3}
"""How much a part of the item makes of a cue's strength."""
REPEATED = 0.3
"""What a second sighting of the same cue is worth beside its first."""
PASSING = 0.5
"""What a word keeps that is only told beside others ("on parlera aussi de cinéma")."""
THRESHOLD = 0.55
LOWEST = {"event_type": 0.4, "discipline": 0.8, "theme": 0.8}
"""For a discipline or a theme one sure word in the middle of a text is no subject: it takes two, or an earlier one."""
MOST = {"event_type": 3, "discipline": 3, "theme": 3, "audience": 2, "call_type": 2, "call_level": 1, "call_stage": 2}
CERTAIN = 0.75
"""From here what a form says of the public, or the public of the form, is taken over."""
LEAST = 0.4
"""Below this a concept is not even weighed against the others of its facet."""
NEAR = {"discipline": 0.75, "theme": 0.75, "audience": 0.65, "call_type": 0.98}
"""How near to the best concept of its facet another one must come."""
FACETS = {
    Kind.EVENT: ("event_type", "discipline", "theme", "audience"),
    Kind.NEWS: ("watch_type", "discipline", "theme", "audience"),
    Kind.CALL: ("call_type", "call_level", "call_stage", "discipline", "theme", "audience"),
}
EVERY = ("event_type", "discipline", "theme", "audience", "call_type", "call_level", "call_stage", "watch_type")
_PROSE = (Part.LEAD, Part.BODY, Part.TAIL)
_HIGHEST = 0.97
_BESIDE_OTHERS = frozenset(
    {"aussi", "également", "egalement", "notamment", "accessoirement", "also", "ook", "eveneens", "auch", "ebenfalls"}
)

Weights = dict[Concept, dict[str, float]]
"""What each word makes of a concept, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One concept as the rules see it: its facet and slug, a score from 0 to 1, and its words, the strongest first."""

    facet: str
    slug: str
    score: float
    words: tuple[str, ...]


def by_rules(seen: Scan, weights: Weights, kind: Kind | None) -> tuple[Ruled, ...]:
    """Concepts that the rules alone would tell of a scan with its weighed words, best first."""
    by_facet: dict[str, list[Ruled]] = {}
    for concept, words in weights.items():
        if concept[0] != "field" and (score := together(words.values())) >= LEAST:
            by_facet.setdefault(concept[0], []).append(_topic(concept, words, score))
    found: list[Ruled] = []
    for facet, topics in by_facet.items():
        ranked = sorted(topics, key=lambda t: (-t.score, t.slug))
        if facet == "event_type":
            ranked = list(choose_forms(ranked, seen))
        found += _best(facet, ranked)
    return tuple(sorted(_with_kids(found, kind), key=lambda t: (-t.score, t.facet, t.slug)))


def _with_kids(found: list[Ruled], kind: Kind | None) -> list[Ruled]:
    """An event for the young is an activity for them, and the other way round; families are no such public."""
    slugs = {(t.facet, t.slug) for t in found}
    youth = next((t for t in found if (t.facet, t.slug) == ("audience", "youth")), None)
    kids = next((t for t in found if (t.facet, t.slug) == ("event_type", "kids")), None)
    if kind is not Kind.EVENT or {("audience", "family"), ("audience", "general-public")} & slugs:
        return [t for t in found if t is not kids] if kids and not youth else found
    if youth and not kids and youth.score >= CERTAIN:
        return [*found, Ruled("event_type", "kids", youth.score, youth.words)]
    if kids and not youth and kids.score >= CERTAIN:
        return [*found, Ruled("audience", "youth", kids.score, kids.words)]
    return found


def weigh(seen: Scan, kind: Kind | None) -> Weights:
    """What every word of a scan makes of its concept, fields and pairs of fields included."""
    weights: Weights = {}
    shown: dict[Cue, str] = {}
    passing = not _BESIDE_OTHERS.isdisjoint(seen.text)
    asked = frozenset((*(FACETS[kind] if kind else EVERY), "field"))
    for sighting in seen.seen:
        cue = sighting.cue
        if cue.concept[0] not in asked:
            continue
        worth = cue.strength * PLACE[sighting.part]
        if passing and sighting.part in _PROSE and _in_passing(sighting, seen.text):
            worth *= PASSING
        elif cue.concept[0] == "event_type":
            worth *= form_worth(sighting, seen)
        elif cue.concept[0] == "audience":
            worth *= addressed(sighting, seen, kind)
        if worth > 0:
            words = shown.get(cue) or " ".join(seen.tokens(sighting)[sighting.start : sighting.end]).lower()
            shown[cue] = words
            _add(weights, cue.concept, words, worth)
    for slug, words, worth in aged(seen):
        _add(weights, ("audience", slug), words, worth)
    fields = {
        concept[1]: (together(words.values()), max(words, key=lambda w: words[w]))
        for concept, words in weights.items()
        if concept[0] == "field"
    }
    for pair in pairs():
        if all(field in fields for field in pair.fields):
            worth = pair.strength * min(fields[field][0] for field in pair.fields)
            _add(weights, pair.concept, " + ".join(fields[field][1] for field in pair.fields), worth)
    return weights


def together(worths: Iterable[float]) -> float:
    """Independent evidence added up: 1 - the product of what each leaves open."""
    open_ = 1.0
    for worth in worths:
        open_ *= 1.0 - worth
    return 1.0 - open_


def _in_passing(sighting: Sighting, tokens: Sequence[str]) -> bool:
    before = tokens[max(0, sighting.start - 4) : sighting.start]
    return not _BESIDE_OTHERS.isdisjoint(before)


def _add(weights: Weights, concept: Concept, written: str, worth: float) -> None:
    words = weights.setdefault(concept, {})
    first = words.get(written)
    if first is None:
        words[written] = min(worth, _HIGHEST)
    else:
        words[written] = min(together((max(first, worth), REPEATED * min(first, worth))), _HIGHEST)


def _topic(concept: Concept, words: dict[str, float], score: float) -> Ruled:
    ordered = sorted(words, key=lambda word: (-words[word], word))
    return Ruled(*concept, round(score, 3), tuple(ordered[:8]))


def _best(facet: str, ranked: list[Ruled]) -> list[Ruled]:
    kept = [t for t in ranked if t.score >= LOWEST.get(facet, THRESHOLD)]
    if kept and facet in NEAR:
        kept = [t for t in kept if t.score >= NEAR[facet] * kept[0].score]
    return kept[: MOST.get(facet, 1)]
