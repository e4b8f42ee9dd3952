"""Whether two events are one: when, where and what, in that order, since titles cost the most to compare."""

from __future__ import annotations

from transforms.match_facts import (
    ELSEWHERE,
    HERE,
    HOUSE,
    When,
    Where,
    figures_agree,
    moved,
    series_of,
    support,
    when,
    where,
)
from transforms.match_opinion import Opinion, alike, apart, ask, same, two_tongues
from transforms.match_profile import Profile
from transforms.match_titles import Relation, Titles, cognates, compare
from transforms.match_words import TRANSLATED_STEMS
from vigie.model import Verdict


def events(a: Profile, b: Profile) -> Opinion | None:
    look_alike = alike(a, b)
    linked = a.address is not None and a.address == b.address
    met = when(a, b)
    if met is When.NEVER:
        if moved(a, b):
            return _moved(a, b)
        if linked and a.years == b.years and compare(a, b).relation is Relation.EQUAL:
            return ask(40, "same page and title", "no common session")
        return None
    place = where(a, b)
    if place in ELSEWHERE:
        # Even on one page: that of a tour lists its towns.
        return apart(look_alike, place)
    if not figures_agree(a, b):
        return apart(look_alike, "other number")
    if met in (When.LATER, When.OTHER_HOUR) and not linked:
        return apart(look_alike and met is When.OTHER_HOUR, met)
    titles = compare(a, b)
    opinion = _linked(a, b, titles, met) if linked else None
    if opinion is None:
        opinion = _met(a, b, titles, met, place)
    if opinion is not None and opinion.verdict is Verdict.SAME and len(a.sessions) != len(b.sessions):
        whole = series_of(a, b)
        if whole is not None:
            return Opinion(opinion.verdict, opinion.strength, (*opinion.because, "one session of a series"), whole)
    return opinion


def _moved(a: Profile, b: Profile) -> Opinion | None:
    """One says that it was moved away from the day that the other prints."""
    place = where(a, b)
    titles = compare(a, b)
    if place in ELSEWHERE or not figures_agree(a, b) or titles.relation < Relation.HOLDS or not titles.telling:
        return None
    sure = place in HERE and (place in HOUSE or titles.proof >= 1)
    because = (
        "same title" if titles.relation is Relation.EQUAL else "one title holds the other",
        "moved from that day",
    )
    if sure and (titles.relation is Relation.EQUAL or titles.proof >= 1.5):
        return same(85, *because, place)
    return ask(45, *because)


def _linked(a: Profile, b: Profile, titles: Titles, met: When) -> Opinion | None:
    """One page: a list page holds many events, so the titles must have something in common."""
    if met in (When.LATER, When.OTHER_HOUR):
        return ask(45, "same page", met) if titles.relation is Relation.EQUAL else None
    if titles.relation is Relation.EQUAL or (titles.relation is Relation.HOLDS and titles.telling):
        return same(98, "same page", met)
    if titles.relation is Relation.PARTLY and (titles.shared >= 2 or met is When.START):
        return same(95, "same page", met, "titles partly alike")
    if met is When.START and two_tongues(a, b):
        return same(93, "same page in another language", met)
    return None


def _met(a: Profile, b: Profile, titles: Titles, met: When, place: Where) -> Opinion | None:
    """Two events whose days meet, whose towns and figures do not clash."""
    said = (met, *((place,) if place in HERE else ()))
    if met is When.DAY and _spans(a) != _spans(b) and _is_part(*((b, a) if _spans(a) else (a, b))):
        # An exhibition or festival, and an evening of it.
        return ask(35, *said, "one lasts for days") if titles.relation is Relation.EQUAL else None
    if (
        a.sorts
        and b.sorts
        and met is not When.START
        and set(a.sorts).isdisjoint(b.sorts)
        and not (_timed(a) and _timed(b))
        and not (met is When.DAYS and _spans(a) and _spans(b))
    ):
        # "Vernissage : X" and "Exposition : X" of one day, an hour unsaid.
        return ask(35, *said, "another sort of event") if titles.relation is Relation.EQUAL else None
    if titles.relation is Relation.EQUAL:
        return _equal(a, b, titles, met, place, said)
    if titles.relation is Relation.HOLDS:
        held = _holds(a, b, titles, met, place, said)
        if (held is not None and held.verdict is Verdict.SAME) or not two_tongues(a, b):
            return held
    if place not in HERE:
        return None
    if two_tongues(a, b) or (_tongue_unsaid(a, b) and (_foreign(a) or _foreign(b) or cognates(a, b))):
        return _twins(a, b, titles, met, place, said)
    if titles.relation is Relation.PARTLY and met is When.START and titles.proof >= 2.5 and titles.filler:
        return same(74, *said, "titles alike but for common words")
    if titles.relation is Relation.PARTLY and met is When.START and (place in HOUSE or titles.proof >= 1):
        return ask(30, *said, "titles partly alike")
    return None


def _equal(a: Profile, b: Profile, titles: Titles, met: When, place: Where, said: tuple[str, ...]) -> Opinion | None:
    because = ("same title" if not titles.typos else "same title but for typing", *said)
    exact = met in (When.START, When.DAYS)
    if not titles.telling:
        return _equal_sorts(a, b, met, place, because)
    if place in HOUSE:
        return same(96 if exact else 90 if titles.proof >= 1 else 84, *because)
    if place in (Where.TOWN, Where.NAMED):
        if exact:
            return same(94, *because)
        return same(86, *because) if titles.proof >= 1 else ask(50, *because, "common words only")
    if place is Where.OTHER_VENUE:
        return _elsewhere(a, b, titles, exact, because)
    return _nowhere(a, b, titles, met, because)


def _equal_sorts(a: Profile, b: Profile, met: When, place: Where, because: tuple[str, ...]) -> Opinion | None:
    """Both titles are "Vernissage" and no more."""
    if place in HOUSE:
        return same(90 if met in (When.START, When.DAYS) else 84, *because)
    helped = support(a, b)
    if place in (Where.TOWN, Where.NAMED) and met is When.START and helped:
        return same(84, *because, *helped)
    if place in (Where.OTHER_VENUE, *ELSEWHERE):
        return Opinion(Verdict.DIFFERENT, 0, (place,))
    return ask(35, *because, "the title says only a sort of event") if place in HERE else None


def _elsewhere(a: Profile, b: Profile, titles: Titles, exact: bool, because: tuple[str, ...]) -> Opinion | None:
    """One town, two names of houses: aliases, or one title in two houses."""
    helped = support(a, b)
    # That both last two hours says little; two addresses say much.
    told = [h for h in helped if h != "same end"]
    needed = 1.0 if told else 3.0 if _two_addresses(a, b) else 2.0
    if exact and titles.proof >= needed:
        return same(80, *because, *helped, "the venues have two names")
    if exact or (titles.proof >= 2 and helped):
        return ask(45, *because, "the venues differ")
    return apart(titles.proof < 1.5, "other venue")


def _two_addresses(a: Profile, b: Profile) -> bool:
    """Whether streets with their numbers, or those who organise it, differ."""
    if a.street and b.street:
        return True
    return bool(a.organisers and b.organisers) and not set(a.organisers) & set(b.organisers)


def _nowhere(a: Profile, b: Profile, titles: Titles, met: When, because: tuple[str, ...]) -> Opinion | None:
    """One place at least is not said."""
    helped = support(a, b)
    needed = {When.START: 1.5, When.NEAR: 2.5, When.DAYS: 2.5, When.DAY: 3.0}[met]
    if "same organiser" in helped:
        needed = 2.0
    if titles.proof >= needed or (helped and titles.proof >= needed - 1):
        return same(82 if met is When.START else 75, *because, *helped, "a place is unsaid")
    return ask(40, *because, "too little else agrees")


def _holds(a: Profile, b: Profile, titles: Titles, met: When, place: Where, said: tuple[str, ...]) -> Opinion | None:
    """One title has all telling words of the other and more: a subtitle, a guest, or a part of it."""
    because = ("one title holds the other", *said)
    helped = support(a, b)
    exact = met in (When.START, When.DAYS)
    if not titles.telling:
        return ask(25, *because, "the title says only a sort of event") if place in HOUSE and exact else None
    if place in HOUSE and exact and (titles.proof >= 1 or helped):
        return same(88 if titles.proof >= 1.5 or helped else 80, *because, *helped)
    # That both last from one day to another one agrees less by chance than an hour does.
    backed = bool(helped) or (met is When.DAYS and _spans(a))
    if place in (Where.TOWN, Where.NAMED) and exact and (titles.proof >= 2 or (titles.proof >= 1 and backed)):
        return same(82, *because, *helped)
    if place in HERE and (titles.proof >= 2 or (titles.proof >= 1 and (helped or place in HOUSE))):
        return same(78, *because, *helped)
    if place is Where.UNSAID and met is When.START and (titles.proof >= 2.5 or (titles.proof >= 1.5 and helped)):
        return same(75, *because, *helped, "a place is unsaid")
    if place is Where.UNSAID and "same organiser" in helped and titles.proof >= 2:
        return same(74, *because, *helped, "a place is unsaid")
    if place is Where.OTHER_VENUE and met is When.START and titles.proof >= 2 and helped:
        return same(72, *because, *helped, "the venues have two names")
    if exact and place is not Where.OTHER_VENUE and (place in HERE or titles.proof >= 1.5):
        return ask(35, *because, "too little else agrees")
    return None


def _twins(a: Profile, b: Profile, titles: Titles, met: When, place: Where, said: tuple[str, ...]) -> Opinion | None:
    """Two languages: what is not translated word by word must agree."""
    # A translation keeps figures, and many words keep their beginning ("imaginaire", "imaginary").
    helped = (*support(a, b), *(("same figures",) if a.figures else ()))
    kept = titles.shared + cognates(a, b)
    close = met in (When.START, When.DAYS) and place in HOUSE
    clash = a.figures and b.figures and a.figures != b.figures
    if close and not clash and titles.shared >= 2 and titles.proof >= 1.5:
        # The name of the thing is kept, the sort of event is said in another way ("Game jam", "48 heures pour un jeu").
        return same(85, "titles in two languages share words", *said, *helped)
    if a.figures != b.figures:
        return ask(30, "titles in two languages", *said, *helped) if kept else None
    if _untranslated(a, b):
        return ask(30, "titles in two languages", *said, *helped) if kept and place in HOUSE else None
    if not close:
        sure = kept >= 2 and (titles.proof >= 1 or helped) and (place in HOUSE or met is When.START)
        return same(80, "titles in two languages share words", *said, *helped) if sure else None
    if kept and (titles.proof >= 1 or kept > 1 or helped):
        return same(85, "titles in two languages share words", *said, *helped)
    strange = not (_translatable(a) and _translatable(b))
    if len(helped) >= (1 if strange else 2):
        return same(80, "titles in two languages", *said, *helped)
    return ask(55 if helped else 40, "titles in two languages", *said, *helped)


def _tongue_unsaid(a: Profile, b: Profile) -> bool:
    return a.tongue is None or b.tongue is None


def _foreign(p: Profile) -> bool:
    return p.tongue is not None and not p.tongue.startswith("fr")


def _untranslated(a: Profile, b: Profile) -> bool:
    """Whether each title has a word that the lexicon knows and whose translation the other one lacks."""
    return any(w in TRANSLATED_STEMS and w not in b.words and w not in b.names for w in a.words) and any(
        w in TRANSLATED_STEMS and w not in a.words and w not in a.names for w in b.words
    )


def _translatable(p: Profile) -> bool:
    """Whether a word of the title is in the lexicon, so that its translation would have been seen."""
    return any(w in TRANSLATED_STEMS for w in p.words)


def _spans(p: Profile) -> bool:
    return any(s.last > s.day for s in p.sessions)


def _is_part(short: Profile, long: Profile) -> bool:
    """Whether what is of one day says its hour or a sort of its own ("Vernissage"), not merely when the long begins."""
    return _timed(short) or not set(short.sorts) <= set(long.sorts)


def _timed(p: Profile) -> bool:
    return any(s.moment >= 0 for s in p.sessions)
