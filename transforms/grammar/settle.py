"""Words that are two things, decided by their neighbours: `mar` and `mar.`, `may`, `sept`, `sa`, `en`, `premier`."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.grammar.token import Token
from transforms.grammar.vocabulary import SHY_MONTHS, WORDS, K, short_weekdays

_NUMERIC = (K.NUMBER, K.DATE, K.DOTTED, K.ISO)
_JOINED = (*_NUMERIC, K.WEEKDAY, K.CLOCK)
_SURE = ("ven", "lun", "mon", "fri", "thu", "tue", "wed")
_BESIDE_MONTHS = frozenset(
    (K.NUMBER, K.YEAR, K.IN, K.BEGIN, K.MIDDLE, K.FINISH, K.TO, K.FROM, K.MARK, K.UNTIL, K.AND, K.SINCE, K.OF, K.WEEK)
)
_TWO_WAYS = frozenset((K.TO, K.WEEKDAY, K.MONTH, K.ORDINAL, K.IN, K.DAY_WORD))
_MORNINGS = frozenset((K.WEEKDAY, K.DAY_WORD, K.EVERY, K.THIS, K.ARTICLE))
_GREETINGS = ("guten", "goede", "goeie")


def settle(tokens: list[Token], short: Mapping[str, tuple[int, ...]]) -> list[Token]:
    """The same tokens; those of two kinds have become one or the other."""
    settled: list[Token] = []
    for index, token in enumerate(tokens):
        kind = token.kind
        if kind not in _TWO_WAYS:
            settled.append(token)
            continue
        if kind is K.TO and token.text == "-" and _enumerates(tokens, index):
            token = token._replace(kind=K.AND, text=",")
        if kind is K.WEEKDAY and token.text in short:
            token = _short_weekday(token, index, tokens, settled)
        elif kind is K.MONTH and token.text in SHY_MONTHS:
            after = [t.kind for t in _following(tokens, index)[:1]]
            before = [t.kind for t in (*settled[-1:], *tokens[index - 1 : index])]
            joined = [t.kind for t in tokens[index + 1 : index + 3]] == [K.TO, K.MONTH]  # "mars - juin 2026"
            if not joined and not _BESIDE_MONTHS.intersection((*before, *after)):
                token = token._replace(kind=K.WORD)
        elif kind is K.ORDINAL and token.numbers == (1,) and index + 1 < len(tokens):
            if tokens[index + 1].kind in (K.MONTH, K.OF_MONTH) and token.text == "premier":
                token = token._replace(kind=K.NUMBER)  # "le premier mai"
        elif kind is K.DAY_WORD and token.text == "morgen" and settled:
            if settled[-1].kind in _MORNINGS or settled[-1].text in _GREETINGS:
                token = token._replace(kind=K.PART, numbers=(0,))
        elif kind is K.IN and token.text == "en" and 0 < index < len(tokens) - 1:
            following, earlier = tokens[index + 1].kind, tokens[index - 1].kind
            if earlier in _JOINED and following in _JOINED:
                token = token._replace(kind=K.AND)  # Dutch
        settled.append(token)
    return settled


def _enumerates(tokens: list[Token], index: int) -> bool:
    """ "1-2-3 novembre": a dash between three days in a row is a comma."""
    chain = [t for t in tokens[max(0, index - 5) : index + 6 : 2] if t.kind is K.NUMBER]
    numbers = {t.number for t in chain}
    if index < 1 or index + 1 >= len(tokens) or tokens[index - 1].kind is not K.NUMBER:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    if after.kind is not K.NUMBER or after.number != before.number + 1:
        return False
    return before.number - 1 in numbers or after.number + 1 in numbers


def _following(tokens: list[Token], index: int) -> list[Token]:
    return [t for t in tokens[index + 1 : index + 4] if t.text not in (",", "le", ".", "-", "de")]


def _short_weekday(token: Token, index: int, tokens: list[Token], settled: list[Token]) -> Token:
    """Abbreviated weekdays are weekdays in front of a number, or as a range: "Mer-Dim 13h-18h"."""
    following = _following(tokens, index)
    after = following[0].kind if following else None
    before = settled[-1].kind if settled else None
    if token.text == "mar" and _is_march(following, settled):
        return token._replace(kind=K.MONTH, numbers=(3,))
    if _in_a_range(index, tokens, settled):
        return _in_one_language(token, index, tokens)
    if after in _NUMERIC:
        return token
    if token.text == "mar" and before is K.NUMBER:
        return token._replace(kind=K.MONTH, numbers=(3,))
    if token.text in _SURE and before is not K.WORD and after is not K.WORD:
        return token  # "Mon anniversaire" is no Monday
    if _with_clock(token, following, settled):
        dutch = len(token.numbers) > 1 and "u" in following[0].text
        return token._replace(numbers=token.numbers[1:]) if dutch else token
    return token._replace(kind=WORDS.get(token.text, K.WORD))


def _in_one_language(token: Token, index: int, tokens: list[Token]) -> Token:
    """ "Di-So" is German, "ma-di 10u" Dutch, "ma-di 10h" French: both ends of a range are of one language."""
    if len(token.numbers) == 1:
        return token
    partner = tokens[index + 2] if index + 1 < len(tokens) and tokens[index + 1].kind is K.TO else tokens[index - 2]
    uhr = any(t.kind is K.CLOCK and "u" in t.text for t in tokens[index : index + 7])
    for language in ("nl", "de", "fr", "en") if uhr else ("fr", "nl", "de", "en"):
        short = short_weekdays((language,))
        if token.text in short and partner.text in short and short[token.text] != short[partner.text]:
            return token._replace(numbers=short[token.text])
    return token


_ARTICLES = ("die", "mit", "we", "me")
_FREE = ("sam", "dim", "lun", "ven", "sat", "sun")


def _with_clock(token: Token, following: list[Token], settled: list[Token]) -> bool:
    """ "sam. 18h", "Do 20 Uhr"; with a preposition ("jeu. à 20h") only a word that is nothing else, or its point."""
    if not following or token.text in _ARTICLES or (settled and settled[-1].kind is K.WORD and len(token.text) < 3):
        return False
    if following[0].kind is K.CLOCK:
        return True
    pointed = token.end - token.start > len(token.text)
    led = following[0].kind in (K.AT, K.SINCE, K.FROM) and len(following) > 1 and following[1].kind is K.CLOCK
    return led and (pointed or token.text in _FREE)


def _in_a_range(index: int, tokens: list[Token], settled: list[Token]) -> bool:
    """A weekday, a join, a weekday, and hours behind."""
    kinds = [t.kind for t in tokens[max(0, index - 2) : index + 5]]
    at = min(index, 2)
    forward = kinds[at + 1 : at + 3] == [K.TO, K.WEEKDAY] and len(tokens[index].text) > 1
    forward = forward and K.DATE not in kinds[at + 3 : at + 4] and kinds[at + 3 : at + 5] != [K.NUMBER, K.MONTH]
    backward = at == 2 and kinds[:2] == [K.WEEKDAY, K.TO] and settled[-2].kind is K.WEEKDAY
    return (forward or backward) and K.CLOCK in kinds + [t.kind for t in tokens[index + 5 : index + 7]]


def _is_march(following: list[Token], settled: list[Token]) -> bool:
    """ "Sat, Mar 14" and "Mar 14, 2026" are English; "Mar. 14 mars" and "mar 14 à 20h" are Tuesdays."""
    kinds = [t.kind for t in following]
    earlier = [t for t in settled[-2:] if t.text != ","]
    after_weekday = bool(earlier) and earlier[-1].kind is K.WEEKDAY
    return kinds[:1] == [K.NUMBER] and (K.YEAR in kinds[1:2] or after_weekday) and K.MONTH not in kinds[1:2]
