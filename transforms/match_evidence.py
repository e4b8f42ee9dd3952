"""Whether two records speak of one thing: a pure decision with its reasons.

Precision first: two workshops on one day in one town stay apart unless their titles say the same. What is likely but
unproven is `ask`, for an editor.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.match_facts import (
    HERE,
    HOUSE,
    When,
    Where,
    figures_agree,
    series_of,
    support,
    texts_alike,
    when,
    where,
)
from transforms.match_profile import Profile
from transforms.match_titles import Relation, Titles, cognates, compare
from transforms.match_words import TRANSLATED_STEMS
from vigie.model import Kind, Verdict

# A press release travels for some days.
NEWS_DAYS = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict on two records. `strength` is about the percentage of such pairs that are one thing; `because` are the
    reasons; `series` is the one of which the other is a part."""

    verdict: Verdict
    strength: int = 0
    because: tuple[str, ...] = ()
    series: Profile | None = None


def decide(a: Profile, b: Profile) -> Opinion | None:
    """SAME, ASK, DIFFERENT when the two look alike and a fact tells them apart, None when there is nothing to say.
    Symmetric."""
    if a.kind is not b.kind:
        return None
    if (b.source, b.key) < (a.source, a.key):
        a, b = b, a
    if a.source == b.source:
        return _same_source(a, b)
    if a.kind is Kind.EVENT:
        return _events(a, b)
    return _calls(a, b) if a.kind is Kind.CALL else _news(a, b)


def _same(strength: int, *because: str) -> Opinion:
    return Opinion(Verdict.SAME, strength, because)


def _ask(strength: int, *because: str) -> Opinion:
    return Opinion(Verdict.ASK, strength, because)


def _apart(alike: bool, *because: str) -> Opinion | None:
    return Opinion(Verdict.DIFFERENT, 0, because) if alike else None


def _alike(a: Profile, b: Profile) -> bool:
    """Whether two titles are one but for the order of the words: cheap, since every pair is asked."""
    if len(a.words) != len(b.words) or (a.words != b.words and set(a.words) != set(b.words)):
        return False
    return bool(a.words) or a.sorts == b.sorts


def _same_source(a: Profile, b: Profile) -> Opinion | None:
    """A source tells its own things apart by its own ids; only one page listed twice for one time is one thing."""
    alike = _alike(a, b) and a.sorts == b.sorts
    met = when(a, b) if a.kind is Kind.EVENT else When.DAYS
    if met in (When.OTHER_HOUR, When.NEAR):
        return _apart(alike, met)
    if a.address is None or a.address != b.address or not alike or a.figures != b.figures:
        return _apart(alike and a.figures != b.figures, "other number")
    if met not in (When.START, When.DAYS) or a.deadlines != b.deadlines:
        return None
    return _same(95, "one source lists the same page twice", "same title", "same time")


# --- events -----------------------------------------------------------------------------------------------------------


def _events(a: Profile, b: Profile) -> Opinion | None:
    alike = _alike(a, b)
    linked = a.address is not None and a.address == b.address
    met = when(a, b)
    if met is When.NEVER:
        if linked and a.years == b.years and compare(a, b).relation is Relation.EQUAL:
            return _ask(40, "same page and title", "no common session")
        return None
    place = where(a, b)
    if place is Where.OTHER_TOWN and not linked:
        return _apart(alike, place)
    if not figures_agree(a, b):
        return _apart(alike, "other number")
    if met is When.OTHER_HOUR and not linked:
        return _apart(alike, met)
    titles = compare(a, b)
    opinion = _linked(a, b, titles, met) if linked else None
    if opinion is None:
        opinion = _met(a, b, titles, met, place)
    if opinion is not None and opinion.verdict is Verdict.SAME and len(a.sessions) != len(b.sessions):
        whole = series_of(a, b)
        if whole is not None:
            return Opinion(opinion.verdict, opinion.strength, (*opinion.because, "one session of a series"), whole)
    return opinion


def _linked(a: Profile, b: Profile, titles: Titles, met: When) -> Opinion | None:
    """One page: a list page holds many events, so the titles must have something in common."""
    if met is When.OTHER_HOUR:
        return _ask(45, "same page", met) if titles.relation is Relation.EQUAL else None
    if titles.relation >= Relation.HOLDS:
        return _same(98, "same page", met)
    if titles.relation is Relation.PARTLY and (titles.shared >= 2 or met is When.START):
        return _same(95, "same page", met, "titles partly alike")
    if met is When.START and _two_tongues(a, b):
        return _same(93, "same page in another language", met)
    return None


def _met(a: Profile, b: Profile, titles: Titles, met: When, place: Where) -> Opinion | None:
    """Two events whose days meet, whose towns and figures do not clash."""
    said = (met, *((place,) if place in HERE else ()))
    if met is When.DAY and _spans(a) != _spans(b) and (_timed(a) or _timed(b)):
        # An exhibition or festival, and an evening of it.
        return _ask(35, *said, "one lasts for days") if titles.relation is Relation.EQUAL else None
    if (
        a.sorts
        and b.sorts
        and met is not When.START
        and set(a.sorts).isdisjoint(b.sorts)
        and not (_timed(a) and _timed(b))
    ):
        # "Vernissage : X" and "Exposition : X" of one day, an hour unsaid.
        return _ask(35, *said, "another sort of event") if titles.relation is Relation.EQUAL else None
    if titles.relation is Relation.EQUAL:
        return _equal(a, b, titles, met, place, said)
    if titles.relation is Relation.HOLDS:
        return _holds(a, b, titles, met, place, said)
    if place not in HERE:
        return None
    if _two_tongues(a, b) or (_tongue_unsaid(a, b) and cognates(a, b)):
        return _twins(a, b, titles, met, place, said)
    if titles.relation is Relation.PARTLY and met is When.START and (place in HOUSE or titles.proof >= 1):
        return _ask(30, *said, "titles partly alike")
    return None


def _equal(a: Profile, b: Profile, titles: Titles, met: When, place: Where, said: tuple[str, ...]) -> Opinion | None:
    because = ("same title" if not titles.typos else "same title but for typing", *said)
    exact = met in (When.START, When.DAYS)
    if not titles.telling:
        return _equal_sorts(a, b, met, place, because)
    if place in HOUSE:
        return _same(96 if exact else 90 if titles.proof >= 1 else 84, *because)
    if place is Where.TOWN:
        if exact:
            return _same(94, *because)
        return _same(86, *because) if titles.proof >= 1 else _ask(50, *because, "common words only")
    if place is Where.OTHER_VENUE:
        return _elsewhere(a, b, titles, exact, because)
    return _nowhere(a, b, titles, met, because)


def _equal_sorts(a: Profile, b: Profile, met: When, place: Where, because: tuple[str, ...]) -> Opinion | None:
    """Both titles are "Vernissage" and no more."""
    if place in HOUSE:
        return _same(90 if met in (When.START, When.DAYS) else 84, *because)
    helped = support(a, b)
    if place is Where.TOWN and met is When.START and helped:
        return _same(84, *because, *helped)
    if place in (Where.OTHER_VENUE, Where.OTHER_TOWN):
        return Opinion(Verdict.DIFFERENT, 0, (place,))
    return _ask(35, *because, "the title says only a sort of event") if place in HERE else None


def _elsewhere(a: Profile, b: Profile, titles: Titles, exact: bool, because: tuple[str, ...]) -> Opinion | None:
    """One town, two names of houses: aliases, or one title in two houses."""
    helped = support(a, b)
    if exact and (titles.proof >= 1.5 or (titles.proof >= 1 and helped)):
        return _same(80, *because, *helped, "the venues have two names")
    if exact or (titles.proof >= 2 and helped):
        return _ask(45, *because, "the venues differ")
    return _apart(titles.proof < 1.5, "other venue")


def _nowhere(a: Profile, b: Profile, titles: Titles, met: When, because: tuple[str, ...]) -> Opinion | None:
    """One place at least is not said."""
    helped = support(a, b)
    needed = {When.START: 1.5, When.NEAR: 2.5, When.DAYS: 2.5, When.DAY: 3.0}[met]
    if titles.proof >= needed or (helped and titles.proof >= needed - 1):
        return _same(82 if met is When.START else 75, *because, *helped, "a place is unsaid")
    return _ask(40, *because, "too little else agrees")


def _holds(a: Profile, b: Profile, titles: Titles, met: When, place: Where, said: tuple[str, ...]) -> Opinion | None:
    """One title has all telling words of the other and more: a subtitle, a guest, or a part of it."""
    because = ("one title holds the other", *said)
    helped = support(a, b)
    exact = met in (When.START, When.DAYS)
    if not titles.telling:
        return _ask(25, *because, "the title says only a sort of event") if place in HOUSE and exact else None
    if place in HOUSE and exact and (titles.proof >= 1 or helped):
        return _same(88 if titles.proof >= 1.5 or helped else 80, *because, *helped)
    if place is Where.TOWN and exact and (titles.proof >= 2 or (titles.proof >= 1 and helped)):
        return _same(82, *because, *helped)
    if place in HERE and (titles.proof >= 2 or (titles.proof >= 1 and helped)):
        return _same(78, *because, *helped)
    if place is Where.UNSAID and met is When.START and (titles.proof >= 2.5 or (titles.proof >= 1.5 and helped)):
        return _same(75, *because, *helped, "a place is unsaid")
    if place is Where.OTHER_VENUE and met is When.START and titles.proof >= 2 and helped:
        return _same(72, *because, *helped, "the venues have two names")
    if exact and place is not Where.OTHER_VENUE and (place in HERE or titles.proof >= 1.5):
        return _ask(35, *because, "too little else agrees")
    return None


def _twins(a: Profile, b: Profile, titles: Titles, met: When, place: Where, said: tuple[str, ...]) -> Opinion | None:
    """Two languages: what is not translated word by word must agree."""
    # A translation keeps figures, and many words keep their beginning ("imaginaire", "imaginary").
    helped = (*support(a, b), *(("same figures",) if a.figures else ()))
    kept = titles.shared + cognates(a, b)
    if a.figures != b.figures:
        return _ask(30, "titles in two languages", *said, *helped) if kept else None
    close = met in (When.START, When.DAYS) and place in HOUSE
    if not close:
        sure = kept >= 2 and (titles.proof >= 1 or helped) and (place in HOUSE or met is When.START)
        return _same(80, "titles in two languages share words", *said, *helped) if sure else None
    if kept and (titles.proof >= 1 or kept > 1 or helped):
        return _same(85, "titles in two languages share words", *said, *helped)
    strange = not (_translatable(a) and _translatable(b))
    if len(helped) >= (1 if strange else 2):
        return _same(80, "titles in two languages", *said, *helped)
    return _ask(55 if helped else 40, "titles in two languages", *said, *helped)


def _two_tongues(a: Profile, b: Profile) -> bool:
    return bool(a.tongue and b.tongue and a.tongue[:2] != b.tongue[:2])


def _tongue_unsaid(a: Profile, b: Profile) -> bool:
    return a.tongue is None or b.tongue is None


def _translatable(p: Profile) -> bool:
    """Whether a word of the title is in the lexicon, so that its translation would have been seen."""
    return any(w in TRANSLATED_STEMS for w in p.words)


def _spans(p: Profile) -> bool:
    return any(s.last > s.day for s in p.sessions)


def _timed(p: Profile) -> bool:
    return any(s.moment >= 0 for s in p.sessions)


# --- calls and news ---------------------------------------------------------------------------------------------------


def _calls(a: Profile, b: Profile) -> Opinion | None:
    if a.identifier and b.identifier:
        if a.identifier == b.identifier:
            return _same(99, "same identifier")
        return _apart(_alike(a, b), "other identifier")
    if a.years and b.years and a.years != b.years:
        return _apart(_alike(a, b), "other year")
    titles = compare(a, b)
    shared = bool(set(a.deadlines) & set(b.deadlines))
    apart = bool(a.deadlines and b.deadlines) and not shared
    if a.address is not None and a.address == b.address and titles.relation is not Relation.APART:
        return _ask(45, "same page", "the deadlines differ") if apart else _same(97, "same page")
    if not figures_agree(a, b):
        return _apart(_alike(a, b), "other number")
    helped = support(a, b)
    if titles.relation is Relation.EQUAL and titles.telling:
        if shared:
            return _same(95 if titles.proof >= 1 else 85, "same title", "same deadline", *helped)
        if apart:
            return _ask(30, "same title", "the deadlines differ") if not _later(a, b) else _apart(True, "other year")
        sure = titles.proof >= 2.5 or (titles.proof >= 1 and helped)
        return _same(76, "same title", *helped, "a deadline is unsaid") if sure else _ask(45, "same title")
    if not shared:
        return None
    if titles.relation is Relation.HOLDS and titles.telling:
        sure = titles.proof >= 2 or (titles.proof >= 1 and helped)
        because = ("one title holds the other", "same deadline", *helped)
        return _same(80, *because) if sure else _ask(40, *because)
    if titles.relation is Relation.PARTLY and helped and titles.shared >= 2:
        return (
            _same(76, "titles partly alike", "same deadline", *helped)
            if _two_tongues(a, b)
            else _ask(40, "same deadline", *helped)
        )
    if _two_tongues(a, b) and helped:
        return _ask(45, "titles in two languages", "same deadline", *helped)
    return (
        _ask(25, "titles partly alike", "same deadline")
        if titles.relation is Relation.PARTLY and titles.proof >= 2
        else None
    )


def _later(a: Profile, b: Profile) -> bool:
    """Whether the deadlines are most of a year apart: next year's edition, not a deadline that moved."""
    return min(abs(x - y) for x in a.deadlines for y in b.deadlines) > 240


def _news(a: Profile, b: Profile) -> Opinion | None:
    titles = compare(a, b)
    if a.address is not None and a.address == b.address and titles.relation is not Relation.APART:
        return _same(99, "same page")
    if a.published is None or b.published is None or abs(a.published - b.published) > NEWS_DAYS:
        return None
    if not figures_agree(a, b):
        return None
    soon = "published within three days"
    copied = texts_alike(a.gist, b.gist)
    if titles.relation is Relation.EQUAL and titles.telling:
        if titles.shared >= 3 or copied or titles.proof >= 1.5:
            return _same(92, "same title", soon)
        return _ask(40, "same short title", soon)
    if titles.relation is Relation.HOLDS and titles.telling:
        if titles.proof >= 2.5 or (copied and titles.proof >= 1):
            return _same(82, "one title holds the other", soon)
        return _ask(35, "one title holds the other", soon) if titles.proof >= 1.5 else None
    if copied and titles.relation is Relation.PARTLY and titles.shared >= 2:
        return _ask(45, "titles partly alike", "the texts say the same", soon)
    return None
