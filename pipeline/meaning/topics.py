"""`vigie meaning topics`."""

from __future__ import annotations

from datetime import datetime

from pipeline.meaning.answer import answer
from transforms.language import read_language
from transforms.relevance import read_relevance
from transforms.topics import read_kind, read_topics
from vigie.model import Kind

SEPARATOR = "|||"


def read(text: str, reference: datetime) -> dict[str, object]:
    """Concepts of the taxonomy that one text speaks of, its language and its relevance. The reference changes nothing.

    A line may be `TITLE ||| TEXT` or `KIND ||| TITLE ||| TEXT` (event, news, call). Without a kind it is read, too.
    """
    kind, title, body = _parts(text)
    language = read_language(body or title)
    kind = kind or read_kind(title, body, language)
    topics = read_topics(title, body, language, kind)
    slugs = [f"{t.facet}:{t.slug}" for t in topics]
    relevance = read_relevance(kind, title, body, slugs, language=language)
    results = [
        {"facet": t.facet, "slug": t.slug, "score": t.score, "words": list(t.words), "shares": list(t.shares)}
        for t in topics
    ]
    return answer(
        text,
        None if results else "no topic",
        results,
        kind=kind.value,
        language=language,
        relevance={"score": relevance.score, "because": list(relevance.because)},
    )


def _parts(text: str) -> tuple[Kind | None, str, str]:
    parts = [part.strip() for part in text.split(SEPARATOR, 2)]
    if len(parts) == 1:
        return None, "", parts[0]
    if len(parts) == 3 and parts[0] in tuple(Kind):
        return Kind(parts[0]), parts[1], parts[2]
    return None, parts[0], f" {SEPARATOR} ".join(parts[1:])
