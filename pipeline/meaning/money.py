"""`vigie meaning money`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pipeline.meaning.answer import answer
from transforms.money import read_money
from vigie.model import Money, MoneyRole


def read(text: str, reference: datetime) -> dict[str, object]:
    """Amounts of one text; numbers are strings, so that no cent is lost on the way. The reference changes nothing."""
    reading = read_money(text, MoneyRole.PRICE)
    return answer(
        text,
        reading.abstained,
        [_plain(amount) for amount in reading.amounts],
        is_free=reading.is_free,
        pay_what_you_want=reading.pay_what_you_want,
        approximate=reading.approximate,
        yearly=reading.yearly,
    )


def _plain(amount: Money) -> dict[str, object]:
    return {
        "role": amount.role.value,
        "low": _number(amount.low),
        "high": _number(amount.high),
        "currency": amount.currency,
        "rate": _number(amount.rate),
        "label": amount.label,
        "words": amount.text,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
