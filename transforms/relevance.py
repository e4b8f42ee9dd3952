"""How surely an item belongs in a watch of digital creativity in Wallonia: added log-odds of named evidence.

The weights stand in `data/relevance_weights.yaml` with the day and the data of their fit; each has the sign that its
evidence must have. Nothing else is known of an item than what `relevance_evidence` names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path

import yaml

from transforms.language import read_language
from transforms.relevance_evidence import gather
from transforms.topic_sightings import scan
from vigie.model import Kind, Nature, Place, Source

FILE = Path(__file__).parent / "data" / "relevance_weights.yaml"
RELEVANT = 50
"""The score from which an item is shown as relevant."""
BY_NATURE = {Nature.ORGANISER: 55, Nature.MEDIA: 50, Nature.AGGREGATOR: 50, Nature.PUBLIC: 45, Nature.API: 45}
"""What a source brings when the catalogue does not say: little, as the text knows better."""
_SAID = 0.05


@dataclass(frozen=True, slots=True)
class RelevanceReading:
    """`score` 0 to 100, and the evidence that moved it, strongest first: "+2.31 core discipline (jeu video*)"."""

    score: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds per unit of each evidence, and the odds of an item of which nothing is known."""

    start: float
    of: Mapping[str, float]
    fitted: str


def read_relevance(
    kind: Kind,
    title: str,
    text: str,
    topics: Sequence[str] = (),
    actors: Sequence[str] = (),
    place: Place | None = None,
    prior: int = 50,
    language: str | None = None,
) -> RelevanceReading:
    """The relevance of one item. `topics` are "facet:slug", `actors` "role:slug".

    `prior` is what its source brings, 0 to 100: 50 says nothing. `language` None is read from the text.
    """
    weights = stored_weights()
    seen = scan(title, text, language or read_language(text))
    parts: list[tuple[float, str, tuple[str, ...]]] = [(weights.start, "start", ())]
    for evidence in gather(seen, kind, topics, actors, place):
        parts.append((weights.of.get(evidence.name, 0.0) * evidence.amount, evidence.name, evidence.words))
    parts.append((weights.of.get("source", 0.0) * log_odds(prior), "source", ()))
    score = round(100 / (1 + exp(-max(-30.0, min(30.0, sum(part[0] for part in parts))))))
    told = sorted((p for p in parts if abs(p[0]) >= _SAID), key=lambda p: (-abs(p[0]), p[1]))
    return RelevanceReading(score, tuple(_told(*part) for part in told))


def prior_of(source: Source) -> int:
    """What a source brings, 0 to 100: its own word in the catalogue, else by its nature."""
    return source.relevance if source.relevance is not None else BY_NATURE[source.nature]


def log_odds(percent: int) -> float:
    """Log-odds of a share in percent, kept between 2 and 98."""
    share = min(98, max(2, percent)) / 100
    return log(share / (1 - share))


@lru_cache(maxsize=1)
def stored_weights() -> Weights:
    """The weights of the file."""
    plain = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Weights(float(plain["start"]), {k: float(v) for k, v in plain["weights"].items()}, str(plain["fitted"]))


def _told(worth: float, name: str, words: tuple[str, ...]) -> str:
    return f"{worth:+.2f} {name}" + (f" ({', '.join(words)})" if words else "")
