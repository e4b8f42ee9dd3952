"""Topics, audience, relevance and language of items labelled by hand, read and kept ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from pipeline.scores.figures import Figure, Report
from pipeline.scores.labelled_items import Labelled, items
from pipeline.scores.out_of_writer import READ
from pipeline.scores.topic_fit import TRAINING
from transforms.relevance import RELEVANT, read_relevance
from transforms.topic_rules import FACETS
from transforms.topics import read_topics

FILES = ("items_dev.jsonl", "items_kept.jsonl")
OUT = "items_train, each writer left out"
FACETS_MEASURED = ("event_type", "discipline", "theme", "call_type")
TARGET, PRECISION, RECALL = 0.85, 0.95, 0.90
TOPICS_NOTE = (
    "macro-F1 of a facet: the mean of F1 over the slugs that are labelled or read; the whole is the mean of the facets "
    "with audience. Labels are what an editor would file an item under, seldom the words of its text."
)
RELEVANCE_NOTE = (
    f"Relevant: {RELEVANT} or more. Borderline items are not in precision and recall; the share of them kept is told."
)
LANGUAGE_NOTE = "Right of the texts of 60 letters or more; an item with a title alone must have no language."


@dataclass(frozen=True, slots=True)
class Judged:
    """One item with what is read of it."""

    label: Labelled
    topics: frozenset[str]
    score: int
    because: tuple[str, ...]
    language: str | None


def reports() -> tuple[Report, ...]:
    """Topics, audience, relevance and language; worst cases only of the file that everyone may read."""
    judged = {name: judge(items(name)) for name in FILES}
    dev = judged[FILES[0]]
    judged |= out_of_writer()
    return (
        Report("topics", tuple(f for n, j in judged.items() for f in _topics(n, j)), _missed(dev), (TOPICS_NOTE,)),
        Report("audience", tuple(f for n, j in judged.items() for f in _facet("audience", n, j, "audience"))),
        Report(
            "relevance",
            tuple(f for n, j in judged.items() for f in _relevance(n, j)),
            _misjudged(dev),
            (RELEVANCE_NOTE,),
        ),
        Report(
            "language", tuple(f for n, j in judged.items() if n != OUT for f in _language(n, j)), (), (LANGUAGE_NOTE,)
        ),
    )


def judge(labelled: Sequence[Labelled]) -> list[Judged]:
    """Every item with what is read of it, as a record of a source of which nothing is known."""
    found = []
    for item in labelled:
        topics = [f"{t.facet}:{t.slug}" for t in read_topics(item.title, item.text, item.reads_as, item.kind)]
        relevance = read_relevance(item.kind, item.title, item.text, topics, language=item.reads_as)
        found.append(Judged(item, frozenset(topics), relevance.score, relevance.because, item.reads_as))
    return found


def out_of_writer() -> dict[str, list[Judged]]:
    """Training items as a reader reads them that has learned from the other writers only (`out_of_writer`)."""
    rows = [json.loads(line) for line in READ.read_text(encoding="utf-8").splitlines()]
    read = {row["id"]: row for row in rows}
    labelled = [item for name in TRAINING for item in items(name) if item.id in read]
    return {
        OUT: [
            Judged(item, frozenset(read[item.id]["topics"]), read[item.id]["relevance"], (), None) for item in labelled
        ]
    }


def macro(facet: str, judged: Sequence[Judged]) -> float:
    """The mean of F1 over the slugs of a facet that are labelled or read."""
    hits, wanted, read = _counts(facet, judged)
    slugs = wanted.keys() | read.keys()
    return fsum(2 * hits[s] / (wanted[s] + read[s]) for s in slugs) / len(slugs) if slugs else 0.0


def _counts(facet: str, judged: Sequence[Judged]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    hits, wanted, read = Counter[str](), Counter[str](), Counter[str]()
    for j in judged:
        meant = {t for t in j.label.topics if t.startswith(f"{facet}:")}
        got = {t for t in j.topics if t.startswith(f"{facet}:")}
        hits.update(meant & got)
        wanted.update(meant)
        read.update(got)
    return hits, wanted, read


def _of_kind(facet: str, judged: Sequence[Judged]) -> list[Judged]:
    return [j for j in judged if facet in FACETS[j.label.kind]]


def _topics(name: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    every = [macro(facet, judged) for facet in (*FACETS_MEASURED, "audience")]
    yield Figure("topics", name, "Vigie", "macro-F1", len(judged), None, sum(every) / len(every), TARGET)
    for facet in FACETS_MEASURED:
        yield from _facet("topics", name, judged, facet)


def _facet(task: str, name: str, judged: Sequence[Judged], facet: str) -> Iterator[Figure]:
    asked = _of_kind(facet, judged)
    hits, wanted, read = (sum(c.values()) for c in _counts(facet, asked))
    yield Figure(task, name, "Vigie", f"{facet}, macro-F1", len(asked), None, macro(facet, asked), TARGET)
    micro = 2 * hits / (wanted + read) if wanted + read else 0.0
    yield Figure(task, name, "Vigie", f"{facet}, micro-F1", len(asked), None, micro)
    yield Figure(task, name, "Vigie", f"{facet}, precision", read, hits)
    yield Figure(task, name, "Vigie", f"{facet}, recall", wanted, hits)


def _relevance(name: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    plain = [j for j in judged if j.label.relevant is not None]
    kept = [j for j in plain if j.score >= RELEVANT]
    right = sum(j.label.relevant is True for j in kept)
    borderline = [j for j in judged if j.label.relevant is None]
    yield Figure("relevance", name, "Vigie", "precision", len(kept), right, None, PRECISION)
    yield Figure(
        "relevance", name, "Vigie", "recall", sum(j.label.relevant is True for j in plain), right, None, RECALL
    )
    kept_borderline = sum(j.score >= RELEVANT for j in borderline)
    yield Figure("relevance", name, "Vigie", "borderline, kept", len(borderline), kept_borderline)


def _language(name: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    long = [j for j in judged if j.label.language]
    titles = [j for j in judged if not j.label.text]
    yield Figure(
        "language", name, "Vigie", "right", len(long), sum(j.language == j.label.language for j in long), None, 1.0
    )
    wrong = sum(j.language not in (None, j.label.language) for j in judged)
    yield Figure("language", name, "Vigie", "wrong", len(judged), wrong, None, 0.0, True)
    silent = sum(j.language is None for j in titles)
    yield Figure("language", name, "Vigie", "abstained, title alone", len(titles), silent, None, 1.0)


def _missed(judged: Sequence[Judged]) -> tuple[str, ...]:
    told = []
    for j in judged:
        facets = FACETS[j.label.kind]
        meant = {t for t in j.label.topics if t.partition(":")[0] in facets}
        missing, more = sorted(meant - j.topics), sorted(j.topics - meant)
        if missing or more:
            told.append((len(missing) + len(more), f"{j.label.title!r}: missing {missing}, too many {more}"))
    return tuple(line for _, line in sorted(told, key=lambda row: (-row[0], row[1])))


def _misjudged(judged: Sequence[Judged]) -> tuple[str, ...]:
    wrong = [j for j in judged if j.label.relevant is not None and j.label.relevant != (j.score >= RELEVANT)]
    return tuple(f"{j.label.title!r}: {j.score}, {'; '.join(j.because[:4])}" for j in wrong)
