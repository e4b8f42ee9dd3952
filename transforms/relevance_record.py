"""The relevance of an understood item, noted with the evidence that moved it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from transforms.notebook import Notebook
from transforms.relevance import RelevanceReading, prior_of, read_relevance
from transforms.wording import Wording
from vigie.model import Content, Kind, Place, RawItem, Source


def with_relevance(content: Content, raw: RawItem, source: Source, wording: Wording, notebook: Notebook) -> Content:
    """The content with its relevance, read from its words, topics, actors and place and from what its source brings."""
    reading = _relevance(
        content.kind,
        wording.title,
        wording.body,
        content.topics,
        content.actors,
        content.place,
        prior_of(source),
        wording.language,
    )
    title = raw.first("title")
    if title:
        notebook.note("relevance", "log-odds", "; ".join(reading.because), title)
    return replace(content, relevance=reading.score)


@lru_cache(maxsize=4096)
def _relevance(
    kind: Kind,
    title: str,
    text: str,
    topics: tuple[str, ...],
    actors: tuple[str, ...],
    place: Place | None,
    prior: int,
    language: str | None,
) -> RelevanceReading:
    """`read_relevance`, remembered: what has not moved is read again with every list that has."""
    return read_relevance(kind, title, text, topics, actors, place, prior, language)
