"""The processes of a whole house on one machine: which they are, and how they come up and go down."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.airflow_api import AirflowApi
from pipeline.airflow_env import airflow_environment, vigie_environment
from pipeline.processes import Band, Part, StartError, answers, end_all, free_port
from vigie.settings import Settings, Web
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from warehouse.server import airflow_url, database_url

BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the house listens, on 127.0.0.1 only."""

    site: int
    airflow: int
    simulator: int

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Ports:
        def port(name: str, default: int) -> int:
            try:
                return int(env.get(name) or default)
            except ValueError as error:
                raise StartError(f"{name}={env[name]}: a port number was expected") from error

        return cls(port("VIGIE_SITE_PORT", 8000), port("VIGIE_AIRFLOW_PORT", 8080), port("VIGIE_SIMULATOR_PORT", 8090))


@dataclass(frozen=True, slots=True)
class Stage:
    """A house that is up: its processes, its settings and its Airflow."""

    settings: Settings
    ports: Ports
    band: Band
    airflow: AirflowApi


def plan(environ: Mapping[str, str] | None = None) -> tuple[Settings, Ports]:
    """Settings and ports as every process will see them."""
    env = os.environ if environ is None else environ
    ports = Ports.from_environment(env)
    settings = Settings.from_environment(env)
    if not env.get("VIGIE_HOME") and settings.web is not Web.SIMULATED:
        # Made-up events must never stand beside real ones: each web has a state of its own.
        settings = replace(settings, home=settings.home / settings.web.value)
    settings = replace(
        settings, simulator=f"127.0.0.1:{ports.simulator}", site_url=env.get("VIGIE_SITE_URL") or site_url(ports)
    )
    return settings, ports


def clear(settings: Settings, ports: Ports) -> None:
    """Ends what a killed house left behind. Raises StartError for a port that is taken."""
    end_all(settings.home)
    free_port(ports.site, "VIGIE_SITE_PORT")
    free_port(ports.airflow, "VIGIE_AIRFLOW_PORT")
    if settings.web is Web.SIMULATED:
        free_port(ports.simulator, "VIGIE_SIMULATOR_PORT")


def site_url(ports: Ports) -> str:
    return f"http://127.0.0.1:{ports.site}"


def raise_stage(settings: Settings, ports: Ports, named_web: str) -> Stage:
    """Starts everything and waits until it answers. Raises StartError; what had come up is ended again."""
    for folder in (settings.home, settings.log, settings.archive, settings.feeds, settings.airflow):
        folder.mkdir(parents=True, exist_ok=True)
    warehouse = database_url(settings)
    environment = {
        **airflow_environment(settings, ports.airflow, airflow_url(settings)),
        **vigie_environment(settings, named_web, warehouse),
    }
    band = Band(settings.home, environment, settings.log)
    stage = Stage(settings, ports, band, AirflowApi(f"http://127.0.0.1:{ports.airflow}"))
    try:
        early = [site(ports), *([simulator(settings, ports)] if settings.web is Web.SIMULATED else [])]
        migration = _migrate_airflow(band)
        upgrade(open_engine(warehouse))
        for part in early:
            band.start(part)
        _finish(migration, band)
        parts = [*airflow_parts(stage.airflow, ports), hub()]
        for part in parts:
            band.start(part)
        band.wait_ready([*early, *parts])
    except BaseException:
        band.stop()
        raise
    return stage


def site(ports: Ports) -> Part:
    """The readers' site."""
    argv = [str(BIN / "vigie"), "serve", "--port", str(ports.site)]
    return Part("web", argv, answers(f"{site_url(ports)}/health"))


def hub() -> Part:
    """Tells those who asked for it by WebSub of each new edition."""
    return Part("hub", [str(BIN / "vigie"), "consumers", "run", "websub", "--follow"])


def simulator(settings: Settings, ports: Ports) -> Part:
    """The simulated web; its day is the clock's, so that a frozen clock gives a frozen web."""
    today = settings.clock().date().isoformat()
    kept = settings.home / "simulator-today"
    if kept.exists():
        # The world stays the one of the first run: otherwise every new day would be another web.
        today = kept.read_text().strip()
    else:
        kept.write_text(today)
    argv = [str(BIN / "python"), "-m", "simulator", "serve", "--port", str(ports.simulator), "--today", today]
    return Part("simulator", argv, answers(f"http://127.0.0.1:{ports.simulator}/", host="clock.example"))


def airflow_parts(api: AirflowApi, ports: Ports) -> list[Part]:
    """Airflow's four processes. They write their logs to files that the API server reads: no log server listens."""
    airflow = str(BIN / "airflow")
    return [
        Part(
            "airflow-api-server", [airflow, "api-server"], answers(f"http://127.0.0.1:{ports.airflow}/api/v2/version")
        ),
        Part("airflow-scheduler", [airflow, "scheduler", "--skip-serve-logs"], lambda: api.healthy(("scheduler",))),
        Part("airflow-dag-processor", [airflow, "dag-processor"], lambda: api.healthy(("dag_processor",))),
        Part("airflow-triggerer", [airflow, "triggerer", "--skip-serve-logs"], lambda: api.healthy(("triggerer",))),
    ]


def _migrate_airflow(band: Band) -> subprocess.Popen[bytes]:
    part = Part("airflow-migrate", [str(BIN / "airflow"), "db", "migrate"])
    band.start(part)
    return band.running.pop(part.name)


def _finish(migration: subprocess.Popen[bytes], band: Band) -> None:
    try:
        code = migration.wait(180)
    except subprocess.TimeoutExpired as error:
        raise StartError(f"Airflow's migration took over 180 s\n{band.tail('airflow-migrate')}") from error
    if code:
        raise StartError(f"Airflow's migration ended with code {code}\n{band.tail('airflow-migrate', 30)}")
