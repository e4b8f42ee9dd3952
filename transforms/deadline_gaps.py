"""Whether a passage says more than was understood: then all of its deadlines are left to a person.

Half of the deadlines of a call, printed as if they were all, mislead more than none.
"""

from __future__ import annotations

import re

from transforms.deadline_marks import MOVED, WAS, WAS_BEHIND
from transforms.deadline_moves import Closing
from transforms.deadline_roles import Placed, Role

SHORT = 700
"""Signs. In a passage every date should be explained; a page holds dates of all sorts, there only those that share
a sentence with a deadline must be."""
_STAGES = re.compile(
    r"deux (?:temps|etapes?|phases?|tours?|stades?)|two[- ](?:stages?|steps?|phases?)|\b(?:second|deuxieme|2e|"
    r"2eme|2nd) (?:stage|phase|etape|tour)|"
    r"(?:stage|phase|etape|fase) 2\b|finalistes?|preselectionn\w*|shortlist\w*|twee (?:fasen|rondes)|zweistufig"
)
_COUNTED = re.compile(
    r"\b(?P<count>deux|trois|quatre|cinq|two|three|four|twee|drie|vier|zwei|drei)\b (?:\w+ )?(?:sessions?|"
    r"echeances?|dates? (?:limites?|de|butoirs?)|clotures?|"
    r"depots?|remises|rondes|rounds?|deadlines?|cut-?offs?|moments?|tours?|vagues?|appels|fristen)"
)
_NUMBERS = {"deux": 2, "two": 2, "twee": 2, "zwei": 2, "trois": 3, "three": 3, "drie": 3, "drei": 3, "quatre": 4,
            "four": 4, "vier": 4, "cinq": 5}  # fmt: skip


def missing(closings: list[Closing], placed: list[Placed], folded: str) -> str | None:
    """What a passage with deadlines leaves unexplained, in words; None when nothing."""
    if not closings:
        return None
    moved = MOVED.search(folded)
    sentences = {c.placed.sentence for c in closings}
    for one in placed:
        exact = one.result.grain in ("day", "minute", "second") and not one.result.rrule
        near = len(folded) <= SHORT or one.sentence in sentences
        alone = one.sentence in sentences or (
            _single(one) and [p.result.span for p in placed].count(one.result.span) == 1
        )
        if one.role is None and exact and near and alone and not moved and not _given_up(one):
            return "no word says what a date beside the deadline is for"
    if len(folded) > SHORT or len(closings) > 1:
        counted = _COUNTED.search(folded) if len(folded) <= SHORT else None
        if counted and len(closings) < _NUMBERS[counted["count"]] and "prochain" not in folded:
            return "the text speaks of more deadlines than were understood"
        return None
    others = [p for p in placed if p.role is Role.OTHER and p.result.grain in ("day", "minute")]
    if others and _STAGES.search(folded):
        return "a call of two steps, of which one was understood"
    counted = _COUNTED.search(folded)
    if counted and _NUMBERS[counted["count"]] > 1 and len(placed) > 1 and "prochain" not in folded:
        return "the text speaks of more deadlines than were understood"
    return None


def _single(one: Placed) -> bool:
    result = one.result
    return not (result.start and result.end and result.end.day > result.start.day)


def _given_up(one: Placed) -> bool:
    return bool(WAS.search(one.before[-90:]) or WAS_BEHIND.match(one.behind))
