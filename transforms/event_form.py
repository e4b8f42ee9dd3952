"""The one form that an event has: the head noun of its title, else what its text does; names of firms are no forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from transforms.topic_cues import SURE, normal
from transforms.topic_sightings import Part, Scan, Sighting

if TYPE_CHECKING:
    from transforms.topic_rules import Ruled

BESIDE = ("kids", "webinar")
"""Forms that stand beside another one: for whom, and where."""
NONE = "none"
_CAMPS = frozenset({"stage", "plaine", "zomerkamp", "ferienspiele"})
FORM_THRESHOLD = 0.4

# After these another event is told: "concert suivi d'un drink".
_FOLLOWED = frozenset(
    {
        "suivi",
        "suivie",
        "suivis",
        "suivies",
        "followed",
        "gefolgt",
        "gevolgd",
        "cloture",
        "precede",
        "precedee",
        "apres",
    }
)
_JOINED = frozenset({"et", "&", "+", "und", "en", "and", "/"})
# What a firm or a band does and a form never: "Atelier Nuage Bas joue", "Salon Bleu présente".
_WORDS_DEEDS = """
joue jouent presente presentent invite invitent expose exposent ouvre recrute engage remporte cherche chante
recoit lance signe sort fete accueille plays presents invites hires opens wins spielt zeigt sucht speelt zoekt
"""
_DEEDS = frozenset(_WORDS_DEEDS.split())
_FIRM_WORDS = frozenset(
    {
        "atelier",
        "salon",
        "studio",
        "festival",
        "theatre",
        "forum",
        "cafe",
        "opera",
        "orchestre",
        "labo",
        "laboratoire",
        "galerie",
    }
)
_ARTICLES = frozenset({"l", "le", "la", "au", "du", "d", "de", "a", "chez"})


def form_worth(sighting: Sighting, seen: Scan) -> float:
    """How much of its strength a word for a form keeps where it stands: 0 when it is a name or another event."""
    tokens = seen.tokens(sighting)
    if _is_name(sighting, tokens):
        return 0.0
    before = tokens[max(0, sighting.start - 4) : sighting.start]
    if any(normal(token) in _FOLLOWED for token in before):
        return 0.2
    if sighting.part is Part.TITLE and sighting.cue.concept[1] not in BESIDE:
        return 1.0 if sighting.start <= _head(seen) else 0.6
    # In prose a form is told once, early; later ones are parts of the programme.
    return 1.0 if sighting.part is not Part.BODY else 0.85


def choose_forms(ranked: Sequence[Ruled], seen: Scan) -> Iterator[Ruled]:
    """The best form, its twin when the title joins two, then those that stand beside it. Nothing when it has none."""
    beside = [t for t in ranked if t.slug in BESIDE and t.score >= 0.5]
    forms = [t for t in ranked if t.slug not in BESIDE]
    best = forms[0] if forms and forms[0].score >= FORM_THRESHOLD else None
    if best and best.slug == NONE:
        best = None
    if best and beside and camp(seen):
        best = None
    if best:
        yield best
        yield from (t for t in forms[1:] if t.slug != NONE and t.score >= FORM_THRESHOLD and _twins(best, t, seen))
    yield from beside


def camp(seen: Scan) -> bool:
    """Whether the title starts with the word for a holiday camp: that is nothing but an activity for the young."""
    return any(normal(token) in _CAMPS for token in seen.title[:2])


def _head(seen: Scan) -> int:
    """Offset of the first word for a form in the title."""
    return next((s.start for s in seen.seen if _titles_a_form(s)), len(seen.title))


def _titles_a_form(sighting: Sighting) -> bool:
    return sighting.part is Part.TITLE and sighting.cue.concept[0] == "event_type" and sighting.cue.strength == SURE


def _twins(best: Ruled, other: Ruled, seen: Scan) -> bool:
    """Whether the title joins both forms: "exposition et concert"."""
    where: dict[str, Sighting] = {}
    for s in seen.seen:
        if _titles_a_form(s):
            where.setdefault(s.cue.concept[1], s)
    one, two = where.get(best.slug), where.get(other.slug)
    if one is None or two is None or one.start == two.start:
        return False
    first, second = sorted((one, two), key=lambda s: s.start)
    between = [normal(t) or t for t in seen.title[first.end : second.start]]
    return 0 < len(between) <= 2 and any(t in _JOINED for t in between)


def _is_name(sighting: Sighting, tokens: Sequence[str]) -> bool:
    """Whether the word is part of a name: "Atelier Nuage Bas joue", "à l'Atelier 210", "au Salon Bleu"."""
    written = tokens[sighting.start]
    if normal(written) not in _FIRM_WORDS or not written[0].isupper() or (written.isupper() and len(written) > 1):
        return False
    before = normal(tokens[sighting.start - 1]) if sighting.start else ""
    if sighting.part is not Part.TITLE and before in _ARTICLES and sighting.start:
        return True
    position = sighting.end
    while position < len(tokens) and (tokens[position][0].isupper() or tokens[position][0].isdigit()):
        position += 1
    return position > sighting.end and position < len(tokens) and normal(tokens[position]) in _DEEDS
