"""What came of every source of the catalogue: what was found, by which way, or why not. The closing table of `make run`
on a real web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.readiness import as_read, fitting, why_not
from vigie.model import Certificate, Source
from vigie.ways import InForce
from warehouse.probes import Probe


@dataclass(frozen=True, slots=True)
class Line:
    """One source. `way` is how it is read, `cause` that of its run, else of its last probe, `what` the same in words;
    `read` and `new` count items of the run."""

    source: str
    way: str
    cause: str
    read: int | None
    new: int | None
    what: str
    well: bool


def lines(
    sources: Sequence[Source],
    standing: Mapping[str, InForce],
    last: Mapping[str, Probe],
    certificates: Mapping[str, Certificate],
) -> tuple[Line, ...]:
    """One line for each entry of the catalogue, in its order."""
    return tuple(_line(s, standing.get(s.slug), last.get(s.slug), certificates.get(s.slug)) for s in sources)


def _line(source: Source, standing: InForce | None, seen: Probe | None, done: Certificate | None) -> Line:
    resting = why_not(source, standing)
    if not resting:
        way = way_in_force(source, standing)
        if done is None:
            return Line(source.slug, way, "no certificate", None, None, "its run left no certificate", False)
        found = seen.message if seen and not done.failed else ""
        message = done.message.removeprefix(f"{source.slug}: ") or found
        return Line(source.slug, way, done.cause.value, done.read, done.new, message, not done.failed)
    if seen is None or resting != "not seen to answer":
        return Line(source.slug, "", resting, None, None, source.notes if resting != "not seen to answer" else "", True)
    way = f"{seen.platform}, waits" if seen.answered and not seen.holds else ""
    return Line(source.slug, way, seen.cause.value, None, None, seen.message, False)


def way_in_force(source: Source, standing: InForce | None) -> str:
    """`feed`, `feed, found` or `recipe, accepted`: by which platform a source is read now, and who says so."""
    seen = fitting(source, standing)
    platform = as_read(source, standing).platform
    if seen is None or seen.way is None:
        return platform
    return f"{platform}, {'accepted' if seen.author else 'found'}"


def summary(told: Sequence[Line]) -> str:
    """`208 sources: 121 read, 9 wait for an operator, …`"""
    read = sum(1 for line in told if line.read is not None and line.well)
    failed = sum(1 for line in told if line.way and not line.well and not line.way.endswith("waits"))
    waits = sum(1 for line in told if line.way.endswith("waits"))
    aside = sum(1 for line in told if not line.way and line.well)
    lost = len(told) - read - failed - waits - aside
    return (
        f"{len(told)} sources: {read} read, {failed} failed, {waits} wait for `vigie sources probe --accept SLUG`, "
        f"{lost} could not be read, {aside} at rest or without permission"
    )
