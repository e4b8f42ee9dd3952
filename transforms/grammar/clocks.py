"""Clock times and ranges of clock times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from transforms.grammar.phrase import BETWEEN, Hesitation, Phrase
from transforms.grammar.vocabulary import K
from vigie.model import BRUSSELS, WallTime


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening and closing clock as (hour, minute, second); hour 24 is the end of the day. `open` as in `DateResult`."""

    start: tuple[int, int, int] | None
    end: tuple[int, int, int] | None = None
    open: str | None = None

    @property
    def none_said(self) -> bool:
        """00:00 to 00:00, or 00:00 alone with seconds, is what forms print when nobody filled in a clock."""
        return self.start == (0, 0, 0) and self.end in (None, (0, 0, 0))


_JOINS = (K.TO, K.AT, K.UNTIL)
_MAY_OPEN = frozenset((K.CLOCK, K.DOTTED, K.NUMBER, K.FROM, K.AT, K.SINCE, K.UNTIL, K.BEFORE, K.AFTER, K.ARTICLE, K.TO))


def read_clock(phrase: Phrase, index: int, dotted: bool = False) -> tuple[tuple[int, int, int], int] | None:
    token = phrase.at(index)
    if token is None:
        return None
    if token.kind is K.CLOCK:
        hour, minute, second = token.numbers
        following = phrase.at(index + 1)
        if following and following.kind is K.PART:
            return (in_part(hour, following.number), minute, second), index + 2
        return (hour, minute, second), index + 1
    if dotted and token.kind is K.DOTTED and token.numbers[0] < 24 and token.numbers[1] < 60:
        return (token.numbers[0], token.numbers[1], 0), index + 1
    return None


def read_hours(phrase: Phrase, index: int, loose: bool = False) -> tuple[Hours, int] | None:
    """Hours at `index`: "à 18h30", "de 9h30 à 12h30", "9h-17h", "13-15h", "à partir de 20h", "jusqu'à 22h", "avant
    17h".

    `loose` allows numbers without a unit between prepositions ("le 17 de 14 à 16").
    """
    start = index
    if phrase.kind(index) not in _MAY_OPEN:
        return None
    opener = None
    while (
        phrase.kind(index) in (K.FROM, K.AT, K.SINCE, K.UNTIL, K.BEFORE, K.AFTER, K.ARTICLE, K.TO) and index - start < 3
    ):
        if phrase.kind(index) in (K.SINCE, K.UNTIL, K.BEFORE, K.AFTER):
            opener = phrase.kind(index)
        if phrase.said(index) == "des" and phrase.kind(index + 1) is K.CLOCK:
            opener = K.SINCE
        index += 1
    if (
        phrase.kind(index - 1) is K.TO
        and phrase.said(index - 1) != "-"
        and index > start
        and phrase.said(index - 1) != "au"
    ):
        opener = opener or K.UNTIL if phrase.said(index - 1) != "a" else opener
    first = read_clock(phrase, index, dotted=index > start and phrase.kind(index - 1) is not K.TO)
    if not first:
        pair = _bare_pair(phrase, index, loose and index > start)
        if pair is None:
            return None
        return pair
    clock, index = first
    if opener in (K.SINCE, K.AFTER):
        follow = phrase.skip(index, K.AND, limit=1)
        if phrase.kind(follow) is K.UNTIL:  # "dès 9h et jusqu'à 15h"
            last = read_clock(phrase, phrase.skip(follow + 1, K.AT, K.TO), dotted=True)
            if last:
                return Hours(clock, last[0]), last[1]
        return Hours(clock, None, "end"), index
    if opener in (K.UNTIL, K.BEFORE):
        return Hours(None, clock, "start"), index
    said = phrase.said(start)
    joins = (*_JOINS, K.AND) if said in BETWEEN else _JOINS
    if phrase.kind(index) in joins:
        follow = index + 1
        if phrase.kind(follow) in (K.AT, K.TO):
            follow += 1
        last = read_clock(phrase, follow, dotted=True)
        if last and not (
            phrase.kind(index) is K.TO and phrase.said(index) == "-" and phrase.kind(follow + 1) is K.MONTH
        ):
            behind = phrase.at(last[1] - 1)
            if behind and behind.kind is K.PART and in_part(clock[0], behind.number) < last[0][0]:
                clock = (in_part(clock[0], behind.number), *clock[1:])  # "de 3h à 5h de l'après-midi"
            return Hours(clock, last[0]), last[1]
        if last is None and phrase.kind(follow) is K.NUMBER and phrase.kind(index) is K.AT and loose:
            return Hours(clock, (phrase.tokens[follow].number, 0, 0)), follow + 1
    return Hours(clock), index


def _bare_pair(phrase: Phrase, index: int, loose: bool) -> tuple[Hours, int] | None:
    """ "13-15h", "16-17 heures", "de 10 à 18h": the first number has no unit of its own; with `loose`, neither has
    the second."""
    if phrase.kind(index) is not K.NUMBER or phrase.kind(index + 1) not in (*_JOINS, K.AND):
        return None
    begin = phrase.tokens[index].number
    closing = read_clock(phrase, index + 2)
    if closing and begin < closing[0][0]:
        behind = phrase.at(closing[1] - 1)
        if "p" in phrase.said(index + 2) and begin + 12 < closing[0][0]:
            begin += 12  # "7-9pm"
        elif behind and behind.kind is K.PART and in_part(begin, behind.number) < closing[0][0]:
            begin = in_part(begin, behind.number)  # "de 8 à 10 heures du soir"
        return Hours((begin, 0, 0), closing[0]), closing[1]
    if phrase.kind(index + 2) is not K.NUMBER or phrase.kind(index + 3) is K.MONTH:
        return None
    end, after = phrase.tokens[index + 2].number, index + 3
    minute = 30 if " ".join(phrase.said(n) for n in (after, after + 1)) in ("et demi", "et demie") else 0
    after += 2 if minute else 0
    part = phrase.at(after)
    if (
        part is not None
        and part.kind is K.PART
        and begin < end <= 12
        and part.text.startswith(("du ", "de l'", "in the "))
    ):
        return Hours((in_part(begin, part.number), 0, 0), (in_part(end, part.number), minute, 0)), after + 1
    near = part is not None and part.kind is K.DAY_WORD and phrase.said(index - 1) in ("de", *BETWEEN, "from")
    if (loose or near) and begin < end <= 24:
        return Hours((begin, 0, 0), (end, minute, 0)), after
    return None


_ZONE = ZoneInfo(BRUSSELS)


def in_part(hour: int, part: int) -> int:
    """An hour of a part of the day: "8h du soir" is 20, "3 heures de l'après-midi" 15."""
    return hour + 12 if (part == 1 and hour < 8) or (part == 2 and 4 < hour < 12) else hour


def wall(day: date, clock: tuple[int, int, int], next_index: int) -> tuple[WallTime, WallTime | None]:
    """Wall time and, in the hour that autumn repeats, its second reading. Raises `Hesitation` for an hour that spring
    skips."""
    hour, minute, second = clock
    local = datetime.combine(day, time(hour % 24, minute, second)) + timedelta(days=hour // 24)
    if hour > 4:  # the clock changes by night
        return WallTime(local), None
    first = local.replace(tzinfo=_ZONE).utcoffset()
    second_offset = local.replace(tzinfo=_ZONE, fold=1).utcoffset()
    if first == second_offset or first is None or second_offset is None:
        return WallTime(local), None
    if first < second_offset:
        raise Hesitation("the clock skips this hour", next_index)
    return WallTime(local), WallTime(local.replace(fold=1))


def on_day(day: date, hours: Hours, next_index: int) -> tuple[WallTime | None, WallTime | None, WallTime | None]:
    """(start, end, second reading of start) of hours on a day; an end at or before the start is on the next day."""
    start, also = wall(day, hours.start, next_index) if hours.start else (None, None)
    end = wall(day, hours.end, next_index)[0] if hours.end else None
    if start and end and end.local <= start.local:
        assert hours.end is not None
        end = wall(day + timedelta(days=1), hours.end, next_index)[0]
    return start, end, also
