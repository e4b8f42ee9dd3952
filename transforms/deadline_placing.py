"""What each date of a call is for: its opening, a deadline, or nothing of the two. By the words of its own clause,
then of its sentence, then of the line above; by the words before it rather than by those behind."""

from __future__ import annotations

import re

from transforms.deadline_evidence import weighed
from transforms.deadline_marks import rolling
from transforms.deadline_neighbours import alone, from_neighbours, moved_on, same_level, told_behind
from transforms.deadline_regions import Passage, Region, passage_of
from transforms.deadline_roles import Placed, Role, is_long, settled
from transforms.deadline_words import INCLUDED, LIMIT, LIMITING, Cue
from transforms.grammar.result import DateResult

_REFUSED = re.compile(
    r"(?:ne|n')\W?\w* ?(?:ser|pourr)\w* (?:pas|plus|pris)|\brefus\w+|irrecevab\w+|non (?:recevab|pris)\w*|"
    r"rejet\w+|not be|"
    r"(?:aucun|plus) \w+ (?:ne |sera |seront )|no longer|\becart\w+"
)
_SINCE = re.compile(r"(?:depuis|since|sinds|seit)\b")
_AFTER = re.compile(r"\b(?:apres|after|na|nach|passe)\b")
_END = re.compile(r"^\W*(?:fin|end|einde|ende)\W*$")
# "(lettre d'intention : 11 mars)": a step of applying right in front of its day.
_STEP_NAMED = re.compile(
    r"(?:declaration|lettre|note)s? d'intention|manifestations? d'interet|avant-?projets?|pre-?projets?|"
    r"pre-?propositions?|"
    r"notes? conceptuelles?|dossiers? complets?|full proposals?|concept notes?|letters? of intent|pre-?proposals?"
)
_STEP_NAMED = re.compile(f"(?:{_STEP_NAMED.pattern})[ (:,-]*$")

_LONGER = re.compile(r"prolong\w*|\bextend\w*|extension|verleng\w*|verlanger\w*|rallonge\w*")


def place(results: tuple[DateResult, ...], folded: str) -> list[Placed]:
    """Every date with its role; None when no word says what it is for."""
    spans = sorted({r.span for r in results})
    passage = passage_of(folded, spans)
    within = passage.within
    placed: list[Placed] = []
    first_cue = passage.starts[0] if passage.starts else len(folded)
    upside_down = bool(spans) and first_cue >= spans[0][0]
    """The text begins with a date: what a line says stands behind its date, and below it."""
    for result in results:
        at = spans.index(result.span)
        begin, finish = passage.sentence(result.span[0])
        earlier = spans[at - 1][1] if at and spans[at - 1][1] > begin else begin
        later = spans[at + 1][0] if at + 1 < len(spans) and spans[at + 1][0] < finish else finish
        before = within(max(earlier, result.span[0] - 240), result.span[0])
        behind = within(result.span[1], max(result.span[1], min(later, result.span[1] + 160)))
        dates_first = not within(begin, next(s[0] for s in spans if s[0] >= begin)).cues
        if not dates_first and earlier > begin and not before.cues and before.words.strip() == ":":
            before = within(begin, result.span[0])  # "date limite pour le concours du 20 mai : 10 avril"
        role = _role(result, before, behind, passage, dates_first)
        if _END.match(passage.clause(before, False).words):
            role = Role.CUED if placed and placed[-1].role is Role.OPENS else Role.OTHER
        elif _STEP_NAMED.search(before.words) and not result.open and not is_long(result):
            role = Role.CUED
        if role is None and result.open:
            role = _of_sentence(result, within(begin, finish), folded)
        previous = same_level(placed, before.words)
        if role is None:
            role = from_neighbours(result, previous, before, earlier, begin, upside_down, spans, passage)
        placed.append(Placed(result, role, before.words, behind.words, before.start, begin))
    placed = told_behind(weighed(moved_on(placed, folded), passage), folded)
    if len(spans) == 1:
        placed = [alone(p, folded) for p in placed]
    return placed


def _of_sentence(result: DateResult, sentence: Region, folded: str) -> Role | None:
    """An open side ("dès le", "jusqu'au") in a sentence of nothing but applying."""
    kinds = {f.cue for f in sentence.cues}
    if kinds & {Cue.NEVER, Cue.OTHER}:
        return None
    applying = kinds & {Cue.CLOSE, Cue.ACT, Cue.APPLY, Cue.OPEN}
    if not applying and (kinds or not (_LONGER.search(sentence.words) or rolling(folded))):
        return None
    if Cue.EVENT in kinds and not kinds & {Cue.CLOSE, Cue.ACT, Cue.OPEN}:
        return None
    return Role.OPENS if result.open == "end" else Role.UNTIL


def _role(result: DateResult, before: Region, behind: Region, passage: Passage, dates_first: bool) -> Role | None:
    folded = passage.folded
    said = folded[result.span[0] : result.span[1]]
    limit = (
        result.open == "start"
        or bool(LIMITING.match(said))
        or bool(LIMIT.search(before.words))
        or bool(INCLUDED.match(behind.words))
    )
    clause, follow = passage.clause(before, dates_first), passage.clause_behind(behind, dates_first)
    limit = limit or any(f.cue is Cue.AT_MOST for f in follow.cues)
    if _SINCE.match(said):
        over = re.search(
            r"clotur|clos\b|closes|ferme|termin|closed|delai|passe\b|depasse|echu|expir|fini\b|gesloten|"
            r"afgesloten|geschlossen",
            before.words,
        )
        if over:
            return Role.CUED if re.search(r"\d", said) else Role.OTHER
        return Role.OPENS if any(f.cue is Cue.OPEN for f in clause.cues) else Role.OTHER
    if result.open == "end" and _AFTER.match(said):
        late = Cue.NEVER not in {f.cue for f in before.cues} and _REFUSED.search(before.words + behind.words)
        return Role.UNTIL if late else Role.OTHER
    heard = clause.strongest(limit)
    if heard is None or (not heard[1] and not limit):
        after = follow.strongest(False)
        if after and (heard is None or after[1]):
            heard = after if heard is None or after[0] in (Cue.CLOSE, Cue.OPEN, Cue.OTHER, Cue.NEVER) else heard
    if heard is not None and heard[0] is Cue.EVENT and limit:
        wider = [f.cue for f in before.cues if f.cue in (Cue.ACT, Cue.CLOSE)]
        heard = (wider[-1], True) if wider else heard
    if heard is None and not dates_first:
        heard = before.strongest(limit)
    if (
        heard is not None
        and heard[0] is not Cue.NEVER
        and any(f.cue is Cue.NEVER for f in (*clause.cues, *follow.cues))
    ):
        heard = (Cue.NEVER, True)
    if heard is not None and heard[0] is Cue.APPLY and is_long(result) and clause.cues and not clause.names_applying():
        return None
    return settled(result, heard[0] if heard else None, limit)
