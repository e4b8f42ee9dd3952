"""Whether two news items are one text on two sites."""

from __future__ import annotations

from transforms.match_facts import figures_agree, texts_alike
from transforms.match_opinion import Opinion, ask, same
from transforms.match_profile import Profile, bit, told_words
from transforms.match_titles import Relation, Titles, compare

# A press release travels for some days.
NEWS_DAYS = 3
# What is told in other words is told within fewer days; shares of a title that the other one must tell.
STORY_DAYS, RETOLD, RETOLD_BY_NAMES = 2, 0.7, (0.8, 0.7, 0.5)


def news(a: Profile, b: Profile) -> Opinion | None:
    titles = compare(a, b)
    if a.address is not None and a.address == b.address and titles.relation is not Relation.APART:
        return same(99, "same page")
    if a.published is None or b.published is None or abs(a.published - b.published) > NEWS_DAYS:
        return None
    if not figures_agree(a, b) or titles.relation is Relation.APART:
        return None
    soon = "published within three days"
    copied = texts_alike(a.gist, b.gist)
    if titles.relation is Relation.EQUAL and titles.telling:
        if titles.shared >= 3 or copied or titles.proof >= 1.5:
            return same(92, "same title", soon)
        return ask(40, "same short title", soon)
    strangers = _unnamed(a, b) and _unnamed(b, a)
    held = titles.relation is Relation.HOLDS and titles.telling and not strangers
    if held and (titles.proof >= 2.5 or (copied and titles.proof >= 1)):
        return same(82, "one title holds the other", soon)
    if titles.shared < 1 or strangers:
        return None
    return _story(a, b, titles, copied, soon)


def _story(a: Profile, b: Profile, titles: Titles, copied: bool, soon: str) -> Opinion | None:
    """One release in two wordings: who, what and where stand in both, in the title or in the text."""
    if _other_name(a, b):
        return None
    least, both = _retold(a, b)
    near = a.published is not None and b.published is not None and abs(a.published - b.published) <= STORY_DAYS
    unnamed = _unnamed(a, b) or _unnamed(b, a)
    named = set(a.proper) | set(b.proper)
    # The fewer names they share, the more of the rest must be told by both.
    needed = RETOLD_BY_NAMES[min(len(named), 2)]
    if near and not unnamed and both >= needed and (named or least >= RETOLD):
        return same(76, "each tells what the other's title says", *(("the same names",) if named else ()), soon)
    if titles.shared >= 2 and (copied or least >= RETOLD):
        return ask(
            45, "titles partly alike", "the texts say the same" if copied else "the texts say much the same", soon
        )
    held = titles.relation is Relation.HOLDS and titles.proof >= 1.5
    return ask(35, "one title holds the other", soon) if held else None


def _other_name(a: Profile, b: Profile) -> bool:
    """One phrase about two things ("le prix X a tranché", "le prix Y a tranché"): the titles are the same around words
    of which neither is anywhere in the other's title or text."""
    one, other = a.spelt, b.spelt
    shorter = min(len(one), len(other))
    front = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    back = next((n for n in range(shorter - front) if one[-1 - n] != other[-1 - n]), shorter - front)
    mine, its = one[front : len(one) - back], other[front : len(other) - back]
    if front + back < 2 or not mine or not its:
        return False
    return not any(b.told & bit(w) for w in mine) and not any(a.told & bit(w) for w in its)


def _unnamed(one: Profile, other: Profile) -> bool:
    """Whether a name in the title of one is nowhere in the other."""
    return any(not other.told & bit(name) for name in one.proper)


def _retold(a: Profile, b: Profile) -> tuple[float, float]:
    """The shares of each title's words that the other one says somewhere, in its title or text: the smaller share, and
    both together. Who and where stand in the text when the title leaves them out; another story has others."""
    shares = []
    for one, other in ((a, b), (b, a)):
        words = told_words(" ".join((*one.spelt, *one.own, *one.figures)))
        shares.append(sum(bool(other.told & bit(w)) for w in words) / len(words) if words else 0.0)
    return min(shares), sum(shares) / 2
