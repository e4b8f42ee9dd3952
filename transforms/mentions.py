"""Events and calls that a piece of news announces or reports. The door of `transforms/mention_*.py`.

A mention is a suggestion: it waits for an editor and is never published by itself. So it is better to leave a date than
to suggest the day of a founding, a sale or a jury; what is left is told, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from transforms.actors import ActorLink, link_actors
from transforms.mention_calls import read_calls
from transforms.mention_draft import Draft, Left
from transforms.mention_events import read_events
from transforms.mention_record import Mention, MentionLink, MentionReading, closing_day
from transforms.mention_sentences import Sentence, read_sentences
from transforms.mention_whereabouts import whereabouts
from transforms.mention_words import RETROSPECT
from transforms.offsets import unaccented
from vigie.model import Kind, Place

__all__ = ["Mention", "MentionLink", "MentionReading", "read_mentions"]


def read_mentions(title: str, text: str, published: date, language: str | None = None) -> MentionReading:
    """Events and calls that `text` (with its `title`) announces or reports, seen from the day it was `published`.

    Days without a year are the next ones, or the last ones where the sentence looks back. `language` is a hint: the
    words of French, Dutch and English are read together, those of German for the commonest phrases.
    """
    day = published.date() if isinstance(published, datetime) else published
    heading = Sentence(0, title[:300], unaccented(title[:300]), -1)
    looks_back = bool(RETROSPECT.search(heading.plain))
    sentences = read_sentences(text, day, looks_back)
    left = Left()
    calls, taken = read_calls(sentences, heading, day, left)
    events = read_events(sentences, heading, day, taken, left)
    named = link_actors((), title, text, None, language) if calls or events else ()
    mentions = [_mention(Kind.CALL, draft, sentences, text, day, named) for draft in calls]
    mentions += [_mention(Kind.EVENT, draft, sentences, text, day, named) for draft in events]
    reason = "; ".join(left.reasons) or None
    if not mentions and reason is None:
        reason = "no day is named"
    return MentionReading(tuple(sorted(mentions, key=lambda m: (m.span, m.kind, m.title))), reason)


def _mention(
    kind: Kind, draft: Draft, sentences: Sequence[Sentence], text: str, published: date, named: Sequence[ActorLink]
) -> Mention:
    first, last = sentences[min(draft.at)], sentences[max(draft.at)]
    span = (first.start, last.end)
    place = whereabouts(draft.at, sentences) if kind is Kind.EVENT else None
    deadlines = tuple(sorted(draft.deadlines, key=lambda d: d.closes_at()))
    days = [o.last_day for o in draft.occurrences] + [closing_day(d) for d in deadlines]
    score = min(99, draft.score + (10 if place else 0))
    reasons = [*draft.reasons, *(["a place is named"] if place else [])]
    return Mention(
        kind,
        draft.title,
        draft.occurrences,
        deadlines,
        draft.opens,
        place,
        _actors(draft, sentences, text, place, named),
        span,
        " … ".join(dict.fromkeys(draft.words)),
        score,
        ", ".join(dict.fromkeys(reasons)),
        bool(days) and max(days) < published,
        draft.replaces,
    )


def _actors(
    draft: Draft, sentences: Sequence[Sentence], text: str, place: Place | None, named: Sequence[ActorLink]
) -> tuple[str, ...]:
    """Actors of the sentences that the mention rests on; those of the whole text that stand there count too."""
    found: dict[str, str] = {}
    for at in sorted(set(draft.at)):
        sentence = sentences[at]
        for link in link_actors((), "", sentence.text, place):
            found.setdefault(link.slug, link.role)
        for link in named:
            if link.span and sentence.start <= link.span[0] < sentence.end:
                found[link.slug] = link.role
    if draft.proper:
        # "L'Agence du Numérique … ont lancé la première édition des IA Days", three paragraphs earlier.
        name = unaccented(draft.title)
        about = [s for s in sentences if name in s.plain]
        for link in named:
            holds = link.role in ("organizer", "funder") and link.span
            if holds and link.span and any(s.start <= link.span[0] < s.end for s in about):
                found[link.slug] = link.role
    return tuple(f"{role}:{slug}" for slug, role in sorted(found.items()))
