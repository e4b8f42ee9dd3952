"""French numbers in words, Belgian ones too: days (1 to 31), minutes, and years from 2000 to 2099."""

from __future__ import annotations

_UNITS = (
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 70: "septante", 90: "nonante"}


def _spelled() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_UNITS, start=1)}
    for tens, name in _TENS.items():
        words[name] = tens
        for unit in range(1, 10):
            joined = f"{name} et un" if unit == 1 else f"{name}-{_UNITS[unit - 1]}"
            words[joined] = tens + unit
            words[joined.replace("-", " ").replace(" et ", "-et-")] = tens + unit
    for unit in range(1, 20):
        words[f"quatre-vingt-{_UNITS[unit - 1]}"] = 80 + unit
    return words | {f"{word}e": number for word, number in words.items() if word.endswith("un")}


SPELLED: dict[str, int] = _spelled()
"""Word to number, folded; "vingt et une" and "vingt-et-un" too."""


def alternation(highest: int, lowest: int = 1) -> str:
    """A regular expression of the words for `lowest` to `highest`, longest first."""
    words = [word for word, number in SPELLED.items() if lowest <= number <= highest]
    return "|".join(sorted(words, key=len, reverse=True))


def number_in(words: str) -> int:
    """Of digits or a number in words, "deux mille vingt-six" included. KeyError when it is none."""
    if words.isdigit():
        return int(words)
    if words.startswith("deux mille"):
        rest = words[len("deux mille") :].strip()
        return 2000 + (SPELLED[rest] if rest else 0)
    return SPELLED[words]
