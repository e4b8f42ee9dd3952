"""Logistic regression with a ridge, by coordinate steps in the dual: plain Python, exact, the same on every machine.

After H.-F. Yu, F.-L. Huang and C.-J. Lin, "Dual coordinate descent methods for logistic regression", Machine Learning
85 (2011), algorithm 5, with rows visited in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, log

Row = Sequence[tuple[int, float]]
"""Numbers of features with their worth; absent ones are zero."""
STRIDE = 7919
NEAR = 1e-4
"""A row whose part moved less than this share of its cost is left out of every other round."""


def fit(rows: Sequence[Row], positive: Sequence[bool], costs: Sequence[float], width: int, rounds: int) -> list[float]:
    """The weight of each of `width` features. `costs`: what an error on a row costs; 0 leaves it out."""
    weights = [0.0] * width
    count = len(rows)
    squares = [sum(v * v for _, v in row) for row in rows]
    parts = [min(0.001 * cost, 1e-8) for cost in costs]
    signs = [1.0 if p else -1.0 for p in positive]
    for row, part, sign in zip(rows, parts, signs, strict=True):
        for j, v in row:
            weights[j] += part * sign * v
    stride = STRIDE if gcd(STRIDE, count) == 1 else 1
    order = [i * stride % count for i in range(count)]
    still = [False] * count
    for turn in range(rounds):
        for i in order:
            if costs[i] <= 0 or (still[i] and turn % 3):
                continue
            row, cost, old = rows[i], costs[i], parts[i]
            margin = 0.0
            for j, v in row:
                margin += weights[j] * v
            new = _part(margin * signs[i], squares[i], old, cost)
            moved = (new - old) * signs[i]
            parts[i] = new
            still[i] = turn > 0 and abs(new - old) < NEAR * cost
            if moved:
                for j, v in row:
                    weights[j] += moved * v
    return weights


def _part(margin: float, square: float, old: float, cost: float) -> float:
    """The best part of one row in the dual, the others as they are: Newton steps kept inside (0, cost)."""
    new = old
    for _ in range(30):
        slope = margin + square * (new - old) + log(new / (cost - new))
        if abs(slope) < 1e-6:
            break
        step = new - slope / (square + cost / (new * (cost - new)))
        if step <= 0:
            new *= 0.1
        elif step >= cost:
            new = cost - (cost - new) * 0.1
        else:
            new = step
    return new
