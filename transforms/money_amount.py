"""One amount as it is printed ("1.234,50 €", "EUR 20k", "deux millions"), as a Decimal. Belgian and French marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from transforms.number_words import NUMBER_IN_WORDS, value_of

NUMBER = r"(?:\d{1,3}(?:[ .,']\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,3})?)(?!\d)"
_SCALE = (
    r"(?:milliards?|miljard|milliarden?|billions?|millions?|millionen|mio\b\.?|miljoen|mille|duizend|tausend|k|m|mrd|"
    r"mds?)\b"
)
_CODES = r"chf|cad|usd|gbp|sek|nok|dkk|pln|czk|huf|jpy|aud|xof|mad|tnd"
_SIGN = (
    rf"(?:€|eur\b|euros?\b|euro's\b|us ?\$|ca ?\$|c\$|\$ ?(?:ca|us|can)\b|\$|£|(?:{_CODES})\b|"
    rf"dollars? (?:canadiens?|us|americains?)|"
    r"dollars?\b|livres? sterling\b|francs? suisses?\b|francs? cfa\b|fcfa\b)"
)
_BEFORE = rf"(?:€|\beur\b|\beuros?\b|us ?\$|ca ?\$|c\$|\$|£|\b(?:{_CODES})\b)"
_ONE = re.compile(
    rf"(?P<sign1>{_BEFORE})\s{{0,2}}(?P<n1>{NUMBER})(?:[.,]-)?(?:\s?(?P<scale1>{_SCALE}))?(?:\s?(?P<k1>k|m)€)?"
    rf"|(?<![\d.,/:])(?P<n2>{NUMBER})(?:[.,]-{{1,2}})?\s{{0,2}}(?:(?P<scale2>{_SCALE})\s{{0,2}})?"
    rf"(?:d'|de )?(?P<sign2>{_SIGN})(?P<cents>\d\d(?!\d|[.,]\d))?"
    rf"|(?<![\d.,/:])(?P<n4>{NUMBER})\s?(?P<scale4>k|m|md)(?P<sign4>€|eur\b|euros?\b)"
    rf"|(?<![\d.,/:])(?P<n3>{NUMBER})\s(?P<scale3>milliards?|millions?|miljoen)\b(?:\s(?:d'|"
    rf"de\s)?(?P<sign3>{_SIGN})|(?! (?:de |d')))"
    rf"|\b(?P<n5>{NUMBER_IN_WORDS}) (?:d'|de )?(?P<sign5>{_SIGN})"
    rf"|\b(?P<n6>{NUMBER_IN_WORDS})(?<=million|illions|illiard|lliards|t demie|et demi)(?! (?:de |d'))",
    re.ASCII,
)
_CURRENCY = (
    ("CAD", re.compile(r"ca ?\$|c\$|\$ ?ca|cad|canad")),
    ("CHF", re.compile(r"chf|suisse")),
    ("XOF", re.compile(r"cfa|xof")),
    ("USD", re.compile(r"\$|usd|dollar")),
    ("GBP", re.compile(r"£|gbp|livre")),
)
_SCALES = {
    "k": 10**3,
    "mille": 10**3,
    "tausend": 10**3,
    "duizend": 10**3,
    "m": 10**6,
    "mio": 10**6,
    "milj": 10**6,
    "mill": 10**6,
    "mrd": 10**9,
    "mds": 10**9,
    "md": 10**9,
    "bill": 10**9,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: its value, ISO currency, offsets in the folded text, scale (1, 1000, …) and figures."""

    low: Decimal
    currency: str
    start: int
    end: int
    scale: int
    digits: str


def amounts_of(folded: str) -> tuple[Amount, ...]:
    """All amounts of a folded text, in its order."""
    return tuple(found for match in _ONE.finditer(folded) if (found := _found(match)))


def _found(match: re.Match[str]) -> Amount | None:
    words = match["n5"] or match["n6"]
    sign = next((match[n] for n in ("sign1", "sign2", "sign4", "sign3", "sign5") if match[n]), "€")
    if words:
        said = value_of(words)
        return Amount(said, currency_of(sign), match.start(), match.end(), 1, words) if said else None
    digits = next(match[n] for n in ("n1", "n2", "n4", "n3") if match[n])
    scale = next((match[n] for n in ("scale1", "k1", "scale2", "scale4", "scale3") if match[n]), None)
    factor = _factor(scale)
    value = _number(digits, factor > 1)
    if match["cents"] and value == value.to_integral_value():
        value += Decimal(match["cents"]) / 100  # "7€50"
    value *= factor
    if value == value.to_integral_value():
        value = value.to_integral_value()
    return Amount(value, currency_of(sign), match.start(), match.end(), factor, digits)


def currency_of(sign: str) -> str:
    """ISO 4217 code of a folded sign or name of a currency; euros when it is none that we know."""
    named = next((code for code, pattern in _CURRENCY if pattern.search(sign)), None)
    return named or (sign.upper() if re.fullmatch(_CODES, sign) else "EUR")


def _factor(scale: str | None) -> int:
    if not scale:
        return 1
    if scale.startswith(("milliard", "miljard")):
        return 10**9
    return (
        next(size for name, size in sorted(_SCALES.items(), key=lambda i: -len(i[0])) if scale.startswith(name))
        if (not scale.startswith(("million", "miljoen")))
        else 10**6
    )


def _number(digits: str, scaled: bool) -> Decimal:
    """A mark in front of three digits groups thousands, unless a scale follows ("1,234 million") or zero leads."""
    plain = digits.replace(" ", "").replace("'", "")
    marks = [sign for sign in plain if sign in ".,"]
    if not marks:
        return Decimal(plain)
    last = max(plain.rfind("."), plain.rfind(","))
    behind = len(plain) - last - 1
    grouped = behind == 3 and (len(set(marks)) == 1) and not (scaled and len(marks) == 1) and plain[0] != "0"
    whole, part = (plain, "") if grouped else (plain[:last], plain[last + 1 :])
    whole = whole.replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{part}" if part else whole)


def carried(number: str, first: Amount) -> Decimal | None:
    """The lower bound of "15 à 30.000 €" (15 000) or "20 à 25 millions": thousands or scale are carried back."""
    value = _number(number, first.scale > 1)
    whole = _number(number, False)
    if first.scale > 1 and 1000 <= whole < first.low:
        return whole  # "entre 750 000 et 1 million"
    if value * first.scale > first.low:
        return None
    if first.scale > 1:
        return value * first.scale
    thousands = re.fullmatch(r"\d{1,3}[ .',][05]00", first.digits)
    if thousands and value < 1000 and value * 1000 < first.low:
        return value * 1000
    return value


def plain_number(digits: str) -> Decimal:
    """A printed number without a scale, as a Decimal without idle zeros."""
    value = _number(digits, False)
    return value.to_integral_value() if value == value.to_integral_value() else value
