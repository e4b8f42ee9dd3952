"""All sums of a passage, each with its role: what a call pays to one, what all share, what a person pays.

`vigie meaning money` prints it: `role` (grant, envelope, price), `low` and `high` (None on the open side), `currency`,
`rate` and `rate_low` (share of the costs, 0 to 1), `label` (the tariff), `per` ("project", "person"), `approximate`,
`span`, `rule`; beside them `is_free`, `pay_what_you_want`, `approximate`, `yearly` of the whole passage.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal

from transforms.grammar.tokens import fold
from transforms.money import LIMIT, is_share, is_yearly
from transforms.money_ranges import Printed, printed
from transforms.money_rates import Rate, funding_rates
from transforms.sum_evidence import carries, context_of
from transforms.sum_roles import per_of, role_of, says_a_role
from transforms.table_rows import with_labels
from transforms.tariffs import free_words, is_pay_what_you_want, label_of
from vigie.model import Money, MoneyRole


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum of a text. `per`: "project", "person" or None. `rate_low` is set when the rate is a span ("50 à 75 %").
    `rule`: "sum", "rate" (a share and no sum), "free"."""

    money: Money
    span: tuple[int, int]
    rule: str = "sum"
    per: str | None = None
    approximate: bool = False
    rate_low: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SumsReading:
    """`sums` in the order of the text. The rest as in `money.MoneyReading`."""

    sums: tuple[Sum, ...] = ()
    is_free: bool | None = None
    abstained: str | None = None
    pay_what_you_want: bool = False
    yearly: bool = False

    @property
    def approximate(self) -> bool:
        return any(s.approximate for s in self.sums)


SHORT = 700
"""Signs. In a passage every sum should be explained; on a page those that are not are left out."""
MOST_SUMS = 100
"""A page with more is a table of figures, and noise costs nothing."""
_SENTENCE = re.compile(r"[\n•|]|[.!?;](?= |$)")
_ABBREVIATED = re.compile(r"(?:\bmax|\bmin|\bart|\bmio|\benv|\bp|\ba|\bf|\bex|\bapprox|\bincl|\bexcl)$")


def read_sums(text: str) -> SumsReading:
    """The sums of `text` (first 20 000 signs) that somebody gets or pays; conditions and figures of the past are
    left out."""
    text = text[:LIMIT]
    folded = fold(with_labels(text))
    found = [s for s in printed(folded) if not is_share(s, folded)][:MOST_SUMS]
    starts = _sentences(folded, found)
    rates = funding_rates(folded)
    context = context_of(folded)
    sums: list[Sum] = []
    taken, sentence, previous, seen, unclear = 0, -1, None, False, False
    for number, one in enumerate(found):
        begin = starts[bisect_right(starts, one.start) - 1]
        if begin != sentence:
            previous, seen = None, False
        sentence = begin
        finish = next((s for s in starts if s > one.start), len(folded))
        following = found[number + 1].start if number + 1 < len(found) else len(folded)
        own = folded[max(begin, one.start - 300) : one.start]
        before = folded[max(begin, taken) : one.start]
        before = before if says_a_role(own) else _header(folded, begin) + before
        behind = folded[one.end : max(one.end, min(finish, following))]
        role = (
            None
            if seen and previous is None and not before.strip(" ,;/-et")
            else role_of(one, before, behind, folded, previous)
        )
        whole = _header(folded, begin) + own
        if role is not None and role is not previous and not carries(one, role, whole, behind, context):
            role, unclear = None, True
        previous, seen, taken = role, True, one.end
        if role is not None:
            sums.append(_sum(one, role, before, behind, text))
    if unclear and len(folded) <= SHORT:
        return SumsReading(abstained="no word says what a sum is for")
    sums = _with_rates(sums, rates, folded)
    want = is_pay_what_you_want(folded)
    free = [] if want else list(free_words(folded))
    everybody = any(e for _, _, e in free)
    kept: set[bool | int] = set()
    for start, end, all_of_them in free:
        if all_of_them and True in kept:
            continue
        kept.add(True if all_of_them else start)
        label = label_of(folded[max(0, start - 40) : start], folded[end : end + 60])
        money = Money(
            MoneyRole.PRICE, Decimal(0), Decimal(0), label=None if all_of_them else label, text=text[start:end]
        )
        sums.append(Sum(money, (start, end), "free"))
    sums.sort(key=lambda s: s.span)
    priced = any(s.money.role is MoneyRole.PRICE and (s.money.high or s.money.low or 0) > 0 for s in sums)
    zero = everybody or any(
        s.money.role is MoneyRole.PRICE and s.money.low == s.money.high == 0 and s.rule == "sum" for s in sums
    )
    reason = None if sums or want else _why(found)
    return SumsReading(tuple(sums), False if priced else True if zero else None, reason, want, is_yearly(folded))


def _header(folded: str, begin: int) -> str:
    """The line above that ends with a colon: "Budget total de l'appel :" over "Lot 1 : 1.530.000 euros"."""
    for line in reversed(folded[max(0, begin - 300) : begin].split("\n")[:-1]):
        if line.rstrip().endswith(":"):
            return line + " "
        if not any(sign.isdigit() for sign in line):
            return ""
    return ""


def _sentences(folded: str, found: list[Printed]) -> list[int]:
    """Where sentences begin; a full stop of an abbreviation or inside a sum ends none."""
    spans = sorted((s.start, s.end) for s in found)
    begins = [s[0] for s in spans]
    starts = [0]
    for match in _SENTENCE.finditer(folded):
        at = bisect_right(begins, match.start()) - 1
        if at >= 0 and spans[at][0] <= match.start() < spans[at][1]:
            continue
        if match[0] == "." and _ABBREVIATED.search(folded[max(0, match.start() - 8) : match.start()]):
            continue
        starts.append(match.end())
    return starts


def _sum(one: Printed, role: MoneyRole, before: str, behind: str, text: str) -> Sum:
    label = label_of(before, behind) if role is MoneyRole.PRICE else None
    money = Money(role, one.low, one.high, one.currency, label, text=text[one.start : one.end])
    return Sum(money, (one.start, one.end), "sum", per_of(behind, before), one.approximate)


def _with_rates(sums: list[Sum], rates: tuple[Rate, ...], folded: str) -> list[Sum]:
    """Each rate beside the grant that it caps or is capped by; a rate without a sum stands alone."""
    out = list(sums)
    for rate in rates:
        free = [
            n for n, s in enumerate(out) if s.money.role is MoneyRole.GRANT and s.money.rate is None and s.rule == "sum"
        ]
        near = sorted(free, key=lambda n: _distance(out[n], rate))
        if (
            near
            and (_distance(out[near[0]], rate) <= 120)
            and not (len(rates) > 1 and len(free) < len(rates) and len(sums) > 1)
        ):
            held = out[near[0]]
            money = replace(held.money, rate=rate.high)
            out[near[0]] = replace(held, money=money, rate_low=rate.low if rate.low != rate.high else None)
            continue
        label = label_of(folded[max(0, rate.start - 40) : rate.start], folded[rate.end : rate.end + 60])
        money = Money(MoneyRole.GRANT, label=label, rate=rate.high, text=folded[rate.start : rate.end])
        low = rate.low if rate.low != rate.high else None
        out.append(Sum(money, (rate.start, rate.end), "rate", rate_low=low))
    return sorted(out, key=lambda s: s.span)


def _distance(one: Sum, rate: Rate) -> int:
    return max(rate.start - one.span[1], one.span[0] - rate.end, 0)


def _why(found: list[Printed]) -> str:
    return "the sums are conditions or of the past, nobody gets or pays them" if found else "no amount"
