"""The notation of `calls_*.tsv` (tests/labelled/README.md), read strictly, and a reading in the same terms."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from transforms.deadlines import DeadlineReading, read_deadlines
from transforms.scoring import Outcome
from transforms.sums import SumsReading, read_sums
from vigie.model import MoneyRole, WallTime

Claims = Counter[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled passage. Claims of a kind that the label does not speak of are None: that kind is not judged.
    `unreachable`: a deadline that only the event's own date would tell; abstaining is all that can be right."""

    text: str
    reference: date
    expected: str
    kind: str
    deadlines: Claims | None
    money: Claims | None
    hesitant: bool = False
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    label: Label
    deadlines: Outcome | None
    money: Outcome | None
    got: str

    @property
    def outcome(self) -> Outcome:
        """Of the whole passage: exact when everything that is judged is."""
        parts = [part for part in (self.deadlines, self.money) if part]
        worst = (Outcome.SILENT_ERROR, Outcome.ABSTAINED, Outcome.EXACT)
        return next(outcome for outcome in worst if outcome in parts)


def labels(path: Path) -> tuple[Label, ...]:
    """All lines of a file. Raises ValueError for a label that is not in the notation."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_label(row) for row in rows)


def judge(label: Label) -> Verdict:
    """Reads the passage and compares: exact, abstained (nothing read of that kind), else a silent error."""
    said: list[str] = []
    deadlines = money = None
    if label.deadlines is not None:
        reading = read_deadlines(label.text, label.reference)
        claims = deadline_claims(reading)
        deadlines = _outcome(claims, label.deadlines, label.unreachable)
        said.append(_shown(claims))
    if label.money is not None:
        claims = money_claims(read_sums(label.text))
        money = _outcome(claims, label.money, False)
        said.append(_shown(claims))
    return Verdict(label, deadlines, money, " | ".join(said))


def _outcome(said: Claims, wanted: Claims, unreachable: bool) -> Outcome:
    if said == wanted and not unreachable:
        return Outcome.EXACT
    return Outcome.SILENT_ERROR if said else Outcome.ABSTAINED


def deadline_claims(reading: DeadlineReading) -> Claims:
    claims: Claims = Counter(("D<" if d.strict else "D", _instant(d.at)) for d in reading.deadlines)
    if reading.opens:
        claims["O", _instant(reading.opens)] += 1
    if reading.rolling:
        claims["rolling",] += 1
    if reading.closed and not reading.deadlines:
        claims["closed",] += 1
    return claims


def money_claims(reading: SumsReading) -> Claims:
    letters = {MoneyRole.GRANT: "A", MoneyRole.ENVELOPE: "E", MoneyRole.PRICE: "P"}
    claims: Claims = Counter()
    for one in reading.sums:
        money = one.money
        rates = (one.rate_low or money.rate, money.rate)
        claims[letters[money.role], money.low, money.high, money.currency, *rates, one.approximate] += 1
    if reading.pay_what_you_want:
        claims["pay what you want",] += 1
    return claims


def _instant(wall: WallTime) -> date | datetime:
    return wall.utc if wall.has_clock else wall.day


def _label(row: dict[str, str]) -> Label:
    expected = row["expected"]
    hesitant = expected.startswith("AMBIG: ")
    plain = re.sub(r" \([^()]*\)", "", expected.removeprefix("AMBIG: "))
    if hesitant:
        plain = plain.split(" / ")[0]
    deadlines: Claims | None = None
    money: Claims | None = None
    unreachable = False
    for part in plain.replace(" | ", " ; ").split(" ; "):
        if part.startswith(("O:", "D:", "D<")):
            deadlines = Counter() if deadlines is None else deadlines
            unreachable = unreachable or "event start" in part
            if part != "D:none" and "event start" not in part:
                deadlines[_deadline(part)] += 1
        elif part.startswith(("A:", "E:", "P:")):
            money = Counter() if money is None else money
            if part != "A:none":
                money[_sum(part)] += 1
        else:
            raise ValueError(f"not in the notation: {expected!r}")
    kind = row["origin"].removeprefix("composed: ")
    return Label(
        row["text"].replace("\\n", "\n"),
        date.fromisoformat(row["reference"]),
        expected,
        kind,
        deadlines,
        money,
        hesitant,
        unreachable,
    )


def _deadline(part: str) -> tuple[object, ...]:
    mark, value = part[:2], part[2:]
    if value in ("rolling", "closed"):
        return (value,)
    at = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return mark.rstrip(":"), at


_SUM = re.compile(
    r"(?P<about>~)?(?P<bound><=|"
    r">=)?(?P<about2>~)?(?P<currency>[A-Z]{3}) (?P<low>[\d.]+?)(?:\.\.(?P<high>[\d.]+))?(?: @(?P<rate>[\d.]+)%)?"
)
_RATE = re.compile(r"@(?P<low>[\d]+)(?:\.\.(?P<high>[\d]+))?%")


def _sum(part: str) -> tuple[object, ...]:
    mark, value = part[0], part[2:]
    if value == "free":
        return mark, Decimal(0), Decimal(0), "EUR", None, None, False
    if value == "pay what you want":
        return (value,)
    rate = _RATE.fullmatch(value)
    if rate:
        low, high = Decimal(rate["low"]) / 100, Decimal(rate["high"] or rate["low"]) / 100
        return mark, None, None, "EUR", low, high, False
    found = _SUM.fullmatch(value)
    if not found:
        raise ValueError(f"not in the notation: {part!r}")
    least, most = Decimal(found["low"]), Decimal(found["high"] or found["low"])
    share = Decimal(found["rate"]) / 100 if found["rate"] else None
    bound = found["bound"]
    about = bool(found["about"] or found["about2"])
    low_side, high_side = None if bound == "<=" else least, None if bound == ">=" else most
    return mark, low_side, high_side, found["currency"], share, share, about


def _shown(claims: Claims) -> str:
    return " ; ".join(" ".join(str(v) for v in claim if v is not None and v is not False) for claim in claims) or "–"
