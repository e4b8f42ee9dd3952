"""What `make score` prints: the figures of every task, and the simulated world against its truth."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from pipeline import steps
from pipeline.house import open_house
from pipeline.processes import Band
from pipeline.quality import TITLES, Quality
from pipeline.rehearse import LOG_WIDTH
from pipeline.scores import html_pages
from pipeline.scores.figures import interval
from pipeline.scores.plot import DAY, any_port, plot
from pipeline.stage import Ports, simulator
from pipeline.truth import Comparison, measure, one_line
from vigie.model import Certificate


@dataclass(frozen=True, slots=True)
class World:
    """What became of the simulated world. `failed` are the certificates of runs that did not end well."""

    comparisons: tuple[Comparison, ...]
    failed: tuple[Certificate, ...]
    sources: int


def print_quality(measured: Quality, console: Console | None = None) -> None:
    """Prints the figures of every task, its notes and its worst cases."""
    console = console or _wide()
    for report in measured.reports:
        table = Table(title=TITLES.get(report.task, report.task), title_justify="left")
        for column in ("data", "reader", "measure", "of", "figure", "95 % interval", "goal"):
            table.add_column(column, justify="right" if column in ("of", "figure") else "left", no_wrap=True)
        for f in report.figures:
            shown = f"{f.share:.2%}" if f.value is None else f"{f.share:.3f}"
            spread = interval(f.hits, f.n) if f.hits is not None and f.value is None else ""
            goal = "" if f.target is None else f"{'≤' if f.at_most else '≥'} {f.target:.1%}{'' if f.met else ' MISSED'}"
            table.add_row(f.data, f.reader, f.measure, f"{f.n:,}", shown, spread, goal, style=None if f.met else "dim")
        console.print(table)
        for line in (*report.notes, *report.worst):
            console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)


def print_real_pages(console: Console | None = None) -> None:
    """Prints what is found on the saved pages of ../shared/real/html; says so where they are not at hand."""
    reports = html_pages.reports()
    if reports:
        print_quality(Quality(tuple(reports)), console)
    else:
        (console or _wide()).print("Real pages: ../shared/real/html is not at hand, nothing was measured.")


def print_world(console: Console | None = None) -> None:
    """Reads the simulated world and prints what became of it."""
    console = console or _wide()
    world = simulated_world()
    console.print(f"Simulated world of {DAY}, read from {world.sources} sources, against its truth:", highlight=False)
    for certificate in world.failed:
        console.print(f"  [bold red]{certificate.source}[/]: {certificate.cause} {certificate.message}", soft_wrap=True)
    for found in world.comparisons:
        once, right = interval(found.once, found.total), interval(found.right_time, found.once)
        console.print(f"  {one_line(found)}; once {once}, right time {right}", highlight=False, soft_wrap=True)


def _wide() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=LOG_WIDTH, file=console.file)


def simulated_world() -> World:
    """Reads every simulated source once into an empty house of its own and compares the items with the truth."""
    port = any_port()
    with plot(port) as settings:
        part = simulator(settings, Ports(site=0, airflow=0, simulator=port))
        band = Band(settings.home, {}, settings.log)
        try:
            settings.home.mkdir(parents=True, exist_ok=True)
            band.start(part)
            band.wait_ready([part])
            house = open_house(settings, migrate=True)
            certificates = [steps.ingest(house, source.slug) for source in house.sources]
            steps.curate(house)
            comparisons = measure(house)
            house.engine.dispose()
        finally:
            band.stop()
    return World(comparisons, tuple(c for c in certificates if c.failed), len(certificates))
