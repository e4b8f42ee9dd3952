"""A verdict on two records with its reasons, before it is written down as an edge."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.match_profile import Profile
from vigie.model import Verdict


@dataclass(frozen=True, slots=True)
class Opinion:
    """`strength` is about the percentage of such pairs that are one thing; `because` are the reasons; `series` is the
    one of which the other is a part."""

    verdict: Verdict
    strength: int = 0
    because: tuple[str, ...] = ()
    series: Profile | None = None


def same(strength: int, *because: str) -> Opinion:
    """They are one thing."""
    return Opinion(Verdict.SAME, strength, because)


def ask(strength: int, *because: str) -> Opinion:
    """Likely but unproven."""
    return Opinion(Verdict.ASK, strength, because)


def apart(look_alike: bool, *because: str) -> Opinion | None:
    """A fact tells them apart: worth saying only of two that look alike."""
    return Opinion(Verdict.DIFFERENT, 0, because) if look_alike else None


def alike(a: Profile, b: Profile) -> bool:
    """Whether two titles are one but for the order of the words: cheap, since every pair is asked."""
    if len(a.words) != len(b.words) or (a.words != b.words and set(a.words) != set(b.words)):
        return False
    return bool(a.words) or a.sorts == b.sorts


def two_tongues(a: Profile, b: Profile) -> bool:
    """Whether the two are known to be in two languages."""
    return bool(a.tongue and b.tongue and a.tongue[:2] != b.tongue[:2])
