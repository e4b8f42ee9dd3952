"""Fits the weights of relevance on the labelled items: `python -m pipeline.scores.relevance_fit`.

Logistic regression by gradient steps in plain Python, with a ridge and with signs held (evidence for never counts
against). Borderline items are left out. Prints the precision and recall of ten-fold cross-validation, then the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import exp

from pipeline.scores.labelled_items import Labelled, items
from transforms.relevance_evidence import AGAINST, gather
from transforms.topic_sightings import scan
from transforms.topics import read_topics

FOR = ("core discipline", "making discipline", "half discipline × digital", "creation × digital", "in the region")
NOT = ("creation without digital", "digital without creation", "neither", "elsewhere", *AGAINST)
NAMES = (*FOR, *NOT)
BY_HAND = {"actor of the sector": 0.6, "source": 0.5}
"""Not fitted: the labelled items name no actors of the register, and the source is no reason for a label."""
RIDGE = 0.6
STEPS = 3000
FOLDS = 10
CAUTION = 0.2
"""Taken from the start: a score of 50 asks for more than even odds, as a wrong item costs more than a missed one."""
AT = (40, 50, 60, 70)

Row = tuple[tuple[float, ...], bool]


def rows(labelled: Sequence[Labelled]) -> list[Row]:
    """Evidence and label of each item that is plainly relevant or plainly not."""
    found = []
    for item in labelled:
        if item.relevant is None:
            continue
        topics = [f"{t.facet}:{t.slug}" for t in read_topics(item.title, item.text, item.reads_as, item.kind)]
        seen = scan(item.title, item.text, item.reads_as)
        said = {evidence.name: evidence.amount for evidence in gather(seen, item.kind, topics)}
        found.append((tuple(said[name] for name in NAMES), item.relevant))
    return found


def fit(known: Sequence[Row]) -> tuple[float, list[float]]:
    """The start and the weight of each name."""
    start, weights = 0.0, [0.0] * len(NAMES)
    signs = [1.0] * len(FOR) + [-1.0] * len(NOT)
    rate = 2.0 / len(known)
    for _ in range(STEPS):
        slope_start, slopes = 0.0, [RIDGE * w for w in weights]
        for amounts, relevant in known:
            error = chance(start, weights, amounts) - relevant
            slope_start += error
            for i, amount in enumerate(amounts):
                slopes[i] += error * amount
        start -= rate * slope_start
        weights = [s * max(0.0, s * (w - rate * g)) for s, w, g in zip(signs, weights, slopes, strict=True)]
    return start, weights


def chance(start: float, weights: Sequence[float], amounts: Sequence[float]) -> float:
    """The chance that an item is relevant."""
    total = start + sum(w * a for w, a in zip(weights, amounts, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def cross_validated(known: Sequence[Row]) -> list[tuple[float, bool]]:
    """The chance of each row by weights fitted without its fold."""
    told: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        start, weights = fit([row for i, row in enumerate(known) if i % FOLDS != fold])
        told += [(chance(start - CAUTION, weights, a), r) for i, (a, r) in enumerate(known) if i % FOLDS == fold]
    return told


def main() -> None:
    """Prints the figures of cross-validation as comments, and the file of weights."""
    known = rows(items("items_dev.jsonl"))
    told = cross_validated(known)
    for at in AT:
        kept = [r for c, r in told if c * 100 >= at]
        right = sum(kept)
        print(f"# cross-validated at {at}: precision {right / max(1, len(kept)):.3f} of {len(kept)},", end=" ")
        print(f"recall {right / sum(r for _, r in told):.3f}")
    start, weights = fit(known)
    start -= CAUTION
    print(f'fitted: "{date.today()} on items_dev.jsonl, {len(known)} plain items"')
    print(f"start: {start:.2f}\nweights:")
    for name, weight in (*zip(NAMES, weights, strict=True), *BY_HAND.items()):
        print(f"  {name}: {weight:.2f}")


if __name__ == "__main__":
    main()
