"""The subject and the introduction that a digest proposes, in French and in English. Pure."""

from __future__ import annotations

from vigie.model import Kind
from warehouse.digests import Words
from web.digest_pick import Made
from web.french import NBSP
from web.language import Language
from web.said import Said, said_in

LONGEST_SUBJECT = 150
LONGEST_INTRO = 2_000


def proposed(made: Made, language: Language) -> Words:
    """What the mail says as long as nobody wrote something else."""
    said = said_in(language)
    first = made.digest.first_day
    number = "1er" if first.day == 1 and language is Language.FR else str(first.day)
    lead = next(iter(made.essentials or made.entries), None)
    subject = said._("Vigie, semaine du %(day)s") % {"day": f"{number} {said.print.month(first)}"}
    if lead:
        subject += f"{': ' if language is Language.EN else NBSP + ': '}{lead.item.content.title}"
    return Words(_cut(subject, LONGEST_SUBJECT), _intro(made, said))


def words_of(made: Made, language: Language) -> Words:
    """The words of a mail: the editors', and the proposal where they left something empty."""
    written = made.digest.words.get(language.value, Words())
    proposal = proposed(made, language)
    return Words(written.subject or proposal.subject, written.intro or proposal.intro)


def _intro(made: Made, said: Said) -> str:
    counts = [
        (len(made.of_kind(Kind.EVENT)), "%(num)s événement", "%(num)s événements"),
        (len(made.of_kind(Kind.NEWS)), "%(num)s actualité", "%(num)s actualités"),
        (len(made.of_kind(Kind.CALL)), "%(num)s appel qui se clôture", "%(num)s appels qui se clôturent"),
    ]
    told = [(said.n(one, many, number) % {"num": number}) for number, one, many in counts if number]
    if not told:
        return ""
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} {said._('et')} {told[-1]}"
    return said._("Cette semaine dans la créativité numérique en Wallonie : %(list)s.") % {"list": listed}


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
