"""Runs commands of `vigie` in this process and kills it (SIGKILL) at the nth call of one function.

`die_at.py MODULE:NAME before|after N -- COMMAND… [-- COMMAND…]`. The product holds no such door: the function is
wrapped from outside.
"""

from __future__ import annotations

import importlib
import itertools
import os
import signal
import sys
from typing import Any


def wrap(target: str, moment: str, number: int) -> None:
    module_name, name = target.split(":")
    owner: Any = importlib.import_module(module_name)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    function = getattr(owner, last)
    calls = itertools.count(1)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        fatal = next(calls) == number
        if fatal and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, last, wrapped)


def main() -> None:
    target, moment, number, *rest = sys.argv[1:]
    from pipeline.cli import app

    wrap(target, moment, int(number))
    commands: list[list[str]] = []
    for word in rest:
        if word == "--":
            commands.append([])
        else:
            commands[-1].append(word)
    for command in commands:
        app(command, standalone_mode=False)


if __name__ == "__main__":
    main()
