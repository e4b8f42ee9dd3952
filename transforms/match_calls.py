"""Whether two calls are one: identifiers, deadlines, titles, funders."""

from __future__ import annotations

from transforms.match_facts import figures_agree, support
from transforms.match_opinion import Opinion, alike, apart, ask, same, two_tongues
from transforms.match_profile import Profile
from transforms.match_titles import Relation, Titles, compare

# A portal that prints the day before; how far a deadline is moved at most; from then on it is next year's.
SLIP_DAYS, PROLONGED_DAYS, OTHER_YEAR_DAYS = 2, 62, 240


def calls(a: Profile, b: Profile) -> Opinion | None:
    if a.identifier and b.identifier:
        if a.identifier == b.identifier:
            return same(99, "same identifier")
        return apart(alike(a, b), "other identifier")
    if a.years and b.years and a.years != b.years:
        return apart(alike(a, b), "other year")
    titles = compare(a, b)
    shared = bool(set(a.deadlines) & set(b.deadlines))
    moved = bool(a.deadlines and b.deadlines) and not shared
    if a.address is not None and a.address == b.address and titles.relation is not Relation.APART:
        return ask(45, "same page", "the deadlines differ") if moved else same(97, "same page")
    if not figures_agree(a, b):
        return apart(alike(a, b), "other number")
    helped = support(a, b)
    if a.organisers and b.organisers and "same organiser" not in helped and titles.proof < 2.5:
        # "Prix Robotique" of two funders.
        return ask(30, "titles alike", "other funder") if shared and titles.relation >= Relation.HOLDS else None
    if titles.relation is Relation.EQUAL and titles.telling:
        if shared:
            return same(95 if titles.proof >= 1 else 85, "same title", "same deadline", *helped)
        if moved:
            return _moved(a, b, titles, helped)
        sure = titles.proof >= 2.5 or (titles.proof >= 1 and helped)
        return same(76, "same title", *helped, "a deadline is unsaid") if sure else ask(45, "same title")
    if not shared:
        held = titles.relation is Relation.HOLDS and titles.telling
        return _moved(a, b, titles, helped) if held and moved and (titles.proof >= 2 or helped) else None
    if titles.relation is Relation.HOLDS and titles.telling:
        # "Prix « X » 2027" and "Prix « X » 2027 – soutien aux porteurs de projets".
        agreed = bool(a.years and a.years == b.years and a.sorts and a.sorts == b.sorts)
        sure = titles.proof >= 2 or (titles.proof >= 1 and (helped or agreed))
        because = ("one title holds the other", "same deadline", *helped)
        return same(80, *because) if sure else ask(40, *because)
    if titles.relation is Relation.PARTLY:
        return _partly(a, b, titles, helped)
    return ask(45, "titles in two languages", "same deadline", *helped) if helped and two_tongues(a, b) else None


def _moved(a: Profile, b: Profile, titles: Titles, helped: tuple[str, ...]) -> Opinion | None:
    """One title and two deadlines: a portal that is a day off, a deadline that was prolonged, or another round."""
    gap = min(abs(x - y) for x in a.deadlines for y in b.deadlines)
    equal = titles.relation is Relation.EQUAL
    because = ("same title" if equal else "one title holds the other", *helped)
    backed = titles.proof >= 1.5 or (titles.proof >= 1 and bool(helped))
    if gap <= SLIP_DAYS and backed:
        return same(80, *because, "deadlines a day or two apart")
    if gap <= PROLONGED_DAYS and backed and a.prolonged != b.prolonged:
        return same(78, *because, "one says that the deadline has moved")
    if gap > OTHER_YEAR_DAYS:
        return apart(equal, "other year")
    return ask(30, *because, "the deadlines differ") if equal else None


def _partly(a: Profile, b: Profile, titles: Titles, helped: tuple[str, ...]) -> Opinion | None:
    """Two strands of one programme close on one day, so much must be shared even by a translation."""
    because = ("titles partly alike", "same deadline", *helped)
    if helped and two_tongues(a, b):
        return same(78, *because) if titles.proof >= 2.5 else ask(45, *because)
    return ask(30, *because) if helped or titles.proof >= 2 else None
