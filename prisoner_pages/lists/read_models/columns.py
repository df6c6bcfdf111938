"""What the columns of a list may stand for, and which of them a heading probably means."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from prisoner_pages.importing.read_models.person_rows import COLUMNS, REQUIRED_COLUMNS

LABELS = {
    "full_name_uk": _("the person’s name in Ukrainian"),
    "full_name_en": _("the person’s name in English"),
    "full_name_ru": _("name in Russian, surname first"),
    "patronymic_uk": _("patronymic in Ukrainian"),
    "name_crh": _("name in Crimean Tatar"),
    "gender": _("sex"),
    "birth_date": _("date of birth"),
    "crimean_tatar": _("Crimean Tatar: yes or no"),
    "occupation_uk": _("work, in Ukrainian"),
    "occupation_en": _("work, in English"),
    "case_group": _("group of cases"),
    "charge_articles": _("articles of the charge"),
    "detention_date": _("day of detention"),
    "sentence_years": _("sentence, years"),
    "sentence_months": _("sentence, months"),
    "regime": _("regime"),
    "status": _("status"),
    "facility_name": _("place of detention, in Russian"),
    "facility_address": _("address of the place, in Russian"),
    "postal_index": _("postal index"),
    "can_receive_letters": _("may receive letters: yes or no"),
    "short_bio_uk": _("short text in Ukrainian"),
    "short_bio_en": _("short text in English"),
    "source_url": _("address of the source"),
    "source_date": _("date of the source"),
    "name_forms_unconfirmed": _("forms of the name not seen in a source"),
}
# What people call them besides.
OTHER_NAMES = {
    "full_name_uk": "піб|піб ім’я|імʼя та прізвище|прізвище ім’я|ім'я українською|name uk|full name",
    "full_name_en": "name english|ім'я англійською|name en|english name|піб англійською",
    "full_name_ru": "ім'я російською|фио|фио на русском|name ru|піб російською",
    "patronymic_uk": "по батькові|patronymic",
    "name_crh": "ім'я кримськотатарською|crimean tatar name",
    "gender": "стать|sex",
    "birth_date": "дата народження|народився|рік народження|birth date|date of birth|born",
    "crimean_tatar": "кримський татарин|кримськотатарське походження",
    "occupation_uk": "професія|рід занять|фах|occupation",
    "occupation_en": "професія англійською",
    "case_group": "справа|група справ|case",
    "charge_articles": "статті|стаття кк рф|обвинувачення|articles|charges",
    "detention_date": "дата затримання|затримано|detained on|date of detention",
    "sentence_years": "строк років|вирок років|years",
    "sentence_months": "строк місяців|вирок місяців|months",
    "regime": "режим",
    "status": "стан|статус",
    "facility_name": "місце утримання|установа|колонія|facility|place of detention",
    "facility_address": "адреса|адреса установи|address",
    "postal_index": "індекс|поштовий індекс|zip|postcode",
    "can_receive_letters": "можна писати|листи|отримує листи|letters",
    "short_bio_uk": "коротко|біографія|текст українською|bio",
    "short_bio_en": "біографія англійською|bio en",
    "source_url": "джерело|посилання|source|link|url",
    "source_date": "дата джерела|станом на|as of|source date",
}
NAMES = {name: column for column in COLUMNS for name in [column.replace("_", " ")]} | {
    name: column for column, names in OTHER_NAMES.items() for name in names.split("|")
}
LIKELY = 86  # of 100


def suggestions(headings: Iterable[str], remembered: Mapping[str, str]) -> list[str]:
    """Return for each heading one of COLUMNS, or "", none twice; what the partner chose before goes first."""
    headings = list(headings)
    found = [remembered.get(heading, _exact(heading)) for heading in headings]
    taken = set(found)
    for place, heading in enumerate(headings):
        if not found[place] and heading not in remembered:
            likely = _likely(heading)
            found[place] = "" if likely in taken else likely
            taken.add(likely)
    return ["" if column in found[:place] else column for place, column in enumerate(found)]


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^\w'’ʼ]+|_", " ", heading.lower()).split())


def _exact(heading: str) -> str:
    return NAMES.get(_plain(heading), "")


def _likely(heading: str) -> str:
    found = process.extractOne(_plain(heading), NAMES.keys(), scorer=fuzz.ratio, score_cutoff=LIKELY)
    return NAMES[found[0]] if found else ""


def missing(columns: Iterable[str]) -> list[str]:
    """Return which columns a list can't do without."""
    there = set(columns)
    return [column for column in REQUIRED_COLUMNS if column not in there]


def doubled(columns: Iterable[str]) -> list[str]:
    named = [column for column in columns if column]
    return sorted({column for column in named if named.count(column) > 1})
