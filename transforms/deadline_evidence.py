"""Whether the words carry a role: a date of a call is one only where every word of its clause is understood.

A noun of applying ("aide", "projets", "candidatures") or "au plus tard" says little by itself: the words up to the
date must then be plain ones ("candidatures possibles jusqu'au"), or stand in a label ("Candidatures : "). A verb that
is not known to speak of applying ("l'aide doit être utilisée avant") leaves the date without a role; so does a "not".
"""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.deadline_cues import cues_of
from transforms.deadline_marks import MOVED, rolling
from transforms.deadline_regions import Passage
from transforms.deadline_roles import CLOSING, Placed, Role, is_long
from transforms.deadline_words import LIMIT, LIMITING, STEPS, Cue

# Words that change nothing: articles, prepositions, copulas, "possible", "en ligne", days and months.
_PLAIN = re.compile(
    r"(?<![a-z])(?:les?|la|l|d|de|du|des|un|une|et|ou|a|aux?|en|par|pour|sur|dans|avec|chez|via|vers|comme|"
    r"vos|votre|nos|notre|mon|ma|ce|cet|cette|ces|son|sa|ses|leurs?|tous|toutes?|tout|chaque|"
    r"est|sont|soit|soient|sera|seront|etre|reste|restent|demeurent?|fixee?s?|prevue?s?|programmee?s?|maintenue?s?|"
    r"ouverte?s?|rouverte?s?|"
    r"possibles?|accessibles?|disponibles?|recevables?|obligatoires?|souhaitee?s?|requises?|indispensables?|"
    r"gratuite?s?|"
    r"completes?|complets?|electroniques?|papier|ligne|online|email|mail|courriels?|adresse|poste|formulaires?|"
    r"jusqu|jusque|avant|des|partir|d'ici|ici|plus|tard|tot|maximum|max|minimum|limites?|butoirs?|dates?|jours?|"
    r"encore|toujours|uniquement|seulement|desormais|imperativement|exclusivement|maintenant|actuellement|donc|"
    r"lun|mar|mer|jeu|ven|sam|dim|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|midi|minuit|heures?|h|inclus|"
    r"mais|il|elles?|ils|y|compris|necessaires?|dossiers?|appels?|puis|soit|environ|one|two|trois|quatre|cinq|"
    r"six|dix|semaines?|mois|semestre|trimestre|ete|hiver|minutes?|deux|premiers?|premieres?|seconde?s?|"
    r"deuxiemes?|troisiemes?|suivante?s?|prochaine?s?|annuels?|annuelles?|nouveaux?|"
    r"nouvelles?|etape|phase|tour|session|serie|vague|lot|volet|axe|categorie|groupe|round|printemps|automne|"
    r"belges?|wallonn?e?s?|artistiques?|culturel(?:le)?s?|numeriques?|creation|projets?|bourses?|residences?|"
    r"the|a|an|of|for|to|by|until|till|before|from|and|or|in|at|on|via|our|your|all|is|are|be|will|must|can|may|"
    r"open|late|latest|no|later|than|not|due|still|only|full|new|noon|midnight|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"de|het|een|van|voor|op|tot|met|en|zijn|is|uw|je|alle|worden|kan|kunnen|nog|ten|laatste|uiterlijk|dag|"
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag|"
    r"der|die|das|dem|den|ein|eine|fur|zum|zur|bis|vor|von|und|oder|am|im|ist|sind|noch|spatestens|ihre?|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|x+)(?![a-z])"
)
_WORD = re.compile(r"[a-z]{2,}")
_LABEL = re.compile(
    r"(?:[:=|]|\s[–>-])(?:\W|les?\b|la\b|jusqu\w*|d'ici|au|du|avant|pour|by|until|before|bis|tot|zum|op|on|the)*$"
)
# What somebody is said to do: the verb behind a pronoun or an auxiliary, or one whose ending shows that it is one.
_VERB = re.compile(
    r"(?<![-'a-z])(?:(?:se|qui|ils?|elles?|nous|vous|who|they|we|you) |s')(?!(?:vous|nous|se|ne|n|en|y|le|la|"
    r"les|lui|leur|"
    r"est|sont|sera|seront|a|ont|soit|doit|doivent|peut|peuvent|avez|avons|pouvez|pourr\w+|devr\w+|devez|will|can|"
    r"may|must|have|are)\b)(?P<a>[a-z]{3,})"
    r"|\b(?:est|sont|sera|seront|soit|soient|etre|ete|ont|aura|auront|doit|doivent|peut|peuvent|devra|devront|"
    r"pourra|pourront|pouvez|pouvons|pourrez|devez|devrez|voulez|souhaitez|is|are|be|been|was|were|must|will|"
    r"can|may|wird|werden|wordt|worden|zijn|ist|sind) "
    r"(?:deja |bien |encore |aussi |ensuite |toujours |alors |only |also |then |noch )?(?!(?:a|au|aux|le|la|les|un|une|"
    r"de|du|des|en|pour|the|an?|in|on|by|not|pas|plus|etre|ete|be|been|op|in|am|im|bis|tot|zum|vom|der|die|das|"
    r"den|noon|midnight|jusqu|fix\w+|"
    r"prevue?s?|possibles?|que|ce|cet|cette|son|sa|ses)\b)"
    r"(?P<b>[a-z]{3,})"
    r"|\b(?P<c>[a-z]{3,}(?:eront|erons|erez|iront|irent|erent|aient|issent)|[a-z]{4,}era|[a-z]{4,}ait)\b"
    r"|\ba (?!(?:partir|titre|papier|dossier|l'ouvrir|janvier|fevrier|cahier|atelier|chantier|quartier|hier|"
    r"particulier|cet|notre|votre)\b)(?:nous |leur |lui |y )?(?P<e>[a-z]{3,}(?:er|re|ir))\b"
    r"|(?<!')\b(?P<d>(?!talent|content|recent|argent|accent|agent|client|parent|absent|present|permanent|different|"
    r"excellent|urgent|patient|orient|occident|president|resident|student|cent\b|vent\b|dent\b|document|latent|"
    r"independent|referent|frequent|innocent|event|current|recurrent|convent|souvent|comment|avent|onvent)"
    r"[a-z]{3,}(?<!m)ent)\b"
)
_STATES = re.compile(
    r"est|sont|etre|soit|reste|rester\w*|restent|demeure\w*|fixe\w*|prevu\w*|prevoi\w*|ouvert\w*|possible\w*|"
    r"accessible\w*|disponible\w*|souhait\w*|desir\w*|veu\w*|voul\w*|peu\w*|pouv\w*|doi\w*|dev\w*|invit\w*|"
    r"maintenu\w*|obligatoire\w*|requis\w*|attend\w*|pri(?:e|es|ee|ees)|encourag\w*|"
    r"programme\w*|prolong\w*|report\w*|repouss\w*|etendu\w*|extend\w*|postpon\w*|moved|avanc\w*|"
    r"court|courent|courra|dure\w*|continu\w*|permanent\w*|interesse\w*|concern\w*|interested|wish\w*|want\w*|"
    r"retenu\w*|selectionn\w*|admis\w*|verleng\w*|verlanger\w*|mogelijk|moglich|open\w*|offen|invited|asked|"
    r"required|expected|welcome\w*|due|set|scheduled|available|possible|allow\w*|have|has|had|ont|avez|aura\w*|"
    r"fait|faire|font|faites|faisant|seul\w*|pris\w*|compte\w*|valable\w*|toujours|encore|uniquement|deja|tous|"
    r"online|ligne|final\w*|definitif\w*|complete\w*|limite\w*|trouv\w*|precis\w*|note\w*|indiqu\w*|mentionn\w*|"
    r"arrete\w*|annonc\w*|suppos\w*|donc|chez|trop|tard|tenu\w*|form\w*|composi\w*|compos\w*|mis\w*|tent\w*|"
    r"attribue\w*|assigned|auron\w*|aurez|aviez|rendre|rendu\w*|welkom|willkommen|respectivement|aviez|avions|"
    r"konnen|kunnen|"
    r"bevinden|situe\w*|effectif|effective|identique|inchange\w*"
)
_GIVEN = re.compile(
    r"aides?\b|bourses?\b|subsid\w*|subventions?\b|primes?\b|projets?\b|(?:oe|œ)uvres?\b|\bprix\b|participations?\b|"
    r"contributions?\b|textes?\b|videos?\b|maquettes?\b|scenarios?\b|esquisses?\b"
)
_NOT = re.compile(
    r"\b(?:ne|n')\W?(?:\w+\W){0,4}?(?:pas|rien|aucune?|point|jamais|guere)\b|\b(?:pas|aucune?|not|never|niet|"
    r"nicht|geen|kein\w*|cannot|non)\b"
)
_NOT_FORGET = re.compile(
    r"n'oubli\w+|ne (?:tardez|trainez|manquez|ratez|loupez)|n'hesit\w+|don't (?:forget|miss|wait)|"
    r"do not (?:forget|miss|wait)|"
    r"pas (?:de )?(?:souci|panique)|not later|vergeet niet|nicht vergessen|vergessen sie nicht|n'attendez pas|"
    r"no later|not? more"
)
_CONDITION = re.compile(r"\b(?:si|s'il|sauf|a moins|unless|if|tenzij|es sei denn|que si)\b")
_OVER = re.compile(
    r"\bclos(?:e|es|ed)?\b|passee?s?\b|depassee?s?\b|echue?s?\b|\bfin\b|expir\w+|\bfini\w*|arret\w+|desactiv\w+|"
    r"ended|courent|\bcourt\b|runs?\b|loopt|lauft|"
    r"\bferm\w+|\bs'etend\w*|"
    r"gesloten|geschlossen"
)
_TELLING = (Cue.CLOSE, Cue.ACT, Cue.OPEN, Cue.STEP, Cue.NEVER)
_REFUSED = re.compile(r"pris en (?:compte|consideration)|refus|irrecevab|recevab|considered|accept|examine|rejet|ecart")
_BEFORE = re.compile(r"\b(?:avant|before|prior to|voor|vor)\b(?: le| la| the| dem| den)?\W*$")


def weighed(placed: list[Placed], passage: Passage) -> list[Placed]:
    """The dates, those whose role no understood words carry without one."""
    return [_weighed(p, passage) for p in placed]


def _weighed(one: Placed, passage: Passage) -> Placed:
    if one.role in (Role.OTHER, Role.BARE):
        return one
    if _of_a_noun(one, passage):
        return replace(one, role=Role.OTHER)
    if is_long(one.result) and _RESTS.search(passage.folded, *one.result.span):
        return replace(one, role=Role.UNTIL, result=replace(one.result, start=None, open="start"))
    if one.role in (None, Role.LISTED):
        return one
    turned = _not_before(one, passage)
    if turned is not one:
        return turned
    if one.role is Role.CUED and _PAST.search(_lead(one, passage)):
        return replace(one, role=None)
    if one.role in CLOSING or one.role is Role.OPENS:
        lead = _lead(one, passage)
        if _unknown_verb(lead) or _unexplained_noun(one, lead, passage):
            return replace(one, role=None)
    return one


# "La demande a été introduite le 12 février": what somebody did.
_PAST = re.compile(
    r"\b(?:a|ont) ete (?!fix|report|prolong|repouss|postpos|decal|avanc|prevu|arret|clotur|clos|ferm|ouvert|"
    r"etend)[a-z]+"
    r"(?:e|es|ee|ees|is|ise|ises|it|ite|us|ue|ues)\b[^.;:]{0,20}$"
)
_RESTS = re.compile(r"\b(?:reste|est|sera|demeure|remains|is|will)\b")  # "l'appel du 2 reste ouvert jusqu'au 20"
_NOUN = re.compile(r"(?P<noun>[a-z]{4,}) (?:du|d'hier|d'aujourd'hui) ?$")
_NO_NOUN = re.compile(
    r"lieu|place|partir|dater|dates?|compter|clotures?|echeances?|deadlines?|delais?|limites?|butoirs?|"
    r"report\w*|prolong\w*|"
    r"repouss\w*|postpos\w*|decal\w*|avanc\w*|passe\w*|fermetures?|depots?|remises?|inscriptions?|candidatures?|"
    r"ouvertures?|"
    r"depuis|autour|aux?|matin|soir|jusqu|autre"
)


def _of_a_noun(one: Placed, passage: Passage) -> bool:
    """ "la commission du 12 mai", "l'appel du 2 février": the day belongs to the noun, and nothing ends on it."""
    result = one.result
    if is_long(result) or result.open == "start" or result.replaces:
        return False
    said = passage.folded[slice(*result.span)]
    found = _NOUN.search(one.before + ("du " if said.startswith("du ") else ""))
    return bool(found) and found is not None and not _NO_NOUN.fullmatch(found["noun"])


def _not_before(one: Placed, passage: Passage) -> Placed:
    """ "N'envoyez rien avant le 3 mai": from that day on. Other negations in front of "avant" are not understood."""
    said = passage.folded[slice(*one.result.span)]
    limit = _BEFORE.search(one.before) or re.match(r"(?:avant|before|voor|vor)\b", said)
    words = one.before[-120:]
    if not limit or not _NOT.search(words) or _NOT_FORGET.search(words):
        return one
    cues = {f.cue for f in cues_of(words)}
    plain = not _CONDITION.search(words) and cues & {Cue.ACT, Cue.OPEN, Cue.APPLY} and Cue.OTHER not in cues
    if not plain or is_long(one.result):
        return replace(one, role=None)
    day = one.result.end or one.result.start
    return replace(one, role=Role.OPENS, result=replace(one.result, start=day, end=None, open="end"))


def _lead(one: Placed, passage: Passage) -> str:
    """The words before the day itself; the date may have swallowed some ("envoyer pour le")."""
    said = re.match(r"[^\d]*", passage.folded[slice(*one.result.span)])
    return one.before + (said[0] if said else "")


def _unknown_verb(words: str) -> bool:
    """The last verb in front of the date says something that is not of applying."""
    if _LABEL.search(words) or rolling(words):
        return False
    verbs = list(_VERB.finditer(words))
    if not verbs:
        return False
    last = verbs[-1]
    name = next(n for n in "abcde" if last[n])
    start, end = last.span(name)
    cues = cues_of(words)
    if any(f.start < end and start < f.end for f in cues) or _known(last[name]):
        return False
    # "pour participer, les groupes qui tournent envoient": a cue behind the verb governs the date.
    return not any(f.start >= end and f.cue in (Cue.ACT, Cue.CLOSE, Cue.OPEN) for f in cues)


def _known(verb: str) -> bool:
    return bool(_STATES.fullmatch(verb) or MOVED.match(verb) or _OVER.match(verb))


def _unexplained_noun(one: Placed, lead: str, passage: Passage) -> bool:
    """Only a noun of applying or "au plus tard" speaks for the date, and words in between are not plain."""
    cues, follow = cues_of(lead), cues_of(one.behind[:160])
    if rolling(lead) or any(f.cue in _TELLING for f in cues):
        return False
    told = next((f for f in follow if f.cue in _TELLING), None)
    if told:
        return not cues and _unknown_verb(one.behind[: told.start])
    if follow and not cues and not one.result.open and _VERB.search(one.behind[: follow[0].start]):
        return True
    nouns = [f for f in cues if f.cue is not Cue.AT_MOST]
    things = bool(nouns) and all(_GIVEN.match(lead[f.start :]) for f in nouns)
    if (
        MOVED.search(lead)
        or (_OVER.search(lead) and not things)
        or _REFUSED.search(lead + one.behind)
        or _LABEL.search(lead)
    ):
        return False
    if any(pattern.search(lead) for pattern, _ in STEPS):
        return False
    if not nouns:
        return bool(_left(lead[-120:]))
    limit = LIMIT.search(one.before) or one.result.open or LIMITING.match(passage.folded[slice(*one.result.span)])
    if one.role is Role.CUED and not limit and _VERB.search(lead):
        return True  # "le dossier de presse sera disponible le 12 juin" ends nothing
    last = nouns[-1]
    unknown = _left(lead[last.end :])
    if _GIVEN.match(lead[last.start :]) and len(nouns) == 1 and not is_long(one.result):
        said = passage.folded[slice(*one.result.span)]
        return bool(unknown) or not (
            LIMIT.search(one.before) or LIMITING.match(said) or lead.endswith(("au ", "le ", "pour "))
        )
    return len(unknown) > 2


def _left(words: str) -> list[str]:
    """What remains of folded words when the plain ones are gone."""
    return _WORD.findall(_PLAIN.sub(" ", words))
