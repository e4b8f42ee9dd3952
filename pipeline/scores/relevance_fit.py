"""Fits the weights of relevance on the labelled items: `python -m pipeline.scores.relevance_fit`.

Logistic regression by gradient steps in plain Python, with a ridge and with signs held (evidence for never counts
against). Borderline items are left out. The training items are read by words learned without them (`topic_fit`). Prints
precision and recall with each writer left out of both fits, then the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import exp

from pipeline.scores.labelled_items import items
from pipeline.scores.topic_fit import DEV, Known, Said, known, learn, training_items
from transforms.relevance_evidence import AGAINST, LEARNED, LEARNED_REACH, RELEVANT, Evidence, gather
from transforms.topic_model import Model
from transforms.topics import concepts_of

FOR = (
    LEARNED,
    "core discipline",
    "making discipline",
    "half discipline × digital",
    "creation × digital",
    "in the region",
)
NOT = ("creation without digital", "digital without creation", "neither", "elsewhere", *AGAINST)
NAMES = (*FOR, *NOT)
BY_HAND = {"actor of the sector": 0.6, "source": 0.5}
"""Not fitted: the labelled items name no actors of the register, and the source is no reason for a label."""
RIDGE = 0.6
STEPS = 800
CAUTION = 0.5
"""Taken from the start, as a wrong item costs more than a missed one: with it, precision reaches about 0.95 on writers
that were left out."""
AT = (30, 40, 50, 60, 70, 80)

Row = tuple[tuple[float, ...], bool]


def rows(labelled: Sequence[Known], model: Model, said: Said | None = None) -> list[Row]:
    """Evidence and label of each item that is plainly relevant or plainly not.

    `said` is what words learned without an item say of it; without it the model does, which has not learned from these.
    """
    found = []
    for one in labelled:
        item = one.item
        if item.relevant is not None:
            found.append((amounts(one, model, said[item.id] if said else None), item.relevant))
    return found


def amounts(one: Known, model: Model, said: dict[str, float] | None = None) -> tuple[float, ...]:
    """The evidence on one item in the order of NAMES."""
    words = model.said(one.reading.features.worth) if said is None else said
    reading = replace(one.reading, words=words)
    topics = list(concepts_of(model, reading, one.item.kind))
    reach = max(-1.0, min(1.0, words.get(RELEVANT, 0.0) / LEARNED_REACH))
    evidence = gather(reading.seen, one.item.kind, topics, words=Evidence(LEARNED, reach))
    by_name = {e.name: e.amount for e in evidence}
    return tuple(by_name[name] for name in NAMES)


def fit(plain: Sequence[Row]) -> tuple[float, list[float]]:
    """The start and the weight of each name."""
    start, weights = 0.0, [0.0] * len(NAMES)
    signs = [1.0] * len(FOR) + [-1.0] * len(NOT)
    rate = 2.0 / len(plain)
    for _ in range(STEPS):
        slope_start, slopes = 0.0, [RIDGE * w for w in weights]
        for said, relevant in plain:
            error = chance(start, weights, said) - relevant
            slope_start += error
            for i, amount in enumerate(said):
                slopes[i] += error * amount
        start -= rate * slope_start
        weights = [s * max(0.0, s * (w - rate * g)) for s, w, g in zip(signs, weights, slopes, strict=True)]
    return start, weights


def chance(start: float, weights: Sequence[float], amounts: Sequence[float]) -> float:
    """The chance that an item is relevant."""
    total = start + sum(w * a for w, a in zip(weights, amounts, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def main() -> None:
    """Prints the figures with each writer left out as comments, and the file of weights."""
    by_writer, dev = training_items(), known(items(DEV), dev=True)
    told: list[tuple[float, bool]] = []
    for name, left in by_writer.items():
        others = [row for other, found in by_writer.items() if other != name for row in found]
        model, said = learn(dev, others)
        start, weights = fit(rows(others, model, said))
        told += [(chance(start - CAUTION, weights, a), r) for a, r in rows(left, model)]
    for at in AT:
        kept = [r for c, r in told if c * 100 >= at]
        right = sum(kept)
        print(f"# each writer left out, at {at}: precision {right / max(1, len(kept)):.3f} of {len(kept)},", end=" ")
        print(f"recall {right / sum(r for _, r in told):.3f}")
    every = [row for found in by_writer.values() for row in found]
    model, said = learn(dev, every)
    plain = rows(every, model, said)
    start, weights = fit(plain)
    print(f'fitted: "{date.today()} on {", ".join(by_writer)}, {len(plain)} plain items"')
    print(f"start: {start - CAUTION:.2f}\nweights:")
    for name, weight in (*zip(NAMES, weights, strict=True), *BY_HAND.items()):
        print(f"  {name}: {weight:.2f}")


if __name__ == "__main__":
    main()
