"""`vigie sources`: the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import Catalogue, Json, WebName, fail, print_json, print_table, settings_for
from pipeline.schedule import cron
from scrapers.catalogue import lint as lint_folder
from scrapers.catalogue import load

app = typer.Typer(no_args_is_help=True, help="The catalogue: one YAML file per source.")


def _folder(catalogue: Path | None, web: str | None) -> Path:
    return catalogue or settings_for(web).catalogue


@app.command("list")
def list_(catalogue: Catalogue = None, web: WebName = None, json: Json = False) -> None:
    """Every source: slug, platform, kinds, schedule, state."""
    sources = load(_folder(catalogue, web))
    if json:
        print_json(sources)
        return
    rows = ((s.slug, s.platform, ", ".join(s.kinds), cron(s), s.state, s.name) for s in sources)
    print_table(f"{len(sources)} sources", ("slug", "platform", "kinds", "schedule", "state", "name"), rows)


@app.command()
def show(
    slug: Annotated[str, typer.Argument(help="Slug of a source.")],
    catalogue: Catalogue = None,
    web: WebName = None,
    json: Json = False,
) -> None:
    """One source, as it is understood."""
    folder = _folder(catalogue, web)
    source = next((s for s in load(folder) if s.slug == slug), None)
    if source is None:
        raise fail(f"no source `{slug}` in {folder}", 2)
    if json:
        print_json(source)
        return
    typer.echo((folder / f"{slug}.yaml").read_text())


@app.command()
def lint(catalogue: Catalogue = None, web: WebName = None, json: Json = False) -> None:
    """Checks every entry; prints file:line field: message. Exit code 1 when something does not fit."""
    folder = _folder(catalogue, web)
    findings = lint_folder(folder)
    if json:
        print_json(findings)
    else:
        for finding in findings:
            typer.echo(f"{finding.file}:{finding.line}: {finding.field}: {finding.message}")
        typer.echo(f"{len(list(folder.glob('*.yaml')))} entries, {len(findings)} findings")
    if findings:
        raise typer.Exit(1)
