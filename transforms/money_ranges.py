"""Amounts as they belong together in a text: ranges, lists with one sign, ceilings, floors, rates beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from transforms.money_amount import NUMBER, Amount, amounts_of, carried, plain_number


@dataclass(frozen=True, slots=True)
class Printed:
    """One sum: `low` None under a ceiling, `high` None above a floor. Offsets in the text; `before` and `behind` are
    the words up to the sums beside it. `approximate`: "environ"."""

    low: Decimal | None
    high: Decimal | None
    currency: str
    start: int
    end: int
    before: str
    behind: str
    approximate: bool = False

    @property
    def most(self) -> Decimal:
        return max(self.low or Decimal(0), self.high or Decimal(0))


MOST = 400
"""A text with more is a table of figures, and noise costs little."""
_LEADING = re.compile(
    rf"(?<![\d.,/:])(?P<number>{NUMBER})\s?(?P<unit>k|m)?\s?(?P<join>a|-|to|et|and|tot|bis|>|/|jusqu'a)\s{{0,2}}$"
)
_FEW = r"\d{1,3}(?:[.,]\d{1,2})?"
_LISTED = re.compile(
    rf"(?<![\d.,/:])(?<!entre )(?<!between )(?P<numbers>{_FEW}(?:\s?/\s?{_FEW}){{1,6}}|"
    rf"{_FEW}(?:\s?-\s?{_FEW}){{2,6}}|"
    rf"{_FEW}(?:, {_FEW}){{0,6}} (?:ou|or|et|and|en|und|oder) {_FEW})"
    r"\s?(?:€|euros?\b|eur\b)"
)
_JOIN = re.compile(r"\s{0,2}(?:a|-|to|et|and|>|tot|bis|jusqu'a|→|und)\s{0,2}")
# "12 € - 8 € (étudiants)": two tariffs, the lower one for some.
_TARIFF = re.compile(
    r"\s?\(?(?:tarif )?(?:pour les )?(?:reduit|etudiant|enfant|-|moins|senior|membre|art|demandeur|jeune|"
    r"student|reduced|kind|leden)"
)
_BETWEEN = re.compile(r"\b(?:entre|between|de|van|tussen|from|zwischen|von)\s{0,2}$")
_CEILING = re.compile(
    r"\b(?:(?:peut|pouvant|peuvent|pourra|pourront) (?:atteindre|s'elever a)|max(?:imum|imal|imale|imaux|imaal|"
    r"\.)?|plafonn\w*|jusqu'a|au plus|up to|depass\w*|exced\w*|exceed\w*|"
    r"plafond|"
    r"a concurrence|inferieur\w*|limite\w*|tot|bis zu|hochstens|hoogstens|at most|moins de|"
    r"capped)(?![a-z])(?:[^\d€.;,]{0,25})$"
)
_CEILING_LOOSE = re.compile(
    r"\b(?:montants?|grants?|aides?|soutiens?|subsides?|subventions?|amount|bourses?|primes?|"
    r"intervention)? ?max(?:imum|imal|imale|\.)?\b[^\d€.;,]{0,45}$"
)
_CEILING_BEHIND = re.compile(
    r"\s{0,2}(?:htva|tvac|ttc|hors tva)?\s?\(?(?:max(?:imum|imal)?\b|au (?:maximum|plus)|at most|maximum)(?! \d|"
    r" de| et)"
)
_FLOOR = re.compile(
    r"\b(?:(?:minimum|minimal|min\.|minimaal)(?:[^\d€.;,]{0,12})|"
    r"(?:a partir de|des|au moins|superieure? a|superieures? a|starting (?:at|from)|from|vanaf|ab|plus de|"
    r"at least|mindestens)"
    r"(?: (?:de|d'un montant de|seulement))?\s{0,3})$"
)
_FLOOR_LOOSE = re.compile(r"\bmin(?:imum|imal|imale|\.)?\b[^\d€.;,]{0,45}$")
_FLOOR_BEHIND = re.compile(r"\s{0,2}(?:htva|tvac|ttc)?\s?\(?(?:min(?:imum|imal)?\b|au minimum|at least|et plus\b)")
_NOT_MORE = re.compile(
    r"(?:ne (?:peut|peuvent|pourra|pourront|doit|doivent)? ?(?:pas |jamais )?(?:etre )?(?:depass|exced|"
    r"superieur)\w*)[^\d.;]{0,25}$"
)
_ABOUT = re.compile(
    r"(?:de l'ordre d|environ|approximativ|pres d|quelque|about|around|approx|\bca\b|circa|ongeveer|~|"
    r"avoisin\w+)[^\d€.;]{0,8}$"
)


def printed(folded: str) -> tuple[Printed, ...]:
    """All sums of a folded text, in its order."""
    listed = [one for match in _LISTED.finditer(folded) for one in _each(match, folded)]
    found = amounts_of(_LISTED.sub(lambda m: "\0" * len(m[0]), folded))[:MOST]
    sums: list[Printed] = []
    taken = index = 0
    while index < len(found):
        first = found[index]
        before = folded[taken : first.start][-60:]
        follower = found[index + 1] if index + 1 < len(found) else None
        low, high, start, end = first.low, first.low, first.start, first.end
        lead = _LEADING.search(before)
        if (
            lead
            and lead["join"] != "/"
            and (lead["join"] not in ("et", "and") or _BETWEEN.search(before[: lead.start()]))
        ):
            lower = carried(lead["number"], first)
            if lower is not None:
                low, start, before = lower, first.start - (len(before) - lead.start()), before[: lead.start()]
        elif (
            follower
            and _are_range(first, follower, before, folded[first.end : follower.start])
            and not _chained(found, index, folded)
            and not (follower.low < first.low and _TARIFF.match(folded, follower.end))
        ):
            low, high = sorted((first.low, follower.low))
            if first.scale == 1 and follower.scale > 1 and first.low < 1000:
                low, high = sorted((first.low * follower.scale, follower.low))
            end = follower.end
            index += 1
        index += 1
        behind = folded[end : found[index].start if index < len(found) else len(folded)][:200]
        sums.append(
            _bounded(Printed(low, high, first.currency, start, end, before, behind, bool(_ABOUT.search(before))))
        )
        taken = end
    return tuple(sorted(_merged(sums, folded) + listed, key=lambda s: s.start))


def _each(match: re.Match[str], folded: str) -> list[Printed]:
    """ "12/10/8 €": three sums with one sign."""
    found = []
    for number in re.finditer(_FEW, match["numbers"]):
        value = plain_number(number[0])
        start = match.start() + number.start()
        before, behind = folded[max(0, start - 60) : start], folded[match.end() : match.end() + 60]
        found.append(Printed(value, value, "EUR", start, start + len(number[0]), before, behind))
    return found


def _chained(found: tuple[Amount, ...], index: int, folded: str) -> bool:
    """ "12 € - 10 € - 8 €" is a list."""
    three = found[index : index + 3]
    dashes = [folded[a.end : b.start].strip() == "-" for a, b in pairwise(three)]
    before = index and folded[found[index - 1].end : found[index].start].strip() == "-"
    return bool((len(three) == 3 and all(dashes)) or (before and dashes and dashes[0]))


def _are_range(first: Amount, follower: Amount, before: str, between: str) -> bool:
    if not _JOIN.fullmatch(between) or follower.currency != first.currency:
        return False
    opened = _BETWEEN.search(before)
    if between.strip() not in ("et", "and", "und"):
        return True
    return bool(opened) and opened is not None and opened[0].strip() in ("entre", "between", "tussen", "zwischen")


def _bounded(one: Printed) -> Printed:
    """A single amount under a ceiling or above a floor."""
    if one.low != one.high or one.low is None:
        return one
    before = one.before
    if (
        _NOT_MORE.search(before)
        or _CEILING.search(before)
        or _CEILING_LOOSE.search(before)
        or _CEILING_BEHIND.match(one.behind)
    ):
        return replace(one, low=None)
    if _FLOOR.search(before) or _FLOOR_LOOSE.search(before) or _FLOOR_BEHIND.match(one.behind):
        return replace(one, high=None)
    return one


def _merged(sums: list[Printed], folded: str) -> list[Printed]:
    """ "minimum 2.500 € et maximum 10.000 €" is one range."""
    merged: list[Printed] = []
    for one in sums:
        last = merged[-1] if merged else None
        if (
            last
            and last.high is None
            and one.low is None
            and last.currency == one.currency
            and last.low is not None
            and one.high is not None
            and last.low <= one.high
            and re.fullmatch(
                r"[\s,;]{0,3}(?:et|-|/|and|en)?\s?(?:de |un |d'un )?(?:max\w*\.?|plafonne\w*|au plus|jusqu'|"
                r"up to)?[^\d.;]{0,20}",
                folded[last.end : one.start],
            )
        ):
            merged[-1] = replace(last, high=one.high, end=one.end, behind=one.behind)
            continue
        merged.append(one)
    return merged
