"""Learns the topic reader's weights from labelled items: `python -m pipeline.scores.topic_fit`.

Two steps, each a ridge-regularised logistic regression in plain Python, the same on every run (some minutes):
1. for each concept with enough examples, what the words of an item say of it (dev and training items);
2. for each facet, how that joins the rules, and from where a concept is told. The rules were written beside the dev
   items, so this step rests on training items alone, each read by words that were learned without its fold.
How good that is on another hand's items, `out_of_writer` tells.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.scores import logistic
from pipeline.scores.labelled_items import LABELLED, Labelled, items
from transforms.relevance_evidence import RELEVANT
from transforms.topic_model import FILE, JOINED, START, UNIT, Joint, Model, evidence, parsed
from transforms.topic_rules import FACETS
from transforms.topics import Reading, choose, gathered

DEV = "items_dev.jsonl"
TRAINING = ("items_train_a.jsonl", "items_train_b.jsonl", "items_train_c.jsonl")
LEARNED = (
    "event_type",
    "discipline",
    "theme",
    "audience",
    "call_type",
    "call_level",
    "call_stage",
    "watch_type",
    "kind",
    "relevance",
)
EXAMPLES = 6
"""A concept with fewer labelled items stays on the rules alone."""
SEEN = 3
"""A word that fewer items use is not learned."""
COST, COST_OF_MISS, COST_OF_DEV = 4.0, 3.0, 0.5
ROUNDS, FOLDS = 15, 4
JOINT_COST, JOINT_ROUNDS = 0.2, 25
THRESHOLDS = [t / 5 for t in range(-16, 9)]
LEAST = 0.2
"""Weights nearer to zero are left out of the file."""
NOTHING = Model((), {}, {}, "never")


@dataclass(frozen=True, slots=True)
class Known:
    """One labelled item as both steps see it. `topics` with its kind and its relevance as concepts of their own."""

    item: Labelled
    facets: tuple[str, ...]
    topics: frozenset[str]
    reading: Reading
    dev: bool


def known(labelled: Sequence[Labelled], dev: bool = False) -> list[Known]:
    """Items with all that speaks on their topics."""
    return [
        Known(
            item,
            (*FACETS[item.kind], "kind", *(("relevance",) if item.relevant is not None else ())),
            item.topics | {f"kind:{item.kind}"} | ({RELEVANT} if item.relevant else set()),
            gathered(NOTHING, item.title, item.text, item.reads_as, item.kind, ()),
            dev,
        )
        for item in labelled
    ]


def learn_words(rows: Sequence[Known]) -> Model:
    """Step 1: the weights of words for every concept with enough examples."""
    used = Counter(name for row in rows for name in row.reading.features.worth)
    numbers = {START: 0}
    for name in sorted(used):
        if used[name] >= SEEN:
            numbers[name] = len(numbers)
    names = list(numbers)
    plain = [
        ((0, 1.0), *((numbers[n], v) for n, v in row.reading.features.worth.items() if n in numbers)) for row in rows
    ]
    examples = Counter(topic for row in rows for topic in row.topics)
    concepts = [c for c in sorted(examples) if examples[c] >= EXAMPLES and c.partition(":")[0] in LEARNED]
    table: dict[str, list[tuple[int, float]]] = {}
    for number, concept in enumerate(concepts):
        asked = [i for i, row in enumerate(rows) if concept.partition(":")[0] in row.facets]
        positive = [concept in rows[i].topics for i in asked]
        costs = [
            COST * (COST_OF_MISS if yes else 1.0) * (COST_OF_DEV if rows[i].dev else 1.0)
            for i, yes in zip(asked, positive, strict=True)
        ]
        for name, weight in zip(
            names, logistic.fit([plain[i] for i in asked], positive, costs, len(names), ROUNDS), strict=True
        ):
            if abs(weight) >= LEAST:
                table.setdefault(name, []).append((number, round(weight * UNIT) / UNIT))
    return Model(tuple(concepts), {n: tuple(row) for n, row in table.items()}, {}, "")


Said = dict[str, dict[str, float]]
"""What words learned without an item say of it, by its id."""


def learn(dev: Sequence[Known], training: Sequence[Known]) -> tuple[Model, Said]:
    """Both steps, and what the words of other items say of each training item."""
    said: Said = {}
    order = sorted(training, key=lambda row: row.item.id[::-1])
    for fold in range(FOLDS):
        left = order[fold::FOLDS]
        out = {row.item.id for row in left}
        model = learn_words([*dev, *(row for row in training if row.item.id not in out)])
        said |= {row.item.id: model.said(row.reading.features.worth) for row in left}
    words = learn_words([*dev, *training])
    joints = {}
    for facet in LEARNED:
        concepts = tuple(c for c in words.concepts if c.startswith(f"{facet}:"))
        asked = [row for row in training if facet in row.facets]
        if len(concepts) > 1 and asked:
            joints[facet] = _join(facet, concepts, asked, said)
    return Model(words.concepts, words.rows, joints, ""), said


def _join(facet: str, concepts: tuple[str, ...], asked: Sequence[Known], said: Said) -> Joint:
    """Step 2 for one facet: how its evidence joins, and the threshold with the best mean of macro- and micro-F1."""
    amounts = [evidence(concepts, said[row.item.id], row.reading.told) for row in asked]
    rows = [tuple(enumerate(by[c])) for by in amounts for c in concepts]
    positive = [c in row.topics for row in asked for c in concepts]
    weights = logistic.fit(rows, positive, [JOINT_COST] * len(rows), len(JOINED), JOINT_ROUNDS)
    weights = [round(w, 3) for w in weights]
    worths = [{c: sum(w * a for w, a in zip(weights, by[c], strict=True)) for c in concepts} for by in amounts]
    wanted = [{t for t in row.topics if t.startswith(f"{facet}:")} for row in asked]

    def worth(threshold: float) -> tuple[float, float]:
        return _mean_f1([(w, set(choose(facet, v, threshold))) for w, v in zip(wanted, worths, strict=True)]), threshold

    return Joint(tuple(weights), max(map(worth, THRESHOLDS))[1])


def _mean_f1(pairs: Sequence[tuple[set[str], set[str]]]) -> float:
    hits, wanted, read = Counter[str](), Counter[str](), Counter[str]()
    for meant, got in pairs:
        hits.update(meant & got)
        wanted.update(meant)
        read.update(got)
    slugs = wanted.keys() | read.keys()
    macro = sum(2 * hits[s] / (wanted[s] + read[s]) for s in slugs) / max(1, len(slugs))
    return (macro + 2 * hits.total() / max(1, wanted.total() + read.total())) / 2


def written(model: Model, fitted: str) -> str:
    """The file of a model."""
    features = {
        name: [part for number, weight in row for part in (number, round(weight * UNIT))]
        for name, row in sorted(model.rows.items())
    }
    facets = {name: {"weights": list(j.weights), "threshold": j.threshold} for name, j in model.joints.items()}
    plain = {"fitted": fitted, "concepts": list(model.concepts), "facets": facets, "features": features}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"') + "\n"


def fitted_model() -> str:
    """The text of the weights file as the labelled items of today make it, without the day."""
    training = [row for rows in training_items().values() for row in rows]
    dev = known(items(DEV), dev=True)
    data = f"{len(dev)} items of {DEV}, {len(training)} of {', '.join(TRAINING)}"
    return written(learn(dev, training)[0], data)


def training_items() -> dict[str, list[Known]]:
    """Training items by their file: each is by another writer."""
    return {name: known(items(name)) for name in TRAINING if (LABELLED / name).exists()}


def main() -> None:
    """Writes the weights, or prints what is read out of writer."""
    text = fitted_model()
    FILE.write_text(text.replace('{"fitted":"', f'{{"fitted":"{date.today()} on ', 1), encoding="utf-8")
    print(f"{FILE}: {len(text):,} signs, {len(parsed(json.loads(text)).rows):,} features")


if __name__ == "__main__":
    main()
