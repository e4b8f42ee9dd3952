"""Every command and every statement of docs/history.md does what is written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from sqlalchemy import text

from tests.conftest import ROOT, Plot
from tests.pipeline.history_world import DAYS, ROBOTS, ids, live, plot_on, vigie

PAGE = (ROOT / "docs" / "history.md").read_text()
LINE = re.compile(r"^vigie (?P<command>.+?)(?:\s+# exit (?P<code>\d)(?:, (?P<words>.+))?)?$")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [line for block in found for line in block.splitlines()]


def test_every_command_line_of_the_page(plot: Plot, tmp_path: Path) -> None:
    for day in DAYS:
        house = live(plot, tmp_path, day)
    plot, item = plot_on(plot, tmp_path, DAYS[-1]), ids(house)[ROBOTS]
    then = str(tmp_path / "then")
    lines = blocks("sh")
    assert len(lines) >= 18
    for line in lines:
        asked = LINE.match(line)
        assert asked, line
        arguments = [{"ITEM": item, "then": then}.get(word, word) for word in shlex.split(asked["command"])]
        done = vigie(plot, *arguments)
        said = " ".join(done.output.split())
        assert done.exit_code == int(asked["code"] or 0), f"{line}\n{said}"
        assert (asked["words"] or "") in said, f"{line}\n{said}"
        assert said or arguments[0] == "query", line
    statements = blocks("sql")
    assert len(statements) == 4
    with house.engine.connect() as connection:
        for statement in statements:
            connection.execute(text(re.sub(r":(?=\d)", r"\\:", statement))).all()
    assert (Path(then) / "agenda.ics").exists()
