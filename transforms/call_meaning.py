"""What a call's raw fields mean: when it opens and closes, what it pays, whether it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from transforms.actor_fields import actors_of
from transforms.deadlines import DeadlineReading, read_deadlines
from transforms.moments import moment_of, read_moment
from transforms.notebook import Notebook
from transforms.prices import read_grants
from transforms.text import FIELD_LIMIT, clean, fold, line, without_contacts
from transforms.titles import without_closed_marker
from transforms.whereabouts import read_whereabouts
from transforms.wording import Wording, topics_of
from vigie.model import BRUSSELS, Call, Deadline, Kind, Precision, RawField, RawItem, Source, WallTime

_CLOSED = frozenset(
    {"closed", "31094503", "cloture", "cloturee", "ferme", "fermee", "termine", "finished", "expired", "archived"}
)
# Closing hour of EU calls, Brussels time, where the portal prints midnight UTC or a day (facts/API_SHAPES.md §2).
EU_CLOSING = time(17)
_EU_HOSTS = ("ec.europa.eu", "europa.eu")


def read_call(raw: RawItem, source: Source, wording: Wording, reference: datetime, notebook: Notebook) -> Call:
    """The call. Without any deadline it is still one, with an abstention (its state is then unknown)."""
    title, marked = without_closed_marker(wording.title)
    said = next((f for f in raw.all("call_state") if fold(line(f.value)).rsplit("/", 1)[-1] in _CLOSED), None)
    evidence = said or (raw.first("title") if marked else None)
    if evidence:
        notebook.note("closed", "call-state" if said else "title-marker", evidence.value, evidence)
    deadlines = _from_fields(raw, source, reference, notebook)
    spoken = _spoken(raw, wording, reference, notebook, bool(deadlines))
    if not deadlines and spoken:
        deadlines = spoken.deadlines
    else:
        deadlines = _with_clocks(raw, deadlines, wording, reference, notebook)
    rolling = bool(spoken and spoken.rolling and not deadlines)
    closed = bool(said or marked or (spoken and spoken.closed))
    if not deadlines and not rolling and not closed:
        notebook.abstain("deadlines", (spoken.abstained if spoken else None) or "no deadline was understood")
    opens = read_moment(raw, "opens", reference, notebook) or (spoken.opens if spoken else None)
    identifier = raw.first("identifier")
    if identifier:
        notebook.note("identifier", "identifier", identifier.value, identifier)
    return Call(
        title=title,
        url=wording.url,
        description=wording.description,
        opens=opens,
        deadlines=tuple(sorted(deadlines, key=lambda d: (d.closes_at(), d.label or ""))),
        rolling=rolling,
        amounts=read_grants(raw, wording.body, notebook),
        funders=_funders(raw, notebook),
        place=read_whereabouts(raw, source, "", notebook),
        closed=closed,
        identifier=line(identifier.value) if identifier and line(identifier.value) else None,
        published=read_moment(raw, "published", reference, notebook),
        image=wording.image,
        language=wording.language,
        topics=topics_of(raw, Kind.CALL, wording, notebook),
        actors=actors_of(raw, Kind.CALL, wording, None, notebook),
    )


def _from_fields(raw: RawItem, source: Source, reference: datetime, notebook: Notebook) -> tuple[Deadline, ...]:
    found: dict[datetime, Deadline] = {}
    for field in raw.all("deadline"):
        if not field.value.strip():
            continue
        wall, rule = moment_of(field, raw.text("timezone"), reference)
        if wall is None:
            notebook.abstain("deadlines", f"{field.value[:80]!r} is no date")
            continue
        midnight = _midnight_day(field, wall)
        if _is_european(raw, source) and (midnight or wall.precision is Precision.DAY):
            wall = WallTime(datetime.combine(midnight or wall.day, EU_CLOSING))
            rule = "eu-closing-17h-brussels"
        elif midnight:
            wall, rule = WallTime.of_day(midnight), "midnight-is-a-day"
        notebook.note("deadlines", rule, field.value, field)
        found.setdefault(wall.utc, Deadline(wall))
    ordered = [found[at] for at in sorted(found)]
    model = fold(raw.text("deadline_model") or "")
    if len(ordered) > 1 and "two-stage" in model.replace(" ", "-"):
        names = ["1re étape", "2e étape", *(f"{n}e étape" for n in range(3, len(ordered) + 1))]
        ordered = [Deadline(d.at, label) for d, label in zip(ordered, names, strict=False)]
    return tuple(ordered)


def _with_clocks(
    raw: RawItem, deadlines: tuple[Deadline, ...], wording: Wording, reference: datetime, notebook: Notebook
) -> tuple[Deadline, ...]:
    """Deadlines of fields that hold a day only, with the hour that the text gives for that very day."""
    prose = raw.first("body") or raw.first("description")
    if prose is None or all(d.at.has_clock for d in deadlines):
        return deadlines
    reading = read_deadlines(wording.body[:FIELD_LIMIT], WallTime.of_instant(reference, BRUSSELS).day)
    said: dict[date, set[WallTime]] = {}
    for spoken in reading.deadlines:
        if spoken.at.has_clock:
            said.setdefault(spoken.at.day, set()).add(spoken.at)
    found = []
    for deadline in deadlines:
        clocks = said.get(deadline.at.day, set())
        if not deadline.at.has_clock and len(clocks) == 1:
            deadline = replace(deadline, at=clocks.pop())
            notebook.note("deadlines", "clock-in-text", wording.body, prose)
        found.append(deadline)
    return tuple(found)


def _midnight_day(field: RawField, wall: WallTime) -> date | None:
    """The day of a deadline printed with a clock of exactly midnight: no call closes as its day begins."""
    if not wall.has_clock:
        return None
    if wall.local.time() == time():
        return wall.day
    utc = wall.utc
    printed_utc = field.value.strip().upper().endswith(("Z", "+0000", "+00:00", "[UTC]"))
    return utc.astimezone(UTC).date() if printed_utc and utc.time() == time() else None


def _is_european(raw: RawItem, source: Source) -> bool:
    host = urlsplit(raw.url or "").hostname or ""
    return source.platform.startswith("eu") or any(host == h or host.endswith("." + h) for h in _EU_HOSTS)


def _spoken(
    raw: RawItem, wording: Wording, reference: datetime, notebook: Notebook, known: bool
) -> DeadlineReading | None:
    """What the words say: the source's own words for its deadline, else, when no field gave one, title and text."""
    day = WallTime.of_instant(reference, BRUSSELS).day
    last: DeadlineReading | None = None
    for field in raw.all("deadline_text"):
        text = clean(field.value)[:FIELD_LIMIT]
        last = read_deadlines(text, day)
        if last.deadlines or last.rolling or last.closed or last.opens:
            for name in ("deadlines", "opens", "rolling", "closed"):
                if getattr(last, name):
                    notebook.note(name, "deadline-words", text, field)
            return last
    prose = raw.first("body") or raw.first("description") or raw.first("title")
    if known or prose is None:
        return last
    text = f"{wording.title}\n{wording.body}"[:FIELD_LIMIT]
    # "Closed" in running prose may speak of last year's call: only fields and titles may close one.
    reading = replace(read_deadlines(text, day), closed=False)
    if reading.deadlines or reading.rolling:
        begin, end = reading.spans[0] if reading.spans else (0, 0)
        rules = "+".join(sorted(set(reading.rules))) or "rolling"
        for name in ("deadlines", "opens", "rolling"):
            if getattr(reading, name):
                notebook.note(name, f"deadline-in-text:{rules}", text[max(0, begin - 60) : end], prose)
        return reading
    return last or reading


def _funders(raw: RawItem, notebook: Notebook) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for name in ("funder", "organizer"):
        for field in raw.all(name):
            words = without_contacts(line(field.value))[:200]
            if words:
                names[words] = None
                notebook.note("funders", name, words, field)
    return tuple(names)
