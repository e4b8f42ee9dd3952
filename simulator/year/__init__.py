"""A year in a box: a hundred made-up sites, day by day, in process: `build_year(...).on(day).answer(host, ask)`."""

from simulator.year.build import Year, build_year
from simulator.year.morning import Morning
from simulator.year.records import (
    ActiveFault,
    Befallen,
    Broken,
    FateKind,
    FaultClass,
    YearSighting,
    YearSite,
    YearSource,
    YearTruth,
)

__all__ = [
    "ActiveFault",
    "Befallen",
    "Broken",
    "FateKind",
    "FaultClass",
    "Morning",
    "Year",
    "YearSighting",
    "YearSite",
    "YearSource",
    "YearTruth",
    "build_year",
]
