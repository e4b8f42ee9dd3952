"""The labelled files of the reference facts: figures may rise, not fall. They are not part of the repository."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from transforms.scoring import Outcome, score_file

FACTS = Path(__file__).parents[3] / "shared" / "facts"


@pytest.mark.shared
@pytest.mark.parametrize(("name", "exact", "silent"), [("dates_dev.tsv", 0.97, 0.005), ("dates_dev.jsonl", 0.94, 0.01)])
def test_the_labelled_lines(name: str, exact: float, silent: float) -> None:
    path = FACTS / name
    if not path.exists():
        pytest.skip(f"needs {path}, which is handed out beside the repository")
    score = score_file(path)
    total = len(score.judged)
    assert total > 150
    assert score.count(Outcome.EXACT) / total >= exact, score.summary()["worst"]
    assert score.count(Outcome.SILENT_ERROR) / total <= silent, score.summary()["worst"]


def test_the_scorer_tells_right_from_wrong_from_silent(tmp_path: Path) -> None:
    """The figures above are worth what the scorer is: one line of each outcome and of each kind."""
    rows = [
        ("2026-03-02", "le 12 mars 2026", "2026-03-12", Outcome.EXACT),
        ("2026-03-02", "le 12 mars 2026", "2026-03-13", Outcome.SILENT_ERROR),
        ("2026-03-02", "le 12 mars 2026 à 18h", "2026-03-12", Outcome.SILENT_ERROR),
        ("2026-03-02", "le 12 mars 2026", "2026-03-12T18:00+01:00", Outcome.SILENT_ERROR),
        ("2026-03-02", "bientôt", "2026-03-12", Outcome.ABSTAINED),
        ("2026-03-02", "le 12 mars 2026", "NOTDATE", Outcome.SILENT_ERROR),
        ("2026-03-02", "12 ans", "NOTDATE (age)", Outcome.EXACT),
        ("2026-03-02", "5 €", "P:EUR 5.00", Outcome.EXACT),
        ("2026-03-02", "5 €", "P:EUR 6.00", Outcome.SILENT_ERROR),
        ("2026-03-02", "max. 5 €", "A:EUR 5", Outcome.SILENT_ERROR),
        ("2026-03-02", "avant le 12 mars 2026", "D<2026-03-12", Outcome.EXACT),
        ("2026-03-02", "avant le 12 mars 2026", "D:2026-03-12", Outcome.SILENT_ERROR),
        ("2026-03-02", "mi-mars 2026", "2026-03-15", Outcome.SILENT_ERROR),
        ("2026-03-02", "tous les mardis à 20h", "R:FREQ=WEEKLY;BYDAY=TU T20:00", Outcome.EXACT),
        ("2026-03-02", "tous les mardis à 20h", "R:FREQ=WEEKLY;BYDAY=WE T20:00", Outcome.SILENT_ERROR),
    ]
    path = tmp_path / "lines.tsv"
    lines = ["reference\ttext\texpected\torigin", *("\t".join((*row[:3], "made up")) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    outcomes = [judged.outcome for judged in score_file(path).judged]
    assert outcomes == [row[3] for row in rows]
    assert score_file(path).judged[0].line.reference in (date(2026, 3, 2), datetime(2026, 3, 2))
