"""The calls' order: what closes next comes first, what is closed comes last and stays (EDITORS.md D20). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Call, CallState, Deadline, Item

ORDER = (CallState.CLOSING, CallState.OPEN, CallState.ANNOUNCED, CallState.UNKNOWN, CallState.CLOSED)
CLOSED_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class CallCard:
    """One call as shown. `days_left` counts from today to the last day in time (0 = today)."""

    item: Item
    call: Call
    state: CallState
    deadline: Deadline | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Section:
    state: CallState
    cards: tuple[CallCard, ...]


def card(item: Item, now: datetime) -> CallCard:
    """The card of a call at the aware instant `now`."""
    call = item.content
    assert isinstance(call, Call)
    state = call.state(now)
    deadline = call.next_deadline(now)
    left = days_left(deadline, now) if deadline and state is not CallState.CLOSED else None
    return CallCard(item, call, state, deadline, left)


def days_left(deadline: Deadline, now: datetime) -> int | None:
    """Days from today, in Belgium, to the last day in time; None once it is over."""
    if deadline.closes_at() <= now:
        return None
    belgium = ZoneInfo(BRUSSELS)
    last = (deadline.closes_at() - timedelta(microseconds=1)).astimezone(belgium).date()
    return (last - now.astimezone(belgium).date()).days


def board(items: Iterable[Item], now: datetime) -> tuple[Section, ...]:
    """Cards by state in the order of urgency; sections without a card are left out."""
    cards = [card(item, now) for item in items]
    sections = (Section(state, _sorted(state, [c for c in cards if c.state is state])) for state in ORDER)
    return tuple(s for s in sections if s.cards)


def _sorted(state: CallState, cards: list[CallCard]) -> tuple[CallCard, ...]:
    """Next deadline first; calls without one after those; the closed ones from the latest to the oldest."""
    cards.sort(key=lambda c: (c.call.title, c.item.id))
    dated = [c for c in cards if c.deadline]
    dated.sort(key=_closing, reverse=state is CallState.CLOSED)
    return (*dated, *(c for c in cards if not c.deadline))


def _closing(card: CallCard) -> datetime:
    assert card.deadline is not None
    return card.deadline.closes_at()
