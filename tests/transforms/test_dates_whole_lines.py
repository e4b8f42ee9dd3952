"""What is read without the grammar is what the grammar reads: whole lines of a common shape, and texts refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest

from transforms.dates import read_dates, read_fully
from transforms.grammar.dateless import is_dateless
from transforms.grammar.day import GRACE
from transforms.grammar.feasts import NAMES, WHOLE
from transforms.grammar.numerals import SPELLED
from transforms.grammar.refusals import mask
from transforms.grammar.tokens import fold
from transforms.grammar.vocabulary import DAY_WORDS, MONTHS, ORDINALS, PARTS, SHORT_WEEKDAYS, WEEKDAYS, WORDS
from transforms.grammar.whole_lines import read_whole_line

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
NAMED = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre", "fevrier", "aout",
]  # fmt: skip


class Lines:
    """Made-up lines around the shapes, right and wrong ones, each seen from a day of its own."""

    def __init__(self, seed: int) -> None:
        self.of = Random(seed)

    def case(self, word: str) -> str:
        return self.of.choice((word, word, word.capitalize(), word.upper()))

    def clock(self) -> str:
        hour, minute = self.of.randrange(26), self.of.choice((0, 0, 15, 30, 45, 7, 61))
        shapes = ("{0}h", "{0}h{1:02}", "{0}:{1:02}", "{0} heures", "{0}H{1:02}", "{0} h {1:02}", "{0} h")
        return self.of.choice(shapes).format(hour, minute)

    def hours(self) -> str:
        if self.of.random() < 0.3:
            return ""
        leads = (" à ", " dès ", " de ", ", ", ", à ", " - ", " – ", " | ", ", de ", ", dès ")
        said = self.of.choice(leads) + self.clock()
        joins = ("-", " - ", "–", " – ", " à ", "à")
        return said + (self.of.choice(joins) + self.clock() if self.of.random() < 0.45 else "")

    def weekday(self, day: date) -> str:
        word = DAYS[day.weekday()] if self.of.random() < 0.8 else self.of.choice(DAYS)
        return word[:3] + self.of.choice(("", ".")) if self.of.random() < 0.3 else word

    def line(self) -> tuple[str, date]:
        reference = date(2026, 1, 1) + timedelta(days=self.of.randrange(800))
        day = reference + timedelta(days=self.of.randrange(-500, 700))
        shape = self.of.random()
        if shape < 0.2:
            return self.every(day), reference
        if shape < 0.4:
            return self.span(day), reference
        noun = self.of.choice((*[""] * 6, "Vernissage ", "Concert : ", "Atelier - ", "Exposition – ", "Performance : "))
        said = noun + self.of.choice(("", "", "le ", "Le ", "LE "))
        if self.of.random() < 0.6:
            said += self.case(self.weekday(day)) + self.of.choice((" ", " ", ", "))
        return said + self.number(day) + self.hours(), reference

    def number(self, day: date) -> str:
        if self.of.random() < 0.4:
            sign = self.of.choice("/.")
            shapes = ("{0:%d}{1}{0:%m}{1}{0:%Y}", "{0:%d}{1}{0:%m}{1}{0:%y}", "{0.day}{1}{0.month}{1}{0:%Y}")
            return self.of.choice(shapes).format(day, sign)
        number = day.day if self.of.random() < 0.95 else self.of.randrange(1, 34)
        month = NAMED[day.month - 1] if self.of.random() < 0.9 else self.of.choice(NAMED)
        first = "er" if number == 1 and self.of.random() < 0.7 else ""
        return f"{number}{first} {self.case(month)}" + (f" {day.year}" if self.of.random() < 0.5 else "")

    def every(self, day: date) -> str:
        word = DAYS[day.weekday()]
        said = self.of.choice((f"Tous les {word}s", f"tous les {word}s", f"chaque {word}")) + self.hours()
        if self.of.random() < 0.6:
            said += self.of.choice((" ", ", ")) + self.of.choice(("jusqu'au ", "jusqu’au ")) + self.number(day)
        return said

    def span(self, day: date) -> str:
        last = day + timedelta(days=self.of.randrange(60))
        first = f"{day.day}" + (f" {NAMED[day.month - 1]}" if self.of.random() < 0.5 else "")
        return f"{self.of.choice(('Du', 'du'))} {first} au {self.number(last)}"


@pytest.mark.parametrize("seed", range(4))
def test_a_line_of_a_known_shape_is_read_as_the_grammar_reads_it(seed: int) -> None:
    lines, known = Lines(seed), 0
    for _ in range(3_000):
        text, reference = lines.line()
        quick = read_whole_line(text, reference, GRACE)
        if quick is not None:
            known += 1
            assert quick == read_fully(text, reference), (text, reference)
    assert known > 1_000


PROSE = "salle rue pont neuve entrée concert de la les namur liège artistes avec pour euros € niveau groupe page tarif"
FIGURES = (
    "5|12|3|44|5000|21|7,50|1er|2e|12-15|8-10|3 x|(12)|n° 3|#4|12 €|12+|1 000|081|10 %|14>16|5 h|3D|4x4|B12|5,|12.|4:|"
    "- 5|12/|7h|q2|2 h|&|et|à|au|du|+|-|/|:|,|."
)
SAID = [*WORDS, *ORDINALS, *SPELLED]
DATED = [*MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, *PARTS, *DAY_WORDS, *NAMES, *WHOLE]


@pytest.mark.parametrize("seed", range(2))
def test_a_text_that_is_refused_holds_nothing_for_the_grammar_either(seed: int) -> None:
    of, refused = Random(seed), 0
    reference = datetime(2026, 3, 2, 10, 30)
    pools = (PROSE.split(), PROSE.split(), FIGURES.split("|"), SAID)
    for _ in range(4_000):
        words = [of.choice(of.choice(pools) if of.random() < 0.97 else DATED) for _ in range(of.randrange(1, 9))]
        text = " ".join(words)
        if not is_dateless(fold(text)) or "\x00" in mask(fold(text)):
            continue  # behind a masked price, a number may stand next to an article that is not its own
        refused += 1
        reading = read_fully(text, reference)
        assert (reading.results, reading.asides, reading.durations) == ((), (), ()), text
        assert reading.abstained == "no date", text
    assert refused > 800


@pytest.mark.parametrize("text", ["", "Entrée libre", "Salle 12, rue du Pont 44, 5000 Namur, entrée 11 €"])
def test_a_dateless_text_is_told_so(text: str) -> None:
    assert is_dateless(fold(text))
    assert read_dates(text, date(2026, 3, 2)).abstained == "no date"


@pytest.mark.parametrize(
    "text", ["le 17", "du 14 au 16", "20h", "midi", "dans 3 jours", "12/03", "Q2 2026", "quatre jours"]
)
def test_a_text_that_may_hold_a_date_is_not_refused(text: str) -> None:
    assert not is_dateless(fold(text))
