"""The price of an event that only its text gives: a line that is a price and nothing else, or one labelled as such.

"Tarif : 12 € / 8 €", "Gratuit, sur inscription", "PAF 5 €" count; an amount inside a sentence does not.
"""

from __future__ import annotations

import re

from transforms.money import read_money
from transforms.text import FIELD_LIMIT, fold
from vigie.model import MoneyRole

LONGEST = 120
MOST_LINES = 4

_LABEL = re.compile(
    r"(?:tarifs?|prix|p\.? ?a\.? ?f\.?|participation(?: aux frais)?|entree|billets?|billetterie|tickets?|places?|"
    r"price|admission|cost|prijs|toegang|eintritt)(?: (?:pleins?|reduits?|d'entree|par personne|unique))? ?: ?\S"
)
# What may stand beside the amounts of a line that is nothing but a price.
_BESIDE = re.compile(
    r"\b(?:tarifs?|prix|paf|p\.a\.f|participation|frais|entrees?|acces|places?|billets?|tickets?|gratuite?s?|"
    r"gratuitement|"
    r"libres?|free|gratis|pleins?|reduits?|unique|normal|conscient|membres?|etudiants?|enfants?|adultes?|seniors?|"
    r"demandeurs?|emploi|chomeurs?|familles?|prevente|presale|sur|place|en|ligne|inscriptions?|reservations?|"
    r"obligatoires?|souhaitees?|personnes?|pers|pp|seances?|jours?|soiree|ans|moins|plus|de|d|du|des|par|pour|et|ou|"
    r"a|aux|les?|la|l|partir|entre|max|min|art|article|tva|tvac|htva|euros?|eur)\b"
)
_FIGURE = re.compile(r"[\d.,]+")
_LETTER = re.compile(r"[a-z]")
# "Prix : 5.000 € à gagner" is what an event gives, not what it costs.
_GIVEN = re.compile(r"gagn|remis|recompens|dotation|bourse|\blots?\b|cagnotte|concours|jury|subside|budget")


def price_words(text: str) -> str | None:
    """The price lines of a text joined by " / ", at most four that follow each other; None when there is none, or
    when several apart say different things."""
    runs: list[list[str]] = []
    last = -2
    for number, line in enumerate(text[:FIELD_LIMIT].split("\n")):
        if is_price_line(line):
            if number == last + 1 and len(runs[-1]) < MOST_LINES:
                runs[-1].append(line.strip())
            else:
                runs.append([line.strip()])
            last = number
    said = {fold(" / ".join(run)): " / ".join(run) for run in runs}
    return next(iter(said.values())) if len(said) == 1 else None


def is_price_line(line: str) -> bool:
    """Whether a line of text says a price and nothing else."""
    if not line.strip() or len(line) > LONGEST:
        return False
    folded = fold(line)
    if _GIVEN.search(folded):
        return False
    reading = read_money(line, MoneyRole.PRICE)
    if not reading.amounts and not reading.pay_what_you_want:
        return False
    return bool(_LABEL.match(folded)) or not _LETTER.search(_BESIDE.sub(" ", _FIGURE.sub(" ", folded)))
