"""What is read of each writer's training items by a reader that has learned from the others only: the honest estimate.

`python -m pipeline.scores.out_of_writer` writes `tests/labelled/items_train_read.jsonl` (id, topics, relevance); some
minutes. `make score` measures that file.
"""

from __future__ import annotations

import json
from dataclasses import replace

from pipeline.scores.labelled_items import LABELLED, items
from pipeline.scores.relevance_fit import CAUTION, amounts, chance, fit, rows
from pipeline.scores.topic_fit import DEV, known, learn, training_items
from transforms.topics import concepts_of

READ = LABELLED / "items_train_read.jsonl"


def lines() -> list[str]:
    """One JSON object for each training item."""
    by_writer, dev = training_items(), known(items(DEV), dev=True)
    found = []
    for name, left in by_writer.items():
        others = [row for other, own in by_writer.items() if other != name for row in own]
        model, said = learn(dev, others)
        start, weights = fit(rows(others, model, said))
        for row in left:
            reading = replace(row.reading, words=model.said(row.reading.features.worth))
            topics = sorted(concepts_of(model, reading, row.item.kind))
            score = round(100 * chance(start - CAUTION, weights, amounts(row, model)))
            found.append(json.dumps({"id": row.item.id, "topics": topics, "relevance": score}, separators=(",", ":")))
    return found


if __name__ == "__main__":
    READ.write_text("\n".join(lines()) + "\n", encoding="utf-8")
