"""`vigie run|start|stop|status|serve|doctor`: the processes of a house on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from typing import Annotated

import typer

from pipeline.commands.options import Json, WebName, fail, print_json, print_table, settings_for
from pipeline.doctor import examine
from pipeline.processes import end_all, members
from pipeline.rehearse import rehearse
from pipeline.stage import Ports, site_url
from vigie.settings import Settings, Web
from warehouse.server import stop as stop_database


def run(
    once: Annotated[bool, typer.Option("--once", help="Stop after the table; exit 1 if a source failed.")] = False,
    web: WebName = None,
) -> None:
    """Brings the whole house up, reads every source, shows what each brought, and stays until Ctrl-C."""
    raise typer.Exit(rehearse(once, web))


def start(web: WebName = None) -> None:
    """The same as `run`, in the background; its output goes to var/log/run.log."""
    settings = settings_for(web)
    if members(settings.home):
        raise fail("a house is up already: vigie stop, or vigie status")
    settings.log.mkdir(parents=True, exist_ok=True)
    log = settings.log / "run.log"
    with log.open("wb") as output:
        argv = [sys.executable, "-m", "pipeline.cli", "run", *(["--web", web] if web else [])]
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
    until = time.monotonic() + 180
    while time.monotonic() < until:
        if child.poll() is not None:
            raise fail(f"it did not come up:\n{log.read_text()}")
        if "The house is up" in log.read_text():
            typer.echo(f"up, process {child.pid}; {site_url(Ports.from_environment(os.environ))}; log {log}")
            return
        time.sleep(0.5)
    raise fail(f"it was not up after 180 s; log {log}")


def stop(quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when nothing runs.")] = False) -> None:
    """Ends every process of the house, the embedded PostgreSQL too."""
    ended = 0
    for settings in _houses():
        ended += end_all(settings.home)
        if settings.postgres.exists() and not settings.database_url:
            stop_database(settings)
    if ended or not quiet:
        typer.echo(f"{ended} processes ended")


def status(json: Json = False) -> None:
    """Lists the processes of the house. Exit code 1 when there are none."""
    found = [{"pid": p.pid, "command": " ".join(p.cmdline())[:100]} for s in _houses() for p in members(s.home)]
    if json:
        print_json(found)
    elif found:
        print_table(f"{len(found)} processes", ("pid", "command"), ((p["pid"], p["command"]) for p in found))
    else:
        typer.echo("nothing runs")
    if not found:
        raise typer.Exit(1)


def _houses() -> list[Settings]:
    """The house of the environment, and those that `run --web` keeps below it when VIGIE_HOME is not set."""
    settings = settings_for()
    below = [] if os.environ.get("VIGIE_HOME") else [settings.home / web for web in (Web.LIVE, Web.RECORDED)]
    return [settings, *(replace(settings, home=home) for home in below if home.exists())]


def serve(
    host: Annotated[str, typer.Option(help="Interface to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serves the readers' site alone, on the warehouse and the feeds as they are."""
    from web.serve import main

    main(host, port)


def doctor(json: Json = False) -> None:
    """Looks at the machine, at runs, sources, alarms, silences and quarantine, at archive, journal and consumers.

    Exit code 1 when something needs a person; each line says what to do.
    """
    findings = examine(settings_for())
    if json:
        print_json(findings)
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.what}: {finding.message}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    for command in (run, start, stop, status, serve, doctor):
        app.command()(command)
