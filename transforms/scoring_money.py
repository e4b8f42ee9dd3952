"""Prices and amounts in the notation of the labelled lines: `P:EUR 15.00 presale ; 18.00 door`, `A:<=EUR 25000`."""

from __future__ import annotations

import re
from decimal import Decimal

from transforms.money import read_money
from vigie.model import MoneyRole

WANT = "pay what you want"
_LABELS = {
    "réduit": "reduced",
    "prévente": "presale",
    "sur place": "door",
    "membre": "members",
    "PME": "SME",
    "grande entreprise": "large",
}
_PART = re.compile(
    r"(?P<front>(?!EUR\b)[a-zA-Z]+ )?(?P<bound><=|>=)?(?P<about>~)?(?:EUR )?"
    r"(?P<low>\d+(?:\.\d+)?)(?:\.\.(?P<high>\d+(?:\.\d+)?))?(?P<yearly> per year)?(?P<behind> [a-zA-Z]+)?"
)


class NotInTheNotation(ValueError):
    """An expected value that this notation has no form for."""


def judge_money(text: str, role: MoneyRole, expected: str) -> tuple[str, str]:
    """What is read of `text` and what was expected, both in the normal form of the notation ("" = nothing).

    A tariff is compared where the label names one. NotInTheNotation when the label has no such form.
    """
    wanted, about, yearly = _expected(expected)
    reading = read_money(text, role)
    parts = [[say_bounds(a.low, a.high), _LABELS.get(a.label or "", "")] for a in reading.amounts]
    if reading.pay_what_you_want:
        parts.append([WANT, ""])
    if len(parts) == len(wanted):
        parts = [[bounds, tariff * bool(named)] for (bounds, tariff), (_, named) in zip(parts, wanted, strict=True)]
    said = _spelled(parts, reading.approximate, reading.yearly if parts and role is not MoneyRole.PRICE else False)
    return said, _spelled(wanted, about, yearly)


def _spelled(parts: list[list[str]], about: bool, yearly: bool) -> str:
    return "~" * about + " ; ".join(" ".join(part).strip() for part in parts) + " per year" * yearly


def _expected(expected: str) -> tuple[list[list[str]], bool, bool]:
    """Bounds and tariff of each part, whether it is approximate, whether it comes every year."""
    body = re.sub(r"^[PA]:\s*", "", expected)
    if body in (WANT, "free", "none"):
        parts = {WANT: [[WANT, ""]], "free": [[say_bounds(Decimal(0), Decimal(0)), ""]], "none": []}
        return parts[body], False, False
    found = [_PART.fullmatch(re.sub(r"^[PA]:\s*", "", part.strip())) for part in body.split(" ; ")]
    read: list[list[str]] = []
    for part in found:
        if part is None:
            raise NotInTheNotation(expected)
        low: Decimal | None = Decimal(part["low"])
        high: Decimal | None = Decimal(part["high"]) if part["high"] else low
        if part["bound"]:
            low, high = (None, high) if part["bound"] == "<=" else (low, None)
        read.append([say_bounds(low, high), (part["front"] or part["behind"] or "").strip()])
    return read, any(p["about"] for p in found if p), any(p["yearly"] for p in found if p)


def say_bounds(low: Decimal | None, high: Decimal | None) -> str:
    """`10.00..20.00`; an open side is empty."""
    return f"{'' if low is None else f'{low:.2f}'}..{'' if high is None else f'{high:.2f}'}"
