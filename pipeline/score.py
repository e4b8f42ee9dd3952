"""`make score`: how well Vigie reads, on labelled lines and on the simulated world. Prints and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline import steps
from pipeline.house import open_house
from pipeline.processes import Band
from pipeline.rehearse import LOG_WIDTH
from pipeline.scores.figures import interval
from pipeline.scores.plot import DAY, any_port, plot
from pipeline.stage import Ports, simulator
from pipeline.truth import Comparison, measure, one_line
from transforms.scoring import Judged, Outcome, score_file
from vigie.model import Certificate
from vigie.settings import ROOT

FACTS = ROOT.parent / "shared" / "facts"
LABELLED = ("dates_dev.tsv", "dates_dev.jsonl")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one class of labelled lines."""

    name: str
    n: int
    exact: int
    abstained: int
    silent: int


@dataclass(frozen=True, slots=True)
class World:
    """What became of the simulated world. `failed` are the certificates of runs that did not end well."""

    comparisons: tuple[Comparison, ...]
    failed: tuple[Certificate, ...]
    sources: int


def print_scores(console: Console | None = None, facts: Path = FACTS) -> None:
    """Prints the score of each file of labelled dates in `facts` (loudly says when one is absent), then the world's."""
    console = console or Console()
    if not console.is_terminal:
        console = Console(width=LOG_WIDTH, file=console.file)
    for name in LABELLED:
        path = facts / name
        if path.is_file():
            console.print(_table(name, tallies(score_file(path).judged)))
        else:
            console.print(
                f"[bold red]NOT MEASURED:[/] {path} is not here, so no labelled date was read", soft_wrap=True
            )
    world = simulated_world()
    console.print(f"Simulated world of {DAY}, read from {world.sources} sources, against its truth:", highlight=False)
    for certificate in world.failed:
        console.print(f"  [bold red]{certificate.source}[/]: {certificate.cause} {certificate.message}", soft_wrap=True)
    for found in world.comparisons:
        once, right = interval(found.once, found.total), interval(found.right_time, found.once)
        console.print(f"  {one_line(found)}; once {once}, right time {right}", highlight=False, soft_wrap=True)


def tallies(judged: Iterable[Judged]) -> tuple[Tally, ...]:
    """One tally per class, by name, then that of all."""
    lines = tuple(judged)
    kinds = sorted({j.line.kind for j in lines})
    return (*(_tally(kind, [j for j in lines if j.line.kind == kind]) for kind in kinds), _tally("all", lines))


def _tally(name: str, judged: Iterable[Judged]) -> Tally:
    outcomes = [j.outcome for j in judged]
    exact, abstained = outcomes.count(Outcome.EXACT), outcomes.count(Outcome.ABSTAINED)
    return Tally(name, len(outcomes), exact, abstained, outcomes.count(Outcome.SILENT_ERROR))


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


def _table(title: str, counted: Iterable[Tally]) -> Table:
    table = Table(title=f"{title}: labelled lines, with 95 % Wilson intervals")
    for column in ("class", "n", "exact", "abstained", "silent errors"):
        table.add_column(column, justify="left" if column == "class" else "right", no_wrap=True)
    for t in counted:
        cells = (f"{hits} {interval(hits, t.n)}" for hits in (t.exact, t.abstained, t.silent))
        table.add_row(t.name, str(t.n), *cells, style="bold" if t.name == "all" else None)
    return table
