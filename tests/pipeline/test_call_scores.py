"""The scorer of labelled calls: strict about every field, in the notation of tests/labelled/README.md."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.meaning import deadlines as deadlines_answer
from pipeline.meaning import money as money_answer
from pipeline.scores import calls
from pipeline.scores.call_labels import judge, labels
from transforms.scoring import Outcome


def outcome(tmp_path: Path, text: str, expected: str) -> Outcome:
    path = tmp_path / "calls_dev.tsv"
    path.write_text(
        f"reference\ttext\texpected\torigin\n2026-02-02\t{text}\t{expected}\tcomposed: test\n", encoding="utf-8"
    )
    (label,) = labels(path)
    return judge(label).outcome


@pytest.mark.parametrize(
    ("text", "expected", "wanted"),
    [
        ("Date limite : 20 mars 2026 à 12h", "D:2026-03-20T12:00+01:00", Outcome.EXACT),
        ("Date limite : 20 mars 2026 à 12h", "D:2026-03-20T11:00+00:00 (the same instant)", Outcome.EXACT),
        ("Date limite : 20 mars 2026 à 12h", "D:2026-03-20", Outcome.SILENT_ERROR),
        ("Avant le 20 mars 2026", "D:2026-03-20", Outcome.SILENT_ERROR),
        ("Avant le 20 mars 2026", "D<2026-03-20", Outcome.EXACT),
        ("Date limite : 20 mars 2026", "D:2026-03-20 ; D:2026-04-20", Outcome.SILENT_ERROR),
        ("Ouvert du 2 au 20 mars 2026", "D:2026-03-20", Outcome.SILENT_ERROR),
        ("Date limite : à confirmer", "D:2026-03-20", Outcome.ABSTAINED),
        ("Jury : 20 mars 2026", "D:none", Outcome.EXACT),
        ("Date limite : 20 mars 2026", "D:none", Outcome.SILENT_ERROR),
        ("Dépôt en continu", "D:rolling", Outcome.EXACT),
        ("Appel clôturé", "D:closed", Outcome.EXACT),
        ("Aide de 12 500 €", "A:EUR 12500", Outcome.EXACT),
        ("Aide de 12 500 €", "E:EUR 12500", Outcome.SILENT_ERROR),
        ("Aide de 12 500 €", "A:<=EUR 12500", Outcome.SILENT_ERROR),
        ("max. 75 % plafonné à 25 000 €", "A:<=EUR 25000 @75%", Outcome.EXACT),
        ("max. 75 % plafonné à 25 000 €", "A:<=EUR 25000", Outcome.SILENT_ERROR),
        ("Aide de 500 £", "A:EUR 500", Outcome.SILENT_ERROR),
        ("Date limite : 20 mars 2026. Aide de 5.000 €", "D:2026-03-20 | A:EUR 5000", Outcome.EXACT),
        ("Date limite : 20 mars 2026. Aide de 5.000 €", "D:2026-03-20 | A:EUR 6000", Outcome.SILENT_ERROR),
        ("Clôture le 20 mars 2026 à 0h00", "AMBIG: D:2026-03-20T00:00+01:00 / D:2026-03-21", Outcome.ABSTAINED),
    ],
)
def test_exact_means_every_field(tmp_path: Path, text: str, expected: str, wanted: Outcome) -> None:
    assert outcome(tmp_path, text, expected) is wanted


def test_a_label_outside_the_notation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not in the notation"):
        outcome(tmp_path, "Date limite : demain", "tomorrow")


def test_the_kept_half_shows_counts_and_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "reference\ttext\texpected\torigin\n"
    for name in calls.FILES:
        line = f"2026-02-02\tJury : 20 mars 2026, {name}\tD:2026-03-20\tcomposed: test\n"
        (tmp_path / name).write_text(head + line, encoding="utf-8")
    monkeypatch.setattr(calls, "LABELLED", tmp_path)
    deadlines, _ = calls.reports()
    assert [f.hits for f in deadlines.figures if f.measure == "abstained"] == [1, 1, 1]
    assert len(deadlines.worst) == 2
    assert not any("kept" in line for line in deadlines.worst)
    goals = {f.data for f in deadlines.figures if f.target is not None}
    assert goals == {"calls_second_kept.tsv"}


@pytest.mark.parametrize(
    ("text", "now", "state"),
    [
        ("Appel ouvert du 9 mars au 30 avril 2026", "2026-03-08T23:59", "announced"),
        ("Appel ouvert du 9 mars au 30 avril 2026", "2026-03-09T00:00", "open"),
        ("Appel ouvert du 9 mars au 30 avril 2026", "2026-04-17T00:00", "closing"),
        ("Appel ouvert du 9 mars au 30 avril 2026", "2026-04-30T23:59", "closing"),
        ("Appel ouvert du 9 mars au 30 avril 2026", "2026-05-01T00:00", "closed"),
        ("À rentrer avant le 30 avril 2026", "2026-04-30T00:00", "closed"),
        ("Date limite : 30 avril 2026 à 12h", "2026-04-30T11:59", "closing"),
        ("Date limite : 30 avril 2026 à 12h", "2026-04-30T12:00", "closed"),
        ("Dates limites : 15 mars, 15 juin et 15 octobre 2026", "2026-04-01T00:00", "open"),
        ("Dépôt en continu", "2026-04-01T00:00", "open"),
        ("Appel clôturé", "2026-04-01T00:00", "closed"),
        ("Prochain appel : printemps 2026", "2026-02-01T00:00", "announced"),
        ("Jury : 20 mai 2026", "2026-04-01T00:00", "unknown"),
    ],
)
def test_the_state_of_a_call_follows_the_clock(text: str, now: str, state: str) -> None:
    assert deadlines_answer.read(text, datetime.fromisoformat(now))["state"] == state


def test_the_answer_for_money_gives_strings_and_roles() -> None:
    answer = money_answer.read("5 à 12.500,50 € par projet", datetime(2026, 2, 2))
    results = answer["results"]
    assert isinstance(results, list)
    assert {k: results[0][k] for k in ("role", "high", "currency", "per")} == {
        "role": "grant",
        "high": "12500.5",
        "currency": "EUR",
        "per": "project",
    }
