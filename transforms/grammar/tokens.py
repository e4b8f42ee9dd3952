"""From a text to tokens. Folding keeps every position, so that spans point into the text as it was given."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from transforms.grammar.amounts import count_beside_now, count_from_now
from transforms.grammar.lexer import LEXER
from transforms.grammar.numerals import SPELLED, number_in
from transforms.grammar.refusals import mask
from transforms.grammar.settle import settle
from transforms.grammar.token import Token
from transforms.grammar.tongue import Tongue, tongue
from transforms.grammar.vocabulary import (
    DAY_WORDS,
    MONTHS,
    ORDINALS,
    PARTS,
    SEASONS,
    WEEKDAYS,
    WORDS,
    K,
)


def _table() -> dict[int, str]:
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1:
            table[code] = base
    table |= dict.fromkeys(map(ord, "’‘ʼ`´"), "'") | dict.fromkeys(map(ord, "–—−‑‒"), "-")
    table |= (
        dict.fromkeys(map(ord, "→➔➜›»⟶⇒"), ">")
        | {ord("·"): "."}
        | dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t\r"), " ")
    )
    table |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    return table


_FOLD = _table()


def fold(text: str) -> str:
    """Lower case, no accents, plain dashes, quotes, arrows and spaces; exactly as long as `text`."""
    return text.translate(_FOLD)


_INTEGERS = re.compile(r"\d+", re.ASCII)


MOST_TOKENS = 5_000
"""Twenty thousand signs of prose hold fewer than 4 500; only noise holds more."""


def century(year: int, reference: int) -> int:
    """A two-digit year: the one in [reference − 70, reference + 29] (the window of POSIX strptime, moved along)."""
    if year >= 100:
        return year
    full = reference // 100 * 100 + year
    return full - 100 if full > reference + 29 else full + 100 if full <= reference - 71 else full


def tokenise(text: str, reference_year: int, spoken: Tongue | None = None) -> list[Token]:
    """Tokens of a text, in order; unreadable signs are left out. Words of no interest are kept: they break phrases.

    `spoken`: what the language of the text settles; None = not known.
    """
    spoken = spoken or tongue(None)
    tokens: list[Token] = []
    for match in LEXER.finditer(mask(fold(text))):
        group = match.lastgroup
        if group is None or group == "between":
            continue
        if len(tokens) >= MOST_TOKENS:
            break
        if group in ("word", "point"):
            tokens.append(_word(match, spoken.language))
        elif group == "pair":
            tokens += _pair(match)
        elif group:
            token = _token(group, match, reference_year)
            if token:
                tokens.append(_month_first(token, spoken) if spoken.english and token.kind is K.DATE else token)
    return settle(_short_year(tokens, reference_year), spoken.short)


def _short_year(tokens: list[Token], reference_year: int) -> list[Token]:
    """ "25 fév 24" as a whole text: a number of two figures behind the month of a day is its year."""
    kinds = [token.kind for token in tokens]
    if kinds not in ([K.NUMBER, K.MONTH, K.NUMBER], [K.WEEKDAY, K.NUMBER, K.MONTH, K.NUMBER]):
        return tokens
    last = tokens[-1]
    if len(last.text) != 2 or not last.text.isdigit():
        return tokens
    return [*tokens[:-1], last._replace(kind=K.YEAR, numbers=(century(last.number, reference_year),))]


def _month_first(token: Token, spoken: Tongue) -> Token:
    """03/04 in American English, and 03/14 in any."""
    first, second, *year = token.numbers
    if "/" in token.text[:3] and (spoken.american or second > 12 >= first):
        return token._replace(numbers=(second, first, *year))
    return token


def _pair(match: re.Match[str]) -> list[Token]:
    """ "5/7 mai" is a range, "12/13/14 mars" a list of days: neither holds the fifth of July."""
    tokens: list[Token] = []
    several = match[0].count("/") > 1
    for digits in _INTEGERS.finditer(match[0]):
        start, end = match.start() + digits.start(), match.start() + digits.end()
        if tokens:
            tokens.append(Token(K.AND if several else K.TO, start - 1, start, "," if several else "-"))
        tokens.append(Token(K.NUMBER, start, end, "", (int(digits[0]),)))
    return tokens


def _token(group: str, match: re.Match[str], year: int) -> Token | None:
    start, end, said = match.start(), match.end(), match[0]
    if group == "between":
        return None
    if group == "elided":
        return Token(K.FROM, start, end, "de")
    if group in _PHRASES:
        return Token(_PHRASES[group], start, end, said)
    if group in ("mark", "line"):
        return Token(_MARKS.get(said, K.MARK), start, end, said)
    if group in ("digits", "other"):
        return Token(K.WORD, start, end, "")
    numbers = _numbers(group, said, year)
    if numbers is None:
        return Token(K.WORD, start, end, said)
    return Token(_NUMERIC[group], start, end, said, numbers)


def _numbers(group: str, said: str, year: int) -> tuple[int, ...] | None:
    """The numbers of a token; None when they can't be of their kind (a clock of 27 hours)."""
    n = tuple(map(int, _INTEGERS.findall(said)))
    if group in _AS_PRINTED:
        return n
    match group:
        case "ymd":
            return (n[2], n[1], n[0])
        case "dmy":
            return (n[0], n[1], century(n[2], year))
        case "my":
            return (n[1], n[0])
        case "mail":
            return (n[1], _MAIL_MONTHS.index(said.split(" ")[1]) + 1, n[0], *n[2:4])
        case "compact":
            return _compact(said, year)
        case "ampm":
            return _clock(n[0] % 12 + (12 if "p" in said else 0), *n[1:2])
        case "hm" | "dothour":
            return _clock(*n[:3])
        case "h" | "wordhour":
            return _spoken_clock(said, n)
        case "noon":
            return _around(12, said)
        case "midnight":
            return _around(24, said)
        case "dot":
            return (*n, len(said.split(".")[0]))
        case "wordday" | "wordyear":
            return (number_in(said),)
        case "dayword":
            return (DAY_WORDS[said],)
        case "part":
            return (next((PARTS[w] for w in re.split(r"[ ']", said) if w in PARTS), 2),)
        case "offset":
            return count_from_now(said)
        case "stretch":
            return count_beside_now(said)
    return n[:6]


_AS_PRINTED = frozenset(("num", "dm", "daymonth", "year", "ym", "ordinal", "quarter"))
_NUMERIC = {
    **dict.fromkeys(("iso", "mail", "compact"), K.ISO),
    **dict.fromkeys(("ymd", "dmy", "dm", "daymonth"), K.DATE),
    **dict.fromkeys(("my", "ym"), K.YEAR_MONTH),
    **dict.fromkeys(("ampm", "hm", "h", "dothour", "wordhour", "noon", "midnight"), K.CLOCK),
    **dict.fromkeys(("year", "wordyear"), K.YEAR),
    **dict.fromkeys(("num", "wordday"), K.NUMBER),
    "dot": K.DOTTED,
    "quarter": K.QUARTER,
    "ordinal": K.ORDINAL,
    "dayword": K.DAY_WORD,
    "part": K.PART,
    "offset": K.OFFSET,
    "stretch": K.STRETCH,
}
_PHRASES = {
    "since": K.SINCE, "onwards": K.ONWARDS, "until": K.UNTIL, "to": K.TO, "weekend": K.WEEKEND, "sevendays": K.DAILY,
    "sevenfold": K.DAILY, "arrow": K.TO, "ofmonth": K.OF_MONTH, "monthof": K.IN, "fortnight": K.WORD, "feast": K.FEAST,
    "feastday": K.FEAST_DAY, "school": K.SCHOOL, "holidays": K.HOLIDAYS, "instead": K.INSTEAD, "except": K.EXCEPT,
}  # fmt: skip
_MAIL_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MARKS = {"-": K.TO, "&": K.AND, ",": K.AND, "+": K.AND, "@": K.AT}


def _compact(said: str, year: int) -> tuple[int, ...] | None:
    """ "20260312", "20260705T180000": near the reference, else it is some other number."""
    digits = said.replace("t", "").removesuffix("z")
    if abs(int(digits[:4]) - year) > 10:
        return None
    parts = (int(digits[:4]), *(int(digits[i : i + 2]) for i in range(4, len(digits), 2)))
    return parts


def _clock(*numbers: int) -> tuple[int, int, int] | None:
    hour, minute, second = (*numbers, 0, 0)[:3]
    good = hour <= 24 and minute < 60 and second < 60 and (hour < 24 or minute == 0)
    return (hour, minute, second) if good else None


def _around(hour: int, said: str) -> tuple[int, int, int] | None:
    """ "midi et demi", "minuit moins le quart"; half past midnight is on the next day, as midnight is."""
    last = said.rpartition(" ")[2]
    if "moins" in said:
        return _clock(hour - 1, 60 - SPELLED.get(last, 15))
    minute = 30 if "demi" in said else 15 if "quart" in said else SPELLED.get(last, 0)
    return (0, minute, 0) if hour == 24 and minute else (hour, minute, 0)


def _spoken_clock(said: str, digits: tuple[int, ...]) -> tuple[int, int, int] | None:
    """ "18h30", "8 heures et demie", "neuf heures moins le quart", "vingt heures quinze"."""
    if digits:
        hour, minute = digits[0], digits[1] if len(digits) > 1 else 0
        behind = ""
    else:
        words, behind = re.split(r" heures? ?", said, maxsplit=1)
        hour, minute = SPELLED[words], SPELLED.get(behind, 0)
    if "moins" in said:
        last = said.rpartition(" ")[2]
        return _clock(hour - 1, 60 - (int(last) if last.isdigit() else SPELLED.get(last, 15)))
    minute = 30 if "demi" in said else 15 if "quart" in said else minute
    return _clock(hour, minute, *digits[2:3])


def _word(match: re.Match[str], language: str) -> Token:
    word = match["word"]
    kind, numbers, pointed = _meaning(word, language)
    end = match.end() if pointed else match.end("word")
    return Token(kind, match.start(), end, match[0] if kind in _SAID_WHOLE else word, numbers)


@lru_cache(maxsize=8192)
def _meaning(word: str, language: str) -> tuple[K, tuple[int, ...], bool]:
    """Kind and numbers of a word, and whether a point behind it belongs to it ("févr.", "jeu.")."""
    short = tongue(language or None).short
    if word in MONTHS:
        return K.MONTH, (MONTHS[word],), True
    if word in WEEKDAYS:
        return K.WEEKDAY, (WEEKDAYS[word],), False
    if word[-1] == "s" and word[:-1] in WEEKDAYS:
        return K.WEEKDAYS, (WEEKDAYS[word[:-1]],), False
    if word in short:
        return K.WEEKDAY, short[word], True
    if word in ORDINALS:
        return K.ORDINAL, (ORDINALS[word],), False
    if word == "mar":  # März, March
        return K.MONTH, (3,), True
    if word in SEASONS:
        return K.SEASON, (SEASONS[word],), False
    return WORDS.get(word, K.WORD), (), False


_SAID_WHOLE = frozenset(WORDS.values()) - {K.SEASON}
