"""Shares of the costs that a call pays: "80 % des dépenses éligibles", "taux de 50 à 75 %"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """Shares, 0 to 1; `low` equals `high` unless a span is printed. Offsets in the folded text."""

    low: Decimal
    high: Decimal
    start: int
    end: int


_RATE = re.compile(
    r"(?<![\d.,])(?:(?P<low>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|pour cent)?\s?(?:a|-|et|to|tot|bis|and)\s?)?"
    r"(?P<rate>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|pour cent\b|pct\b|percent\b|procent\b|prozent\b)",
    re.ASCII,
)
_FUNDING = re.compile(
    r"taux|interven\w+|\baides?\b|subsid\w*|subvention\w*|\bprimes?\b|financ\w*|co-?financ\w*|\bcouts?\b|depenses|"
    r"frais|couvr\w*|"
    r"pris\w* en charge|\brates?\b|funding|\bcosts?\b|soutien|rembours\w*|montant|a concurrence|plafonn\w*|"
    r"\bgrants?\b|budget|"
    r"contribution|cheque|kosten|forder\w*|steun|tussenkomst|couverture|eligibl\w+"
)
_OTHER = re.compile(
    r"\btva\b \d|\d ?% (?:de )?tva|\bavance|acompte|tranche|solde|a la signature|au demarrage|versee?s?|liquid|"
    r"reduction|remise|rabais|"
    r"autofinanc|fonds propres|apport|\bplaces\b|femmes|hommes|artistes|temps plein|equivalent|\btemps\b|population|"
    r"participants|public|jury|ponder|points|criter|score|notation|hausse|augment|baisse|croissance|quota|"
    r"lui-meme|elle-meme|eux-memes|par vos soins|"
    r"(?:au moins|minimum|plus de) \d+ ?% (?:du budget|des depenses|de ses|de son)|discount|capital|parts|actions|"
    r"\bvat\b|indirects?|overheads?|frais (?:generaux|de structure)|co-?financ\w* (?:of|de|d') ?(?:at least|"
    r"au moins|minimum)|"
    r"part propre|quote-part|own contribution|eigen inbreng|eigenanteil"
)


_BREAK = re.compile(r"[\n;]|[.!?](?= |$)")
LEAST = Decimal("0.05")
"""Nobody funds less: "1 % du budget de l'eau" is a rule of law, no rate of a call."""
MOST_RATES = 60
"""A page of a call prints a dozen."""


def rates(folded: str, start: int = 0, end: int | None = None) -> tuple[Rate, ...]:
    """All rates printed between two offsets, whatever they are rates of."""
    found = []
    for match in _RATE.finditer(folded, start, len(folded) if end is None else end):
        high = _share(match["rate"])
        low = _share(match["low"]) if match["low"] else high
        if high is not None and low is not None and low <= high:
            found.append(Rate(low, high, match.start(), match.end()))
    return tuple(found)


def funding_rates(folded: str) -> tuple[Rate, ...]:
    """Those of a call: a share of the costs or of the sum, not of seats, tranches or criteria."""
    kept: list[Rate] = []
    for rate in rates(folded)[:MOST_RATES]:
        sentence = _sentence(folded, rate)
        near = folded[max(0, rate.start - 40) : rate.end + 40]
        if rate.high < LEAST:
            continue
        follows = bool(kept) and rate.start - kept[-1].end <= 40 and "." not in folded[kept[-1].end : rate.start]
        if (_FUNDING.search(sentence) or follows) and not _OTHER.search(near):
            kept.append(rate)
    return tuple(kept)


def _sentence(folded: str, rate: Rate) -> str:
    """At most 300 signs to either side."""
    ahead, behind = folded[max(0, rate.start - 300) : rate.start], folded[rate.end : rate.end + 300]
    begin = max((m.end() for m in _BREAK.finditer(ahead)), default=0)
    end = _BREAK.search(behind)
    return ahead[begin:] + folded[rate.start : rate.end] + behind[: end.start() if end else len(behind)]


def _share(words: str) -> Decimal | None:
    value = Decimal(words.replace(",", ".")) / 100
    return value if value <= 1 else None
