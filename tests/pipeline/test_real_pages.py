"""Saved French and Belgian pages: the share of labelled things that is found, of reported ones that is wrong."""

from __future__ import annotations

import pytest

from pipeline.scores import html_pages

pytestmark = pytest.mark.shared


def test_most_labelled_things_are_found_and_little_is_reported_beside() -> None:
    (report,) = html_pages.reports()
    figures = {figure.measure: figure for figure in report.figures if figure.data == "all pages"}
    assert figures["found"].n == 128
    assert figures["found"].share >= html_pages.FOUND, report.worst
    assert figures["wrong"].share <= html_pages.WRONG, report.worst


def test_pages_without_a_thing_report_none() -> None:
    empty = [page for page in html_pages.judge() if not page.labels]
    assert len(empty) == 2
    assert [page.reported for page in empty] == [(), ()]
