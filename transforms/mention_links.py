"""Which known events and calls a mention speaks of, by title, day and place. A pure function of values.

News shortens names and rounds days, so a link is sure only when a distinctive word of the title and the day agree and
no place speaks against it; the rest is asked. Another year's edition is never a link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.gazetteer import gazetteer
from transforms.mention_draft import title_words
from transforms.mention_record import Mention, MentionLink, closing_day
from transforms.mention_words import CALL, EVENT
from transforms.offsets import unaccented
from vigie.model import Call, Content, Event, Place, Verdict

SURE, LIKELY = 80, 50
LEAD = 10
"""How far the best of several sure candidates must lie ahead to be taken without asking."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_VAGUE = frozenset(
    {
        "aide", "appel", "art", "belgique", "bruxelle", "call", "candidature", "creatif", "creation", "creative",
        "culture", "culturel", "deuxieme", "digital", "edition", "grand", "grande", "info", "information",
        "nouvelle", "numerique", "open", "premiere", "prochaine", "project", "projet", "public", "publique",
        "soutien", "wallonia", "wallonie",
    }
)  # fmt: skip


def link_mentions(mention: Mention, candidates: Sequence[tuple[str, Content]]) -> tuple[MentionLink, ...]:
    """Candidates `(id, content)` that `mention` may speak of, best first, then by id; none when nothing fits."""
    links = []
    for identifier, content in candidates:
        if content.kind is not mention.kind or _other_year(mention.title, content.title):
            continue
        found = _event(mention, content) if isinstance(content, Event) else None
        if isinstance(content, Call):
            found = _call(mention, content)
        if found and found[0] >= LIKELY:
            score, sure, because = found
            verdict = Verdict.SAME if sure and score >= SURE else Verdict.ASK
            links.append(MentionLink(identifier, min(99, score), ", ".join(because), verdict))
    links.sort(key=lambda link: (-link.score, link.id))
    return _one_at_most(links)


def _event(mention: Mention, event: Event) -> tuple[int, bool, list[str]] | None:
    days, why = _days(mention, event)
    if not days:
        return None
    titles, distinctive, said = _titles(mention.title, event.title)
    place, where = _places(mention.place, event.place)
    shared = _actors(mention, event)
    score = days + titles + place + (5 if shared else 0)
    sure = distinctive and days >= 30 and place >= 0
    return score, sure, [*why, *said, *where, *shared]


def _call(mention: Mention, call: Call) -> tuple[int, bool, list[str]] | None:
    titles, distinctive, said = _titles(mention.title, call.title)
    shared = _actors(mention, call)
    told = {closing_day(d) for d in mention.deadlines} | {d.replaces.day for d in mention.deadlines if d.replaces}
    known = {closing_day(d) for d in call.deadlines} | {d.replaces.day for d in call.deadlines if d.replaces}
    if told and known and not told & known:
        # A moved deadline, or another year's call of the same name: never sure.
        near = min(abs((a - b).days) for a in told for b in known) <= 120
        return (titles + 15, False, [*said, "other deadline"]) if near and distinctive else None
    days = 45 if told & known else 10
    score = days + titles + (15 if shared else 0)
    return score, distinctive and days == 45, [*(["same deadline"] if days == 45 else ["no deadline"]), *said, *shared]


def _days(mention: Mention, event: Event) -> tuple[int, list[str]]:
    """Up to 40 for the days, and in words how they agree; 0 when they do not."""
    first, last = mention.first_day, mention.last_day
    if first is None or last is None:
        return 0, []
    starts = {o.start.day for o in event.occurrences}
    begin, end = min(starts), max(o.last_day for o in event.occurrences)
    if first in starts or first == begin:
        return 40, ["same first day"]
    if mention.replaces and mention.replaces.day in starts:
        return 35, ["the day that was given up"]
    if event.previous_start and event.previous_start.day == first:
        return 35, ["the day before it was moved"]
    if begin <= first and last <= end and _covers(event, first):
        return 30, ["a day of it"]
    if first <= begin and end <= last:
        return 25, ["within the days told"]
    if abs(first - begin) <= timedelta(days=1):
        return 15, ["a day apart"]
    return 0, []


def _covers(event: Event, day: date) -> bool:
    return any(o.start.day <= day <= o.last_day for o in event.occurrences)


def _titles(one: str, other: str) -> tuple[int, bool, list[str]]:
    """Up to 45 for titles, whether a distinctive word is shared, and the shared words."""
    a, b = title_words(_YEAR.sub("", one)), title_words(_YEAR.sub("", other))
    shared = a & b
    if not shared:
        return 0, False, []
    telling = {w for w in shared if _telling(w)}
    weight = sum(3 if _telling(w) else 1 for w in shared) / min(
        sum(3 if _telling(w) else 1 for w in a), sum(3 if _telling(w) else 1 for w in b)
    )
    score = round(45 * weight) if telling else 10
    return score, bool(telling) and weight >= 0.6, [f"title: {', '.join(sorted(shared))}"]


def _telling(word: str) -> bool:
    """Whether a word names this thing and not its sort."""
    sort = any(pattern.fullmatch(form) for form in (word, f"{word}s") for pattern in (EVENT, CALL))
    town = word in gazetteer().names or f"{word}s" in gazetteer().names
    return len(word) > 2 and word not in _VAGUE and not sort and not town


def _places(one: Place | None, other: Place | None) -> tuple[int, list[str]]:
    if one is None or other is None:
        return 0, []
    if one.nis and other.nis:
        return (15, ["same municipality"]) if one.nis == other.nis else (-30, ["other municipality"])
    if one.municipality and other.municipality:
        same = unaccented(one.municipality) == unaccented(other.municipality)
        return (15, ["same town"]) if same else (-30, ["other town"])
    return 0, []


def _actors(mention: Mention, content: Event | Call) -> list[str]:
    slugs = {key.split(":", 1)[1] for key in mention.actors} & {key.split(":", 1)[1] for key in content.actors}
    return [f"both name {', '.join(sorted(slugs))}"] if slugs else []


def _other_year(one: str, other: str) -> bool:
    a, b = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    return bool(a and b and not a & b)


def _one_at_most(links: list[MentionLink]) -> tuple[MentionLink, ...]:
    """Two sure candidates of like score are a doubt: then both are asked."""
    sure = [link for link in links if link.verdict is Verdict.SAME]
    if len(sure) < 2:
        return tuple(links)
    alone = sure[0].score - sure[1].score >= LEAD
    return tuple(
        link if link.verdict is Verdict.ASK or (alone and link is sure[0]) else replace(link, verdict=Verdict.ASK)
        for link in links
    )
