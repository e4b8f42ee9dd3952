"""`vigie meaning actors`."""

from __future__ import annotations

from datetime import datetime

from pipeline.meaning.answer import answer
from transforms.actor_register import register
from transforms.actors import link_actors


def read(text: str, reference: datetime) -> dict[str, object]:
    """Actors of the register that one text names, with their roles. The reference changes nothing."""
    known = register().actors
    results = [
        {
            "slug": link.slug,
            "name": known[link.slug].name,
            "role": link.role,
            "score": link.score,
            "words": link.words,
            "span": list(link.span) if link.span else None,
            "because": link.because,
        }
        for link in link_actors((), "", text)
    ]
    return answer(text, None if results else "no actor of the register is named for sure", results)
