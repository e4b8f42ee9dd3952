"""`python -m pipeline.bench [--quick] [NAME…]`: runs benches and prints one table. Writes nothing."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable, Sequence

import psutil
from rich.console import Console
from rich.table import Table

from pipeline.bench import agenda, curate, cycle, dags, dates, edition, load, pages, publish, recipe, same
from pipeline.bench.figures import Row

BENCHES: dict[str, Callable[[bool], tuple[Row, ...]]] = {
    "cycle": cycle.bench,
    "recipe": recipe.bench,
    "dates": dates.bench,
    "same": same.bench,
    "curate": curate.bench,
    "load": load.bench,
    "publish": publish.bench,
    "edition": edition.bench,
    "agenda": agenda.bench,
    "pages": pages.bench,
    "dags": dags.bench,
}
UNMEASURED = (
    "2 (changed cycle), 3 (new HTTPS hosts), 4 (10,000 hosts), 13’s peer (PostgreSQL’s own French search), "
    "14’s fast path of a task, 15 and 16 (Airflow)"
)
WIDTH = 190
"""Columns when nobody watches: the table is wide and must not be cut in a log."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the named benches (all by default). 0 when they ran, whatever they show; 2 when a name is unknown."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="tiny sizes that only show that everything runs")
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.names) - set(BENCHES))
    if unknown:
        print(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    began = time.monotonic()
    rows: list[Row] = []
    for name in asked.names or BENCHES:
        with console.status(f"{name} …"):
            rows += BENCHES[name](asked.quick)
    console.print(table(rows, asked.quick))
    machine = f"{psutil.cpu_count()} cores, Python {platform.python_version()}, {time.monotonic() - began:.0f} s"
    console.print(f"{machine}. Only ratios inside one run count; sizes are smaller than those of the goals.")
    if not asked.names:
        console.print(f"Not measured here: goals {UNMEASURED}.", highlight=False)
    return 0


def table(rows: Sequence[Row], quick: bool = False) -> Table:
    """The rows for people. `growth` is the exponent of ours between two sizes."""
    shown = Table(
        title="Vigie beside its peers" + (" (--quick: figures mean nothing)" if quick else ""), show_lines=True
    )
    for column in ("#", "what", "ours", "peer or limit", "peer’s", "ratio", "goal", "growth", "", "note"):
        right = column in ("ours", "peer’s", "ratio", "growth")
        shown.add_column(column, justify="right" if right else "left", no_wrap=right)
    for row in rows:
        shown.add_row(
            row.number,
            row.what,
            f"{_figure(row.ours)} {row.unit}",
            row.peer,
            f"{_figure(row.theirs)} {row.unit}" if row.theirs is not None else "–",
            f"{_figure(row.ratio)} ×" if row.ratio is not None else "–",
            bounds(row),
            f"n^{row.exponent:.2f}" if row.exponent is not None else "",
            {True: "[green]holds[/]", False: "[bold red]misses[/]", None: ""}[row.holds],
            row.note,
        )
    return shown


def bounds(row: Row) -> str:
    """Every bound of a row in words."""
    told = [str(row.goal)] if row.goal.at_most is not None or row.goal.at_least is not None else []
    if row.limit is not None:
        told.append(f"≤ {row.limit:g} {row.unit}")
    if row.exponent_limit is not None:
        told.append(f"≤ n^{row.exponent_limit:g}")
    return ", ".join(told) or "–"


def _figure(value: float) -> str:
    """Three significant digits, never as a power of ten."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
