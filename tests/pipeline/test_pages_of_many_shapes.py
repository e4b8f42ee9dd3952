"""Pages in the shapes of the wild, each read as `vigie sources add FILE` does: all of its things, and nothing else."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from pipeline.scores.html_pages import same_title, shown
from pipeline.ways_tried import best_on_page
from tests.pipeline.page_mixed_shapes import mixed_shapes
from tests.pipeline.page_platform_shapes import platform_shapes
from tests.pipeline.page_shapes import Shape, shapes
from vigie.model import Capture, Request

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def capture_of(url: str, html: str) -> Capture:
    body = html.encode()
    headers = (("content-type", "text/html"),)
    return Capture(Request(url), url, 200, headers, body, NOW, hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize("shape", [*shapes(), *platform_shapes(), *mixed_shapes()], ids=lambda shape: shape.name)
def test_a_page_gives_its_things_and_no_other(shape: Shape) -> None:
    best = best_on_page(capture_of(shape.url, shape.html), NOW, saved=True)
    assert best is not None
    said = [shown(record) for record in best.records]
    assert sorted(day for _, day in said) == sorted(day for _, day in shape.things)
    for title, day in shape.things:
        assert any(same_title(title, own) and day == when for own, when in said), (title, day, said)
    assert {record.kind.value for record in best.records} <= {shape.kind}
