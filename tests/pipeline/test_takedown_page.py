"""Every command line of docs/takedown.md does what is written."""

from __future__ import annotations

import itertools
import re
import shlex
from datetime import timedelta

from sqlalchemy import text

from pipeline.house import open_house
from tests.conftest import ROOT, Plot
from tests.pipeline.lived_days import FIRST, morning

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^vigie (?P<command>.+?)(?:\s+# exit (?P<code>\d)(?:, (?P<words>.+))?)?$")
PAGE = (ROOT / "docs" / "takedown.md").read_text()


def test_every_command_line_of_the_page(plot: Plot) -> None:
    minutes = (morning(FIRST) + timedelta(minutes=n) for n in itertools.count())

    def run(*arguments: str) -> tuple[int, str]:
        done = plot.with_variables(VIGIE_NOW=next(minutes).isoformat()).run(*arguments, check=False)
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    for step in (("ingest", "theatre-meuse", "agenda-hainaut", "agenda-communes"), ("curate",), ("publish",)):
        assert run(*step)[0] == 0
    key = first_key(plot)
    lines = [line for block in BLOCK.findall(PAGE) for line in block.splitlines()]
    assert len(lines) >= 12, "the blocks are not found any more"
    for line in lines:
        asked = LINE.match(line)
        assert asked, f"not a command line of vigie: {line}"
        code, said = run(*(word.replace("KEY", key) for word in shlex.split(asked["command"])))
        assert code == int(asked["code"] or 0), f"{line}\n{said}"
        assert (asked["words"] or "") in said, f"{line}\n{said}"
        assert "Traceback" not in said


def first_key(plot: Plot) -> str:
    house = open_house(plot.settings)
    with house.engine.connect() as connection:
        query = text("SELECT min(key) FROM records WHERE source = 'agenda-hainaut'")
        key: str = connection.execute(query).scalar_one()
    house.engine.dispose()
    return key
