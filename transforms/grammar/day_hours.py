"""All the hours of one day: pairs around a break, several starts, a clock behind a year."""

from __future__ import annotations

from transforms.grammar.clocks import Hours, in_part, read_hours
from transforms.grammar.phrase import Phrase
from transforms.grammar.token import Token
from transforms.grammar.vocabulary import K


def read_all_hours(phrase: Phrase, index: int) -> tuple[tuple[Hours, ...], int]:
    """No, one or several hours: "de 10h à 12h et de 14h à 18h" (two pairs), "à 12h30, 14h et 16h" (three starts)."""
    found: list[Hours] = []
    lead = index
    bracketed = False
    part = phrase.skip(index, K.AND, limit=1)
    if phrase.kind(part) is K.PART:
        said = phrase.tokens[part].number
        if phrase.kind(phrase.skip(part + 1, K.AND, limit=1)) is K.PART:
            return (), index
        hours, after = read_all_hours(phrase, part + 1)
        return tuple(in_this_part(pair, said) for pair in hours), after
    while len(found) < 12:
        skipped = phrase.skip(lead, K.AND, limit=1)
        bracketed = bracketed or phrase.said(skipped) == "("
        if (phrase.kind(skipped) is K.MARK and phrase.said(skipped) in "(:|/") or phrase.said(skipped) == "-":
            skipped += 1
        got = read_hours(phrase, skipped, loose=False) or _after_day(phrase, skipped, index)
        if not got or (found and not _continues(phrase, found[-1], got[0], lead)):
            break
        found.append(got[0])
        index = lead = got[1]
        if got[0].open:
            break
    return tuple(found), index + bool(found and bracketed and phrase.said(index) == ")")


def in_this_part(pair: Hours, part: int) -> Hours:
    """ "demain soir à 8h" is at 20."""
    start, end = (side and (in_part(side[0], part), *side[1:]) for side in (pair.start, pair.end))
    return Hours(start, end, pair.open)


def _continues(phrase: Phrase, previous: Hours, following: Hours, index: int) -> bool:
    """More of the same, later on the same day: pairs follow pairs, and starts follow starts behind a comma or "et"."""
    if previous.end is None or following.end is None:
        alike = previous.end is following.end is None and not following.open and phrase.kind(index) is K.AND
    else:
        alike = True
    return alike and (previous.start or (0, 0, 0)) < (following.start or (0, 0, 0))


def _after_day(phrase: Phrase, index: int, first: int) -> tuple[Hours, int] | None:
    """ "14 mars 2026 20.30", "10 mars, 20.15": behind a day, two numbers that can't be a day are a clock."""
    token = phrase.at(index)
    if token is None or token.kind is not K.DOTTED or index - first > 1:
        return None
    if not _year_said(phrase.at(first - 1)) and not (index > first and phrase.kind(first - 1) is K.MONTH):
        return None
    hour, minute = token.numbers[:2]
    return (Hours((hour, minute, 0)), index + 1) if hour < 24 and (minute == 0 or 12 < minute < 60) else None


def _year_said(token: Token | None) -> bool:
    return bool(token and (token.kind is K.YEAR or (token.kind is K.DATE and len(token.numbers) == 3)))
