"""From a text to tokens. Folding keeps every position, so that spans point into the text as it was given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from transforms.grammar.lexer import LEXER
from transforms.grammar.refusals import mask
from transforms.grammar.vocabulary import (
    MONTHS,
    NUMBER_WORDS,
    ORDINALS,
    SEASONS,
    SHORT_WEEKDAYS,
    SHY_MONTHS,
    WEEKDAYS,
    WORDS,
    K,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`start`, `end` are offsets in the text (end exclusive); `numbers` depend on the kind (see `K`)."""

    kind: K
    start: int
    end: int
    text: str
    numbers: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        return self.numbers[0]


def _table() -> dict[int, str]:
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1:
            table[code] = base
    table |= dict.fromkeys(map(ord, "’‘ʼ`´"), "'") | dict.fromkeys(map(ord, "–—−‑‒"), "-")
    table |= dict.fromkeys(map(ord, "→➔➜›»⟶⇒"), ">") | dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t\r"), " ")
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


def tokenise(text: str, reference_year: int) -> tuple[Token, ...]:
    """Tokens of a text, in order; unreadable signs are left out. Words of no interest are kept: they break phrases."""
    tokens: list[Token] = []
    for match in LEXER.finditer(mask(fold(text))):
        if len(tokens) >= MOST_TOKENS:
            break
        token = _token(match, reference_year)
        if token:
            tokens.append(token)
    return tuple(_settle(tokens))


def _token(match: re.Match[str], year: int) -> Token | None:
    group = match.lastgroup or ""
    start, end, said = match.start(), match.end(), match[0]
    if group in ("point", "word"):
        return _word(match)
    if not group or group == "between":
        return None
    if group in ("digits", "other"):
        return Token(K.WORD, start, end, "")
    n = tuple(int(digits) for digits in _INTEGERS.findall(said))

    def made(kind: K, *numbers: int) -> Token:
        return Token(kind, start, end, said, numbers)

    match group:
        case "iso":
            return made(K.ISO, *n[:6])
        case "ymd":
            return made(K.DATE, n[2], n[1], n[0])
        case "dmy":
            return made(K.DATE, n[0], n[1], century(n[2], year))
        case "dm":
            return made(K.DATE, *n)
        case "my":
            return made(K.YEAR_MONTH, n[1], n[0])
        case "ym":
            return made(K.YEAR_MONTH, n[0], n[1])
        case "ampm":
            return _clock(made, n[0] % 12 + (12 if re.search(r"p\.?m", said) else 0), *n[1:2])
        case "hm" | "h" | "dothour":
            return _clock(made, *n[:3])
        case "wordhour":
            return _clock(made, NUMBER_WORDS[said.rsplit(" ", 1)[0]])
        case "noon":
            return made(K.CLOCK, 12, 0, 0)
        case "midnight":
            return made(K.CLOCK, 24, 0, 0)
        case "dot":
            return made(K.DOTTED, *n, len(said.split(".")[0]))
        case "quarter":
            return made(K.QUARTER, n[0])
        case "year":
            return made(K.YEAR, n[0])
        case "num":
            return made(K.NUMBER, n[0])
        case "ordinal":
            return made(K.ORDINAL, n[0])
        case "mark" | "line":
            return made({"-": K.TO, "&": K.AND, ",": K.AND, "@": K.AT}.get(said, K.MARK))
    return made(_PHRASES[group])


_PHRASES = {
    "since": K.SINCE, "onwards": K.ONWARDS, "until": K.UNTIL, "to": K.TO, "weekend": K.WEEKEND, "sevendays": K.DAILY,
    "sevenfold": K.DAILY, "arrow": K.TO, "ofmonth": K.OF_MONTH, "monthof": K.IN, "dayword": K.DAY_WORD, "fortnight":
    K.WORD,
}  # fmt: skip


def _clock(made: object, *numbers: int) -> Token:
    hour, minute, second = (*numbers, 0, 0)[:3]
    good = hour <= 24 and minute < 60 and second < 60 and (hour < 24 or minute == 0)
    assert callable(made)
    token = made(K.CLOCK, hour, minute, second) if good else made(K.WORD)
    assert isinstance(token, Token)
    return token


def _word(match: re.Match[str]) -> Token:
    word, start, end, said = match["word"], match.start(), match.end(), match[0]
    if word in MONTHS:
        return Token(K.MONTH, start, end, word, (MONTHS[word],))
    if word in WEEKDAYS:
        return Token(K.WEEKDAY, start, match.end("word"), word, (WEEKDAYS[word],))
    if word.endswith("s") and word[:-1] in WEEKDAYS:
        return Token(K.WEEKDAYS, start, match.end("word"), word, (WEEKDAYS[word[:-1]],))
    if word in SHORT_WEEKDAYS:
        return Token(K.WEEKDAY, start, end, word, (SHORT_WEEKDAYS[word],))
    if word in ORDINALS:
        return Token(K.ORDINAL, start, match.end("word"), word, (ORDINALS[word],))
    if word in SEASONS:
        return Token(K.SEASON, start, match.end("word"), word, (SEASONS[word],))
    return Token(WORDS.get(word, K.WORD), start, match.end("word"), said if word in WORDS else word)


def _settle(tokens: list[Token]) -> list[Token]:
    """Decides the words that are two things: `mar` and `mar.` (weekday or March), `may`, `sept`, `sa`, `we`, `don`."""
    settled: list[Token] = []
    numeric = (K.NUMBER, K.DATE, K.DOTTED, K.ISO)
    for index, token in enumerate(tokens):
        following = [t for t in tokens[index + 1 : index + 4] if t.text not in (",", "le", ".", "-", "de")]
        after = following[0].kind if following else None
        before = settled[-1].kind if settled else None
        if token.kind is K.WEEKDAY and token.text == "mar" and _is_march(following, settled):
            token = replace(token, kind=K.MONTH, numbers=(3,))
        elif token.kind is K.WEEKDAY and token.text in SHORT_WEEKDAYS and after not in numeric:
            token = (
                replace(token, kind=K.MONTH, numbers=(3,))
                if token.text == "mar" and before is K.NUMBER
                else token
                if token.text in ("ven", "lun", "mon", "fri", "thu", "tue") and before is not K.WORD
                else replace(token, kind=WORDS.get(token.text, K.WORD))
            )
        elif token.kind is K.MONTH and token.text in SHY_MONTHS:
            beside = {before, after, tokens[index - 1].kind if index else None}
            if not beside & {
                K.NUMBER,
                K.YEAR,
                K.IN,
                K.BEGIN,
                K.MIDDLE,
                K.FINISH,
                K.TO,
                K.FROM,
                K.MARK,
                K.UNTIL,
                K.AND,
                K.SINCE,
            }:
                token = replace(token, kind=K.WORD)
        settled.append(token)
    return settled


def _is_march(following: list[Token], settled: list[Token]) -> bool:
    """ "Sat, Mar 14" and "Mar 14, 2026" are English; "Mar. 14 mars" and "mar 14 à 20h" are Tuesdays."""
    kinds = [t.kind for t in following]
    earlier = [t for t in settled[-2:] if t.text != ","]
    after_weekday = bool(earlier) and earlier[-1].kind is K.WEEKDAY
    return kinds[:1] == [K.NUMBER] and (K.YEAR in kinds[1:2] or after_weekday) and K.MONTH not in kinds[1:2]
