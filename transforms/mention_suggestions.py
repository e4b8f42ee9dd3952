"""Mentions of a news text as suggestions for an editor, and back again for linking. Pure."""

from __future__ import annotations

from transforms.mention_record import Mention
from transforms.mentions import read_mentions
from transforms.notebook import Notebook
from transforms.text import clean
from transforms.wording import Wording
from vigie.model import Article, Call, Event, Kind, RawField, RawItem, Suggestion, WallTime

LONGEST = 200
"""Signs of the passage that are kept: facts are ours to keep, a text is not (SECURITY.md D15)."""


def suggestions_of(
    raw: RawItem, article: Article, wording: Wording, seen: WallTime, notebook: Notebook
) -> tuple[Suggestion, ...]:
    """What an article announces, read from its whole text as of its day of publication (`seen` when it says none).

    Each is noted with the part of the capture that its words stand in. An event without a day is no suggestion.
    """
    published = (article.published or seen).day
    reading = read_mentions(wording.title, wording.body, published, wording.language)
    if reading.abstained:
        notebook.abstain("suggestions", reading.abstained)
    found = [s for mention in reading.mentions if (s := suggestion_of(mention, wording.language)) is not None]
    for one in found:
        field = _field(raw, wording.body[slice(*one.span)] or one.words)
        if field is not None:
            notebook.note("suggestions", f"mention:{one.content.kind.value}", one.words, field)
    return tuple(found)


def suggestion_of(mention: Mention, language: str | None) -> Suggestion | None:
    """A mention in the form in which it waits for an editor; None for an event of which no day is known."""
    content: Event | Call
    if mention.kind is Kind.CALL:
        content = Call(
            mention.title,
            opens=mention.opens,
            deadlines=mention.deadlines,
            place=mention.place,
            language=language,
            actors=mention.actors,
        )
    elif mention.occurrences:
        content = Event(
            mention.title,
            mention.occurrences,
            place=mention.place,
            previous_start=mention.replaces,
            language=language,
            actors=mention.actors,
        )
    else:
        return None
    words = " ".join(mention.words.split())
    kept = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    because = (mention.because,) if mention.because else ()
    return Suggestion(content, kept, mention.span, mention.score, because, mention.past)


def mention_of(suggestion: Suggestion) -> Mention:
    """The mention that a suggestion was made from, as far as linking looks at it."""
    content = suggestion.content
    return Mention(
        content.kind,
        content.title,
        content.occurrences if isinstance(content, Event) else (),
        content.deadlines if isinstance(content, Call) else (),
        content.opens if isinstance(content, Call) else None,
        content.place,
        content.actors,
        suggestion.span,
        suggestion.words,
        suggestion.score,
        "; ".join(suggestion.because),
        suggestion.past,
        content.previous_start if isinstance(content, Event) else None,
    )


def _field(raw: RawItem, passage: str) -> RawField | None:
    """The raw field that holds the passage: the text is made of two."""
    fields = [f for name in ("body", "description", "title") if (f := raw.first(name)) is not None]
    start = passage[:60]
    return next((f for f in fields if start in clean(f.value)), fields[0] if fields else None)
