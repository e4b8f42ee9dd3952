"""How a run ended: one cause from the closed list, decided from evidence alone (DESIGN.md §5). No I/O here.

The order is that of proof: what failed on the road; whether the list was read to its end; whether it can be this
source's list at all; whether what should be in it is there; whether it says what it used to say. What should be
there is learned (`expectation`). A change that is no fault must have a way out: one that lasts is accepted
(`expectation_lasting`), after `FEWER_RUNS` for volumes and ids and `FORM_RUNS` for fields, but never an empty list
nor another site's content.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.evidence import Evidence, Outcome
from pipeline.expectation import Expectation, learn
from pipeline.expectation_fields import Fall, fallen, fell
from pipeline.expectation_lasting import Lasting, alike, cause_behind, lasting
from pipeline.expectation_volume import usual_volume
from pipeline.school_holidays import Community
from vigie.model import Cause, Certificate

__all__ = ["Evidence", "Outcome", "decide", "judge", "usual_volume"]

FEWER_RUNS, FEWER_DAYS = 3, 3
FORM_RUNS, FORM_DAYS = 5, 5
FIRST_SLACK, SLACK = 0.1, 0.02
"""Share of its own claim by which a list may fall short: of a source that was never seen complete, and beyond habit."""
REPLACED = 0.8
"""New things for each one that left, and volume of what was due, from which things were replaced and not lost."""
WHOLLY = 0.9
OWN, FOREIGN = 0.1, 0.5
"""Usual share of foreign addresses up to which a list is the source's own; share from which this one is not."""
LANDED = frozenset({Cause.NOT_FOUND, Cause.MOVED, Cause.WRONG_CONTENT, Cause.PARSE_ERROR, Cause.ROBOTS})
"""Failures that a move explains."""
AGED = 4
"""Things that are over and may leave a list of dated things at once, when all that is not over is still in it."""
FEW_ARRIVALS_DAYS = 21
"""Days that a list may be truly empty while no pace is known."""


def decide(evidence: Evidence, history: Sequence[Certificate], community: Community = Community.FR) -> Outcome:
    """The cause of a run, from its evidence and the certificates before it (newest first, up to a year).

    `community` is the one whose school holidays the source follows.
    """
    return judge(evidence, learn(history, community))


def judge(evidence: Evidence, expected: Expectation) -> Outcome:
    """The same, against what was learned."""
    alarms: list[str] = []
    accepted: Cause | None = None
    for check in CHECKS:
        outcome = check(evidence, expected)
        if outcome is None:
            continue
        if outcome.accepted is None:
            return outcome
        alarms.extend(outcome.alarms)
        accepted = accepted or outcome.accepted
    cause = Cause.UNCHANGED if evidence.unchanged else Cause.OK
    return Outcome(cause, True, alarms=(*alarms, *_alarms(evidence, expected)), accepted=accepted)


def _on_the_road(e: Evidence, x: Expectation) -> Outcome | None:
    if e.moved_to and (e.failure is None or e.failure in LANDED):
        return _failed(Cause.MOVED, f"the list is sent for good to {e.moved_to}: put that address into the catalogue")
    if e.failure:
        return _failed(e.failure, e.message or (f"HTTP status {e.status}" if e.status else "a page could not be had"))
    return None


def _not_to_its_end(e: Evidence, x: Expectation) -> Outcome | None:
    if e.pagination_end:
        return None
    claim = f" of {e.claimed} that the source says" if e.claimed else ""
    return _failed(Cause.TRUNCATED, f"the end of the list was not reached after {e.listed} items{claim}{_again(e)}")


def _pages_of_items(e: Evidence, x: Expectation) -> Outcome | None:
    """No item's own page was had: of an unchanged source every one must have failed."""
    if e.detail_failure and not e.understood and (not e.unchanged or e.withheld >= e.listed):
        return _failed(e.detail_failure, e.message)
    return None


def _nothing(e: Evidence, x: Expectation) -> Outcome | None:
    """An empty list fails at once where items are usual or due, and after a long silence where it is truly empty at
    times.

    Of dated things we know when they are over: when none is due, an empty list is what must be expected, until
    nothing new has come for three times the pace. A season may not be announced yet: a list that never had an item
    is no error (API_SHAPES §10, 15).
    """
    if e.listed:
        return None
    form = Cause.LAYOUT_CHANGED if e.markup else Cause.SCHEMA_DRIFT
    bare = e.named == 0 and x.usual > 0  # no word of what we know: there is nothing, in whatever form
    missed = Cause.LAYOUT_CHANGED if e.markup and not bare else Cause.EMPTY
    if e.wrong_content:
        return _failed(Cause.WRONG_CONTENT, "the answer is not what this platform sends")
    if e.drifted and not bare:
        return _failed(form, f"no item, and {e.drifted} passages have another form than the reader knows")
    if e.quarantined > e.barren + (e.drifted if bare else 0):
        return _failed(Cause.PARSE_ERROR, f"{e.quarantined} passages could not be read")
    if e.claimed:
        return _failed(missed if e.markup else Cause.TRUNCATED, f"no item where the source says {e.claimed}")
    if not x.usual:
        return _empty(e, "no item, and none was ever seen here")
    if e.due and not (x.sparse and x.leaving.odds(e.due_absent, e.due, e.at) >= x.leaving.border(e.at)):
        return _failed(missed, f"no item where {e.due} that are not over should be listed")
    if e.at is None or not (x.leaving.dated or x.sparse):
        return _failed(missed, f"no item where {x.usual:.0f} are usual")
    if x.pace is None:
        days = (e.at.date() - x.volume.seen[0][0]).days if x.volume.seen else 0
        late, said = days > FEW_ARRIVALS_DAYS, f"nothing was listed for {days} days"
    else:
        late = x.pace.silence(e.at) > x.pace.limit
        said = f"nothing new since {x.pace.last}, where something comes every {x.pace.pace:.0f} days"
    return _failed(missed, f"no item, and {said}") if late else _empty(e, f"no item, and none is due; {said}")


def _less_than_claimed(e: Evidence, x: Expectation) -> Outcome | None:
    if e.unchanged or e.claimed is None or e.claimed <= e.listed:
        return None
    slack = x.short_claim * 1.25 + SLACK if x.claims else FIRST_SLACK
    if e.claimed - e.listed <= max(1.0, slack * e.claimed):
        return None
    said = f"{e.listed} items listed of {e.claimed} that the source says{_again(e)}"
    return _unless_it_lasts(
        e, x, Cause.TRUNCATED, said, lambda c: c.claimed is not None and alike(c.claimed, e.claimed or 0)
    )


def _of_another_site(e: Evidence, x: Expectation) -> Outcome | None:
    if x.foreign is None or x.foreign >= OWN or e.foreign <= FOREIGN * e.listed:
        return None
    if e.due and e.due_absent <= e.due / 2:
        return None  # the things we know, under other addresses: see `_alarms`
    return _failed(
        Cause.WRONG_CONTENT,
        f"{e.foreign} of {e.listed} items have their address on another site, usually {x.foreign:.0%}: "
        "if that is right, name the site in the catalogue",
    )


def _not_understood(e: Evidence, x: Expectation) -> Outcome | None:
    if e.unchanged:
        return None
    had = e.listed - e.withheld
    form = Cause.LAYOUT_CHANGED if e.markup else Cause.SCHEMA_DRIFT
    if e.understood == 0:
        return _failed(form, f"none of {e.listed} items could be understood")
    fall = fell(x.understood, e.understood, had)
    if fall is None:
        return None
    said = f"{e.understood} of {had} items could be understood, usually {fall.usual:.0%}"
    return _unless_the_form_lasts(e, x, form, said, (fall,))


def _left(e: Evidence, x: Expectation) -> Outcome | None:
    """More of what is due left the list than ever leaves at once, by all that is known of the source."""
    still = e.repeated_pages and e.due_absent and x.failing and cause_behind(x.failing[0]) is Cause.TRUNCATED
    if e.unchanged or not (still or x.leaving.improbable(e.due_absent, e.due, e.at)):
        return None
    early = e.due * x.leaving.chance(e.at)
    said = f"{e.due_absent} of {e.due} things that are not over left the list at once; {early:.1f} usually leave early"
    new = e.new or 0
    if new < REPLACED * e.due_absent or e.listed < REPLACED * e.due:
        return _unless_it_lasts(e, x, _why_fewer(e), said)
    if e.due_absent < WHOLLY * e.due or e.due <= 2:
        return None  # a list that keeps the last ones: new things pushed old ones off
    if e.resembling == 0 and new > 2:
        return _failed(Cause.WRONG_CONTENT, f"{said}; none of {new} new ones has a title that this source ever listed")
    known = "" if e.resembling is None else f", {e.resembling} of them under titles that we know"
    return _unless_it_lasts(e, x, Cause.SCHEMA_DRIFT, f"{said}; {new} new ones came{known}: ids may have changed")


def _fewer(e: Evidence, x: Expectation) -> Outcome | None:
    """Where things are never over, the volume itself must say whether something is missing.

    A list of things to come may well shrink, unless it keeps a fixed number of them and has lost one that is due.
    """
    if e.unchanged or not x.volume.seen:
        return None
    if x.leaving.dated and x.mostly_due and not (x.volume.steady and e.due_absent):
        return None
    usual = x.volume.drop(e.listed, e.at.date() if e.at else x.volume.seen[0][0])
    if usual is None or (x.leaving.dated and not e.due_absent and usual.volume - e.listed < AGED):
        return None
    return _unless_it_lasts(e, x, _why_fewer(e), f"{e.listed} items listed where {usual.volume:.0f} are usual")


def _poorer(e: Evidence, x: Expectation) -> Outcome | None:
    falls = () if e.unchanged else fallen(x.fields, e.fill, e.understood)
    if not falls:
        return None
    form = Cause.LAYOUT_CHANGED if e.markup else Cause.SCHEMA_DRIFT
    return _unless_the_form_lasts(e, x, form, "; ".join(str(fall) for fall in falls), falls)


CHECKS: tuple[Callable[[Evidence, Expectation], Outcome | None], ...] = (
    _on_the_road,
    _not_to_its_end,
    _pages_of_items,
    _nothing,
    _of_another_site,
    _less_than_claimed,
    _not_understood,
    _left,
    _fewer,
    _poorer,
)


def _why_fewer(e: Evidence) -> Cause:
    """What is known to have gone wrong explains a loss better than the loss itself."""
    if e.wrong_content:
        return Cause.WRONG_CONTENT
    if e.drifted:
        return Cause.LAYOUT_CHANGED if e.markup else Cause.SCHEMA_DRIFT
    if e.illegible:
        return Cause.PARSE_ERROR
    return Cause.TRUNCATED if e.repeated_pages else Cause.VOLUME_DROP


def _unless_it_lasts(
    e: Evidence,
    x: Expectation,
    cause: Cause,
    said: str,
    same: Callable[[Certificate], bool] = lambda certificate: True,
) -> Outcome:
    """A failure, or its acceptance: the same volume for `FEWER_RUNS` over `FEWER_DAYS`, and nothing else amiss."""
    amiss = e.wrong_content or e.drifted or e.illegible or e.repeated_pages or not e.listed
    if amiss:
        return _failed(cause, said)
    lasts = lasting(x.failing, e.at, lambda c: cause_behind(c) is cause and alike(c.read, e.listed) and same(c))
    return _accepted(cause, said, lasts) if lasts.reaches(FEWER_RUNS, FEWER_DAYS) else _failed(cause, said)


def _unless_the_form_lasts(e: Evidence, x: Expectation, cause: Cause, said: str, falls: tuple[Fall, ...]) -> Outcome:
    """The same for what records say: the same shares, within a tenth, for `FORM_RUNS` over `FORM_DAYS`."""

    def same(c: Certificate) -> bool:
        counts = {**dict(c.fill), x.understood.name: c.understood}
        return (
            cause_behind(c) is cause
            and c.understood > 0
            and all(
                abs(counts.get(f.name, 0) / max(1, c.read if f.name == x.understood.name else c.understood) - f.share)
                <= 0.1
                for f in falls
            )
        )

    lasts = lasting(x.failing, e.at, same)
    return _accepted(cause, said, lasts) if lasts.reaches(FORM_RUNS, FORM_DAYS) else _failed(cause, said)


def _accepted(cause: Cause, said: str, lasts: Lasting) -> Outcome:
    alarm = f"accepted as the new normal ({cause}) after {lasts.runs} runs over {lasts.days:.0f} days: {said}"
    return Outcome(Cause.OK, True, alarms=(alarm,), accepted=cause)


def _failed(cause: Cause, message: str) -> Outcome:
    return Outcome(cause, False, message, alarms=(f"{cause}: {message}",))


def _empty(e: Evidence, message: str) -> Outcome:
    return Outcome(Cause.UNCHANGED if e.unchanged else Cause.EMPTY, True, message)


def _again(e: Evidence) -> str:
    return f"; {e.repeated_pages} pages brought again what a page before them had" if e.repeated_pages else ""


def _alarms(e: Evidence, x: Expectation) -> tuple[str, ...]:
    """What an operator should know of a run that is whole."""
    found: list[str] = []
    if e.at and x.pace and not e.new and x.pace.silence(e.at) > x.pace.patience:
        days = (e.at.date() - x.pace.last).days
        found.append(f"nothing new for {days} days, where something comes every {x.pace.pace:.0f} days out of holidays")
    if x.foreign is not None and x.foreign < OWN and e.foreign > FOREIGN * e.listed:
        found.append(f"{e.foreign} of {e.listed} known things now have their address on another site")
    if e.wrong_content:
        found.append(f"{e.wrong_content} pages were not what this platform sends")
    return tuple(found)
