"""Whether two news items are one text on two sites."""

from __future__ import annotations

from transforms.match_facts import figures_agree, texts_alike
from transforms.match_opinion import Opinion, ask, same
from transforms.match_profile import Profile
from transforms.match_titles import Relation, compare

# A press release travels for some days.
NEWS_DAYS = 3


def news(a: Profile, b: Profile) -> Opinion | None:
    titles = compare(a, b)
    if a.address is not None and a.address == b.address and titles.relation is not Relation.APART:
        return same(99, "same page")
    if a.published is None or b.published is None or abs(a.published - b.published) > NEWS_DAYS:
        return None
    if not figures_agree(a, b):
        return None
    soon = "published within three days"
    copied = texts_alike(a.gist, b.gist)
    if titles.relation is Relation.EQUAL and titles.telling:
        if titles.shared >= 3 or copied or titles.proof >= 1.5:
            return same(92, "same title", soon)
        return ask(40, "same short title", soon)
    if titles.relation is Relation.HOLDS and titles.telling:
        if titles.proof >= 2.5 or (copied and titles.proof >= 1):
            return same(82, "one title holds the other", soon)
        return ask(35, "one title holds the other", soon) if titles.proof >= 1.5 else None
    if copied and titles.relation is Relation.PARTLY and titles.shared >= 2:
        return ask(45, "titles partly alike", "the texts say the same", soon)
    return None
