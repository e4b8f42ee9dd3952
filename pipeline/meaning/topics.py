"""`vigie meaning topics`."""

from __future__ import annotations

from datetime import datetime

from pipeline.meaning.answer import answer
from transforms.language import read_language
from transforms.topics import read_topics


def read(text: str, reference: datetime) -> dict[str, object]:
    """Concepts of the taxonomy that one text speaks of, and its language. The reference changes nothing."""
    language = read_language(text)
    results = [
        {"facet": t.facet, "slug": t.slug, "score": t.score, "words": list(t.words)}
        for t in read_topics("", text, language)
    ]
    return answer(text, None if results else "no topic", results, language=language)
