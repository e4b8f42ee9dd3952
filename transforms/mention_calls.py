"""Calls that a text announces: a noun of a call, words of applying, and a deadline or an opening."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from transforms.deadlines import DeadlineReading, read_deadlines
from transforms.mention_draft import Draft, Left, likeness
from transforms.mention_names import heads, name_of_call
from transforms.mention_record import closing_day
from transforms.mention_sentences import DateGroup, Sentence
from transforms.mention_words import APPLY, CALL
from vigie.model import Deadline, WallTime

REACH, TITLE_REACH = 4, 12
"""In how many sentences after its noun a call is still spoken of; the same for a noun of the title."""
_NAMED = re.compile(r"\b(?:baptis|intitul|nomm|denomm|appel(?:e|ee)s?\b|titled|called|named|getiteld)\w*")
_QUOTED = re.compile(r"[«“\"]\s?([^«»“”\"]{3,80}?)\s?[»”\"]")
_SURE = re.compile(
    r"\b(?:candidatures?|candidater|candidatez|postul\w+|soumettre|soumission\w*|deposer|introduire|"
    r"remettre (?:son|leur|votre|"
    r"un) (?:dossier|projet)|appl(?:y|ications?)|submit|submissions?|indienen|kandidaturen?|bewerben|einreichen)\b"
)
_OPENING = re.compile(
    r"\b(?:lance\w*|ouv\w+|publi\w+|demarr\w*|debut\w*|open\w*|launch\w*|start\w*|geopend)\b[^.;]{0,50}$"
)
_WINDOW = re.compile(
    r"\b(?:ouverte?s?|open|candidatures?|introduction|depots?|soumission\w*|applications?)\b[^.;]{0,40}$"
)
_CLOSING = re.compile(
    r"\b(?:jusqu|pour les? \d|a (?:deposer|remettre|introduire|rentrer)|expir\w+|avant|au plus tard|cloture\w*|"
    r"date limite|deadline|until|before|closes?|tot|bis)\b"
)


@dataclass(slots=True)
class _Current:
    """The call that is being spoken of."""

    title: str
    noun: str
    at: int
    proper: bool
    reach: int = REACH


def read_calls(
    sentences: Sequence[Sentence], title: Sentence, published: date, left: Left
) -> tuple[list[Draft], set[tuple[int, tuple[int, int]]]]:
    """Calls in the order of the text, and the date groups (sentence, span) that belong to them."""
    drafts: list[Draft] = []
    used: set[tuple[int, tuple[int, int]]] = set()
    current = _current(title, -1, TITLE_REACH)
    for at, sentence in enumerate(sentences):
        here = _current(sentence, at, REACH)
        if here and (current is None or not _same(here, current)):
            current = here
        elif here and current:
            current.at, current.reach = at, REACH
            current.title, current.proper = (here.title, True) if here.proper else (current.title, current.proper)
        if current and not here and at - current.at <= 2 and _NAMED.search(sentence.plain):
            _rename(current, sentence, drafts)
        if not sentence.dates:
            continue
        near = current is not None and at - current.at <= current.reach
        sure = _SURE.search(sentence.plain) and _CLOSING.search(sentence.plain)
        if not (here or sure or (near and APPLY.search(sentence.plain))):
            continue
        reading = read_deadlines(sentence.text, published)
        if not reading.deadlines:
            reading = _until(sentence, reading)
        opens = reading.opens or (_opening(sentence, reading) if here else None)
        if "bare" in reading.rules or not (reading.deadlines or opens):
            continue
        subject = current if near else _object(sentences, at)
        if subject is None:
            subject = _Current(title.text or "appel", "appel", at, False)
        groups = _groups_of(sentence, reading, opens)
        used |= {(at, group.span) for group in groups}
        draft = next((d for d in drafts if likeness(d.title, subject.title) >= 0.6), None)
        if draft is None:
            draft = _draft(subject, at, bool(here))
            drafts.append(draft)
        _add(draft, sentence, at, reading, opens, groups)
    return [d for d in drafts if _is_open(d, published, sentences, left)], used


def _current(sentence: Sentence, at: int, reach: int) -> _Current | None:
    best: _Current | None = None
    for match in CALL.finditer(sentence.plain):
        name, proper = name_of_call(sentence, match.start("noun"), match.end("noun"))
        row = _Current(name, match.group("noun"), at, proper, reach)
        if best is None or (proper and not best.proper):
            best = row
    return best


def _same(here: _Current, current: _Current) -> bool:
    """Whether a noun speaks of the call before it: a name of its own makes another one."""
    if here.proper and current.proper:
        return likeness(here.title, current.title) >= 0.5
    return here.at - current.at <= current.reach or likeness(here.title, current.title) >= 0.6


def _rename(current: _Current, sentence: Sentence, drafts: list[Draft]) -> None:
    named = _QUOTED.search(sentence.text)
    if named and not current.proper:
        for draft in drafts:
            if draft.title == current.title:
                draft.title, draft.proper = named.group(1), True
        current.title, current.proper, current.at = named.group(1), True, max(current.at, 0)


def _object(sentences: Sequence[Sentence], at: int) -> _Current | None:
    """What one applies for when no noun of a call stands near: an event, or the call that the next sentence names."""
    if at + 1 < len(sentences):
        following = _current(sentences[at + 1], at, REACH)
        if following:
            return following
    quoted = _QUOTED.search(sentences[at].text)
    if quoted:
        return _Current(quoted.group(1), "candidatures", at, True)
    named = heads(sentences[at])
    return _Current(named[0].title, named[0].noun, at, named[0].proper) if named else None


def _until(sentence: Sentence, reading: DeadlineReading) -> DeadlineReading:
    """The one "jusqu'au …", or the one window from an opening on, of a sentence that speaks of applying."""
    ends = [g for g in sentence.dates if g.until and not g.occurrences]
    if len(ends) == 1 and ends[0].until is not None and reading.opens is None:
        return DeadlineReading(deadlines=(Deadline(ends[0].until),), spans=(ends[0].span,), rules=("until",))
    windows = [
        g
        for g in sentence.dates
        if g.first and len(g.occurrences) == 1 and g.first < g.last and _WINDOW.search(sentence.plain[: g.span[0]])
    ]
    if len(windows) != 1 or windows[0].occurrences[0].end is None:
        return reading
    window = windows[0].occurrences[0]
    deadlines = (Deadline(window.end),) if window.end else ()
    return replace(reading, opens=window.start, deadlines=deadlines, spans=(windows[0].span,), rules=("window",))


def _opening(sentence: Sentence, reading: DeadlineReading) -> WallTime | None:
    taken = reading.spans
    for group in sentence.dates:
        if any(a < group.span[1] and group.span[0] < b for a, b in taken) or not group.occurrences:
            continue
        if _OPENING.search(sentence.plain[: group.span[0]]):
            return group.occurrences[0].start
    return None


def _groups_of(sentence: Sentence, reading: DeadlineReading, opens: WallTime | None) -> list[DateGroup]:
    days = {d.at.day for d in reading.deadlines} | {d.replaces.day for d in reading.deadlines if d.replaces}
    days |= {opens.day} if opens else set()
    return [g for g in sentence.dates if g.last in days or g.first in days]


def _draft(subject: _Current, at: int, here: bool) -> Draft:
    reasons = [f"{subject.noun!r}"]
    score = 55 + (15 if subject.proper else 0) + (10 if here else 0)
    rests = [at] if subject.at in (-1, at) else [subject.at, at]
    return Draft(subject.title, subject.noun, subject.proper, False, rests, [subject.title], reasons, score)


def _add(
    draft: Draft, sentence: Sentence, at: int, reading: DeadlineReading, opens: WallTime | None, groups: list[DateGroup]
) -> None:
    known = {d.at for d in draft.deadlines}
    draft.deadlines += [d for d in reading.deadlines if d.at not in known]
    draft.opens = draft.opens or opens
    draft.at.append(at)
    draft.words += [" ".join(sentence.text[g.span[0] : g.span[1]].split()) for g in groups]
    cue = APPLY.search(sentence.plain)
    draft.reasons.append(f"deadline told by {', '.join(reading.rules)}" if reading.rules else "an opening day")
    if cue:
        draft.reasons.append(f"{cue.group()!r}")
        draft.score += 5


def _is_open(draft: Draft, published: date, sentences: Sequence[Sentence], left: Left) -> bool:
    """A call whose every deadline was over when the text came out helps nobody."""
    if draft.deadlines and max(closing_day(d) for d in draft.deadlines) < published:
        sentence = sentences[draft.at[-1]]
        left.note(sentence, sentence.dates[0], "a call that was over")
        return False
    return True
