"""Items labelled by hand for topics, audience, relevance and language (tests/labelled/guidelines_topics.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from transforms.language import read_language
from vigie.model import Kind
from vigie.settings import ROOT

LABELLED = ROOT / "tests" / "labelled"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One item with what an editor says of it. `relevant` None: borderline. `topics` are "facet:slug", audience too."""

    id: str
    kind: Kind
    title: str
    text: str
    topics: frozenset[str]
    relevant: bool | None
    language: str | None

    @property
    def reads_as(self) -> str | None:
        """The language that its text gives; a title alone gives none."""
        return read_language(self.text)


def items(name: str) -> tuple[Labelled, ...]:
    """Every item of one file of tests/labelled."""
    lines = (LABELLED / name).read_text(encoding="utf-8").splitlines()
    return tuple(_item(json.loads(line)) for line in lines if line.strip())


def _item(row: dict[str, object]) -> Labelled:
    topics, audience = row["topics"], row["audience"]
    assert isinstance(topics, list)
    assert isinstance(audience, list)
    relevant = row["relevant"]
    return Labelled(
        id=str(row["id"]),
        kind=Kind(str(row["kind"])),
        title=str(row["title"]),
        text=str(row["text"]),
        topics=frozenset(str(t) for t in (*topics, *audience)),
        relevant=relevant if isinstance(relevant, bool) else None,
        language=str(row["language"]) if row["language"] else None,
    )
