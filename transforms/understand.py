"""RawItem → Record: what a source says gets its typed meaning, or goes to quarantine with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from transforms.article_meaning import read_article
from transforms.call_meaning import read_call
from transforms.event_meaning import read_event
from transforms.mention_suggestions import suggestions_of
from transforms.notebook import Notebook
from transforms.refusal import Refusal
from transforms.relevance_record import with_relevance
from transforms.wording import read_wording
from vigie.model import Article, Content, Kind, Problem, RawItem, Record, Source, WallTime

# Moves when the same raw item would be understood differently; kept with each record (law 7).
PARSER = "transforms/5"


@dataclass(frozen=True, slots=True)
class Understood:
    """A record, or None with the problems that kept it from being one."""

    record: Record | None
    problems: tuple[Problem, ...] = ()


def understand(raw: RawItem, source: Source, reference: datetime) -> Understood:
    """The meaning of one raw item. Pure, never raises; `reference` is the aware instant of its capture's fetching.

    An item without a title, or an event without a date, gives no record but a problem. Nothing is guessed: what the
    source left vague is missing from the record and named in its `abstentions`.
    """
    try:
        return _understood(raw, source, reference)
    except Exception as error:  # a rule's bug on one item must not hide what the others of its source say
        bug = Refusal("not-understood", None, f"{PARSER} failed: {type(error).__name__}: {error}")
        return Understood(None, (_problem(raw, source, bug),))


def _understood(raw: RawItem, source: Source, reference: datetime) -> Understood:
    notebook = Notebook()
    wording = read_wording(raw, source, notebook)
    meaning: Content | Refusal
    if not wording.title:
        meaning = Refusal("no-title", "title", "the source gives no title")
    elif raw.kind is Kind.EVENT:
        meaning = read_event(raw, source, wording, reference, notebook)
    elif raw.kind is Kind.CALL:
        meaning = read_call(raw, source, wording, reference, notebook)
    else:
        meaning = read_article(raw, source, wording, reference, notebook)
    if isinstance(meaning, Refusal):
        return Understood(None, (_problem(raw, source, meaning),))
    announced = (
        suggestions_of(raw, meaning, wording, WallTime.of_instant(reference), notebook)
        if isinstance(meaning, Article)
        else ()
    )
    meaning = with_relevance(meaning, raw, source, wording, notebook)
    capture = next((f.evidence.capture for f in raw.fields), "")
    record = Record(
        source=source.slug,
        key=raw.key,
        url=wording.url,
        content=meaning,
        capture=capture,
        provenance=notebook.provenance,
        abstentions=notebook.abstentions,
        parser=PARSER,
        suggestions=announced,
    )
    return Understood(record)


def _problem(raw: RawItem, source: Source, refusal: Refusal) -> Problem:
    evidence = next((f.evidence for f in raw.fields), None)
    said = " · ".join(f"{f.name}={' '.join(f.value.split())[:80]}" for f in raw.fields[:12])
    return Problem(
        source=source.slug,
        url=raw.url or (evidence.url if evidence else ""),
        reason=refusal.reason,
        detail=refusal.detail,
        field=refusal.field,
        key=raw.key,
        capture=evidence.capture if evidence else None,
        raw=said[:1000],
    )
