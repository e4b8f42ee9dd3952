"""Sources read at once, each in a thread, under any hash seed, say what they say one after the other (laws 1 and 2).

`vigie ingest` reads several sources at once; a task of Airflow reads one. Readers once shared a stemmer and a half
filled table: a word got the stem of a word of another source, for as long as the process lived.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
import snowballstemmer

from pipeline import steps
from pipeline.house import House, open_house
from tests.conftest import ROOT, Plot
from tests.pipeline.whole_state import WholeState, difference, whole_state
from transforms import analyse
from transforms.topic_model import Joint, Model

T = TypeVar("T")
THREADS = 8
OFTEN = 1e-6
"""Seconds after which another thread has its turn: 5,000 times as often as usual."""
AT_ONCE = f"""
import sys
from pipeline.cli import app
sys.setswitchinterval({OFTEN})
app(["ingest", "--all"], standalone_mode=False)
app(["curate"], standalone_mode=False)
"""


@pytest.fixture
def hasty() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(OFTEN)
    yield
    sys.setswitchinterval(usual)


def at_once(work: Callable[[], T]) -> Sequence[T]:
    """What each of THREADS threads got that began together."""
    together = Barrier(THREADS)

    def run(_: int) -> T:
        together.wait()
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_a_stem_is_that_of_the_word_asked_for(hasty: None) -> None:
    beginnings = (
        "anim",
        "bibliothec",
        "cré",
        "docu",
        "électron",
        "forma",
        "graph",
        "harmon",
        "illustr",
        "jou",
        "lumin",
    )
    endings = ("ation", "ateurs", "aire", "ée", "ement", "er", "ique", "isme", "issant", "iste", "ité", "oir", "ure")
    words = [a + b + c for a in beginnings for b in endings for c in ("", "s", "z", "x")]
    alone = snowballstemmer.stemmer("french")
    analyse.stem.cache_clear()
    right = [str(alone.stemWord(word)) for word in words]
    for found in at_once(lambda: [analyse.stem(word) for word in words]):
        assert [(w, f, r) for w, f, r in zip(words, found, right, strict=True) if f != r] == []


def test_a_table_filled_on_first_use_is_whole_for_all(hasty: None) -> None:
    concepts = tuple(f"theme:{number}" for number in range(50))
    rows = {f"stem{number}": tuple((index, 1.0) for index in range(50)) for number in range(400)}
    for _ in range(5):
        model = Model(concepts, rows, {"theme": Joint((), 0.0)}, "now")
        sizes = at_once(lambda model=model: [len(model.of_concept(concept)) for concept in concepts])  # type: ignore[misc]
        assert sizes == [[400] * 50] * THREADS


@pytest.fixture(scope="module")
def in_turn() -> dict[str, WholeState]:
    """The state after reading one source after the other: filled by the first test that needs it."""
    return {}


def opened(plot: Plot, work: Callable[[House], None] = lambda _: None) -> WholeState:
    house = open_house(plot.settings, migrate=True)
    try:
        work(house)
        return whole_state(house)
    finally:
        house.engine.dispose()


def one_after_the_other(house: House) -> None:
    assert [slug for slug in (s.slug for s in house.sources) if not steps.ingest(house, slug).complete] == []
    steps.curate(house)


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_threads_and_hash_seed_do_not_matter(
    seed: str, new_plot: Callable[[], Plot], in_turn: dict[str, WholeState]
) -> None:
    if not in_turn:
        in_turn["state"] = opened(new_plot(), one_after_the_other)
        assert len(in_turn["state"].rows["records"]) > 500
    plot = new_plot()
    env = {**os.environ, **plot.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    found = opened(plot)
    told = difference(in_turn["state"], found)
    assert not told, f"read at once, it ended otherwise than in turn (-):\n{told}"
    assert found.rows["provenance"] == in_turn["state"].rows["provenance"]
