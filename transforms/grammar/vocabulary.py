"""Words of dates in French, English, Dutch and German, folded (lower case, no accent), as Belgian sites print them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class K(StrEnum):
    """Kinds of token."""

    __hash__ = str.__hash__  # that of enumerations is written in Python, and kinds are looked up all the time

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
    DAY_WORD = "day-word"  # today, tomorrow: days from the reference
    PART = "part"  # morning 0, afternoon 1, evening 2
    STRETCH = "stretch"  # "les 3 prochains jours": how many, of what unit, before (-1) or behind (1) the reference
    OFFSET = "offset"  # "dans 3 jours": how many, of what unit (see `nearby`)
    WEEK = "week"
    MONTH_WORD = "month-word"
    YEAR_WORD = "year-word"
    FORTNIGHT = "fortnight"
    FEAST = "feast"  # Easter: a day in company only
    FEAST_DAY = "feast-day"  # Whit Monday
    HOLIDAYS = "holidays"
    SCHOOL = "school"  # school holidays, whose days are not known
    INSTEAD = "instead"  # "au lieu de", "et non"
    DOORS = "doors"  # the clock that follows is not the start
    WORD = "word"
    MARK = "mark"


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january januari januar janner",
            "fevrier fevr fev february feb februari februar",
            "mars march mrt maart marz mrz",
            "avril avr april apr",
            "mai may mei",
            "juin june jun juni",
            "juillet juil july jul juli",
            "aout aou august aug augustus",
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

# Abbreviations that are words of their own ("sa", "don", "we"): weekdays only in front of a number. "ma" and "di" stand
# twice: mardi and maandag, dimanche and dinsdag; the day that follows tells which, or the language of the text.
SHORT_BY_LANGUAGE: dict[str, tuple[str, ...]] = {
    "fr": ("lun lu", "mar ma", "mer me", "jeu je", "ven ve", "sam sa", "dim di"),
    "nl": ("ma maa", "di din", "wo woe", "do don", "vr vrij vrd", "za zat", "zo zon"),
    "de": ("mo", "di die", "mi mit", "do don", "fr", "sa", "so"),
    "en": ("mon", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun"),
}
"""Monday to Sunday."""


def short_weekdays(languages: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Abbreviation to the weekdays that it may stand for (Monday 0) in texts of these languages."""
    found: dict[str, tuple[int, ...]] = {}
    for language in languages:
        for number, names in enumerate(SHORT_BY_LANGUAGE[language]):
            for name in names.split():
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), number)))
    return found


SHORT_WEEKDAYS = short_weekdays(SHORT_BY_LANGUAGE)

# Months that are ordinary words too: months only beside a number.
SHY_MONTHS = {
    "may", "sept", "mars", "march", "sep", "dec", "jan", "jun", "jul", "avr", "apr", "feb", "fev", "oct", "nov", "aug",
}  # fmt: skip

SEASONS: dict[str, int] = {
    "printemps": 0, "spring": 0, "lente": 0, "fruhling": 0, "ete": 1, "summer": 1, "zomer": 1, "sommer": 1,
    "automne": 2, "autumn": 2, "herfst": 2, "herbst": 2, "hiver": 3, "winter": 3,
}  # fmt: skip

DAY_WORDS: dict[str, int] = {
    "aujourd'hui": 0, "today": 0, "vandaag": 0, "heute": 0, "demain": 1, "tomorrow": 1, "morgen": 1, "apres-demain": 2,
    "apres demain": 2, "overmorgen": 2, "ubermorgen": 2, "day after tomorrow": 2, "hier": -1, "yesterday": -1,
    "gisteren": -1, "gestern": -1, "avant-hier": -2, "avant hier": -2, "eergisteren": -2, "vorgestern": -2,
    "day before yesterday": -2,
}  # fmt: skip

PARTS: dict[str, int] = {
    part: number
    for number, parts in enumerate(
        (
            "matin matins matinee morning mornings ochtend voormiddag vormittag",
            "apres-midi apres-midis afternoon afternoons namiddag nachmittag",
            "soir soirs soiree evening evenings avond abend nuit night",
        )
    )
    for part in parts.split()
}
"""Morning 0, afternoon 1, evening 2."""

WORDS: dict[str, K] = {
    word: kind
    for kind, words in {
        K.ARTICLE: "le la les l the on op am den dem der die das het ook aux aan",
        K.FROM: "du de des d from entre between tussen zwischen van vom von",
        K.TO: "au to t/m bis naar auf",
        K.AT: "a at om um @ vers environ circa around",
        K.AND: "et and & en und ou",
        K.OF: "of",
        K.SINCE: "vanaf ab depuis since sinds seit starting",
        K.UNTIL: "until till untill tot by",
        K.BEFORE: "avant before voor vor",
        K.AFTER: "apres after na nach",
        K.EVERY: "tous toutes chaque every each elke iedere jeden jede jeder jedes",
        K.THIS: "ce cet cette this deze dit diesen dieser",
        K.NEXT: "prochain prochaine prochains prochaines suivant suivante next volgende volgend nachsten nachste "
        "nachstes",
        K.LAST: "dernier derniere derniers dernieres last passe passee passes vorige laatste letzten letzte letzter",
        K.IN: "en in im courant pour durant",
        K.BEGIN: "debut begin beginning anfang early",
        K.MIDDLE: "mi mid half mitte",
        K.FINISH: "fin end eind einde ende late",
        K.SEASON: " ".join(SEASONS),
        K.HALF: "semestre semester",
        K.QUARTER: "trimestre quarter kwartaal quartal",
        K.EXCEPT: "sauf hormis excepte hors except behalve ausser ferme fermee fermes fermees relache closed gesloten "
        "geschlossen",
        K.WEEK: "semaine week woche",
        K.MONTH_WORD: "mois month maand monat",
        K.YEAR_WORD: "annee an year jaar jahr",
        K.FORTNIGHT: "quinzaine fortnight",
        K.DOORS: "portes doors accueil deuren einlass",
        K.DAILY: "quotidiennement daily dagelijks taglich",
    }.items()
    for word in words.split()
}

ORDINALS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "premier premiers premiere premieres first eerste erste ersten erster",
            "deuxieme deuxiemes second seconds seconde tweede zweite zweiten",
            "troisieme troisiemes third derde dritte dritten",
            "quatrieme quatriemes fourth vierde vierte vierten",
            "cinquieme cinquiemes fifth vijfde funfte funften",
        ),
        start=1,
    )
    for word in words.split()
}

RRULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
