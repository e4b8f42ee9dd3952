"""The part that an actor plays, told by the words around its name: "organisé par", "avec le soutien de", "au TRAKK"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.actor_sightings import Sighting
from transforms.actor_support import GLUE, sentence
from transforms.offsets import unaccented
from transforms.text import fold

_DE = r"(?:de la|de l'|du|des|de|d')"
_BY = r"(?:conjointement |notamment |entierement |en partie |egalement )?(?:par|avec)"
_ORGANIZER = re.compile(
    rf"\b(?:(?:co-?)?organise(?:e?s?)? {_BY}|(?:mis(?:e?s)? (?:sur pied|en place)|mont|port|propos|pilot|coordonn|"
    rf"lanc|"
    rf"initi|accueilli|impuls)(?:e|i)?(?:e?s?)? {_BY}|a l'initiative (?:conjointe |commune )?{_DE}|"
    rf"(?:une )?initiative (?:conjointe |commune )?{_DE}|en (?:etroite )?(?:partenariat|collaboration|association|"
    rf"cooperation) (?:etroite )?avec|organi[sz]ed by|hosted by|run by|(?:an )?initiative of|"
    rf"in (?:partnership|collaboration|cooperation|association) with|georganiseerd door|(?:een )?initiatief van|"
    rf"in samenwerking met|organisiert von|veranstaltet von|in zusammenarbeit mit|(?:appel a (?:projets|"
    rf"candidatures|propositions)|bourse|concours)(?: [«\"“][^»\"”]{{2,60}}[»\"”])? (?:de la|de l'|du|des|de|d')|"
    rf"organisat(?:eur|rice|ion)s? ?:)"
)
_FUNDER = re.compile(
    rf"\b(?:(?:avec|grace au|grace a|sous|beneficie(?:nt)? (?:du|d'un)|recoit|recu|obtenu|bourse|"
    rf"doit au)?\s?(?:le |l'|au |du |un )?"
    rf"(?:soutien|appui|concours|aide|subside)s?(?: financiere?s?)? {_DE}|(?:co-?)?financee?s? (?:{_BY})|"
    rf"(?:soutenu|subventionne|subsidie|appuye)(?:e?s?)? {_BY}|(?:with the )?(?:kind |financial )?support (?:of|"
    rf"from)|(?:co-?)?funded by|"
    rf"supported by|(?:met (?:de )?)?steun van|(?:mede)?gefinancierd door|gesteund door|mit unterstutzung|gefordert "
    rf"(?:von|durch))"
)
_HOLDS = re.compile(
    r"(?:co-?)?organise(?:nt|ra|ront)?\b|a organise|ont organise|propose(?:nt|ra|ront)?\b|(?:vous |"
    r"nous )(?:invite|convie|"
    r"propose)|convie(?:nt)?\b|invite(?:nt)? (?:a|les|le|au)\b|met(?:tent)? sur pied|lance(?:nt|ra|ront)? (?:un|"
    r"une|son|leur|"
    r"leurs|ses|sa|l') ?(?:\w+ ){0,2}?(?:appel|bourse|concours|hackathon|journee|festival)|relance(?:nt)? (?:son|"
    r"leur|sa|ses) "
    r"(?:\w+ ){0,2}?(?:appel|bourse|concours)|ouvre(?:nt)? (?:ce \w+ )?(?:un|son|leur) (?:appel|guichet)|"
    r"(?:a|ont) (?:lance|initie|imagine|cree|relance) (?:la|le|les|l'|un|une|son|leur|sa|ses) ?(?:\w+ ){0,3}?"
    r"(?:edition|festival|journee|hackathon|salon|concours|appel|semaine|cycle)|"
    r"organi[sz]es?\b|hosts?\b|is organi[sz]ing|invites\b|organiseert|organiseren|veranstaltet|organisiert|ladt ein"
)
_RECEIVES = re.compile(r"(?:accueill\w+|hebergera|hosts|ontvangt)\b")
_AT = re.compile(
    r"(?:^|[\s(,])(?:visites? (?:guidees? |libres? )?(?:de|du|d'|au|a)|a|au|aux|a la|a l'|chez|at|in|in het|in de|"
    r"im|dans les locaux (?:de|du|d')|rendez-vous (?:a|au))\s*"
    r"(?:le |la |l'|the |het |cinema |theatre |musee |centre |hub )*$"
)
# "installée à l'A6K", "née au TRAKK": where a company lives, not where something takes place.
_LIVES = re.compile(
    r"\b(?:install|implant|heberg|cree|ne|nee|bas[ei]|situ|log|incub|accompagn|fond|"
    r"domicili)\w{0,5}(?: en \w+(?: \d{4})?)? "
    r"(?:a|au|aux|a la|a l'|chez|at|in)\s*(?:le |la |l')?$"
)
_LONGEST_LIST = 160


@dataclass(frozen=True, slots=True)
class Role:
    """organizer, funder, place or mentioned, and the words that say so ("" for mentioned)."""

    name: str
    words: str


def role_of(one: Sighting, text: str, accepted: Sequence[Sighting]) -> Role:
    """The role that the words of the sentence give to one name."""
    left, right = sentence(text, one.start, one.end)
    before = text[left : one.start]
    plain = fold(before) + (" " if before[-1:].isspace() else "")
    at = _AT.search(plain) if one.actor.type == "place" else None
    cue = None if at else _cue(before, left, accepted)
    if cue:
        return cue
    verb = _behind(one, text[:right], accepted)
    if _HOLDS.match(verb):
        return Role("organizer", " ".join(verb.split()[:3]))
    if one.actor.type == "place":
        if _RECEIVES.match(verb):
            return Role("place", verb.split()[0])
        if at and not _LIVES.search(plain):
            return Role("place", at.group().strip(" (,"))
    return Role("mentioned", "")


def _cue(before: str, offset: int, accepted: Sequence[Sighting]) -> Role | None:
    """The last "organisé par" or "avec le soutien de" in front of a name, when nothing but a list lies between."""
    plain = unaccented(before)
    found: tuple[int, Role] | None = None
    for pattern, role in ((_ORGANIZER, "organizer"), (_FUNDER, "funder")):
        for match in pattern.finditer(plain):
            if found is None or match.end() > found[0]:
                found = match.end(), Role(role, match.group().strip())
    if found is None or len(before) - found[0] > _LONGEST_LIST:
        return None
    return found[1] if _is_list(before, found[0], offset, accepted) else None


def _is_list(before: str, start: int, offset: int, accepted: Sequence[Sighting]) -> bool:
    between = before[start:]
    for other in reversed(accepted):
        if other.start >= offset + start and other.end <= offset + len(before):
            between = between[: other.start - offset - start] + "," + between[other.end - offset - start :]
    # What is left of a list: glue, kinds in small letters ("du cluster") and names that we do not know.
    rest = re.sub(r"\b[A-ZÀ-Þ][^\s,;]*", ",", between)
    rest = re.sub(
        r"\b(?:cluster|ville|asbl|institut|fonds|centre|école|musée|université|agence|province|commune)\b", "", rest
    )
    return bool(GLUE.fullmatch(rest))


def _behind(one: Sighting, text: str, accepted: Sequence[Sighting]) -> str:
    """The folded words behind a name and the rest of its list, an "asbl" or a bracket skipped."""
    end = one.end
    for other in accepted:
        if other.start >= end and GLUE.fullmatch(text[end : other.start]) and other.start - end < 30:
            end = other.end
    behind = fold(text[end : end + 160]).lstrip()
    behind = re.sub(r"^(?:\([^)]{0,60}\)|,? ?(?:asbl|a\.s\.b\.l\.|vzw|scrl|sa)\b)\s*", "", behind)
    behind = re.sub(r"^, (?:avec|en|dans|a|qui)\b[^,]{0,80}, ", "", behind)
    return behind
