"""Runs every DAG of dags/ with the real Airflow (`dag.test()`), ingest DAGs first; prints their states as JSON.

Started by test_differential.py in a process with Airflow's environment.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(dag_folder=str(Path(sys.argv[1])))
    assert not bag.import_errors, bag.import_errors
    wanted = [d for d in sorted(bag.dags) if d.startswith("ingest_")] + ["curate", "publish"]
    states = {}
    for name in wanted:
        run = bag.dags[name].test()
        states[name] = str(run.state)
    print("STATES " + json.dumps(states))


if __name__ == "__main__":
    main()
