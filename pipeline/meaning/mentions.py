"""`vigie meaning mentions`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from pipeline.meaning.answer import answer, moment
from transforms.mentions import Mention, read_mentions
from vigie.codec import to_plain


def read(text: str, reference: datetime) -> dict[str, object]:
    """Events and calls that one text announces or reports, seen from the reference, the day of publication.

    A backslash and an `n` stand for a line break: one line of input is one text.
    """
    whole = text.replace("\\n", "\n")
    reading = read_mentions("", whole, reference.date())
    return answer(
        text, None if reading.mentions else reading.abstained, map(_plain, reading.mentions), left=reading.abstained
    )


def _plain(mention: Mention) -> dict[str, object]:
    first = mention.occurrences[0] if mention.occurrences else None
    last = mention.occurrences[-1] if mention.occurrences else None
    return {
        "kind": mention.kind.value,
        "title": mention.title,
        "start": moment(first.start) if first else None,
        "end": moment(last.end or last.start) if last else None,
        "deadline": moment(mention.deadlines[0].at) if mention.deadlines else None,
        "opens": moment(mention.opens),
        "place": asdict(mention.place) if mention.place else None,
        "actors": list(mention.actors),
        "span": list(mention.span),
        "words": mention.words,
        "score": mention.score,
        "because": mention.because,
        "past": mention.past,
        "occurrences": [to_plain(o) for o in mention.occurrences],
        "deadlines": [moment(d.at) for d in mention.deadlines],
        "replaces": moment(mention.replaces),
    }
