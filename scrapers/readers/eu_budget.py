"""The budget of a SEDIA topic: `budgetOverview` is JSON in a string and lists all topics of the parent call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scrapers.readers.drafts import ItemDraft, printed


def say_budget(item: ItemDraft, data: dict[str, Any], identifier: str | None, ccm2: str | None) -> None:
    """Says the amounts per grant and the call's envelope of this topic only; 0 stands for unknown."""
    currency = data.get("currency")
    item.say("currency", currency[0] if isinstance(currency, list) and currency else currency, "/metadata/currency")
    rows = list(_rows(data, identifier, ccm2))
    for row in rows:
        for raw, name in (("minContribution", "amount_low"), ("maxContribution", "amount_high")):
            item.say(name, _amount(row.get(raw)), f"/metadata/budgetOverview/{raw}", html=False)
        years = row.get("budgetYearMap")
        sums = [_amount(v) for v in years.values()] if isinstance(years, dict) else []
        known = [int(s) for s in sums if s and s.isdigit()]
        item.say("envelope", sum(known) if known else None, "/metadata/budgetOverview/budgetYearMap", html=False)
    if not item.has("envelope"):
        value = data.get("budget")
        for amount in value if isinstance(value, list) else [value]:
            item.say("envelope", _amount(amount), "/metadata/budget", html=False)


def _rows(data: dict[str, Any], identifier: str | None, ccm2: str | None) -> Iterator[dict[str, Any]]:
    said = data.get("budgetOverview")
    text = said[0] if isinstance(said, list) and said else said
    try:
        overview = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return
    topics = overview.get("budgetTopicActionMap") if isinstance(overview, dict) else None
    for key, rows in topics.items() if isinstance(topics, dict) else []:
        for row in rows if isinstance(rows, list) else []:
            if not isinstance(row, dict):
                continue
            action = (printed(row.get("action")) or "").split(" - ")[0].strip()
            if (identifier and action == identifier) or (ccm2 and key == ccm2 and not action):
                yield row


def _amount(value: object) -> str | None:
    text = (printed(value) or "").replace(",", "").replace(" ", "")
    return text if text and text.strip("0.") else None
