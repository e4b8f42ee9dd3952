"""Which client programs this machine has, and how they are run: as processes, each with a folder of its own.

A program that is not here skips its test, with words that the summary shows.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".clients"
PYTHON = HOME / "venv" / "bin" / "python"
MODULES = HOME / "node_modules"
PROGRAMS = Path(__file__).parent / "programs"


def python(
    script: str, *arguments: object, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Any:
    """What a script of programs/ prints as JSON, in the clients' own Python."""
    if not (PYTHON.exists() and (HOME / "venv" / ".ready").exists()):
        pytest.skip(f"{HOME}/venv is not here (make test-clients): {script} was NOT run")
    return json.loads(run([str(PYTHON), str(PROGRAMS / script), *map(str, arguments)], environ, folder=folder))


def node(script: str, *arguments: object, environ: Mapping[str, str] | None = None) -> Any:
    """The same of a script for Node."""
    if shutil.which("node") is None or not (MODULES / ".ready").exists():
        pytest.skip(f"node, or {MODULES}, is not here: {script} was NOT run")
    # Modules are looked for beside the script: it runs from where they are.
    placed = HOME / "programs"
    placed.mkdir(exist_ok=True)
    for file in PROGRAMS.glob("*.mjs"):
        _put(file, placed / file.name)
    return json.loads(run(["node", str(placed / script), *map(str, arguments)], environ))


def installed(name: str) -> str:
    """The path of a program of the clients' Python, or of the machine."""
    own = HOME / "venv" / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine: it was NOT run")
    return found


def run(
    argv: list[str], environ: Mapping[str, str] | None = None, seconds: float = 240, folder: Path | None = None
) -> str:
    """The standard output of a program that must end well."""
    env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")} | dict(environ or {})
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False, timeout=seconds, cwd=folder)
    assert done.returncode == 0, f"{' '.join(argv)}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def _put(file: Path, target: Path) -> None:
    data = file.read_bytes()
    if not target.exists() or target.read_bytes() != data:
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(data)
        fresh.replace(target)
