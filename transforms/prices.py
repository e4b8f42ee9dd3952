"""What an event costs: from the fields of its offers, then from the words for its price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from transforms.call_sums import read_call_sums
from transforms.money import read_money
from transforms.notebook import Notebook
from transforms.price_lines import price_words
from transforms.text import excerpt, line
from vigie.model import Money, MoneyRole, RawItem

_YES = frozenset({"true", "1", "yes", "oui"})
_NO = frozenset({"false", "0", "no", "non"})
_CURRENCIES = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "£": "GBP"}


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices per person; `is_free` None when unsaid; `text` = the source's own words, at most 200 signs."""

    amounts: tuple[Money, ...] = ()
    is_free: bool | None = None
    text: str | None = None


def read_prices(raw: RawItem, body: str, notebook: Notebook) -> Prices:
    """Prices of an item: from its fields, else from lines of its text (`body`) that are nothing but a price.

    A zero among other prices is a reduced price, alone it means free.
    """
    amounts: list[Money] = []
    free: bool | None = None
    for field in raw.all("price"):
        value = as_number(field.value)
        if value is None:
            reading = read_money(line(field.value), MoneyRole.PRICE)
            amounts.extend(reading.amounts)
            free = reading.is_free if reading.is_free is not None else free
        else:
            amounts.append(Money(MoneyRole.PRICE, value, value, currency(raw), text=field.value.strip()))
        notebook.note("prices", "price-field", field.value, field)
    amounts.extend(_range(raw, "price_low", "price_high", MoneyRole.PRICE, "prices", notebook))
    words = next((f for f in raw.all("price_text") if f.value.strip()), None)
    text = line(words.value) if words else None
    if words and text:
        reading = read_money(text, MoneyRole.PRICE)
        if not amounts:
            amounts.extend(reading.amounts)
            notebook.note("prices", "price-words", text, words)
        if free is None and reading.is_free is not None:
            free = reading.is_free
            notebook.note("is_free", "price-words", text, words)
        notebook.note("price_text", "price-words", text, words)
        if reading.abstained:
            notebook.abstain("prices", reading.abstained)
    said = raw.first("is_free")
    if said and said.value.strip().lower() in _YES | _NO:
        free = said.value.strip().lower() in _YES
        notebook.note("is_free", "free-field", said.value, said)
    prose = raw.first("body") or raw.first("description")
    lines = None if amounts or text or free is not None or prose is None else price_words(body)
    if lines and prose:
        reading = read_money(lines, MoneyRole.PRICE)
        amounts.extend(reading.amounts)
        free, text = reading.is_free, lines
        for name in ("prices", "is_free", "price_text"):
            notebook.note(name, "price-line", lines, prose)
    unique = tuple(dict.fromkeys(amounts))
    if unique and all(m.low == 0 and m.high in (0, None) for m in unique):
        return Prices((), True, excerpt(text, 200) if text else None)
    if free and any((m.high or m.low or 0) > 0 for m in unique):
        # "Gratuit pour les enfants, 5 € sinon": not free for everyone.
        free = False if not (said and said.value.strip().lower() in _YES) else free
    return Prices(unique, False if free is None and unique else free, excerpt(text, 200) if text else None)


def read_grants(raw: RawItem, body: str, notebook: Notebook) -> tuple[Money, ...]:
    """Amounts of a call: grants to one applicant, and the envelope shared by all. What no field tells is looked for
    in the sentences of its text (`body`)."""
    amounts = list(_range(raw, "amount_low", "amount_high", MoneyRole.GRANT, "amounts", notebook))
    for name, role in (("amount", MoneyRole.GRANT), ("amount_text", MoneyRole.GRANT), ("envelope", MoneyRole.ENVELOPE)):
        for field in raw.all(name):
            value = as_number(field.value)
            if value is not None and value > 0:
                amounts.append(Money(role, value, value, currency(raw), text=field.value.strip()))
            elif value is None:
                reading = read_money(line(field.value), role)
                amounts.extend(reading.amounts)
                if reading.abstained:
                    notebook.abstain("amounts", reading.abstained)
            notebook.note("amounts", f"{name}-field", field.value, field)
    prose = raw.first("body") or raw.first("description")
    roles = {m.role for m in amounts}
    if prose and len(roles) < 2:
        said = read_call_sums(body)
        for found in (said.grant, said.envelope):
            if found and found[0].role not in roles:
                amounts.append(found[0])
                notebook.note("amounts", f"{found[0].role}-sentence", found[1], prose)
        if said.abstained and not roles:
            notebook.abstain("amounts", said.abstained)
    return tuple(dict.fromkeys(amounts))


def as_number(value: str) -> Decimal | None:
    """A field that holds nothing but a number ("12", "12.50", "1,5"), None for anything else or below zero."""
    text = value.strip().replace("\u00a0", "").replace(" ", "")
    if text.count(",") == 1 and "." not in text and len(text.rsplit(",", 1)[1]) != 3:
        text = text.replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < Decimal(10) ** 13 else None


def currency(raw: RawItem) -> str:
    """ISO 4217 code of the item's currency field; EUR when unsaid."""
    said = (raw.text("currency") or "").strip().upper()
    code = _CURRENCIES.get(said, said)
    return code if len(code) == 3 and code.isalpha() else "EUR"


def _range(
    raw: RawItem, low_name: str, high_name: str, role: MoneyRole, field_name: str, notebook: Notebook
) -> tuple[Money, ...]:
    low_field, high_field = raw.first(low_name), raw.first(high_name)
    low = as_number(low_field.value) if low_field else None
    high = as_number(high_field.value) if high_field else None
    if role is not MoneyRole.PRICE:
        # The EU portal writes 0 for an unknown bound (API_SHAPES §2).
        low, high = low or None, high or None
    if low is None and high is None:
        return ()
    if low is not None and high is not None and low > high:
        low, high = high, low
    field = low_field or high_field
    words = " – ".join(f.value for f in (low_field, high_field) if f)
    if field:
        notebook.note(field_name, f"{low_name}-{high_name}", words, field)
    return (Money(role, low, high, currency(raw), text=words),)
