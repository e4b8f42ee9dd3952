"""A campaign of probes, watched on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline.house import House
from pipeline.probe_campaign import THREADS, campaign
from vigie.model import Source
from warehouse.probes import Probe


def watched(house: House, wanted: Sequence[Source], console: Console, threads: int = THREADS) -> tuple[Probe, ...]:
    """`campaign` with a bar that tells what was seen last."""
    bars = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bars, console=console) as progress:
        bar = progress.add_task("looking at sources", total=len(wanted))

        def advance(seen: Probe) -> None:
            progress.update(bar, advance=1, description=f"{seen.source}: {seen.cause.value}"[:60])
            if not console.is_terminal:
                console.print(escape(f"{seen.source}: {seen.cause.value}: {seen.message}"), highlight=False)

        return campaign(house, wanted, advance, threads)
