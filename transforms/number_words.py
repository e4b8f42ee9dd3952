"""French numbers written out: "mille cinq cents", "deux cent cinquante mille", "un million et demi"."""

from __future__ import annotations

from decimal import Decimal

_ORDER = (
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
)  # fmt: skip
_UNITS = {word: number for number, word in enumerate(_ORDER, start=1)} | {"une": 1}
_TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
         "octante": 80, "huitante": 80, "nonante": 90}  # fmt: skip
_SCALES = {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
_WORDS = [*_UNITS, *_TENS, "cent", "cents", *_SCALES]
_ONE = "|".join(sorted(_WORDS, key=len, reverse=True))
_FIRST = "|".join(sorted([*_UNITS, *_TENS, "cent", "mille"], key=len, reverse=True))
NUMBER_IN_WORDS = rf"(?:{_FIRST})\b(?:[ -](?:et )?(?:{_ONE})){{0,8}}(?: et demie?)?"
"""A regular expression of one number in words; folded text."""


def value_of(words: str) -> Decimal | None:
    """The number that folded words name; None when they name none ("cent mille cent")."""
    half = words.endswith((" et demi", " et demie"))
    words = words.rsplit(" et demi", 1)[0] if half else words
    total = group = last_scale = 0
    for word in words.replace("-", " ").split():
        if word == "et":
            continue
        if word in _UNITS:
            group += _UNITS[word]
        elif word in _TENS:
            group = group * 20 if group == 4 and word.startswith("vingt") else group + _TENS[word]
        elif word in ("cent", "cents"):
            whole, rest = divmod(group, 100)
            group = whole * 100 + max(rest, 1) * 100
        elif word in _SCALES:
            last_scale = _SCALES[word]
            if total and last_scale >= 10**6 and total % last_scale:
                return None
            total, group = total + max(group, 1) * last_scale, 0
    value = Decimal(total + group)
    if half:
        value += Decimal(last_scale or 1) / 2
    return value if value else None
