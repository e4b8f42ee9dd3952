"""Whether two records speak of one thing: a pure decision with its reasons.

Precision first: two workshops on one day in one town stay apart unless their titles say the same. What is likely but
unproven is `ask`, for an editor.
"""

from __future__ import annotations

from transforms.match_calls import calls
from transforms.match_events import events
from transforms.match_facts import When, when
from transforms.match_news import news
from transforms.match_opinion import Opinion, alike, apart, same
from transforms.match_profile import Profile
from vigie.model import Kind


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
        return events(a, b)
    return calls(a, b) if a.kind is Kind.CALL else news(a, b)


def _same_source(a: Profile, b: Profile) -> Opinion | None:
    """A source tells its own things apart by its own ids; only one page listed twice for one time is one thing."""
    look_alike = alike(a, b) and a.sorts == b.sorts
    met = when(a, b) if a.kind is Kind.EVENT else When.DAYS
    if met in (When.OTHER_HOUR, When.LATER, When.NEAR):
        return apart(look_alike, met)
    if a.address is None or a.address != b.address or not look_alike or a.figures != b.figures:
        return apart(look_alike and a.figures != b.figures, "other number")
    if met not in (When.START, When.DAYS) or a.deadlines != b.deadlines:
        return None
    return same(95, "one source lists the same page twice", "same title", "same time")
