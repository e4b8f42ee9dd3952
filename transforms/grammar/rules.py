"""The days of a recurrence: "tous les mardis", "chaque premier jeudi du mois", "du mardi au dimanche"."""

from __future__ import annotations

from transforms.grammar.clocks import read_hours
from transforms.grammar.phrase import Phrase
from transforms.grammar.recurrence import Recurrence
from transforms.grammar.vocabulary import K

Rule = tuple[Recurrence, int, bool]
_WEEKEND, _WORKDAYS = (5, 6), (0, 1, 2, 3, 4)


def read_rule(phrase: Phrase, index: int) -> Rule | None:
    """The days of a recurrence; the last value says whether it needs hours to be one ("du mardi à 12h30")."""
    for reader in (_daily, _nth, _every, _alternate, _weekday_range, _listed, _month_day, _whole_weeks):
        found = reader(phrase, index)
        if found:
            return found
    return None


def _daily(phrase: Phrase, index: int) -> Rule | None:
    """ "tous les jours"; in a sentence ("Chaque matin, il part pêcher") it needs hours, an end or an exception."""
    if phrase.kind(index) is not K.DAILY:
        return None
    after = phrase.skip(index + 1, K.AND, limit=1)
    needs_hours = len(phrase.tokens) > 6 and phrase.kind(after) not in (K.EXCEPT, K.FROM, K.UNTIL, K.SINCE)
    return Recurrence("DAILY"), index + 1, needs_hours


def _nth(phrase: Phrase, index: int) -> Rule | None:
    """ "chaque premier jeudi du mois", "les 1er et 3e mardis du mois", "le dernier vendredi du mois"."""
    every = phrase.kind(index) is K.EVERY
    article = phrase.said(phrase.skip(index, K.EVERY, limit=1))
    index = phrase.skip(index, K.EVERY, K.ARTICLE)
    nths: list[int] = []
    while phrase.kind(index) in (K.ORDINAL, K.NUMBER, K.LAST) and len(nths) < 5:
        nths.append(-1 if phrase.kind(index) is K.LAST else phrase.tokens[index].number)
        index += 1
        follow = phrase.skip(index, K.AND, K.ARTICLE)
        if follow > index and phrase.kind(follow) in (K.ORDINAL, K.NUMBER, K.LAST):
            index = follow
    if not nths or phrase.kind(index) not in (K.WEEKDAY, K.WEEKDAYS) or not all(-1 <= n <= 5 and n for n in nths):
        return None
    days = [phrase.tokens[index].number]
    index += 1
    while phrase.kind(index) is K.AND and phrase.kind(index + 1) in (K.WEEKDAY, K.WEEKDAYS) and len(days) < 7:
        days.append(phrase.tokens[index + 1].number)
        index += 2
    if phrase.kind(index) in (K.NUMBER, K.DATE):
        return None
    monthly = phrase.kind(index) is K.OF_MONTH or (
        phrase.said(index) in ("de", "of", "van") and phrase.kind(index + 1) is K.EVERY
        and phrase.kind(index + 2) is K.MONTH_WORD
    )  # fmt: skip
    if not monthly and not every and article != "les":
        return None
    behind = index + (0 if not monthly else 1 if phrase.kind(index) is K.OF_MONTH else 3)
    return Recurrence("MONTHLY", tuple(days), tuple(nths)), behind, False


def _every(phrase: Phrase, index: int) -> Rule | None:
    """ "tous les mardis", "chaque mardi et chaque jeudi", "les mardis et jeudis", "dienstags", "tous les week-ends"."""
    every = phrase.kind(index) is K.EVERY
    start, index = index, phrase.skip(index, K.EVERY, K.ARTICLE)
    if every and phrase.kind(index) is K.WEEKEND:
        return Recurrence("WEEKLY", _WEEKEND), index + 1, False
    if not every and phrase.said(start) == "les" and phrase.kind(index) is K.WEEKEND and phrase.said(index)[-1] == "s":
        return Recurrence("WEEKLY", _WEEKEND), index + 1, True
    kinds = (K.WEEKDAY, K.WEEKDAYS) if every else (K.WEEKDAYS,)
    days: list[int] = []
    while phrase.kind(index) in kinds and len(days) < 7:
        days.append(phrase.tokens[index].number)
        index += 1
        follow = phrase.skip(index, K.AND, K.ARTICLE, K.EVERY, limit=3)
        if follow > index and phrase.kind(follow) in kinds:
            index = follow
    if not days or phrase.kind(index) in (K.NUMBER, K.DATE):
        return None
    # "Les Dimanches du conte" is a name: without hours nothing comes back.
    named = not every and phrase.said(index) in ("de", "du", "des", "d", "of", "van") and phrase.kind(index + 1) in (
        K.WORD, K.ARTICLE, K.MARK, K.PART, K.YEAR,
    )  # fmt: skip
    return Recurrence("WEEKLY", tuple(dict.fromkeys(days))), index, named


def _alternate(phrase: Phrase, index: int) -> Rule | None:
    """ "un mercredi sur deux"."""
    if phrase.said(index) == "un" and phrase.kind(index + 1) is K.WEEKDAY and phrase.said(index + 2) == "sur deux":
        return Recurrence("WEEKLY", (phrase.tokens[index + 1].number,), interval=2), index + 3, False
    return None


def _weekday_range(phrase: Phrase, index: int) -> Rule | None:
    """ "du mardi au dimanche", "lundi - vendredi", "du mardi" (the concert of Tuesdays); all of them need hours."""
    lead = phrase.skip(index, K.FROM, limit=1)
    lead = phrase.skip(lead, K.ARTICLE, limit=1)
    if phrase.kind(lead) is not K.WEEKDAY:
        return None
    first = phrase.tokens[lead].number
    if phrase.kind(lead + 1) in (K.TO, K.AT, K.UNTIL):
        follow = phrase.skip(lead + 2, K.ARTICLE, limit=1)
        pair = read_hours(phrase, follow + 1) if phrase.kind(follow + 1) is K.NUMBER else None  # "Mo-Fr 9-17 Uhr"
        numbered = phrase.kind(follow + 1) in (K.NUMBER, K.DATE, K.MONTH) and not (pair and pair[0].end)
        if phrase.kind(follow) is K.WEEKDAY and not numbered:
            length = (phrase.tokens[follow].number - first) % 7 + 1
            return Recurrence("WEEKLY", tuple((first + n) % 7 for n in range(length))), follow + 1, True
    if lead > index and phrase.said(index) == "du" and phrase.kind(lead + 1) not in (K.NUMBER, K.DATE, K.TO):
        return Recurrence("WEEKLY", (first,)), lead + 1, True
    return None


def _listed(phrase: Phrase, index: int) -> Rule | None:
    """ "le samedi et le dimanche de 14h à 18h": weekdays that each carry an article."""
    days: list[int] = []
    while phrase.said(index) == "le" and phrase.kind(index + 1) is K.WEEKDAY and len(days) < 7:
        if phrase.kind(index + 2) in (K.NUMBER, K.DATE, K.ARTICLE, K.NEXT, K.LAST):
            return None
        days.append(phrase.tokens[index + 1].number)
        index += 2
        if phrase.kind(index) is K.AND and phrase.said(index + 1) == "le":
            index += 1
    return (Recurrence("WEEKLY", tuple(dict.fromkeys(days))), index, True) if days else None


def _month_day(phrase: Phrase, index: int) -> Rule | None:
    """ "le 15 de chaque mois"."""
    lead = phrase.skip(index, K.ARTICLE, limit=1)
    token = phrase.at(lead)
    if token is None or token.kind is not K.NUMBER or not 1 <= token.number <= 28 or lead == index:
        return None
    if phrase.said(lead + 1) == "de chaque mois":
        return Recurrence("MONTHLY", month_day=token.number), lead + 2, False
    return None


def _whole_weeks(phrase: Phrase, index: int) -> Rule | None:
    """ "en semaine de 9h à 17h", "le week-end de 14h à 18h": working days and week-ends, both need hours."""
    if phrase.said(index) in ("en", "sur") and phrase.kind(index + 1) is K.WEEK:
        return Recurrence("WEEKLY", _WORKDAYS), index + 2, True
    if phrase.said(index) == "le" and phrase.kind(index + 1) is K.WEEKEND:
        return Recurrence("WEEKLY", _WEEKEND), index + 2, True
    return None
