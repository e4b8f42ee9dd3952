"""The few calls that we make to Airflow's REST API (v2): health, DAGs, runs and pools."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import requests

ACTIVE = ("queued", "running")


class AirflowError(RuntimeError):
    """Airflow answered with an error; the message holds the call and the beginning of the answer."""


@dataclass(frozen=True, slots=True)
class DagRun:
    """One run of one DAG; `state` is Airflow's word: queued, running, success or failed."""

    dag: str
    run: str
    state: str


class AirflowApi:
    """A client for one Airflow at `url` that asks nobody to log in (SimpleAuthManager, all admins, loopback)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def healthy(self, parts: Collection[str] = ("metadatabase", "scheduler", "dag_processor", "triggerer")) -> bool:
        """Whether every named part reports itself healthy."""
        try:
            answer = self._session.get(f"{self.url}/api/v2/monitor/health", timeout=5)
            states = answer.json() if answer.ok else {}
        except (requests.RequestException, ValueError):
            return False
        return all((states.get(part) or {}).get("status") == "healthy" for part in parts)

    def dags(self) -> dict[str, bool]:
        """Every DAG that Airflow knows, with whether it is paused."""
        listed = self._call("GET", "/dags", params={"limit": 1000})["dags"]
        return {dag["dag_id"]: bool(dag["is_paused"]) for dag in listed}

    def import_errors(self) -> tuple[str, ...]:
        listed = self._call("GET", "/importErrors")["import_errors"]
        return tuple(f"{e['filename']}: {e['stack_trace']}" for e in listed)

    def set_paused(self, paused: bool, pattern: str = "%") -> None:
        """Pauses or unpauses every DAG whose id matches the SQL pattern."""
        self._call("PATCH", "/dags", params={"dag_id_pattern": pattern, "limit": 1000}, json={"is_paused": paused})

    def trigger(self, dag: str) -> DagRun:
        """Asks for a run now."""
        made = self._call("POST", f"/dags/{dag}/dagRuns", json={"logical_date": None})
        return DagRun(dag, made["dag_run_id"], made["state"])

    def runs(self, dags: Iterable[str], states: Iterable[str] = ACTIVE) -> tuple[DagRun, ...]:
        """Runs of these DAGs in these states, latest first (at most 1,000)."""
        asked = {"dag_ids": list(dags), "states": list(states), "page_limit": 1000}
        listed = self._call("POST", "/dags/~/dagRuns/list", json=asked)["dag_runs"]
        return tuple(DagRun(r["dag_id"], r["dag_run_id"], r["state"]) for r in listed)

    def run(self, dag: str, run: str) -> DagRun:
        found = self._call("GET", f"/dags/{dag}/dagRuns/{run}")
        return DagRun(found["dag_id"], found["dag_run_id"], found["state"])

    def fail(self, run: DagRun) -> None:
        """Marks a run as failed, so that one left over by a killed house does not hold up the next."""
        self._call("PATCH", f"/dags/{run.dag}/dagRuns/{run.run}", json={"state": "failed"})

    def set_pools(self, slots: Mapping[str, int]) -> None:
        """Creates or resizes pools, in one call."""
        entities = [{"name": name, "slots": count, "include_deferred": False} for name, count in slots.items()]
        action = {"action": "create", "entities": entities, "action_on_existence": "overwrite"}
        answer = self._call("PATCH", "/pools", json={"actions": [action]})
        errors = (answer.get("create") or {}).get("errors")
        if errors:
            raise AirflowError(f"pools: {errors}")

    def _call(self, method: str, path: str, **arguments: Any) -> Any:
        self._sign_in()
        answer = self._session.request(method, f"{self.url}/api/v2{path}", timeout=30, **arguments)
        if not answer.ok:
            raise AirflowError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json() if answer.content else {}

    def _sign_in(self) -> None:
        if "authorization" in self._session.headers:
            return
        answer = self._session.get(f"{self.url}/auth/token", timeout=30)
        if not answer.ok:
            raise AirflowError(f"GET /auth/token: {answer.status_code} {answer.text[:300]}")
        self._session.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
