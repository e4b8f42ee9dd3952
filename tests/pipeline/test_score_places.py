"""The score of places: what counts as right, wrong and abstained, and that the targets of issue 3 are met."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.meaning.place import read
from pipeline.scores.places import FILES, LABELLED, judge, labels, report
from transforms.gazetteer import gazetteer


def _row(text: str, nis: str | None, province: str | None, region: str | None) -> str:
    row = {"text": text, "nis": nis, "province": province, "region": region}
    return json.dumps({**row, "attendance": None, "venue": None, "ambiguous": nis is None, "class": "test"})


@pytest.mark.parametrize(
    ("label", "outcome"),
    [
        (("5000 Namur", "92094", "namur", "WAL"), "right"),
        (("5000 Namur", "62063", "liege", "WAL"), "wrong"),
        (("5000 Namur", None, None, None), "wrong"),
        (("Porte de Namur", "21004", None, "BRU"), "abstained"),
        (("Porte de Namur", None, None, None), "right"),
        (("province de Namur", "92094", "namur", "WAL"), "abstained"),
    ],
)
def test_outcomes(tmp_path: Path, label: tuple[str, str | None, str | None, str | None], outcome: str) -> None:
    file = tmp_path / "places.jsonl"
    file.write_text(_row(*label) + "\n", encoding="utf-8")
    assert [j.outcome for j in judge(file)] == [outcome]


def test_the_targets_are_met() -> None:
    figures = [f for f in report().figures if f.target is not None]
    assert {f.data for f in figures} == set(FILES)
    assert [f for f in figures if not f.met] == []


def test_labels_agree_with_the_gazetteer() -> None:
    towns = {n.municipality.nis: n.municipality for names in gazetteer().names.values() for n in names}
    count = 0
    for name in FILES:
        for label in labels(LABELLED / name):
            nis, province, region = label.where
            count += 1
            if nis:
                assert (towns[nis].province, towns[nis].region) == (province, region), label.text
                assert not label.ambiguous, label.text
    assert count >= 560


def test_the_command_tells_every_field() -> None:
    said = read("Le Lieu, Rue du Test 16, 5100 Jambes & en ligne", None)  # type: ignore[arg-type]
    assert said["abstained"] is None
    assert said["results"] == [
        {
            "nis": "92094", "municipality": "Namur", "province": "namur", "region": "WAL", "country": "BE",
            "postcode": "5100", "street": "Rue du Test 16", "venue": "Le Lieu", "totem": None, "locality": "Jambes",
            "attendance": "mixed", "span": [25, 36], "rule": "postcode+name", "words": "5100 Jambes",
        }
    ]  # fmt: skip


def test_an_online_line_is_understood_and_an_ambiguous_one_is_not() -> None:
    online, celles = (read(text, None) for text in ("En ligne", "Celles"))  # type: ignore[arg-type]
    assert (online["abstained"], [r["attendance"] for r in online["results"]]) == (None, ["online"])  # type: ignore[attr-defined]
    assert celles["abstained"] == "Celles is the name of several places"
    assert celles["results"] == []
