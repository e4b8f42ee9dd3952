"""Whether a passage says more than was understood: then all of its deadlines are left to a person.

Half of the deadlines of a call, printed as if they were all, mislead more than none; so does a date of something else
among them. Each check names what a careful reader would still want to know.
"""

from __future__ import annotations

import re

from transforms.deadline_cues import cues_of
from transforms.deadline_marks import MOVED, WAS, WAS_BEHIND
from transforms.deadline_moves import Closing
from transforms.deadline_roles import Placed, Role
from transforms.deadline_words import Cue
from vigie.model import WallTime

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
# Words that make a second deadline believable.
_PLURAL = re.compile(
    r"\bsessions?\b|\bvagues?\b|\bcategories?\b|\bvolets?\b|\blots?\b|\btours?\b|\brounds?\b|\brondes?\b|"
    r"\betapes?\b|\bphases?\b|\bstages? \w|\bfasen?\b|\bdates (?:limites|butoirs|de)|echeances\b|deadlines\b|"
    r"clotures\b|cut-?off|"
    r"\baxes?\b|\bsections?\b|\bseries?\b|\bretenue?s?\b|selectionnee?s?|invited|\btrimestre|\bsemestre|par an\b|"
    r"\bcollections?\b|\bdisciplines?\b|\bstrands?\b|\btracks?\b|\bfristen\b|\bpuis\b|ensuite|followed by|"
    r"printemps|automne|spring|autumn|ensuite|premier depot|deuxieme|\bpour (?:les?|la|ceux|"
    r"celles) [^.;]{3,60}[,;] (?:et )?(?:au|le|jusqu)"
)
_CHOSEN = re.compile(
    r"\b(?:retenue?s|selectionnee?s|laureate?s?|primee?s|gagnante?s?|chosen|selected|winning|winners?|geselecteerde|"
    r"ausgewahlten?|finalistes?|grant holders|beneficiaires)\b(?=[^.:;]*$)"
)
_UNREAD = re.compile(
    r"(?<![\d.,/-])(?:[0-3]?\d[./-](?:0?[1-9]|1[0-2])[./-](?:20)?\d\d(?![\d./-])|20\d\d-\d\d-\d\d|"
    r"(?<![\d€.,])[0-3]?\d(?:er|st|nd|rd|th|\.)? (?:of )?(?:janv|fevr?|mars\b|avril|\bmai\b|juin\b|juil|aout|"
    r"sept|octo|nove|dece|"
    r"janua|febr|march|april|may\b|june|july|augu|maart|mei\b|juni|juli|okto|marz|deze)\w*)"
)


def missing(
    closings: list[Closing],
    opens: WallTime | None,
    placed: list[Placed],
    refused: list[tuple[int, int]],
    folded: str,
) -> str | None:
    """What a passage with deadlines (or only an opening) leaves unexplained, in words; None when nothing.

    `refused`: spans that the grammar of dates explains as something else ("publié le").
    """
    if not closings and opens is None:
        return None
    spans = [p.result.span for p in placed]
    sentences = {c.placed.sentence for c in closings}
    if not closings:
        sentences = {p.sentence for p in placed if p.role in (Role.OPENS, Role.WINDOW)}
    for one in placed:
        exact = one.result.grain in ("day", "minute", "second") and not one.result.rrule
        near = len(folded) <= SHORT or one.sentence in sentences
        alone = one.sentence in sentences or (_single(one) and spans.count(one.result.span) == 1)
        if one.role is None and exact and near and alone and not _given_up(one):
            return "no word says what a date beside the deadline is for"
    told = any(p.result.replaces for p in placed)
    if len(folded) <= SHORT and not told and _unread(folded, [*spans, *refused]):
        return "a date beside the deadline was not understood"
    if not closings:
        return None
    return _too_few(closings, placed, folded)


def _too_few(closings: list[Closing], placed: list[Placed], folded: str) -> str | None:
    """The text speaks of more deadlines than there are."""
    counted = _COUNTED.search(folded)
    count = _NUMBERS[counted["count"]] if counted and "prochain" not in folded else 1
    if len(folded) > SHORT or len(closings) > 1:
        few = len(folded) <= SHORT and len(closings) < count
        return "the text speaks of more deadlines than were understood" if few else None
    others = [p for p in placed if p.role is Role.OTHER and p.result.grain in ("day", "minute")]
    if others and _STAGES.search(folded):
        return "a call of two steps, of which one was understood"
    one = closings[0].placed
    if _CHOSEN.search(one.before):
        return "a step of those who were chosen"
    several = re.search(r"dates (?:limites|butoirs|de (?:cloture|depot|remise))|echeances\b|deadlines\b", one.before)
    beside = any(p.sentence == one.sentence for p in others)
    if (count > 1 and len(placed) > 1) or (several and beside):
        return "the text speaks of more deadlines than were understood"
    return None


def unlikely(kept: list[Closing], opens: WallTime | None, folded: str) -> str | None:
    """Why deadlines that were understood one by one can't all be so together."""
    if opens and kept and all(c.deadline.at.local < opens.local for c in kept):
        return "the opening is behind the deadline"
    if any(c.rule == Role.WINDOW and MOVED.search(c.placed.before[-60:] + c.placed.behind[:60]) for c in kept):
        return "something was moved, and not which day stands"
    apart = [c for c in kept if c.placed.role is not Role.LISTED]
    if len(apart) < 2 or len({c.deadline.at.day for c in apart}) == 1:
        return None
    if len({c.deadline.label for c in apart}) == len(apart) or _PLURAL.search(folded[:20_000]):
        return None
    heads = [_head(c.placed) for c in apart]
    if len(set(heads)) == 1 and heads[0]:
        return None
    return "two dates look like the deadline"


def _head(one: Placed) -> str:
    """The word that governs a date, to see whether two dates are told in the same way."""
    cues = [c for c in cues_of(one.before) if c.cue in (Cue.CLOSE, Cue.ACT, Cue.APPLY, Cue.AT_MOST)]
    return one.before[cues[0].start : cues[0].end] if cues else ""


def _unread(folded: str, spans: list[tuple[int, int]]) -> bool:
    return any(not any(a < m.end() and m.start() < b for a, b in spans) for m in _UNREAD.finditer(folded))


def _single(one: Placed) -> bool:
    result = one.result
    return not (result.start and result.end and result.end.day > result.start.day)


def _given_up(one: Placed) -> bool:
    return bool(WAS.search(one.before[-90:]) or WAS_BEHIND.match(one.behind))
