"""What a whole passage says of a call: rolling, over, still to come, and that its deadline was moved."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[\n;•|]|[.!?](?= |$)")
_LETTER = re.compile("[a-z]")
_ROLLING = re.compile(
    r"en continu\b|continuous(?:ly)? (?:call|open)|tant que (?:le |les |l')?(?:budget|fonds|credits|moyens|"
    r"enveloppe)|au fil de l'eau|a tout moment|toute l'annee|en permanence|appels? permanents?|permanent call|"
    r"guichet permanent|depot permanent|jusqu'(?:a )?(?:l')?epuisement|rolling\b|all year(?: round)?|at any time|"
    r"continuously open|"
    r"sans (?:date (?:limite|butoir|de cloture|de fin)|deadline|limite de date|cloture|echeance)|"
    r"ordre (?:d'arrivee|des demandes|chronologique|de reception|d'introduction)|des (?:leur )?reception\b|"
    r"quand vous (?:le )?(?:voulez|souhaitez)|"
    r"en tout temps|ohne frist|permanent\w* (?:open )?call|open call permanent|"
    r"(?:pas|aucune) (?:de )?(?:date limite|date butoir|deadline|date de cloture)|"
    r"no (?:fixed |set )?deadlines?|until (?:the )?(?:funds?|budgets?|funding|resources)|open-ended call|"
    r"doorlopend|het hele jaar|op elk moment|uitputting van|laufend\b|jederzeit|ganzjahrig|keine frist"
)
_WITHOUT_END = re.compile(
    r"sans (?:date|deadline|limite)|(?:pas|aucune) (?:de )?(?:date|deadline)|no (?:\w+ )?deadline|keine frist"
)
_STOCK = re.compile(r"epuisement (?:des? |du )(?:stocks?|places?|exemplaires?|billets?)")
_APPLYING = re.compile(
    r"candidat|dossier|demande|depot|depos|appel|guichet|introdu|soum|soutien|aide|subvention|bourse|postul|"
    r"projets?\b|ouvert|"
    r"inscri|appl|submi|call\b|grant|open\b|indien|aanvra|oproep|antr|bewerb|einreich|financ|budget|enveloppe|"
    r"fonds?\b|funds?\b"
)
_NOT_APPLYING = re.compile(
    r"modifi|se reserve|annuler|resili|consult|exposition|musee|visit|retir|desabonn|desinscri|contact|questions?"
)


def rolling(folded: str) -> bool:
    """Applications are taken all the time, or until the money is spent; a short text needs no word for them."""
    for found in _ROLLING.finditer(folded):
        sentence = around(folded, found.start())
        if _STOCK.match(folded, found.start() + folded[found.start() :].find("epuisement")):
            continue
        short = len(_LETTER.findall(folded)) <= 45 or _WITHOUT_END.match(found[0])
        if (short or _APPLYING.search(sentence)) and not _NOT_APPLYING.search(sentence):
            return True
    return False


# `clôturé` and `clôture` are one word once folded: the accent of the text itself tells, where there is one.
_OVER = re.compile(
    r"\b(?:appels?|candidatures?|inscriptions?|calls?|applications?|submissions?|depots?|dossiers?|guichets?|oproep|"
    r"est|sont|is|are|desormais|actuellement|deja|maintenant|registrations?|session|soumissions?|inschrijvingen|"
    r"bewerbung\w*)\b"
    r"(?P<between>[^.\n:;,]{0,40}?)\s"
    r"(?P<word>clotures?|cloturee?s?|clos|closes|closed|terminee?s?|fermee?s?|gesloten|afgesloten|geschlossen|"
    r"abgelaufen|beendet|finished|ended|expire|over)\b"
    r"|^\W*(?P<alone>clotures?|cloturee?s?|clos|closed|terminee?|expiree?|gesloten|afgesloten|geschlossen|ferme)\W*$"
    r"|^\W*(?P<mark>cloturee?|closed|gesloten|geschlossen|complet|appel clos)(?= ?[-:|\])])"
    r"|n'accept(?:e|ons|ent) plus|ne sont plus (?:\w+ )?accept\w*|\b(?:n'est|ne sont) plus (?:ouvert|possible|accept|"
    r"recevable|pris)\w*|\bno longer (?:open|accept|possible)\w*"
    r"|(?:deadline|date limite|delai) (?:est |de depot est |a ete )?(?:depassee?|passee?|expiree?|echue?)\b|"
    r"deadline (?:has )?passed"
)
_NOT_YET = re.compile(
    r"pas\b|\bsera|\bseront|\bserait|will|\bnot\b|avant|nicht|niet|prochainement|bientot|\bsi\b|quand|une fois|"
    r"des que"
)
_NOUN = re.compile(r"\s?(?::|des?\b|du\b|de l'|d'|le\b \d|-\s)")
_EARLIER = re.compile(
    r"\b(?:edition|appel|session|call|saison)s?(?: a \w+| de)? (?P<year>20\d\d)\b|(?:l'an(?:nee)?|"
    r"edition) (?:dernier|passe|precedente)"
)


_CALL = re.compile(
    r"appel|candidat|inscri|depot|dossier|\bcall|appl|concours|session|edition|oproep|submi|regist|guichet|"
    r"soumission|projet|"
    r"bewerb|ausschreib|aanmeld|inschrijv|aanvra|prix|bourse"
)


def closed(text: str, folded: str) -> int | None:
    """Where a text says that the call is over, None when it does not."""
    for found in _OVER.finditer(folded):
        name = next((n for n in ("word", "alone", "mark") if found[n]), None)
        about = name != "word" or _CALL.search(around(folded, found.start()))
        if about and (name is None or _participle(text[found.start(name) : found.end(name)], found, name, folded)):
            return found.start()
    return None


def _participle(said: str, found: re.Match[str], name: str, folded: str) -> bool:
    """Whether what was found says that something is over, not that it ends or will end."""
    word = found[name]
    if (
        word in _TWOFOLD
        and name != "alone"
        and not said.isupper()
        and not said.lower().rstrip("s").endswith(("é", "ée"))
    ):
        return False
    if word in _TWOFOLD and said.isupper() and name == "word" and _NOUN.match(folded, found.end()):
        return False
    if said.lower().startswith("clôture") and not said.isupper():
        return False
    if word == "closes" and (
        "call" in found[0] or "application" in found[0] or re.match(r" (?:on|in|at|\d)", folded[found.end() :])
    ):
        return False
    return not _NOT_YET.search(folded, max(0, found.start() - 12), found.end())


# Words that are a noun or a verb without their accent.
_TWOFOLD = ("cloture", "clotures", "ferme", "fermes", "termine", "terminees", "expire")


_COMING = re.compile(
    r"appels?(?: \w+){0,3} (?:est |sont )?a venir|prochain(?:e|s|es)? (?:appel|edition|session|ouverture|call|"
    r"lancement)|ouverture prochaine|"
    r"lancement prochain|(?:ouvr\w+|lance\w*|publi\w+|disponibles?|annonce\w*|"
    r"en ligne) (?:tres )?(?:prochainement|bientot)|"
    r"(?:prochainement|bientot)\W{0,3}(?:ouvert|disponible|lance|en ligne|un nouvel appel|l'appel|appel)|coming soon|"
    r"forthcoming|upcoming calls?|opens? soon|opening soon|"
    r"(?:appel|candidatures|inscriptions|depot)\w*(?: \w+){0,4} (?:sera|seront) (?:prochainement |"
    r"bientot )?(?:lance|ouvert|publie|annonce|relance)|"
    r"pas encore (?:ouvert|lance)|not yet open|appel annonce|call announced|binnenkort|nog niet open|demnachst|"
    r"^\W*(?:a venir|annonce|bientot|prochainement|announced|upcoming|forthcoming)\W*$"
)
_RESULT = re.compile(r"resultat|laureat|selection|\bjury|programme|result|winner|reglement complet")


def coming(folded: str) -> bool:
    """The call is announced and not yet open; what is said to come is not the result of one."""
    return any(not _RESULT.search(around(folded, m.start())) for m in _COMING.finditer(folded))


MOVED = re.compile(
    r"prolongation|\breport(?:ee?s?|er|ons|ent|ation)\b|\breport (?:de|du|au|des)\b|postpos\w*|postponed|"
    r"prolong\w*|repouss\w*|"
    r"\bdecal\w*|"
    r"\bexten(?:ded|sion|d)\b|nouvel(?:le)? (?:date|echeance|deadline|delai)|new (?:closing |submission |"
    r"application )?(?:deadline|date)|\bavancee?s? (?:au|du)\b|"
    r"delai supplementaire|\bpasse(?:nt|ra)? (?:du|au)\b|etendue? (?:jusqu|au|de)|\bmoved (?:from|to|back|"
    r"forward)|pushed back|verleng\w*|verlangert|verschoben|"
    r"uitgesteld|"
    r"desormais\b(?=[^.]{0,25}(?:jusqu|au\b|le\b))|nieuwe deadline|neue frist|rallonge\w*|differee?s? au|deplacee?s?"
)
WAS = re.compile(
    r"(?:(?:former|old|previous|ancien(?:ne)?|precedente?|eerdere|vorige|fruhere|premiere) (?:deadline|"
    r"date limite|date|echeance|delai|datum|frist)(?: of)?|"
    r"eerder|fruher|(?:prevue?s?|attendue?s?|fixee?s?|annoncee?s?) au depart|au depart|initial(?:e|ement|ly)?|"
    r"n'est plus|is no longer|devai(?:t|ent) (?:etre |nous )?\w+|"
    r"au lieu(?: d[ue])?|a la place(?: d[ue])?|en lieu et place(?: d[ue])?|instead of|originally|previously|"
    r"formerly|"
    r"\bwas\b|anciennement|ancienne (?:date|echeance)\b|precedemment|d'abord|et non(?: plus)?|not|remplace|"
    r"in plaats van|"
    r"oorspronkelijk|statt|ursprunglich|auparavant|etait)"
    r"(?: (?:prevue?s?|fixee?s?|annoncee?s?|au|le|du|pour|on|set|for|planned|the|scheduled|date|limite|deadline|"
    r"etait|was|celle|:|voorzien op|op|am|geplant))*\W{0,3}(?:le|la|du|au|the)?\s?$"
)
WAS_BEHIND = re.compile(
    r"^\W{0,3}\((?:date |deadline |echeance )?(?:limite )?(?:initiale?|ancienne|previous|annulee?|old|"
    r"originale?)(?:ment)?"
    r"(?: date| deadline)?\)"
)


def around(folded: str, position: int) -> str:
    """The sentence that holds a position."""
    begin = max(
        (m.end() for m in _SENTENCE.finditer(folded, max(0, position - 400), position)), default=max(0, position - 400)
    )
    end = _SENTENCE.search(folded, position)
    return folded[begin : end.start() if end else len(folded)][:800]
