"""Deadlines and sums of every simulated call, read from the words of each site that prints it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from simulator.sites.calltext import call_paragraphs
from simulator.tenders import make_calls
from transforms.deadlines import read_deadlines
from transforms.sums import read_sums
from vigie.model import MoneyRole

TODAY = date(2026, 11, 21)


def test_every_call_of_several_worlds_is_read_as_it_is_true() -> None:
    wrong = []
    calls = [call for seed in range(1, 12) for call in make_calls(seed, TODAY)]
    for call in calls:
        for host in call.sites:
            text = "\n".join((*call.body, *call_paragraphs(call, host)))
            reading = read_deadlines(text, call.published.date())
            got = [(d.at.local if d.at.has_clock else d.at.day) for d in reading.deadlines]
            truth = [(d.at.replace(tzinfo=None) if d.clock else d.at.date()) for d in call.deadlines]
            if got != truth or reading.rolling != call.rolling:
                wrong.append((text, got, truth))
            sums = {s.money.role: s.money.high for s in read_sums(text).sums}
            expected = {MoneyRole.GRANT: call.high, MoneyRole.ENVELOPE: None if call.low else call.budget}
            told = {role: Decimal(value) for role, value in expected.items() if value and call.high}
            if sums != told:
                wrong.append((text, sums, told))
    assert len(calls) > 100
    assert wrong == []
