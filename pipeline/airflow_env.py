"""The environment in which our own Airflow runs: metadata in the embedded PostgreSQL, everything on loopback."""

from __future__ import annotations

import base64
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from vigie.settings import ROOT, Settings, Web

PARALLELISM = {Web.SIMULATED: 4, Web.RECORDED: 4, Web.LIVE: 12}
"""Tasks at a time. The simulated web answers at once, so the cores are the limit (2 on the smallest machine); the real
one is mostly waited for, and a slow host must not hold up the others."""


def airflow_environment(settings: Settings, port: int, metadata_url: str) -> dict[str, str]:
    """Variables for every Airflow process. Secrets are made once and kept in `var/airflow`, for their owner alone."""
    home = settings.airflow
    keys = _secrets(home / "secrets.json")
    return {
        "AIRFLOW_HOME": str(home),
        # Airflow starts children by name: without our bin first on PATH they are another Airflow, or none.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(ROOT),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata_url,
        # Without it Airflow asks for asyncpg; psycopg 3, which we have anyway, speaks both ways.
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": metadata_url.replace("+psycopg2:", "+psycopg:"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": str(PARALLELISM[settings.web]),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "dags" / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__FERNET_KEY": keys["fernet"],
        # No login on loopback. docker-compose.yml, which may be reached from elsewhere, has accounts.
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": keys["api"],
        "AIRFLOW__API_AUTH__JWT_SECRET": keys["jwt"],
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.5",
        # A killed worker is noticed within a minute, not five: its task is then tried again.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "60",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(settings.log / "airflow"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(settings.log / "airflow" / "dag_processor"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "NO_PROXY": "127.0.0.1,localhost",
    }


def vigie_environment(settings: Settings, named_web: str, database_url: str) -> dict[str, str]:
    """The VIGIE_* variables that every process of the house inherits, so that all see the same settings."""
    known: dict[str, str] = {
        "VIGIE_HOME": str(settings.home),
        "VIGIE_WEB": named_web,
        "VIGIE_CATALOGUE": str(settings.catalogue),
        "VIGIE_DATABASE_URL": database_url,
        "VIGIE_SIMULATOR": settings.simulator,
        "VIGIE_SITE_URL": settings.site_url,
        "VIGIE_HOST_GAP": str(settings.host_gap),
        "VIGIE_CONTACT": settings.contact,
    }
    if settings.behind:
        known["VIGIE_BEHIND"] = settings.behind
    if settings.now:
        known["VIGIE_NOW"] = settings.now.isoformat()
    return known


def _secrets(file: Path) -> Mapping[str, str]:
    if file.exists():
        kept: Mapping[str, str] = json.loads(file.read_text())
        return kept
    file.parent.mkdir(parents=True, exist_ok=True)
    made = {
        "fernet": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "api": secrets.token_hex(64),
        "jwt": secrets.token_hex(64),
    }
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(made))
    part.replace(file)
    return made
