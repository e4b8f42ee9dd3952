"""`make run`: the whole house from nothing to a table of what every source brought, and the pages to look at."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from types import FrameType

import requests
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from pipeline.airflow_api import ACTIVE, AirflowApi, AirflowError
from pipeline.going_live import lines, summary
from pipeline.house import House, open_house
from pipeline.probe_campaign import stale
from pipeline.probe_watch import watched
from pipeline.processes import StartError, only_one
from pipeline.schedule import pools
from pipeline.stage import Stage, clear, plan, raise_stage, site_url
from pipeline.truth import measure, one_line
from vigie.desk_settings import Way
from vigie.model import Certificate, Source
from vigie.settings import Settings, Web
from warehouse import desk_people, probes, runs
from web.desk import passwords
from web.desk.people import Role
from web.embed_query import Language

SHARED = ("curate", "publish")
NAMED = 3
"""When so few sources are left, the progress bar names those that are waited for."""
LOG_WIDTH = 120
"""Columns when nobody watches: a log file has no width of its own, and 80 cut the table."""


DEMO, OURSELVES = "demo", "rehearsal"
"""Who may come into the desk of a made-up house, and who lets them in."""

LOST = (AirflowError, requests.RequestException, OperationalError)
"""What is raised when the database or Airflow dies under us."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C or asked the process to end."""


def rehearse(once: bool = False, named_web: str | None = None, console: Console | None = None) -> int:
    """Runs the house; returns the exit code: 1 when a source failed or something did not come up.

    `once` ends after the table; otherwise the house stays up until Ctrl-C. Everything that was started is ended.
    """
    console = console or Console()
    if not console.is_terminal:
        console = Console(width=LOG_WIDTH)
    environ = {**os.environ, **({"VIGIE_WEB": named_web} if named_web else {})}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    began = time.monotonic()
    alone = ExitStack()
    try:
        settings, ports = plan(environ)
        alone.enter_context(only_one(settings.home))
        # From here on the house is ours: whatever ends us, also while it comes up, PostgreSQL ends too.
        alone.callback(_stop_database, settings)
        clear(settings, ports)
        _announce(settings, environ, console)
        if settings.web is Web.LIVE:
            _probe(settings, console)
        with console.status("PostgreSQL, warehouse, Airflow, site …"):
            stage = raise_stage(settings, ports, environ.get("VIGIE_WEB") or Web.SIMULATED.value)
        alone.callback(stage.band.stop)
        console.print(f"The house is up after {time.monotonic() - began:.0f} s.")
        house = open_house(settings)
        certificates = _run_all(house, stage, console)
        (_show_live if settings.web is Web.LIVE else _show)(house, certificates, console)
        console.print(f"Everything read, curated and published after {time.monotonic() - began:.0f} s.")
        if settings.web is Web.SIMULATED:
            _compare(house, console)
        _addresses(stage, console)
        _desk(house, console)
        if once:
            console.print("It ends here and is kept: `.venv/bin/vigie serve` shows the pages and the desk again.")
        else:
            console.print("Ctrl-C stops everything.")
            _watch(stage)
        failed = [s for s in house.ready() if s.slug not in certificates or certificates[s.slug].failed]
        return 1 if failed else 0
    except StartError as error:
        console.print(f"[bold red]vigie:[/] {error}", highlight=False)
        return 1
    except LOST as error:
        why = f"{error}".splitlines()[0]
        console.print(f"[bold red]vigie:[/] a part of the house was lost while it ran: {why}", highlight=False)
        console.print("Nothing is lost: run again.")
        return 1
    except Stopped:
        console.print("Stopping …")
        return 0 if not once else 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        alone.close()


def _probe(settings: Settings, console: Console) -> None:
    """Looks at what nobody has seen answer, before anything is scheduled: Airflow then finds what answered."""
    with console.status("PostgreSQL, warehouse …"):
        house = open_house(settings, migrate=True)
    with house.engine.connect() as connection:
        wanted = stale(house.sources, probes.last(connection), probes.in_force(connection), settings.clock())
    if wanted:
        console.print(f"{len(wanted)} sources that nobody has seen answer are looked at first.", highlight=False)
        done = watched(house, wanted, console)
        console.print(f"{sum(one.holds for one in done)} of them answered.", highlight=False)
    house.engine.dispose()


def _announce(settings: Settings, environ: Mapping[str, str], console: Console) -> None:
    console.print(f"State in {settings.home}, catalogue {settings.catalogue}, web {settings.web}.", highlight=False)
    if settings.web is Web.LIVE and not environ.get("VIGIE_CONTACT"):
        console.print(
            "[bold yellow]VIGIE_CONTACT is not set:[/] sites see an address of example.org in our User-Agent. "
            "Set it to your own, so that they can reach you.",
            highlight=False,
        )


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _stop_database(settings: Settings) -> None:
    from warehouse.server import stop

    if not settings.database_url:
        stop(settings)


def _run_all(house: House, stage: Stage, console: Console) -> dict[str, Certificate]:
    """Unpauses and triggers every ingest DAG, then one last curate and publish; the certificates by source."""
    api, sources = stage.airflow, house.ready()
    names = [f"ingest_{s.slug}" for s in sources]
    with console.status("Airflow reads the DAGs …"):
        _wait_for_dags(stage, {*names, *SHARED})
    for left in api.runs([*names, *SHARED]):
        api.fail(left)
    api.set_pools(pools(house.sources))
    known = _known_runs(house, sources)
    for name in SHARED:
        # Until every source is in: else the first items are published, joined and renamed while people watch.
        api.set_paused(True, name)
    api.set_paused(False, "ingest\\_%")
    triggered = [api.trigger(name) for name in names]
    bars = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bars, console=console) as progress:
        bar = progress.add_task("sources", total=len(names))
        while True:
            stage.band.check()
            done = new_certificates(house, sources, known)
            active = {run.run + run.dag for run in api.runs(names)}
            waiting = [t.dag.removeprefix("ingest_") for t in triggered if t.run + t.dag in active]
            shown = ", ".join(sorted(waiting)) if len(waiting) <= NAMED else ""
            progress.update(bar, completed=len(names) - len(waiting), description=f"sources {shown}")
            if not active:
                break
            time.sleep(0.5)
        progress.update(bar, completed=len(names), description=f"sources ({len(done)} certificates)")
        _settle(api, stage, progress)
    if house.settings.web is Web.LIVE:
        api.set_paused(False, "probe")
    return new_certificates(house, sources, known)


def _wait_for_dags(stage: Stage, wanted: set[str], patience: float = 120) -> None:
    until = time.monotonic() + patience
    while not wanted <= set(stage.airflow.dags()):
        stage.band.check()
        errors = stage.airflow.import_errors()
        if errors:
            raise StartError("Airflow could not import:\n" + "\n".join(errors))
        if time.monotonic() > until:
            missing = sorted(wanted - set(stage.airflow.dags()))
            raise StartError(f"Airflow does not know {missing} after {patience:.0f} s")
        time.sleep(0.5)


def _settle(api: AirflowApi, stage: Stage, progress: Progress) -> None:
    """One curate after the last source, then its publish; the assets' own runs are waited for."""
    bar = progress.add_task("curate, publish", total=2)
    for name in SHARED:
        api.set_paused(False, name)
    _wait_run(api, stage, "curate")
    progress.update(bar, completed=1)
    _wait_idle(api, stage, SHARED)
    _wait_run(api, stage, "publish")
    progress.update(bar, completed=2)


def _wait_idle(api: AirflowApi, stage: Stage, dags: Sequence[str]) -> None:
    while api.runs(dags):
        stage.band.check()
        time.sleep(0.3)


def _wait_run(api: AirflowApi, stage: Stage, dag: str) -> None:
    run = api.trigger(dag)
    while run.state in ACTIVE:
        stage.band.check()
        time.sleep(0.3)
        run = api.run(run.dag, run.run)
    if run.state != "success":
        raise StartError(f"the DAG {dag} ended as {run.state}; its log is below {stage.settings.log / 'airflow'}")


def _known_runs(house: House, sources: Sequence[Source]) -> frozenset[str]:
    return frozenset(c.run for s in sources for c in runs.history(house.engine, s.slug))


def new_certificates(house: House, sources: Sequence[Source], known: frozenset[str]) -> dict[str, Certificate]:
    """The last certificate of each source whose run is not among `known` (run ids: clocks may stand still)."""
    found = {}
    for source in sources:
        fresh = [c for c in runs.history(house.engine, source.slug) if c.run not in known]
        if fresh:
            found[source.slug] = fresh[0]
    return found


def _show(house: House, certificates: dict[str, Certificate], console: Console) -> None:
    table = Table(title="What each source brought")
    for column, justify in (
        ("source", "left"),
        ("platform", "left"),
        ("cause", "left"),
        ("read", "right"),
        ("new", "right"),
        ("changed", "right"),
        ("quarantined", "right"),
        ("seconds", "right"),
    ):
        table.add_column(column, justify=justify, no_wrap=column in ("source", "cause"))  # type: ignore[arg-type]
    scheduled = house.ready()
    for source in scheduled:
        done = certificates.get(source.slug)
        if done is None:
            table.add_row(source.slug, source.platform, "[red]no certificate[/]", *[""] * 5)
            continue
        colour = "red" if done.failed else "green"
        counts = (done.read, done.new, done.changed, done.quarantined)
        cells = [f"{count:,}" for count in counts]
        table.add_row(source.slug, source.platform, f"[{colour}]{done.cause}[/]", *cells, f"{done.seconds:.1f}")
    console.print(table)
    known = {source.slug for source in scheduled}
    resting = [f"{s.slug} ({s.state})" for s in house.sources if s.slug not in known]
    if resting:
        console.print(f"Not scheduled: {', '.join(resting)}", highlight=False)
    for done in certificates.values():
        if done.failed:
            message = done.message.removeprefix(f"{done.source}: ")
            console.print(f"[red]{done.source}[/]: {message}", highlight=False)


def _show_live(house: House, certificates: dict[str, Certificate], console: Console) -> None:
    """One line for each source of the catalogue: found, by which way, or why not."""
    with house.engine.connect() as connection:
        told = lines(house.sources, probes.in_force(connection), probes.last(connection), certificates)
    table = Table(title="What each source brought")
    for column in ("source", "way", "cause"):
        table.add_column(column, no_wrap=True)
    table.add_column("read", justify="right")
    table.add_column("new", justify="right")
    table.add_column("what", overflow="fold")
    for line in told:
        colour = "green" if line.well else "yellow" if line.way.endswith("waits") else "red"
        counts = ["" if number is None else f"{number:,}" for number in (line.read, line.new)]
        table.add_row(line.source, line.way, f"[{colour}]{line.cause}[/]", *counts, escape(line.what))
    console.print(table)
    console.print(summary(told), highlight=False)


def _compare(house: House, console: Console) -> None:
    """The simulator's truth beside what is published."""
    for comparison in measure(house):
        console.print(f"  truth, {one_line(comparison)}", highlight=False)


def _addresses(stage: Stage, console: Console) -> None:
    site = site_url(stage.ports)
    for label, address in (
        ("agenda", f"{site}/agenda"),
        ("watch (veille)", f"{site}/veille"),
        ("calls (appels)", f"{site}/appels"),
        ("feeds", f"{site}/abonnements  and  {stage.settings.feeds}/"),
        ("desk", f"{site}/desk"),
        ("Airflow", stage.airflow.url),
    ):
        console.print(f"  {label:<16} {address}", highlight=False)


def _desk(house: House, console: Console) -> None:
    """How to come into the desk. A live house has people of its own: none is made there."""
    if house.settings.web is Web.SIMULATED:
        password = demo_editor(house.engine, house.settings.clock())
        console.print(f"Desk: sign in as [bold]{DEMO}[/] with the password [bold]{password}[/]", highlight=False)
        console.print("  (an editor; `vigie desk role demo admin` makes an admin of it)", highlight=False)
    elif Way.PASSWORD in house.settings.desk.ways:
        console.print("Desk: `vigie desk add NAME --role admin` lets somebody in.", highlight=False)


def demo_editor(engine: Engine, at: datetime) -> str:
    """The editor of a made-up house, with a password that was not there before; returns it."""
    password = passwords.made_up()
    hashed = passwords.hash_of(password)
    with engine.begin() as connection:
        if desk_people.get(connection, DEMO) is None:
            desk_people.add(connection, DEMO, Role.EDITOR.value, hashed, Language.FR.value, OURSELVES, at)
        else:
            desk_people.enable(connection, DEMO, OURSELVES, at)
            desk_people.set_password(connection, DEMO, hashed, OURSELVES, at)
    return password


def _watch(stage: Stage) -> None:
    while True:
        stage.band.check()
        time.sleep(1)
