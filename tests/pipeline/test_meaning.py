"""`vigie meaning` and `vigie score dates` as a program sees them: lines in, one JSON object per line out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def vigie(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *words]
    return subprocess.run(command, input=said, capture_output=True, text=True, timeout=60)


def test_dates_seen_from_a_day_for_all_and_from_a_day_of_the_line() -> None:
    lines = "du 13 au 17 octobre à 20h\n2026-03-01\tdès jeudi prochain\nrien\n"
    done = vigie("meaning", "dates", "--reference", "2025-10-01", said=lines)
    assert done.returncode == 0, done.stderr
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert first["text"] == "du 13 au 17 octobre à 20h"
    assert first["results"][0]["start"] == "2025-10-13T20:00+02:00"
    assert first["results"][0]["span"][0] == 0
    assert (second["text"], second["results"][0]["start"], second["results"][0]["open"]) == (
        "dès jeudi prochain",
        "2026-03-05",
        "end",
    )
    assert (third["results"], third["abstained"]) == ([], "no date")


def test_a_line_without_any_reference_is_named() -> None:
    done = vigie("meaning", "dates", said="2026-03-01\tdemain\ndemain\n")
    assert done.returncode == 2
    assert "line 2: no reference" in done.stderr


@pytest.mark.parametrize(
    ("task", "text", "field", "value"),
    [
        ("deadlines", "Dépôt jusqu'au 3 mai 2026 à 12h", "end", "2026-05-03T12:00+02:00"),
        ("money", "maximum 25.000 €", "high", "25000"),
        ("place", "5000 Namur", "nis", "92094"),
        ("topics", "Un atelier de création de jeux vidéo", "slug", "games"),
    ],
)
def test_each_task_answers_on_one_line(task: str, text: str, field: str, value: str) -> None:
    done = vigie("meaning", task, "--reference", "2026-03-01", said=f"{text}\n\n")
    assert done.returncode == 0, done.stderr
    said, empty = (json.loads(line) for line in done.stdout.splitlines())
    assert value in [result[field] for result in said["results"]]
    assert empty["results"] == []


def test_a_file_of_labelled_lines_is_scored(tmp_path: Path) -> None:
    """One line of each outcome; an expectation in no notation is told apart and stops nothing."""
    file = tmp_path / "kept.tsv"
    rows = [
        "2026-02-10\tle 5 mars 2026\t2026-03-05\tmade up",
        "2026-02-10\tle 5 mars 2026\t2026-03-06\tmade up, and labelled wrongly",
        "2026-02-10\tune promenade en forêt\t2026-03-05\tmade up, and labelled wrongly",
        "2026-02-10\t5 €\tP:five euros\tmade up, in no notation",
        "2026-02-10\t12 € / 8 € (étudiants)\tP:EUR 12.00 ; reduced 8.00\tmade up",
    ]
    file.write_text("\n".join(["reference\ttext\texpected\torigin", *rows]), encoding="utf-8")
    said = json.loads(vigie("score", "dates", "--data", str(file), "--json").stdout)
    assert {k: said[k] for k in ("n", "exact", "abstained", "silent_errors")} == {
        "n": 5,
        "exact": 2,
        "abstained": 2,
        "silent_errors": 1,
    }
    assert said["by_kind"]["price"] == {"n": 2, "exact": 1, "abstained": 1, "silent_errors": 0}
    assert [w["outcome"] for w in said["worst"]] == ["silent error", "abstained", "abstained"]
    assert said["worst"][0]["expected"] == "2026-03-06"


def test_a_file_in_no_notation_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_text('{"text": "le 5 mars"}\n', encoding="utf-8")
    done = vigie("score", "dates", "--data", str(file))
    assert done.returncode == 2
    assert "odd.jsonl:1:" in done.stderr
