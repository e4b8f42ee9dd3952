"""`vigie sources`: the catalogue."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import Catalogue, Json, WebName, fail, print_json, print_table, settings_for
from pipeline.going_live import way_in_force
from pipeline.readiness import as_read, projected, read_projection, why_not
from pipeline.schedule import cron
from pipeline.source_page import how
from scrapers.catalogue import lint as lint_folder
from scrapers.catalogue import load
from vigie.model import Source
from vigie.ways import InForce

app = typer.Typer(no_args_is_help=True, help="The catalogue: one YAML file per source.")


def _folder(catalogue: Path | None, web: str | None) -> Path:
    return catalogue or settings_for(web).catalogue


def _why(source: Source, seen: InForce | None) -> str:
    """Why a source is not read, "" when it is."""
    why = why_not(source, seen)
    return "no address known" if why and source.permitted and not (source.urls or source.site) else why


@app.command("list")
def list_(catalogue: Catalogue = None, web: WebName = None, json: Json = False) -> None:
    """Every source: slug, the way it is read by, kinds, schedule, state, how its address is known, whether it is read,
    what its last probe said."""
    folder, told_last = _folder(catalogue, web), read_projection(settings_for(web).home)
    standing = {one.source: one for one in told_last.ways}
    probed = {p.source: f"{p.at:%Y-%m-%d} {p.cause}{', waits' if p.waits else ''}" for p in told_last.seen}
    sources = load(folder)
    if json:
        print_json(sources)
        return
    waiting = Counter(_why(source, standing.get(source.slug)) for source in sources)
    told = ", ".join(f"{count} {why or 'read'}" for why, count in sorted(waiting.items(), key=lambda row: row[0]))
    columns = ("slug", "way", "kinds", "schedule", "state", "known", "read", "probe", "name")
    rows = (
        (
            s.slug, way_in_force(s, standing.get(s.slug)) or "(to be found)", ", ".join(s.kinds), cron(s), s.state,
            how(s), why or "yes", probed.get(s.slug, ""), s.name,
        )
        for s, why in ((s, _why(s, standing.get(s.slug))) for s in sources)
    )  # fmt: skip
    print_table(f"{len(sources)} sources: {told}", columns, rows)


@app.command()
def show(
    slug: Annotated[str, typer.Argument(help="Slug of a source.")],
    catalogue: Catalogue = None,
    web: WebName = None,
    json: Json = False,
) -> None:
    """One source: its entry, whether it is read and by which way, and the sources beside it."""
    folder, seen = _folder(catalogue, web), projected(settings_for(web).home).get(slug)
    sources = {source.slug: source for source in load(folder)}
    source = sources.get(slug)
    if source is None:
        raise fail(f"no source `{slug}` in {folder}", 2)
    if json:
        print_json(source)
        return
    typer.echo((folder / f"{slug}.yaml").read_text().rstrip())
    why = _why(source, seen)
    now = as_read(source, seen)
    typer.echo(f"\n# {f'not read: {why}' if why else f'read as {now.platform}, {cron(now)}, from {now.urls[0]}'}")
    for other in (sources[name] for name in source.see_also):
        typer.echo(f"# see also {other.slug}: {other.name} ({other.platform or 'to be found'})")
    typer.echo(f"# {source.file}")


@app.command()
def lint(catalogue: Catalogue = None, web: WebName = None, json: Json = False) -> None:
    """Checks every entry; prints file:line field: message. Exit code 1 when something does not fit."""
    folder = _folder(catalogue, web)
    findings = lint_folder(folder)
    if json:
        print_json(findings)
    else:
        for finding in findings:
            typer.echo(str(finding))
        typer.echo(f"{len(list(folder.glob('*.yaml')))} entries, {len(findings)} findings")
    if findings:
        raise typer.Exit(1)
