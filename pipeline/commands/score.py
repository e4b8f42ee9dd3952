"""`vigie score`: how well the readers read, on labelled data and on the simulated world."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from pipeline.commands.options import Json, fail, print_table

app = typer.Typer(help="How well Vigie reads: every task, or a file of labelled dates.")


@app.callback(invoke_without_command=True)
def score(
    context: typer.Context,
    write: Annotated[bool, typer.Option("--write", help="Bring docs/quality.md up to date.")] = False,
    large: Annotated[bool, typer.Option("--large", help="Also worlds of 100,000 and 1,000,000 records.")] = False,
    accept: Annotated[str, typer.Option(metavar="REASON", help="Write figures that fell, with the reason.")] = "",
) -> None:
    """Prints the accuracy of every task beside other libraries, and the simulated world against its truth."""
    if context.invoked_subcommand:
        return
    from pipeline import quality
    from pipeline.score import print_quality, print_real_pages, print_world

    before, now = quality.stored(), quality.measure(large=large)
    print_quality(now)
    fallen = quality.falls(before, now)
    for fall in fallen:
        typer.echo(f"fell: {fall}", err=True)
    if fallen and write and not accept:
        raise fail("figures fell: mend them, or say why with --accept REASON; docs/quality.md is as it was")
    if write:
        quality.write(quality.merged(before, now, accept if fallen else None))
        typer.echo(f"wrote {quality.PAGE}")
    print_real_pages()
    print_world()


@app.command()
def dates(
    data: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Labelled lines, as either dates_dev file.")],
    json: Json = False,
) -> None:
    """Scores the reading of dates, deadlines, prices and amounts on a file of labelled lines."""
    from transforms.scoring import score_file

    try:
        summary = score_file(data).summary()
    except ValueError as error:
        raise fail(str(error), 2) from error
    if json:
        typer.echo(orjson.dumps(summary, option=orjson.OPT_INDENT_2).decode())
        return
    kinds: dict[str, dict[str, int]] = summary["by_kind"]  # type: ignore[assignment]
    columns = ("n", "exact", "abstained", "silent_errors")
    rows = [(kind, *(counts[c] for c in columns)) for kind, counts in kinds.items()]
    print_table(data.name, ("kind", *columns), [*rows, ("all", *(summary[c] for c in columns))])
    worst: list[dict[str, str]] = summary["worst"]  # type: ignore[assignment]
    for case in worst:
        typer.echo(f"{case['outcome']}: {case['text']!r} → {case['expected']}; read {case['got'] or 'nothing'}")


@app.command()
def year(
    days: Annotated[int, typer.Option(min=1, max=365, help="Mornings to live through.")] = 60,
    seed: Annotated[list[int] | None, typer.Option(help="Seeds of the year; may be given again.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Bring docs/scorecard.md up to date.")] = False,
    accept: Annotated[str, typer.Option(metavar="REASON", help="Write figures that fell, with the reason.")] = "",
) -> None:
    """Lives through the simulated year and counts against its truth, beside three other ways of judging."""
    from pipeline.year import scorecard

    before = scorecard.stored()
    cards = [scorecard.live_and_count(one, days, told=True) for one in seed or scorecard.SEEDS]
    typer.echo(scorecard.render(scorecard.Scorecard(tuple(cards))))
    fallen = [fall for card in cards for fall in scorecard.falls(before.card(card.seed, card.days), card)]
    for fall in fallen:
        typer.echo(f"fell: {fall}", err=True)
    if fallen and write and not accept:
        raise fail("figures fell: mend them, or say why with --accept REASON; docs/scorecard.md is as it was")
    if write:
        scorecard.write(scorecard.merged(before, cards, accept if fallen else ""))
        typer.echo(f"wrote {scorecard.PAGE}")
