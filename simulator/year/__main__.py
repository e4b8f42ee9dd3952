"""`python -m simulator.year`: the census of the year that docs/simulated-year.md describes, as Markdown."""

from simulator.year.build import build_year
from simulator.year.census import ORIGIN, SEED, table

print(table(build_year(SEED, ORIGIN)))
