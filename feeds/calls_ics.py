"""iCalendar of deadlines: one "Clôture : …" for each closing instant of a call, with two reminders (FEEDS.md §4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from feeds import french
from feeds.channel import Site
from feeds.icalendar_lines import day, escaped, folded, when
from feeds.ics import by_start, categories, description, links, place_lines, stamps, write
from feeds.ids import calendar_uids
from feeds.instants import in_brussels
from feeds.pieces import Format, Piece
from vigie.model import Call, Deadline, Item, Precision, day_after

REMINDERS = ("-P7D", "-P1D")


def last_day(deadline: Deadline) -> date:
    """The last day on which an application is in time."""
    strict = deadline.strict and not deadline.at.has_clock
    return deadline.at.day - timedelta(days=1) if strict else deadline.at.day


def cut(item: Item, site: Site) -> Iterator[Piece]:
    """The VEVENTs of one released call. A deadline known by its month only is left out."""
    call = item.content
    if not isinstance(call, Call):
        return
    uids = calendar_uids(item, site.domain)
    for deadline, uid in zip(call.deadlines, uids, strict=True):
        if deadline.at.precision is Precision.MONTH:
            continue
        lines = ("BEGIN:VEVENT", f"UID:{uid}", *stamps(item), *_deadline(item, call, deadline, site), "END:VEVENT")
        yield Piece(by_start(deadline.at, uid), folded(lines), last_day(deadline))


def _deadline(item: Item, call: Call, deadline: Deadline, site: Site) -> Iterator[str]:
    closed = "CLOS – " if call.closed else ""
    label = f" ({deadline.label})" if deadline.label else ""
    summary = escaped(f"{closed}Clôture : {call.title}{label}")
    yield f"SUMMARY:{summary}"
    if deadline.at.has_clock:
        # An instant, not a span: without DTEND it ends when it starts (RFC 5545 §3.6.1).
        yield when("DTSTART", in_brussels(deadline.at), deadline.at.utc)
    else:
        yield f"DTSTART;VALUE=DATE:{day(last_day(deadline))}"
        yield f"DTEND;VALUE=DATE:{day(day_after(last_day(deadline)))}"
    yield "TRANSP:TRANSPARENT"
    yield "STATUS:CONFIRMED"
    yield from place_lines(item)
    amounts = " ; ".join(a for m in call.amounts if (a := french.amount(m)))
    yield description(
        item,
        french.deadline(deadline),
        f"Date prolongée (auparavant {french.moment(deadline.replaces)})" if deadline.replaces else "",
        f"Montant : {amounts}" if amounts else "",
        f"Financement : {', '.join(call.funders)}" if call.funders else "",
    )
    yield from categories(item)
    yield from links(item, site)
    if not call.closed:
        for before in REMINDERS:
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}", f"TRIGGER:{before}", "END:VALARM")


FORMAT = Format("calls-ics", ".ics", "text/calendar; charset=utf-8", cut, write)
render = FORMAT.render
