"""The relevance of an understood item, noted with the evidence that moved it."""

from __future__ import annotations

from dataclasses import replace

from transforms.notebook import Notebook
from transforms.relevance import prior_of, read_relevance
from transforms.wording import Wording
from vigie.model import Content, RawItem, Source


def with_relevance(content: Content, raw: RawItem, source: Source, wording: Wording, notebook: Notebook) -> Content:
    """The content with its relevance, read from its words, topics, actors and place and from what its source brings."""
    reading = read_relevance(
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
