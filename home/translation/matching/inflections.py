"""How words of a language change: which beginnings and endings another form of the same word may have. Pure.

Not grammar but tolerance: a form that no speaker uses does no harm, a form that is missing hides a term. So a
word gives several stems, each with the endings that may follow it; the longest own ending decides which.
"""

from functools import lru_cache
from itertools import product

from home.languages.info import CYRILLIC_LANGUAGES

SHORTEST_STEM = 3  # letters; a shorter word is found in its dictionary form only
VOWELS = frozenset("аеєиіїоуюяыэaeiouyâıöü")


def _set(text):
    """Read a list of endings; a dot stands for no ending at all."""
    return frozenset("" if part == "." else part for part in text.split())


# Own ending of the dictionary form -> endings of its other forms. Tried from the longest.
UKRAINIAN_ADJECTIVE = "ий ого ому им ім а ої ій у ою е і их ими ого"
UKRAINIAN_SOFT = "ій ього ьому ім я ьої ю ьою є і іх іми ія ію ієм ієві ії"
UKRAINIAN = {
    "тися": "тися тись вся лася лося лися ться юся юсь єшся ється ємося єтеся ються",
    "ти": "ти ть в ла ло ли ю єш є ємо єте ють но ний на не ні вши й ймо йте",
    "ий": UKRAINIAN_ADJECTIVE,
    "ій": UKRAINIAN_SOFT,
    "й": "й я ю єві єм єю ї їв ям ями ях є",
    "ь": "ь . я ю і ем еві ей ям ями ях ів е",
    "а": f"а и і у ою о . ам ами ах ею е ей {UKRAINIAN_ADJECTIVE}",
    "я": f"я і ї ю ею єю е є ь й . ям ями ях ей ів ам {UKRAINIAN_SOFT}",
    "о": "о а у ом і . ам ами ах ові",
    "е": f"е я ю ем і ь . ям ями ях а у ам {UKRAINIAN_ADJECTIVE}",
    "є": UKRAINIAN_SOFT,
    "и": f"и . а у ом ів ам ами ах ей {UKRAINIAN_ADJECTIVE}",
    "і": f"і . ь я ю ем ей ів ям ями ях а у ам ами ах {UKRAINIAN_ADJECTIVE}",
    "": ". а у ові еві ом ем і и ів ам ами ах е им их ими",
}
RUSSIAN_ADJECTIVE = "ый ий ой ого его ому ему ым им ом ем ая яя ую юю ое ее ые ие ых их ыми ими ей ою"
RUSSIAN = {
    "ться": "ться лся лась лось лись юсь ешься ется емся етесь ются ится ятся",
    "ть": "ть л ла ло ли ю у ешь ет ем ете ют ут ишь ит им ите ят н на но ны нный нная вший",
    "ый": RUSSIAN_ADJECTIVE,
    "ий": f"{RUSSIAN_ADJECTIVE} ия ию ием ии",
    "ой": f"{RUSSIAN_ADJECTIVE}",
    "ая": RUSSIAN_ADJECTIVE,
    "яя": RUSSIAN_ADJECTIVE,
    "ое": RUSSIAN_ADJECTIVE,
    "ее": RUSSIAN_ADJECTIVE,
    "ые": RUSSIAN_ADJECTIVE,
    "ие": f"{RUSSIAN_ADJECTIVE} ия ию ием ии ий иям иями иях",
    "й": "й я ю ем е и ев ям ями ях",
    "ь": "ь . я ю ем е и ей ям ями ях ью",
    "а": "а ы и е у ой ою ей . ам ами ах",
    "я": "я и е ю ей ею ь й . ям ями ях",
    "о": "о а у ом е . ам ами ах",
    "е": "е я ю ем и й ь ям ями ях а у ом . ам ами ах",
    "ы": "ы . а у ом е ов ам ами ах",
    "и": "и . а у ом е ов ам ами ах ь я ю ем ей ям ями ях",
    "": ". а у ом ем е ы и о ов ев ей ам ами ах ым ых ыми",
}
ENGLISH = {
    "e": "e es ed ing e's er ers",
    "y": "y ies ied ying y's ys",
    "": ". s es 's ' ed ing",
}
BULGARIAN = {
    **dict.fromkeys(("а", "я", "о", "е", "и"), "а ата я ята о ото е ето и ите ове овете ."),
    "": ". ът ят а я та то те и ите ове овете",
}
GERMAN = {"e": "e en n er es em . ern", "": ". e en er es s n em ern nen"}
FRENCH = {"e": "e es . s", "": ". s x e es"}
WEST_SLAVIC = (
    ". a ą á y ý i í u ů ú ę e ě é o om em im ym ami ach ách ech ům ou owi ovi ie iem ego ého emu ému ej ów"
    " mi ích ých ých ými ym ím"
)
POLISH_AND_CZECH = dict.fromkeys(("a", "y", "ý", "e", "é", "ě", "o", "i", "í", ""), WEST_SLAVIC)
SWEDISH = {
    "a": "a an ans or orna as",
    "e": "e en ens ar arna es er",
    "": ". en et n t ar er or na arna erna s",
}
TABLES = {
    "uk": UKRAINIAN,
    "ru": RUSSIAN,
    "en": ENGLISH,
    "bg": BULGARIAN,
    "de": GERMAN,
    "fr": FRENCH,
    "pl": POLISH_AND_CZECH,
    "cs": POLISH_AND_CZECH,
    "sv": SWEDISH,
}

CYRILLIC_PLURAL = _set(". и ы е ів ам ами ах")

# Crimean Tatar joins them: many, mine, in. Both vowel harmonies, whatever the stem: tolerance again.
CRH_MANY = _set(". lar ler")
CRH_WHOSE = _set(
    ". m ım im um üm ñ ıñ iñ uñ üñ ı i u ü sı si su sü mız miz ımız imiz umız ümiz ñız ñiz ıñız iñiz"
)
CRH_CASE = _set(
    ". nı ni ğa ge qa ke a e na ne da de ta te dan den tan ten nda nde ndan nden nıñ niñ ca ce ça çe nen"
    " daki deki taki teki lı li lıq lik"
)
CRH_NOUN = frozenset(map("".join, product(CRH_MANY, CRH_WHOSE, CRH_CASE)))
CRH_VERB = _set(
    "maq mek ğan gen qan ken dı di tı ti dım dim dılar diler a e ay ey ır ir ar er acaq ecek sa se ıp ip p"
    " maqta mekte ayım eyim ğanlar genler ıñız iñiz"
)
CRH_SOFTENED = str.maketrans("pqkçt", "bğgcd")

INFLECTIONS = {
    language: {own: _set(table[own]) for own in sorted(table, key=len, reverse=True)}
    for language, table in TABLES.items()
}
INFLECTIONS["crh"] = {"maq": CRH_VERB, "mek": CRH_VERB, "": CRH_NOUN}


@lru_cache(maxsize=20_000)
def stems_of(word, language):
    """Return [(stem, endings that may follow)] of a folded word in its dictionary form; never empty."""
    table = INFLECTIONS.get(language, {})
    for own in table:  # the longest first
        stem = word.removesuffix(own)
        if word.endswith(own) and len(stem) >= SHORTEST_STEM:
            return [(stem, table[own]), *_changed(stem, own, table[own], language)]
    return [(word, frozenset({""}))]


def _changed(stem, own, endings, language):
    """Yield the stems that other forms have: в'язень, в'язня; тюрма, тюрем; кіт, кота; mektüp, mektübi."""
    if language == "crh" and own == "":
        softened = stem[:-1] + stem[-1].translate(CRH_SOFTENED)
        if softened != stem:
            yield softened, endings - {""}
    if language in CYRILLIC_LANGUAGES:
        yield from _without_fleeting_vowel(stem, own, endings)
        yield from _with_inserted_vowel(stem, own)
        if own == "" and len(stem) > 5 and stem.endswith("ин"):
            yield stem[:-2], CYRILLIC_PLURAL  # татарин, татари
        yield from _ukrainian(stem, own, endings, language)


def _without_fleeting_vowel(stem, own, endings):
    if own in ("", "ь") and stem[-2] in "еоє" and stem[-1] not in VOWELS and stem[-3] not in VOWELS:
        yield stem[:-2] + stem[-1], endings - {own, ""}


def _with_inserted_vowel(stem, own):
    hard = stem.replace("ь", "")
    if own in ("а", "о", "я", "е", "и") and len(hard) > 2 and not {hard[-1], hard[-2]} & VOWELS:
        for vowel in "ео":
            yield hard[:-1] + vowel + hard[-1], frozenset({"", "ь"})


def _ukrainian(stem, own, endings, language):
    if language != "uk":
        return
    if stem[-1] in "гкх":
        yield stem[:-1] + {"г": "з", "к": "ц", "х": "с"}[stem[-1]], frozenset({"і"})
    if own in ("", "ь") and stem[-2] == "і" and stem[-1] not in VOWELS:
        for vowel in "ое":
            yield stem[:-2] + vowel + stem[-1], endings - {own}
    if stem[-1] == stem[-2] and own == "я":
        yield stem[:-1], frozenset({"ь"})
