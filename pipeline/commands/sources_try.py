"""`vigie sources try`: what a source gives, step by step; nothing is loaded and no database is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.commands.options import Catalogue, Json, WebName, fail, print_json, settings_for
from pipeline.commands.sources_record import entry
from pipeline.last_good import last_good
from pipeline.reading import Unreadable, as_printed
from pipeline.record_diff import Differing, differences
from pipeline.record_lines import record_line
from pipeline.recording import DETAILS, PAGES
from pipeline.trying import Exchange, Trial, try_address, try_file, try_source
from vigie.codec import to_plain
from vigie.model import Kind, RawItem
from vigie.settings import Settings

SHOWN, ITEMS = 5, 2


def register(app: typer.Typer) -> None:
    """Puts the command on `vigie sources`."""
    app.command("try")(try_)


def try_(
    target: Annotated[str, typer.Argument(metavar="SLUG|URL|FILE", help="An entry, an address, or a saved page.")],
    url: Annotated[str | None, typer.Option("--url", help="Where a saved page came from.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Read a saved page by the entry of this slug.")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Look for events, news or calls only.")] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Against the last good captures, field by field.")] = False,
    pages: Annotated[int, typer.Option("--pages", help="List pages to ask for.")] = PAGES,
    details: Annotated[int, typer.Option("--details", help="Pages of things to ask for.")] = DETAILS,
    catalogue: Catalogue = None,
    web: WebName = None,
    json: Json = False,
) -> None:
    """Fetches a source (or reads a saved page) and shows each step: robots, redirects, platform, items with evidence,
    records, what was not understood, what was left unread. Exit code 1 when no record came.
    """
    settings = settings_for(web)
    folder = catalogue or settings.catalogue
    try:
        trial = _tried(settings, folder, target, url, source, kind, pages, details)
    except Unreadable as error:
        raise fail(str(error)) from error
    compared = _compared(settings, folder, trial) if diff else None
    if json:
        print_json(_plain(trial, compared))
    else:
        for line in told(trial, compared):
            typer.echo(line)
    if not trial.reading.records:
        raise typer.Exit(1)


def _tried(settings: Settings, folder: Path, target: str, url: str | None, source: str | None, kind: Kind | None,
           pages: int, details: int) -> Trial:  # fmt: skip
    if target.startswith(("http://", "https://")):
        return try_address(settings, target, kind)
    if (folder / f"{target}.yaml").is_file():
        return try_source(settings, entry(folder, target), ("the entry says so",), pages, details)
    if Path(target).is_file():
        return try_file(settings, Path(target), url, entry(folder, source) if source else None, kind)
    raise fail(f"{target}: no source in {folder}, no file, and not an http(s) address", 2)


def _compared(settings: Settings, folder: Path, trial: Trial) -> tuple[str, list[Differing]]:
    found = last_good(settings, folder, trial.source, trial.captures)
    if found is None:
        return "nothing good was kept before", []
    where, before = found
    return f"against {where}", list(differences(before.records, trial.reading.records))


def told(trial: Trial, compared: tuple[str, list[Differing]] | None) -> Iterator[str]:
    """The steps in the order in which they happen."""
    source, reading = trial.source, trial.reading
    yield f"{source.slug}: platform {source.platform}: {'; '.join(trial.because)}"
    for exchange in trial.exchanges:
        yield f"  {_exchange(exchange)}"
    if trial.failure:
        yield f"  stopped: {trial.failure.cause.value}: {trial.failure.message}"
    for address, platforms in trial.looks:
        yield f"  {address} looks like {', '.join(platforms)}"
    yield f"items: {len(reading.items)}"
    for item in reading.items[:ITEMS]:
        yield from _item(item)
    yield f"records: {len(reading.records)}"
    for record in reading.records[:SHOWN]:
        yield f"  {record_line(record)}"
    yield f"not understood: {len(reading.problems)}"
    for problem in reading.problems[: 2 * SHOWN]:
        named = f" {problem.field}" if problem.field else ""
        yield f"  {problem.reason}{named}: {problem.detail} ({problem.key or problem.url})"
    yield f"unread fields: {', '.join(f'{name} ({count})' for name, count in reading.unread) or 'none'}"
    if compared is not None:
        yield f"diff: {compared[0]}: {len(compared[1])} differences"
        for one in compared[1]:
            yield f"  {one.line}"


def _exchange(one: Exchange) -> str:
    what = "robots.txt" if one.is_robots else one.method
    if one.failed:
        return f"{what} {one.url}: {one.failed}"
    if one.led_to:
        return f"{what} {one.url}: {one.status}, leads to {one.led_to}"
    if one.is_robots and one.status == 404:
        return f"{what} {one.url}: none, so all may be read"
    if one.is_robots and one.status == 200:
        return f"{what} {one.url}: read; what it forbids is not asked for"
    return f"{what} {one.url}: {one.status} {one.media} {one.size} bytes"


def _item(item: RawItem) -> Iterator[str]:
    yield f"  {item.kind.value} {item.key}"
    for field in item.fields:
        value = field.value if len(field.value) <= 100 else field.value[:99] + "…"
        yield f"    {field.name}: {value!r}  at {field.evidence.pointer}"


def _plain(trial: Trial, compared: tuple[str, list[Differing]] | None) -> dict[str, Any]:
    reading = trial.reading
    plain: dict[str, Any] = {
        "source": trial.source.slug,
        "platform": trial.source.platform,
        "because": list(trial.because),
        "exchanges": [to_plain(one) for one in trial.exchanges],
        "looks": {address: list(platforms) for address, platforms in trial.looks},
        "failure": str(trial.failure) if trial.failure else None,
        "items": [to_plain(item) for item in reading.items],
        "records": [as_printed(record) for record in reading.records],
        "problems": [to_plain(problem) for problem in reading.problems],
        "unread": dict(reading.unread),
    }
    if compared is not None:
        plain["diff"] = {"against": compared[0], "differences": [to_plain(one) for one in compared[1]]}
    return plain
