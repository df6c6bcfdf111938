"""The way back: the compact text of a fact (`Fact.stated`) becomes a row that says this and no more."""

from dataclasses import fields, replace

from django.utils import timezone

from prisoner_pages.choices import Status
from prisoner_pages.importing import cells
from prisoner_pages.importing.person_names import PersonName, unconfirmed
from prisoner_pages.importing.person_rows import PersonRow
from prisoner_pages.importing.places import place_hint
from prisoner_pages.importing.refusal import CellRefused

SILENT = PersonRow(
    **{field.name: None for field in fields(PersonRow)}
    | {"number": 0, "names": {}, "name_ru": "", "unconfirmed": (), "gender": "", "occupations": ()}
    | {"charges": (), "status": Status.UNKNOWN.value, "address": "", "stories": {}, "held_because": ()}
    | {"sources": ()}
)


def restated(fact: str, text: str, *, source_url: str = "", stated_on: str = "") -> PersonRow:
    """Return the row; raises CellRefused for a text that an import would not have written."""
    try:
        said = READ[fact](text)
        row = replace(SILENT, **said, sources=(source_url,) if source_url else ())
        return replace(row, stated_on=_day(stated_on))
    except (KeyError, ValueError) as error:
        raise CellRefused(text[:40]) from error


def _day(text):
    return cells.partial_date(text, today=timezone.localdate())


def _name(language):
    return lambda text: {"names": {language: PersonName("", text)}}


def _term(text):
    years, months = text.split("/")
    return {"term": cells.Term(int(years), int(months))}


def _vocabulary(text):
    words = filter(None, map(cells.case_group, text.split("; ")))
    return tuple(cells.Bilingual(word.uk, word.en.removeprefix(" / ")) for word in words)


READ = {
    "name_uk": _name("uk"),
    "patronymic_uk": lambda text: {"names": {"uk": PersonName("", "", patronymic=text)}},
    "name_en": _name("en"),
    "name_crh": _name("crh"),
    "name_ru": lambda text: {"name_ru": text},
    "unconfirmed_names": lambda text: {"unconfirmed": unconfirmed(text)},
    "sex": lambda text: {"gender": cells.gender(text)},
    "birth_date": lambda text: {"birth": _day(text)},
    "origin": lambda text: {"crimean_tatar": cells.yes_no(text)},
    "occupations": lambda text: {"occupations": _vocabulary(text)},
    "cases": lambda text: {"case_group": cells.case_group(text)},
    "charges": lambda text: {"charges": cells.charges(text)},
    "detained_on": lambda text: {"detained": _day(text)},
    "sentence": _term,
    "regime": lambda text: {"regime": cells.regime(text)},
    "prison_months": lambda text: {"regime": cells.Regime("", cells.Term(*divmod(int(text), 12)))},
    "status": lambda text: {"status": cells.status(text)},
    "place": lambda text: {"place": place_hint(text)},
    "letters": lambda text: {"receives_letters": cells.yes_no(text)},
}
