"""How improbable a count is: tails of the beta-binomial, which is a binomial whose things hang together a little.

Things of one source do not leave or change one by one: a festival is withdrawn as a whole, a series has no picture.
`TIED` says how much they hang together (0: independent, 1: all or none); it keeps a group from looking like a
fault.
"""

from __future__ import annotations

from math import exp, fsum, lgamma

TIED = 0.03


def at_least(count: int, of: int, chance: float, tied: float = TIED) -> float:
    """Probability that `count` or more of `of` things do what each does with `chance` (between 0 and 1, exclusive)."""
    if count <= 0:
        return 1.0
    spread = (1 - tied) / tied
    a, b = chance * spread, (1 - chance) * spread
    whole = lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(a + b + of)
    return min(1.0, fsum(exp(_ways(n, of) + lgamma(a + n) + lgamma(b + of - n) + whole) for n in range(count, of + 1)))


def _ways(n: int, of: int) -> float:
    """Logarithm of the number of ways to choose `n` of `of`."""
    return lgamma(of + 1) - lgamma(n + 1) - lgamma(of - n + 1)
