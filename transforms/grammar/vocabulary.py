"""Words of dates in French, English, Dutch and German, folded (lower case, no accent), as Belgian sites print them."""

from __future__ import annotations

from enum import StrEnum


class K(StrEnum):
    """Kinds of token."""

    ISO = "iso"  # a full timestamp: year, month, day, hour, minute, second
    DATE = "date"  # a numeric date: day, month[, year]
    YEAR_MONTH = "year-month"
    DOTTED = "dotted"  # 18.09 is a day or a clock: the phrase decides
    CLOCK = "clock"  # hour, minute, second
    NUMBER = "number"
    ORDINAL = "ordinal"  # first, 2es: which one of the month
    YEAR = "year"
    MONTH = "month"
    WEEKDAY = "weekday"
    WEEKDAYS = "weekdays"  # a plural weekday: every one of them
    ARTICLE = "article"
    FROM = "from"
    TO = "to"
    AT = "at"  # "à" is an hour's preposition or the second half of a range
    AND = "and"
    OF = "of"
    SINCE = "since"
    ONWARDS = "onwards"  # "et après", behind a day
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    EVERY = "every"
    THIS = "this"
    NEXT = "next"
    LAST = "last"
    IN = "in"
    BEGIN = "begin"
    MIDDLE = "middle"
    FINISH = "finish"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    WEEKEND = "weekend"
    DAILY = "daily"
    OF_MONTH = "of-month"
    EXCEPT = "except"
    DAY_WORD = "day-word"  # today, tomorrow
    DOORS = "doors"  # the clock that follows is not the start
    WORD = "word"
    MARK = "mark"


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january januari januar janner",
            "fevrier fevr fev february feb februari februar",
            "mars march mrt maart marz",
            "avril avr april apr",
            "mai may mei",
            "juin june jun juni",
            "juillet juil july jul juli",
            "aout august aug augustus",
            "septembre sept september sep",
            "octobre oct october oktober okt",
            "novembre nov november",
            "decembre dec december dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "lundi monday maandag montag",
            "mardi tuesday dinsdag dienstag",
            "mercredi wednesday woensdag mittwoch",
            "jeudi thursday donderdag donnerstag",
            "vendredi friday vrijdag freitag",
            "samedi saturday zaterdag samstag",
            "dimanche sunday zondag sonntag",
        )
    )
    for name in names.split()
}

# Abbreviations that are words of their own ("sa", "don", "we"): weekdays only in front of a number.
SHORT_WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "lun mon ma mo",
            "mar tue tues di",
            "mer wed wo mi",
            "jeu thu thur thurs do don",
            "ven fri vr fr vrij",
            "sam sat za sa",
            "dim sun zo so",
        )
    )
    for name in names.split()
}

# Months that are ordinary words too: months only beside a number.
SHY_MONTHS = {
    "may",
    "sept",
    "mars",
    "march",
    "sep",
    "dec",
    "jan",
    "jun",
    "jul",
    "avr",
    "apr",
    "feb",
    "fev",
    "oct",
    "nov",
    "aug",
}

SEASONS: dict[str, int] = {
    "printemps": 0, "spring": 0, "lente": 0, "fruhling": 0, "ete": 1, "summer": 1, "zomer": 1, "sommer": 1,
    "automne": 2, "autumn": 2, "herfst": 2, "herbst": 2, "hiver": 3, "winter": 3,
}  # fmt: skip

WORDS: dict[str, K] = {
    word: kind
    for kind, words in {
        K.ARTICLE: "le la les l the on op am den der die das het ook aux aan",
        K.FROM: "du de des d from entre between van vom von",
        K.TO: "au to t/m bis",
        K.AT: "a at om um @ vers environ circa around",
        K.AND: "et and & en und ou",
        K.OF: "of",
        K.SINCE: "vanaf ab depuis since starting",
        K.UNTIL: "until till untill tot by",
        K.BEFORE: "avant before voor vor",
        K.AFTER: "apres after na nach",
        K.EVERY: "tous toutes chaque every each elke iedere jeden jede jeder",
        K.THIS: "ce cet cette this deze dit diesen dieser",
        K.NEXT: "prochain prochaine prochains prochaines next volgende nachsten",
        K.LAST: "dernier derniere derniers dernieres last passe passee passes vorige letzten",
        K.IN: "en in im courant pour durant",
        K.BEGIN: "debut begin beginning anfang early",
        K.MIDDLE: "mi mid half mitte",
        K.FINISH: "fin end eind einde ende late",
        K.SEASON: " ".join(SEASONS),
        K.HALF: "semestre semester",
        K.QUARTER: "trimestre quarter kwartaal quartal",
        K.EXCEPT: "sauf hormis except behalve ausser",
        K.DAY_WORD: "aujourd'hui demain today tomorrow vandaag morgen heute",
        K.DOORS: "portes doors accueil deuren einlass",
        K.DAILY: "quotidiennement daily dagelijks taglich",
    }.items()
    for word in words.split()
}

ORDINALS: dict[str, int] = {
    "premier": 1, "premiers": 1, "premiere": 1, "first": 1, "eerste": 1, "deuxieme": 2, "deuxiemes": 2, "second": 2,
    "seconds": 2, "tweede": 2, "troisieme": 3, "troisiemes": 3, "third": 3, "derde": 3, "quatrieme": 4, "quatriemes": 4,
    "fourth": 4, "vierde": 4,
}  # fmt: skip

NUMBER_WORDS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        [
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
            "dix-sept",
            "dix-huit",
            "dix-neuf",
            "vingt",
            "vingt et un",
            "vingt-deux",
            "vingt-trois",
        ],
        start=1,
    )
    for word in (words, words + "e" if words.endswith("un") else words)
}

RRULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
