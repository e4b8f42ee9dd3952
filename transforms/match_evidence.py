"""Whether two records speak of one thing: a pure decision with its reasons.

Precision first: two workshops on one day in one town stay apart unless their titles say the same. What is likely but
unproven is `ask`, for an editor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import fuzz

from transforms.match_profile import Profile
from vigie.model import Kind, Verdict

# Two spellings of one word (typing mistakes, a plural the stemmer missed), in rapidfuzz's 0–100. "Peinture" and
# "teinture" are 87 alike: the first letter must agree too.
SAME_WORD = 86
# Doors and curtain of one evening are announced up to an hour apart.
NEAR = timedelta(minutes=60)
# A press release travels for some days.
NEWS_DAYS = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict on two records. `strength` orders the joining (100 = certain); `because` are the reasons."""

    verdict: Verdict
    strength: int = 0
    because: tuple[str, ...] = ()
    series: Profile | None = None


DIFFERENT = Opinion(Verdict.DIFFERENT)


@dataclass(frozen=True, slots=True)
class _Titles:
    equal: bool
    contained: bool
    shared: int
    ratio: float


def decide(a: Profile, b: Profile) -> Opinion | None:
    """Same, ask, or None: nothing to say. Symmetric."""
    opinion = _decide(a, b)
    return None if opinion is DIFFERENT else opinion


def _decide(a: Profile, b: Profile) -> Opinion:
    if a.kind is not b.kind:
        return DIFFERENT
    if (b.source, b.key) < (a.source, a.key):
        a, b = b, a
    if a.source == b.source:
        return _same_source(a, b)
    if a.kind is Kind.EVENT:
        return _events(a, b)
    return _calls(a, b) if a.kind is Kind.CALL else _news(a, b)


def _same_source(a: Profile, b: Profile) -> Opinion:
    """A source tells its own things apart by its own ids; only one page listed twice for one time is one thing."""
    if a.address is None or a.address != b.address or a.words != b.words or a.numbers != b.numbers:
        return DIFFERENT
    if a.kind is Kind.EVENT and _clock(a, b) != "same start":
        return DIFFERENT
    if a.kind is Kind.CALL and a.deadlines != b.deadlines:
        return DIFFERENT
    return Opinion(Verdict.SAME, 95, ("one source lists the same page twice", "same title", "same time"))


def _events(a: Profile, b: Profile) -> Opinion:
    linked = a.address is not None and a.address == b.address
    clock = _clock(a, b)
    if clock is None:
        if linked and a.years == b.years and _compare(a, b).equal:
            return Opinion(Verdict.ASK, 40, ("same page and title", "no common session"))
        return DIFFERENT
    # Titles cost the most to compare: what can be told apart without them comes first.
    place = _place(a, b)
    if place == "other town" or not (linked or _numbers_agree(a, b)):
        return DIFFERENT
    titles = _compare(a, b)
    located = place in ("same venue", "same town", "both online")
    reasons = (clock, *((place,) if located else ()))
    if linked and (titles.ratio >= 60 or titles.contained):
        return Opinion(Verdict.SAME, 98, ("same page", *reasons))
    if linked and not _numbers_agree(a, b):
        return DIFFERENT
    telling = len(a.telling & b.telling)
    if titles.equal:
        return _equal_titles(clock, place, located, telling, ("same title", *reasons))
    if titles.contained and clock == "same start" and located and place != "other venue":
        if titles.shared >= 2 and telling >= 1:
            return Opinion(Verdict.SAME, 75, ("one title holds the other", *reasons))
        return Opinion(Verdict.ASK, 30, ("one title holds the other, yet few words are shared", *reasons))
    if clock == "same start" and located and titles.ratio >= 75:
        return Opinion(Verdict.ASK, 25, (f"titles {titles.ratio:.0f} % alike", *reasons))
    return DIFFERENT


def _equal_titles(clock: str, place: str, located: bool, telling: int, reasons: tuple[str, ...]) -> Opinion:
    if place == "other venue":
        return Opinion(Verdict.ASK, 35, (*reasons, "the venues differ")) if clock == "same start" else DIFFERENT
    if clock == "same start" and (located or telling >= 2):
        return Opinion(Verdict.SAME, 90, reasons)
    if clock in ("same day", "within the hour") and located and telling >= 1:
        return Opinion(Verdict.SAME, 80, reasons)
    if clock == "same day" and telling >= 3:
        return Opinion(Verdict.SAME, 70, reasons)
    return Opinion(Verdict.ASK, 30, (*reasons, "too little else agrees"))


def _calls(a: Profile, b: Profile) -> Opinion:
    titles = _compare(a, b)
    if a.identifier and b.identifier:
        if a.identifier == b.identifier:
            return Opinion(Verdict.SAME, 99, ("same identifier",))
        return DIFFERENT
    apart = bool(a.deadlines and b.deadlines and not a.deadlines & b.deadlines)
    if a.years and b.years and a.years != b.years:
        return DIFFERENT  # Next year's edition.
    if a.address is not None and a.address == b.address and (titles.ratio >= 60 or titles.contained):
        if apart:
            return Opinion(Verdict.ASK, 40, ("same page", "the deadlines differ"))
        return Opinion(Verdict.SAME, 97, ("same page",))
    if not _numbers_agree(a, b):
        return DIFFERENT
    shared_deadline = bool(a.deadlines & b.deadlines)
    telling = len(a.telling & b.telling)
    if titles.equal and telling >= 1:
        if shared_deadline:
            return Opinion(Verdict.SAME, 90, ("same title", "same deadline"))
        if apart:
            return Opinion(Verdict.ASK, 30, ("same title", "the deadlines differ"))
        return Opinion(Verdict.SAME if telling >= 3 else Verdict.ASK, 60, ("same title", "a deadline is unsaid"))
    if titles.contained and shared_deadline:
        verdict = Verdict.SAME if titles.shared >= 3 and telling >= 2 else Verdict.ASK
        return Opinion(verdict, 70, ("one title holds the other", "same deadline"))
    if shared_deadline and titles.ratio >= 80:
        return Opinion(Verdict.ASK, 25, (f"titles {titles.ratio:.0f} % alike", "same deadline"))
    return DIFFERENT


def _news(a: Profile, b: Profile) -> Opinion:
    titles = _compare(a, b)
    if a.address is not None and a.address == b.address:
        return Opinion(Verdict.SAME, 99, ("same page",))
    if not a.published or not b.published or abs((a.published - b.published).days) > NEWS_DAYS:
        return DIFFERENT
    if titles.equal and _numbers_agree(a, b) and a.years == b.years:
        if len(a.words) >= 4:
            return Opinion(Verdict.SAME, 85, ("same title", "published within three days"))
        return Opinion(Verdict.ASK, 20, ("same short title", "published within three days"))
    return DIFFERENT


# --- evidence ---------------------------------------------------------------------------------------------------------


def _compare(a: Profile, b: Profile) -> _Titles:
    """How two titles relate once words written alike count as one word."""
    left, right = set(a.words - b.words - b.names), set(b.words - a.words - a.names)
    shared = len(a.words & b.words)
    for word in sorted(left) if right else ():
        other = min((o for o in right if _same_word(word, o)), default=None)
        if other:
            left.discard(word)
            right.discard(other)
            shared += 1
    ratio = fuzz.token_sort_ratio(a.title, b.title)
    if not a.words or not b.words:
        return _Titles(a.title == b.title and bool(a.title), False, 0, ratio)
    # A sort of event named by one side only ("Conférence : …") does not make another title of it.
    soft = not (left & a.telling) and not (right & b.telling)
    equal = (not left and not right) or (soft and (not left or not right) and shared >= 2)
    return _Titles(equal, not left or not right, shared, ratio)


def _same_word(a: str, b: str) -> bool:
    return a[0] == b[0] and len(a) > 4 and fuzz.ratio(a, b) >= SAME_WORD


def _numbers_agree(a: Profile, b: Profile) -> bool:
    """Whether no figure contradicts: "#4" is not "#5", "6-8 ans" not "9-12 ans"; one said once is no clash."""
    if a.years and b.years and not a.years & b.years:
        return False
    return not (a.numbers and b.numbers) or a.numbers <= b.numbers or b.numbers <= a.numbers


def _clock(a: Profile, b: Profile) -> str | None:
    """How the sessions meet: same start, within the hour, same day (one side has no hour); None = they do not."""
    best: str | None = None
    for day in a.sessions.keys() & b.sessions.keys():
        for has_clock, instant in a.sessions[day]:
            for other_has_clock, other in b.sessions[day]:
                if has_clock and other_has_clock:
                    apart = abs(instant - other)
                    if not apart:
                        return "same start"
                    if apart <= NEAR:
                        best = "within the hour"
                elif has_clock == other_has_clock:
                    if not (a.spans or b.spans) or set(a.spans) & set(b.spans):
                        return "same start"
                    best = best or "same day"
                else:
                    best = best or "same day"
    return best


def _place(a: Profile, b: Profile) -> str:
    if a.totem and b.totem:
        return "same venue" if a.totem == b.totem else "other venue"
    if a.nis and b.nis and a.nis != b.nis:
        return "other town"
    if a.venue and b.venue:
        if fuzz.token_set_ratio(a.venue, b.venue) >= 85:
            return "same venue"
        return "other venue" if a.nis and b.nis else "unknown"
    if a.nis and b.nis:
        return "same town"
    return "both online" if a.online and b.online else "unknown"
