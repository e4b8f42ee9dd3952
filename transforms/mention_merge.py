"""One draft per event: what a text says twice, and the sessions of a festival, put together."""

from __future__ import annotations

from transforms.mention_draft import Draft, likeness

_SESSION, _SEASON = 10, 60


def merged(drafts: list[Draft]) -> list[Draft]:
    """One draft per event: the same name or the same days said twice, sessions within their event."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((d for d in kept if _one_event(d, draft)), None)
        if twin is None:
            kept.append(draft)
            continue
        if draft.holds(twin) and (draft.first, draft.last) != (twin.first, twin.last):
            twin.occurrences = draft.occurrences
        elif not twin.holds(draft):
            twin.occurrences = tuple(sorted({*twin.occurrences, *draft.occurrences}))
        if draft.proper and not twin.proper:
            twin.title, twin.proper, twin.noun = draft.title, True, draft.noun
        twin.at = sorted({*twin.at, *draft.at})
        twin.words = list(dict.fromkeys([*twin.words, *draft.words]))
        twin.score = max(twin.score, draft.score) + 5
        twin.replaces = twin.replaces or draft.replaces
        twin.reasons = list(dict.fromkeys([*twin.reasons, *draft.reasons]))
    return kept


def _gap(first: Draft, second: Draft) -> int:
    """Days between two events."""
    return max((second.first - first.last).days, (first.first - second.last).days, 0)


def _one_event(first: Draft, second: Draft) -> bool:
    alike = likeness(first.title, second.title) >= 0.6
    touching = first.holds(second) or second.holds(first)
    follows = second.at[0] - first.at[-1] <= 1 and first.noun == second.noun and _gap(first, second) <= _SEASON
    if alike and (touching or follows):
        return True
    same_days = (first.first, first.last) == (second.first, second.last)
    near = second.at[0] - first.at[-1] <= 2
    if same_days and near and not (first.proper and second.proper):
        return True
    if second.beside:
        return False
    # A session of a festival: within its few days, without a name of its own.
    return first.holds(second) and first.length() <= _SESSION and first.length() > 1 and not second.proper
