"""The peer of sameness: splink 5 on DuckDB, set up as its guide advises and given what helps it.

It gets folded titles, the day and moment of the first session, town, house and organiser as columns; it blocks by day
with town, by day with either of the two longest words, and by whole title; it learns its weights by expectation
maximisation on the data itself, and its threshold is the one that suits it best on the truth.
"""

from __future__ import annotations

import logging
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from pipeline.bench.same import Linked, counted, pairwise
from pipeline.scores.worlds import SEED, Told, world
from transforms.match_words import folded
from vigie.model import Article, Call, Event, Record

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
"""Match probabilities at which clusters are tried; the time of the first one alone counts."""
COLUMNS = ("unique_id", "kind", "title", "first_word", "second_word", "day", "moment", "town", "house", "organiser")


def rows(records: Iterable[Record]) -> Iterator[tuple[str | None, ...]]:
    """One row a record, in the order of COLUMNS. Cleaning is not counted in its time."""
    for number, record in enumerate(records):
        content = record.content
        title = folded(content.title)
        words = sorted({w for w in title.replace("'", " ").split() if w.isalnum()}, key=lambda w: (-len(w), w)) or [
            title
        ]
        day, moment = _when(content)
        place = content.place
        organisers = content.organizers if isinstance(content, Event) else ()
        funders = content.funders if isinstance(content, Call) else ()
        house = folded(place.name) if place and place.name else None
        organiser = folded((*organisers, *funders)[0]) if organisers or funders else None
        yield (
            str(number), content.kind.value, title, words[0], words[1] if len(words) > 1 else None, day, moment,
            place.nis if place else None, house, organiser,
        )  # fmt: skip


def _when(content: Event | Article | Call) -> tuple[str | None, str | None]:
    if isinstance(content, Event):
        start = content.occurrences[0].start
        return start.day.isoformat(), start.local.isoformat() if start.has_clock else None
    if isinstance(content, Call):
        return (content.deadlines[0].at.day.isoformat() if content.deadlines else None), None
    return (content.published.day.isoformat() if content.published else None), None


def link(records: Sequence[Record]) -> tuple[float, list[list[str]]]:
    """Seconds from a filled table to clusters, and the cluster of each record, in their order, for each threshold."""
    import duckdb
    import pyarrow
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    table = pyarrow.table(dict(zip(COLUMNS, map(list, zip(*rows(records), strict=True)), strict=True)))
    connection = duckdb.connect()
    began = time.perf_counter()
    connection.register("told", table)
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("title", [0.95, 0.88, 0.75]),
            cl.ExactMatch("moment"),
            cl.ExactMatch("day"),
            cl.ExactMatch("town"),
            cl.JaroWinklerAtThresholds("house", [0.92, 0.8]),
            cl.ExactMatch("organiser"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("kind", "day", "town"),
            block_on("kind", "day", "first_word"),
            block_on("kind", "day", "second_word"),
            block_on("kind", "title", "substr(day, 1, 7)"),
        ],
    )
    linker: Any = Linker(api.register("told"), settings, log_level=logging.ERROR)
    same_title = block_on("kind", "day", "title")
    linker.training.estimate_probability_two_random_records_match([same_title], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(same_title)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("kind", "moment", "town"))
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
    seconds = 0.0
    found: list[list[str]] = []
    for threshold in THRESHOLDS:
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        seconds = seconds or time.perf_counter() - began
        by_number = dict(connection.execute(f"SELECT unique_id, cluster_id FROM {clustered.physical_name}").fetchall())
        found.append([str(by_number[str(i)]) for i in range(len(records))])
    connection.close()
    return seconds, found


def peak() -> int:
    """The highest memory of this process so far, with that of its largest child, in bytes."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + child) * 1024


def best(told: Sequence[Told]) -> tuple[int, int, int]:
    """Pairs joined, rightly joined and true, at the threshold of the best harmonic mean of precision and recall."""
    truth = [t.entity for t in told]
    answers = [counted(truth, answer) for answer in link([t.record for t in told])[1]]
    return max(answers, key=lambda c: 2 * c[1] / (c[0] + c[2]))


def main(size: int) -> None:
    """Prints one measurement as JSON, at the threshold of the best harmonic mean of precision and recall."""
    told = list(world(size, SEED))
    truth = [t.entity for t in told]
    seconds, answers = link([t.record for t in told])
    best = max((pairwise(truth, answer) for answer in answers), key=lambda pr: pr[0] * pr[1] / (sum(pr) or 1))
    print(orjson.dumps(Linked(seconds, *best, peak())).decode())


if __name__ == "__main__":
    main(int(sys.argv[2]))
