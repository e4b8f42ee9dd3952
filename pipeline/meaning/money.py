"""`vigie meaning money`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pipeline.meaning.answer import answer
from transforms.sums import Sum, read_sums


def read(text: str, reference: datetime) -> dict[str, object]:
    """Sums of one text, each with its role; numbers are strings, so that no cent is lost on the way. The reference
    changes nothing."""
    reading = read_sums(text)
    return answer(
        text,
        reading.abstained,
        [_plain(one) for one in reading.sums],
        is_free=reading.is_free,
        pay_what_you_want=reading.pay_what_you_want,
        approximate=reading.approximate,
        yearly=reading.yearly,
    )


def _plain(one: Sum) -> dict[str, object]:
    money = one.money
    return {
        "role": money.role.value,
        "low": _number(money.low),
        "high": _number(money.high),
        "currency": money.currency,
        "rate": _number(money.rate),
        "rate_low": _number(one.rate_low),
        "label": money.label,
        "per": one.per,
        "approximate": one.approximate,
        "span": list(one.span),
        "rule": one.rule,
        "words": money.text,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
