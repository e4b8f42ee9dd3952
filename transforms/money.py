"""Amounts as Belgian and French sources print them: prices, grants, envelopes. Decimal, never float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from transforms.grammar.tokens import fold
from transforms.money_amount import NUMBER, amounts_of, carried
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


_LEADING = re.compile(rf"(?<![\d.,/:])(?P<number>{NUMBER})\s{{0,2}}(?P<join>a|-|to|et|and|ou|tot|bis|>|/)\s{{0,2}}$")
_JOIN = re.compile(r"\s{0,2}(?:a|-|to|et|and|>|tot|bis|jusqu'a|→)\s{0,2}")
_FREE = re.compile(
    r"\bgratuite?s?\b|\bgratuitement\b|\b(?:entree|acces|evenement|participation|visite) libre\b|"
    r"\bfree\b(?! ?lance)|\bgratis\b|\bkostenlos\b|"
    r"\beintritt frei\b|\bkosteloos\b|\bvrije toegang\b|\bsans frais\b"
)
_NOT_FREE = re.compile(
    r"gratuite?s? (?:pour|jusqu|si|aux?|avec|sous|- ?de|moins|<|le|chaque)|(?:pas|non|jamais) (?:gratuit|free)|"
    r"free (?:for|with)|"
    r"enfants?[^.;]{0,20}gratuit|article 27[^.;]{0,10}gratuit|gratis voor|toll[- ]free|sugar[- ]free"
)
_WANT = re.compile(
    r"\bprix (?:libre|conscient)|\bparticipation (?:libre|consciente)|\bcontribution libre|\bau chapeau\b|"
    r"\bpay what you (?:want|can)|\bvrije bijdrage"
)
_CEILING = re.compile(
    r"\b(?:max(?:imum|imal|imale|imaux|\.)?|plafonn\w*|jusqu'a|au plus|up to|ne depass\w*|plafond|a concurrence|"
    r"inferieur\w*|tot|bis zu)(?![a-z])"
    r"(?:[^\d€.;,]{0,25})$"
)
_FLOOR = re.compile(
    r"\b(?:a partir de|minimum|min\.|des|au moins|superieur\w*|from|vanaf|ab|plus de)(?:[^\d€.;,]{0,12})$"
)
_BETWEEN = re.compile(r"(?:entre|between|de|van|tussen|from|zwischen)\s{0,2}$")
_ABOUT = re.compile(
    r"(?:de l'ordre d|environ|approximativ|pres d|quelque|about|around|approx|\bca\b|circa|ongeveer|~)[^\d€.;]{0,8}$"
)
_RATE = re.compile(r"(?<![\d.,])(?P<rate>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|pour cent\b|pct\b)", re.ASCII)
_LABELS = (
    (
        "réduit",
        re.compile(
            r"reduit|etudiant|demandeur|senior|chomeur|moins de \d|- ?\d\d ans|art(?:icle|\.) ?27|enfant|student"
        ),
    ),
    ("prévente", re.compile(r"prevente|presale|early bird|voorverkoop|vorverkauf|en ligne")),
    ("sur place", re.compile(r"sur place|at the door|abendkasse|kassa|le jour meme")),
    ("PME", re.compile(r"\bpme\b|\bsme")),
    ("grande entreprise", re.compile(r"grandes? entreprises?")),
    ("membre", re.compile(r"\bmembres?\b|\bmembers?\b")),
)


def read_money(text: str, role: MoneyRole) -> MoneyReading:
    """All amounts of `text` (first 20 000 signs) in the given role; ranges are one amount, a ceiling has no `low`."""
    text = text[:LIMIT]
    folded = fold(text)
    found = amounts_of(folded)
    amounts: list[Money] = []
    approximate = False
    taken = 0
    index = 0
    while index < len(found):
        first = found[index]
        before = folded[taken : first.start][-40:]
        low, high, start, end = first.low, first.low, first.start, first.end
        lead = _LEADING.search(before)
        follower = found[index + 1] if index + 1 < len(found) else None
        between = folded[first.end : follower.start] if follower else ""
        if lead and lead["join"] != "/" and (lead["join"] != "et" or _BETWEEN.search(before[: lead.start()])):
            lower = carried(lead["number"], first)
            if lower is not None:
                low, start, before = lower, first.start - (len(before) - lead.start()), before[: lead.start()]
        elif follower and _JOIN.fullmatch(between) and follower.currency == first.currency:
            opened = _BETWEEN.search(before)
            if between.strip() not in ("et", "and") or (
                opened and opened[0].strip() in ("entre", "between", "tussen", "zwischen")
            ):
                low, high = sorted((first.low, follower.low))
                end = follower.end
                index += 1
        index += 1
        approximate = approximate or bool(_ABOUT.search(before))
        rest = folded[end : found[index].start if index < len(found) else len(folded)]
        one = low == high
        bound_low: Decimal | None = None if one and _CEILING.search(before) else low
        bound_high: Decimal | None = None if one and _FLOOR.search(before) and bound_low is not None else high
        if _nested(before, folded, start) and amounts:
            taken = end
            continue
        amounts.append(
            Money(
                role,
                bound_low,
                bound_high,
                first.currency,
                _label(before, rest, role),
                _rate(folded, taken, start) or _rate(rest, 0, len(rest)),
                text[start:end],
            )
        )
        taken = end
    return _reading(folded, role, amounts, approximate)


def _reading(folded: str, role: MoneyRole, amounts: list[Money], approximate: bool) -> MoneyReading:
    want = bool(_WANT.search(folded))
    yearly = bool(re.search(r"chaque annee|par an\b|annuel|per year|a year|per jaar", folded))
    free: bool | None = None
    if role is MoneyRole.PRICE:
        if amounts:
            free = all(a.low == a.high == 0 for a in amounts)
        elif _FREE.search(folded) and not _NOT_FREE.search(folded) and not want:
            free = True
            amounts = [Money(role, Decimal(0), Decimal(0), text="")]
    if not amounts and role is not MoneyRole.PRICE:
        rate = _rate(folded, 0, len(folded))
        if rate is not None:
            amounts = [Money(role, rate=rate)]
    reason = None if amounts or want else "no amount"
    return MoneyReading(tuple(amounts), free, reason, approximate, want, yearly)


def _nested(before: str, folded: str, start: int) -> bool:
    """ "20.000 € (10.000 € par Communauté)": a share in brackets of the amount before. A tariff in brackets is not."""
    share = re.match(r"[^)]{0,25}\b(?:par|per|pro|chacun|each)\b", folded[start:])
    return before.rstrip().endswith("(") and bool(share)


def _label(before: str, rest: str, role: MoneyRole) -> str | None:
    """The tariff: words right behind the amount, else right before it."""
    if role is not MoneyRole.PRICE:
        return None
    bracket = re.match(r"\s{0,2}\(([^)]{0,80})\)", rest)
    behind = bracket[1] if bracket else re.split(r"[/;|\n,]| - |(?<!\d) et ", rest)[0][:60]
    front = re.split(r"[/;|\n€),]| - ", before)[-1]
    for words in (behind, front):
        for name, pattern in _LABELS:
            if pattern.search(words):
                return name
    return None


def _rate(folded: str, start: int, end: int) -> Decimal | None:
    rates = list(_RATE.finditer(folded[start:end]))
    if not rates:
        return None
    value = Decimal(rates[-1]["rate"].replace(",", ".")) / 100
    return value if value <= 1 else None
