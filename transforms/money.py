"""Amounts as Belgian and French sources print them: prices, grants, envelopes. Decimal, never float.

`read_money` reads a field whose role is known; what a sum of running text is for is the business of `sums`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from transforms.grammar.tokens import fold
from transforms.money_ranges import Printed, printed
from transforms.money_rates import rates
from transforms.tariffs import free_words, is_pay_what_you_want, label_of
from vigie.model import Money, MoneyRole

LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class MoneyReading:
    """`amounts` in the order of the text. `is_free`: True for "gratuit", False when there is a price, None when the
    text does not say. `pay_what_you_want`: "prix libre". `approximate`: "de l'ordre de". `yearly`: "chaque année"."""

    amounts: tuple[Money, ...] = ()
    is_free: bool | None = None
    abstained: str | None = None
    approximate: bool = False
    pay_what_you_want: bool = False
    yearly: bool = False


_YEARLY = re.compile(r"chaque annee|par an\b|/ ?an\b|annuel|per year|a year|yearly|per jaar|pro jahr")

_SHARE = re.compile(r"[^)]{0,25}\b(?:par|per|pro)\b(?! (?:projet|project|laureat|dossier|equipe))")


def read_money(text: str, role: MoneyRole) -> MoneyReading:
    """All amounts of `text` (first 20 000 signs) in the given role; ranges are one amount, a ceiling has no `low`."""
    text = text[:LIMIT]
    folded = fold(text)
    amounts: list[Money] = []
    approximate = False
    for one in printed(folded):
        if is_share(one, folded) and amounts:
            continue
        approximate = approximate or one.approximate
        label = label_of(one.before, one.behind) if role is MoneyRole.PRICE else None
        rate = last_rate(one.before) or last_rate(one.behind)
        amounts.append(Money(role, one.low, one.high, one.currency, label, rate, text[one.start : one.end]))
    want = is_pay_what_you_want(folded)
    free: bool | None = None
    if role is MoneyRole.PRICE:
        said = free_words(folded)
        if amounts:
            free = all(a.low == a.high == 0 for a in amounts)
        elif any(everybody for _, _, everybody in said) and all(everybody for _, _, everybody in said) and not want:
            free = True
            amounts = [Money(role, Decimal(0), Decimal(0), text="")]
    elif not amounts:
        rate = last_rate(folded)
        amounts = [Money(role, rate=rate)] if rate is not None else []
    reason = None if amounts or want else "no amount"
    return MoneyReading(tuple(amounts), free, reason, approximate, want, is_yearly(folded))


def is_yearly(folded: str) -> bool:
    return bool(_YEARLY.search(folded))


def is_share(one: Printed, folded: str) -> bool:
    """ "20.000 € (10.000 € par Communauté)": a share in brackets of the amount before. A tariff in brackets is not."""
    share = re.match(
        r"[^)]{0,25}\b(?:par|per|pro)\b(?! (?:projet|project|laureat|dossier|equipe))",
        folded[one.start : one.start + 80],
    )
    return one.before.rstrip().endswith("(") and bool(share)


def last_rate(words: str) -> Decimal | None:
    found = rates(words)
    return found[-1].high if found else None
