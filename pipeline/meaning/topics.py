"""`vigie meaning topics`."""

from __future__ import annotations

from datetime import datetime

from pipeline.meaning.answer import answer
from transforms.language import read_language
from transforms.relevance import read_relevance
from transforms.topics import Topic, read_topics
from vigie.model import Kind

SEPARATOR = "|||"


def read(text: str, reference: datetime) -> dict[str, object]:
    """Concepts of the taxonomy that one text speaks of, its language and its relevance. The reference changes nothing.

    A line may be `TITLE ||| TEXT` or `KIND ||| TITLE ||| TEXT` (event, news, call). Without a kind it is taken for a
    call when its words for calls outweigh those for forms of events, else for an event, so that no line is given both.
    """
    kind, title, body = _parts(text)
    language = read_language(body or title)
    topics = read_topics(title, body, language, kind) if kind else _of_either(read_topics(title, body, language))
    slugs = [f"{t.facet}:{t.slug}" for t in topics]
    relevance = read_relevance(kind or _kind(topics), title, body, slugs, language=language)
    results = [{"facet": t.facet, "slug": t.slug, "score": t.score, "words": list(t.words)} for t in topics]
    return answer(
        text,
        None if results else "no topic",
        results,
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


def _of_either(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    left_out = ("event_type",) if _kind(topics) is Kind.CALL else ("call_type", "call_level", "call_stage")
    return tuple(t for t in topics if t.facet not in left_out)


def _kind(topics: tuple[Topic, ...]) -> Kind:
    call = max((t.score for t in topics if t.facet == "call_type"), default=0.0)
    form = max((t.score for t in topics if t.facet == "event_type"), default=0.0)
    return Kind.CALL if call > form else Kind.EVENT
