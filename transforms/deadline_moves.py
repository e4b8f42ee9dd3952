"""Deadlines that were moved: which day is given up and which one stands.

"reporté du 12 au 19 mars", "12 September – DEADLINE EXTENSION 1 October", "prolongé jusqu'au 24 (au lieu du 10)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transforms.deadline_cues import cues_of
from transforms.deadline_marks import MOVED, WAS, WAS_BEHIND
from transforms.deadline_roles import Placed, Role
from transforms.deadline_words import Cue
from vigie.model import Deadline, WallTime


@dataclass(frozen=True, slots=True)
class Closing:
    """A deadline with the date that it was read from; `rule` names how."""

    deadline: Deadline
    rule: str
    placed: Placed

    @property
    def start(self) -> int:
        return self.placed.result.span[0]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A day that does not hold any more, and where the text says so."""

    at: WallTime
    start: int


_FROM = re.compile(r"\b(?:du|from|van|vom|de)\s[\S ]{0,6}$")


def settle_moves(
    closings: list[Closing], placed: list[Placed], struck: list[GivenUp], folded: str
) -> tuple[list[Closing], str | None]:
    """The deadlines that stand, each with the day that it replaces; a reason when one was moved and no new day is
    named."""
    given_up = [*struck, *(GivenUp(_moment(p), p.result.span[0]) for p in placed if _was(p, folded) and _may_close(p))]
    old_starts = {g.start for g in given_up}
    standing = [c for c in closings if c.start not in old_starts]
    if closings and not standing and not MOVED.search(folded):
        return closings, None  # "vous aviez jusqu'au 15 janvier"
    moved = _moves(placed, folded)
    for move in moved:
        standing, given_up = _apply(move, standing, given_up, folded)
    if not standing and given_up:
        return [], "the deadline was moved, no new day is named"
    return _tied(standing, given_up), None


def _was(placed: Placed, folded: str) -> bool:
    if MOVED.search(folded[slice(*placed.result.span)]):
        return False  # "fixée au 6 mars, est reportée jusqu'au 20 mars" reads like a span
    return bool(WAS.search(placed.before[-90:]) or WAS_BEHIND.match(placed.behind))


def _may_close(placed: Placed) -> bool:
    return placed.role is not Role.OTHER or not any(f.cue in (Cue.NEVER, Cue.EVENT) for f in cues_of(placed.before))


def _moment(placed: Placed) -> WallTime:
    wall = placed.result.start or placed.result.end
    assert wall
    return wall


def _moves(placed: list[Placed], folded: str) -> list[re.Match[str]]:
    """Words for a move whose subject is the deadline, not the event."""
    found = []
    for match in MOVED.finditer(folded):
        begin = max((p.sentence for p in placed if p.sentence <= match.start()), default=0)
        head = [f.cue for f in cues_of(folded[begin : match.start()])]
        telling = [c for c in head if c in (Cue.EVENT, Cue.CLOSE, Cue.ACT, Cue.APPLY, Cue.OPEN, Cue.NEVER)]
        if telling and telling[0] in (Cue.EVENT, Cue.NEVER):
            continue
        found.append(match)
    return found


def _apply(
    move: re.Match[str], standing: list[Closing], given_up: list[GivenUp], folded: str
) -> tuple[list[Closing], list[GivenUp]]:
    """The date behind the word for the move stands, the one in front of it in the same sentence does not."""
    inside = [c for c in standing if c.placed.result.span[0] < move.start() < c.placed.result.span[1]]
    if inside and inside[0].placed.result.start and inside[0].rule == Role.WINDOW:
        # "la clôture du 11 mars passe au 25 mars" looks like a span
        given = inside[0].placed.result.start
        changed = replace(inside[0], deadline=replace(inside[0].deadline, replaces=given), rule="moved")
        return [changed if c is inside[0] else c for c in standing], given_up
    last = [c for c in standing if c.rule == Role.WINDOW and 0 <= move.start() - c.placed.result.span[1] <= 40]
    if last and re.search(r"\b(?:du|from|van|vom)\b", folded[max(0, last[-1].start - 5) : last[-1].start + 5]):
        # "die Frist wurde vom 11. auf den 25. März verlängert"
        first = last[-1].placed.result.start
        changed = replace(last[-1], deadline=replace(last[-1].deadline, replaces=first), rule="moved")
        return [changed if c is last[-1] else c for c in standing], given_up
    after = [c for c in standing if c.start >= move.start() and c.start - move.end() <= 120]
    beside = [c for c in standing if c.start < move.start()]
    if not after and len(standing) == len(beside) == 2 and _nothing_between(beside, folded):
        # "11 mars 2026 25 mars 2026 (prolongation)": the first one was struck out
        new, old = sorted(beside, key=lambda c: c.deadline.at.local, reverse=True)
        return [replace(new, rule="moved")], [*given_up, GivenUp(old.deadline.at, old.start)]
    if not after:
        return standing, given_up
    new = after[0]
    result = new.placed.result
    if (
        new.rule == Role.WINDOW
        and result.start
        and result.end
        and _FROM.search(folded[max(0, result.span[0] - 8) : result.span[0] + 5])
    ):
        changed = replace(new, deadline=replace(new.deadline, replaces=result.start), rule="moved")
        return [changed if c is new else c for c in standing], given_up
    earlier = [
        c
        for c in standing
        if c.start < move.start()
        and c.deadline.label == new.deadline.label
        and c.deadline.at.local != new.deadline.at.local
    ]
    if len(after) == 2 and not earlier and _from_to(after, folded):
        new, old = after[1], after[0]
        earlier = [old]
    if len(earlier) != 1 or new.deadline.replaces:
        changed = replace(new, rule="moved")
        return [changed if c is new else c for c in standing], given_up
    old = earlier[0]
    given_up = [*given_up, GivenUp(old.deadline.at, old.start)]
    return [replace(new, rule="moved") if c is new else c for c in standing if c is not old], given_up


def _nothing_between(two: list[Closing], folded: str) -> bool:
    return not folded[two[0].placed.result.span[1] : two[1].start].strip()


def _from_to(after: list[Closing], folded: str) -> bool:
    """ "extended from 10 April to 24 April"."""
    first, second = (c.placed.result for c in after)
    return bool(
        re.search(r"(?:\bdu|\bfrom|\bvan|\bvom)\W*$", folded[: first.span[0]][-8:])
        or folded.startswith(("du ", "from "), first.span[0])
    ) and bool(re.search(r"(?:\bau|\bto|\btot|\bauf|\bbis)\W*$", folded[: second.span[0]][-8:]))


def _tied(standing: list[Closing], given_up: list[GivenUp]) -> list[Closing]:
    """Each day given up belongs to the deadline that stands next to it."""
    tied = list(standing)
    for old in given_up:
        free = [n for n, c in enumerate(tied) if c.deadline.replaces is None and c.deadline.at.local != old.at.local]
        if not free:
            continue
        nearest = min(free, key=lambda n: abs(tied[n].start - old.start))
        at = old.at
        tied[nearest] = replace(tied[nearest], deadline=replace(tied[nearest].deadline, replaces=at), rule="moved")
    return tied
