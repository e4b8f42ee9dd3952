"""How many records of a source have each field, and when so few have it that the source must have changed its form.

A field that is usually there and suddenly is not makes the run incomplete: good records must not be overwritten by
poorer ones. The share that counts is that of the newest complete runs, back to the first one that says something
else: what a complete run showed was believed, so it is the normal of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.expectation_odds import at_least
from vigie.model import Certificate

USUAL = 0.6
"""From this share on a field is one that the source usually gives."""
FALL = 0.5
"""Part of its usual share below which a field has fallen."""
FEWEST = 3
"""Records that must have lost a field: two of a kind prove nothing."""
IMPROBABLE = 0.001
TIED = 0.05
MOST = 60
"""Records that a share may rest on: the same ones are read again every day."""
RUNS = 30


@dataclass(frozen=True, slots=True)
class Share:
    """`filled` of `of` records have the field `name`."""

    name: str
    filled: float
    of: float

    @property
    def usual(self) -> float:
        """The share, drawn towards one half while it rests on few records."""
        return (self.filled + 0.5) / (self.of + 1)


@dataclass(frozen=True, slots=True)
class Fall:
    """A field that fell: `filled` of `of` records have it now, where a `usual` share has it."""

    name: str
    filled: int
    of: int
    usual: float

    @property
    def share(self) -> float:
        return self.filled / self.of

    def __str__(self) -> str:
        return f"{self.name} in {self.filled} of {self.of} records, usually in {self.usual:.0%}"


def learn_fields(complete: Sequence[Certificate]) -> tuple[Share, ...]:
    """The share of each field that any of the newest complete runs (newest first) gave, sorted by name."""
    read = [run for run in complete if run.understood][:RUNS]
    names = sorted({name for run in read for name, count in run.fill if count})
    return tuple(_share(name, [(dict(run.fill).get(name, 0), run.understood) for run in read]) for name in names)


def _share(name: str, counts: Sequence[tuple[int, int]]) -> Share:
    """Pooled over the newest runs, back to one that is far from them."""
    filled = of = 0
    for count, records in counts:
        if of and _far(Share(name, *_lighter(filled, of)), count, records):
            break
        filled, of = filled + count, of + records
    return Share(name, *_lighter(filled, of))


def _lighter(filled: int, of: int) -> tuple[float, float]:
    scale = min(1.0, MOST / of) if of else 1.0
    return filled * scale, of * scale


def _far(share: Share, filled: int, of: int) -> bool:
    """Whether a run is of another form than `share`, in either direction."""
    chance = share.usual
    return min(at_least(filled, of, chance, TIED), at_least(of - filled, of, 1 - chance, TIED)) < IMPROBABLE


def fallen(shares: Sequence[Share], fill: Sequence[tuple[str, int]], understood: int) -> tuple[Fall, ...]:
    """Fields that fell in a run of `understood` records, of which `fill` have each field."""
    now = dict(fill)
    if not understood or not now:
        return ()
    falls = (Fall(share.name, now.get(share.name, 0), understood, share.usual) for share in shares)
    return tuple(fall for fall in falls if _fell(fall))


def fell(usual: Share, filled: int, of: int) -> Fall | None:
    """The same of one count, such as how many of the items were understood."""
    fall = Fall(usual.name, filled, of, usual.usual)
    return fall if of and _fell(fall) else None


def _fell(fall: Fall) -> bool:
    lost = fall.of - fall.filled
    return (
        fall.usual >= USUAL
        and fall.filled < FALL * fall.usual * fall.of
        and lost >= FEWEST
        and at_least(lost, fall.of, 1 - fall.usual, TIED) < IMPROBABLE
    )
