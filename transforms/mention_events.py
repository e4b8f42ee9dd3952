"""Events that a text announces or reports: a date with the noun or name of something that one can attend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.mention_draft import Draft, Left, likeness
from transforms.mention_left import LAST_YEAR, beside_byline, is_bare, not_an_event
from transforms.mention_merge import merged
from transforms.mention_names import Head, heads
from transforms.mention_sentences import DateGroup, Sentence
from transforms.mention_words import ANAPHOR, HAPPENS, VISIBLE
from transforms.offsets import unaccented
from vigie.model import Occurrence, WallTime

LEAST = 50
"""The score below which a date is left: an editor would throw such suggestions away."""
MOST = 100
"""Events of one text: more is an agenda, and its pages are read as such, not as prose."""
_BESIDE = re.compile(r"dans le cadre|a l'occasion|en marge|en prelude|in the margin|as part of|in het kader")
_VAGUE = re.compile(
    r"(?:evenement|event|rendez-vous|edition|journee|soiree|festival|salon|manifestation|semaine|rencontre)s?$"
)
_ABOUT = re.compile(
    r"(?:consacr|dédi)\w+\s+(?:à la |à l['’]|à |aux |au )?([^,.;]{4,60}?)(?=,|\s(?:se|aura|est|sera)\b)"
)
_QUOTED = re.compile(r"[«“\"]\s?([^«»“”\"]{3,80}?)\s?[»”\"]")


def read_events(
    sentences: Sequence[Sentence],
    title: Sentence,
    published: date,
    taken: set[tuple[int, tuple[int, int]]],
    left: Left,
) -> list[Draft]:
    """Events in the order of the text; `taken` are the dates that belong to calls."""
    drafts: list[Draft] = []
    for at, sentence in enumerate(sentences):
        for place, group in enumerate(sentence.dates):
            if (at, group.span) in taken or len(drafts) >= MOST:
                continue
            if group.until and _extends(drafts, sentences, at, group):
                continue
            if not group.occurrences or group.until:
                left.note(sentence, group, "only an end is told")
                continue
            why = not_an_event(sentence, place, published) or beside_byline(sentences, at, group)
            if why:
                left.note(sentence, group, why)
                continue
            listed = _listed(sentences, at, published)
            if listed:
                drafts += listed
                continue
            draft = _draft(sentences, title, at, place, drafts)
            if draft and draft.last < published - LAST_YEAR:
                draft.score -= 10
            if draft is None:
                left.note(sentence, group, "no event is named beside it")
            elif draft.score < LEAST:
                left.note(sentence, group, f"{draft.title!r} may be no event")
            else:
                drafts.append(draft)
    return merged(drafts)


def _draft(
    sentences: Sequence[Sentence], title: Sentence, at: int, place: int, drafts: Sequence[Draft]
) -> Draft | None:
    sentence, group = sentences[at], sentences[at].dates[place]
    happens = HAPPENS.search(sentence.plain)
    head, rests, fewer = _head_here(sentence, place, drafts), [at], 0
    if head is None:
        head = _head_before(sentences, at, bool(happens))
        rests, fewer = [at - 1, at], 10
    elif not head.proper and _goes_on(head, sentence):
        named = _name_before(sentences, at, head)
        if named:
            head, rests = named
    if head is None and at <= 3 and (happens or group.span[0] < 4 or sentence.past):
        head = next((h for h in heads(title) if not h.weak), None)
        rests, fewer = [at], 5
    if head is None:
        return None
    reasons = [f"{head.noun!r}"]
    score = 40 - fewer + (0 if head.weak else 15) + (15 if head.proper else 0) + (15 if happens else 0)
    if happens:
        reasons.append(f"{happens.group()!r}")
    words = " ".join(sentence.text[group.span[0] : group.span[1]].split())
    if re.search(r"\b(?:19|20)\d\d\b|di\b|day\b|dag\b", words.lower()):
        score += 5
    score -= (0 if group.figures else 10) + (10 if group.recurring else 0)
    beside = _BESIDE.search(sentence.plain)
    if beside and not head.proper:
        reasons.append(f"{beside.group()!r} of another")
    if fewer:
        reasons.append("named in the sentence before" if len(rests) > 1 else "named in the title")
    return Draft(
        head.title,
        head.noun,
        head.proper,
        head.weak,
        rests,
        [head.title, words],
        reasons,
        score,
        group.occurrences,
        replaces=group.replaces,
        recurring=group.recurring,
        beside=bool(beside and not head.proper),
    )


def _goes_on(head: Head, sentence: Sentence) -> bool:
    """Whether a vague noun speaks of an event that was named before."""
    if head.noun in ("edition", "evenement"):
        return True
    return bool(_VAGUE.match(unaccented(head.title)) and ANAPHOR.search(sentence.plain))


def _listed(sentences: Sequence[Sentence], at: int, published: date) -> list[Draft]:
    """The events under a line that holds a day and nothing else: an agenda by day. A byline is no such line."""
    sentence = sentences[at]
    if not sentence.dates or not is_bare(sentence, sentence.dates[0]):
        return []
    group = sentence.dates[0]
    if at <= 4 and published - timedelta(days=7) <= group.last <= published:
        return []
    drafts: list[Draft] = []
    for number in range(at + 1, min(len(sentences), at + 8)):
        line = sentences[number]
        if line.dates:
            break
        head = next((h for h in heads(line) if (h.proper or not h.weak) and h.span[0] < 40), None)
        if head and line.paragraph != sentences[number - 1].paragraph:
            words = [head.title, sentence.text[group.span[0] : group.span[1]]]
            reasons = [f"{head.noun!r}", "under a line with its day"]
            score = 65 + (10 if head.proper else 0)
            drafts.append(
                Draft(
                    head.title,
                    head.noun,
                    head.proper,
                    head.weak,
                    [at, number],
                    words,
                    reasons,
                    score,
                    group.occurrences,
                )
            )
    return drafts


def _head_here(sentence: Sentence, place: int, drafts: Sequence[Draft]) -> Head | None:
    """The event that a date of a sentence belongs to: those between it and the next date, or the one before."""
    every, groups = heads(sentence), sentence.dates
    # "Programmé sur une semaine, … les IA Days": vague nouns count only where no better one stands.
    found = [h for h in every if h.proper or not h.weak] or every
    if not found:
        return None
    leads = groups[0].span[0] < found[0].span[0]
    begin = groups[place].span[1] if leads else (groups[place - 1].span[1] if place else 0)
    end = len(sentence.text)
    if leads and place + 1 < len(groups):
        end = groups[place + 1].span[0]
    elif not leads and place + 1 < len(groups):
        end = groups[place].span[0]
    own = [h for h in found if begin <= h.span[0] < end] or ([] if len(groups) > 1 else found)
    if not own and place:
        # A later date without a name of its own: the event of the date before goes on.
        own = [h for h in found if h.span[0] < groups[place].span[0]][-1:]
    group = groups[place]
    fresh = [h for h in own if not _spoken_for(h, group, drafts)]
    middle = group.span[0]
    ranked = sorted(fresh or own, key=lambda h: (not h.proper, h.weak, abs(h.span[0] - middle)))
    return ranked[0] if ranked else None


def _spoken_for(head: Head, group: DateGroup, drafts: Sequence[Draft]) -> bool:
    """Whether the name belongs to a longer event that these days are a part of."""
    return any(
        group.first is not None
        and d.first <= group.first
        and group.last <= d.last
        and (d.first, d.last) != (group.first, group.last)
        and likeness(d.title, head.title) >= 0.8
        for d in drafts
    )


def _head_before(sentences: Sequence[Sentence], at: int, happens: bool) -> Head | None:
    """The event of the sentence before, when this one goes on about it; its own name when it prints one."""
    sentence = sentences[at]
    if at == 0 or not (happens or ANAPHOR.search(sentence.plain)):
        return None
    earlier = [h for h in heads(sentences[at - 1]) if h.proper or not h.weak]
    if not earlier:
        return None
    head = earlier[-1]
    quoted, about = _QUOTED.search(sentence.text), _ABOUT.search(sentence.text)
    if quoted:
        return replace(head, title=quoted.group(1), proper=True)
    if about:
        return replace(head, title=f"{head.noun} : {about.group(1)}", proper=False)
    return head


def _name_before(sentences: Sequence[Sentence], at: int, head: Head) -> tuple[Head, list[int]] | None:
    """ "L'événement aura lieu …": the name that one of the two sentences before gives it."""
    for number in range(at - 1, max(-1, at - 3), -1):
        named = [h for h in heads(sentences[number]) if h.proper]
        same = [h for h in named if h.noun.rstrip("s") == head.noun.rstrip("s")] or named
        if same:
            return same[-1], [number, at]
    return None


def _extends(drafts: Sequence[Draft], sentences: Sequence[Sentence], at: int, group: DateGroup) -> bool:
    """ "… visible jusqu'au 31 mai" gives the event before its last day."""
    assert group.until
    sentence = sentences[at]
    own = [h for h in heads(sentence) if h.proper]
    for draft in reversed(drafts):
        near = at - draft.at[-1] <= 2
        same = any(likeness(h.title, draft.title) >= 0.6 for h in own)
        if not (same or (near and not own)) or len(draft.occurrences) != 1:
            continue
        start = draft.occurrences[0]
        if VISIBLE.search(sentence.plain) and start.last_day == start.start.day < group.until.day:
            draft.occurrences = (Occurrence(WallTime.of_day(start.start.day), group.until),)
            draft.at.append(at)
            draft.words.append(" ".join(sentence.text[group.span[0] : group.span[1]].split()))
            draft.reasons.append("its last day is told after")
            return True
        return False
    return False
