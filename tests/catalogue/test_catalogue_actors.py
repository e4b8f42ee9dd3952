"""Every actor of the seeds that publishes has a source: its own, its parent's, or a reason why there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from scrapers.catalogue import load

pytestmark = pytest.mark.shared

ROOT = Path(__file__).resolve().parents[2]
SLUGS = {source.slug for source in load(ROOT / "sources")}
SAID = yaml.safe_load((Path(__file__).parent / "actors_without_source.yaml").read_text())
BY: dict[str, str] = SAID["by"]
WHY: dict[str, str] = {actor: group["reason"] for group in SAID["why"] for actor in group["actors"]}


@pytest.fixture(scope="module")
def actors() -> list[dict[str, Any]]:
    lines = (ROOT.parent / "shared" / "facts" / "actors.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def of_here(actor: dict[str, Any]) -> bool:
    return actor["scope"] in ("wallonia", "brussels") and actor["type"] in (
        "organisation", "place", "event", "programme",
    )  # fmt: skip


def test_the_source_that_an_actor_names_is_in_the_catalogue(actors: list[dict[str, Any]]) -> None:
    named = {actor["slug"]: actor["source_slug"] for actor in actors if actor["source_slug"]}
    assert len(named) > 150
    assert {slug: source for slug, source in named.items() if source not in SLUGS} == {}


def test_an_actor_without_a_source_is_named_with_its_reason(actors: list[dict[str, Any]]) -> None:
    here = [actor for actor in actors if of_here(actor)]
    assert len(here) > 140
    left = {actor["slug"] for actor in here if not actor["source_slug"]}
    assert left == set(BY) | set(WHY), "who is left, and whose reason no longer holds"
    assert not set(BY) & set(WHY)


def test_who_publishes_with_another_does_so_with_an_entry_that_is_there() -> None:
    assert set(BY.values()) <= SLUGS
    assert all(len(reason) > 20 for reason in WHY.values())
