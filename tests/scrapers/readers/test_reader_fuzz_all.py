"""Two thousand damaged documents for every platform: no reader raises, and what it says can be stored.

The readers are asked themselves: their wrapper (index.DocumentReader) would turn whatever they raise into a problem.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from fuzz_damage import bytes_damaged, structure_of
from fuzz_seeds import LONGEST, Seed, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.discovery.clues import clues_in
from scrapers.discovery.leads import leads_of
from scrapers.discovery.on_page import ways_on_page
from scrapers.readers import PLATFORMS, module_of
from simulator.clock import Clock
from simulator.server import SimulatedWeb
from simulator.sites.platforms import PLATFORM_SITES
from simulator.sites.register import SITES
from simulator.world import build
from vigie.codec import to_json
from vigie.protocols import Reader

TODAY = date(2026, 11, 21)
EXAMPLES, TOGETHER = 100, 10
"""Examples of hypothesis for each test, and documents for each of them: bytes and structure make 2,000 a reader."""
MANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
DICE = st.lists(st.integers(0, 2**48), min_size=TOGETHER, max_size=TOGETHER)


class Valid(dict[str, tuple[Seed, ...]]):
    """Documents that are read, by platform."""

    def __repr__(self) -> str:  # a failure prints its arguments; these would be pages
        return f"<documents of {len(self)} platforms>"


@pytest.fixture(scope="module")
def valid() -> Iterator[Valid]:
    with SimulatedWeb(Clock(build(7, TODAY)), 0, {**SITES, **PLATFORM_SITES}) as server:
        loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        loop.start()
        yield Valid(seeds(server.server_port, f"{TODAY}T08:00:00+01:00"))
        server.shutdown()
        loop.join()


def chosen(some: tuple[Seed, ...], dice: random.Random) -> Seed:
    """One of them; long ones seldom, since they take long."""
    short = [seed for seed in some if len(seed.capture.body) <= LONGEST]
    return dice.choice(short) if short and dice.random() < 0.93 else dice.choice(some)


def inner(platform: str) -> Reader:
    """The reader without its wrapper."""
    reader: Reader = import_module(module_of(platform)).READER
    return reader


def withstood(seed: Seed, body: bytes, media: str | None = None) -> None:
    capture = seed.damaged(body, media)
    page = inner(seed.source.platform).read(seed.source, capture, capture.fetched_at)
    assert to_json(page)
    assert len({item.key for item in page.items}) == len(page.items)
    has_more = {capture.request.item_key, *(request.item_key for request in page.next)} - {None}
    for item in page.items:
        assert item.key.strip()
        assert item.text("title") or item.key in has_more  # of two pages on one item, one may leave the title out
        assert "\x00" not in str(item)
        assert all(field.value.strip() and field.evidence.capture for field in item.fields)
    for problem in page.problems:
        assert problem.reason
        assert problem.detail
        assert problem.url
        assert len(problem.raw) <= 500


def test_every_platform_has_a_document_that_is_read(valid: Valid) -> None:
    read = {
        platform: [s for s in some if inner(platform).read(s.source, s.capture, s.capture.fetched_at).items]
        for platform, some in valid.items()
    }
    assert not [platform for platform in PLATFORMS if not read.get(platform)]
    assert EXAMPLES * TOGETHER * 2 >= 2000


@pytest.mark.parametrize("platform", PLATFORMS)
@MANY
@given(numbers=DICE)
def test_damaged_bytes(valid: Valid, platform: str, numbers: list[int]) -> None:
    for number in numbers:
        dice = random.Random(number)
        seed = chosen(valid[platform], dice)
        media = dice.choice((None, None, "text/html", "application/json", "text/plain; charset=utf-7", "x/y"))
        withstood(seed, bytes_damaged(seed.capture.body, dice), media)


@pytest.mark.parametrize("platform", PLATFORMS)
@MANY
@given(numbers=DICE)
def test_damaged_structure(valid: Valid, platform: str, numbers: list[int]) -> None:
    for number in numbers:
        dice = random.Random(number)
        seed = chosen(valid[platform], dice)
        withstood(seed, structure_of(seed.capture.body)(seed.capture.body, dice))


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(MANY, max_examples=8)
@given(body=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_bytes_of_nothing(valid: Valid, platform: str, body: bytes) -> None:
    withstood(valid[platform][0], body)


def tells(text: str) -> bool:
    return "2026" in text


@MANY
@given(numbers=DICE)
def test_looking_for_ways_withstands_the_same(valid: Valid, numbers: list[int]) -> None:
    """Clues, leads and ways of a page: what `sources add` looks at before any reader is chosen."""
    for number in numbers:
        dice = random.Random(number)
        seed = chosen(valid[dice.choice(PLATFORMS)], dice)
        damage = dice.choice((bytes_damaged, structure_of(seed.capture.body)))
        capture = seed.damaged(damage(seed.capture.body, dice), dice.choice((None, "text/html")))
        list(clues_in(capture))
        leads_of(capture)
        ways_on_page(capture, capture.fetched_at, tells)
