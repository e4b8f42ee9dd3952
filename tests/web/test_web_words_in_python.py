"""Every sentence that Python code says to people has its English one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.language import Language
from web.rendering import FOLDER
from web.words import catalogue

MODULES = sorted(p for p in FOLDER.rglob("*.py") if "words" not in p.parts)


def said(path: Path) -> Iterator[tuple[str, type]]:
    """Sentences of `_("…")` and `n("…", "…", count)`, with what their translation must be."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "_":
            yield str(node.args[0].value), str
        elif name == "n" and len(node.args) == 3:
            yield str(node.args[0].value), list


@pytest.mark.parametrize("path", [p for p in MODULES if list(said(p))], ids=lambda p: p.stem)
def test_every_sentence_of_python_is_said_in_english(path: Path) -> None:
    words = catalogue(Language.EN)
    assert {sentence for sentence, kind in said(path) if not isinstance(words.get(sentence), kind)} == set()


def test_python_says_something() -> None:
    assert sum(len(list(said(p))) for p in MODULES) > 40
