"""What a call pays when only its text says so: the one grant and the one envelope among the sums of its text.

"Le soutien va de 500 € à 2.500 € par projet, pour une enveloppe totale de 60.000 €" gives a grant and an envelope; two
different grants give none. What each sum is for is the business of `sums`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.sums import Sum, read_sums
from transforms.text import FIELD_LIMIT
from vigie.model import Money, MoneyRole

WORDS = 60
"""Signs to either side that are kept as evidence."""


@dataclass(frozen=True, slots=True)
class CallSums:
    """At most one grant and one envelope, each with its words, and why one was left out."""

    grant: tuple[Money, str] | None = None
    envelope: tuple[Money, str] | None = None
    abstained: str | None = None


def read_call_sums(text: str) -> CallSums:
    """The grant per project and the envelope of a call that its text names."""
    text = text[:FIELD_LIMIT]
    reading = read_sums(text)
    grants, envelopes = (_different(reading.sums, role, text) for role in (MoneyRole.GRANT, MoneyRole.ENVELOPE))
    several = next((n for n, held in (("grants", grants), ("envelopes", envelopes)) if len(held) > 1), None)
    return CallSums(
        grants[0] if len(grants) == 1 else None,
        envelopes[0] if len(envelopes) == 1 else None,
        f"the text names several {several}" if several else None,
    )


def _different(sums: tuple[Sum, ...], role: MoneyRole, text: str) -> list[tuple[Money, str]]:
    """Sums of a role that differ, each at its first mention; a share alone is no sum, a floor promises none."""
    found: dict[tuple[object, object, str], tuple[Money, str]] = {}
    for one in sums:
        money = one.money
        if money.role is not role or money.high is None:
            continue
        start, end = one.span
        words = " ".join(text[max(0, start - WORDS) : end + WORDS].split())
        kept = replace(money, label=None)
        found.setdefault((money.low, money.high, money.currency), (kept, words))
    return list(found.values())
