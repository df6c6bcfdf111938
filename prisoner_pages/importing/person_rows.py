"""A row of the list becomes what it says of one person, or the reasons why it can't."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from prisoner_pages.importing import cells, person_names, places, prose
from prisoner_pages.importing.refusal import CellRefused, Remark

COLUMNS = (
    "full_name_uk",
    "full_name_en",
    "full_name_ru",
    "patronymic_uk",
    "name_crh",
    "gender",
    "birth_date",
    "crimean_tatar",
    "occupation_uk",
    "occupation_en",
    "case_group",
    "charge_articles",
    "detention_date",
    "sentence_years",
    "sentence_months",
    "regime",
    "status",
    "facility_name",
    "facility_address",
    "postal_index",
    "can_receive_letters",
    "short_bio_uk",
    "short_bio_en",
    "source_url",
    "source_date",
    "name_forms_unconfirmed",
)
# Without these a row has no identity, no basis, or no safe reading.
REQUIRED_COLUMNS = (
    "full_name_uk",
    "full_name_en",
    "full_name_ru",
    "birth_date",
    "status",
    "can_receive_letters",
    "source_url",
    "source_date",
)
STORY_COLUMNS = {"uk": "short_bio_uk", "en": "short_bio_en"}


@dataclass(frozen=True)
class PersonRow:
    """What one row says. A blank is None, "" or empty: the source doesn't say."""

    number: int
    names: dict[str, person_names.PersonName]
    name_ru: str  # as in prison papers, surname first
    unconfirmed: tuple[str, ...]
    gender: str
    birth: cells.PartialDate | None
    crimean_tatar: bool | None
    occupations: tuple[cells.Bilingual, ...]
    case_group: cells.Bilingual | None
    charges: tuple[tuple[cells.Article, ...], ...]
    detained: cells.PartialDate | None
    term: cells.Term | None
    regime: cells.Regime | None
    status: str
    place: places.PlaceHint | None
    address: str
    receives_letters: bool | None
    stories: dict[str, str]
    held_because: tuple[str, ...]  # keys of prose.REASONS, for the texts in every language
    sources: tuple[str, ...]
    stated_on: cells.PartialDate | None  # the day as of which all of this was true

    @property
    def birth_year(self):
        return self.birth.year if self.birth else None


@dataclass
class _Reader:
    """Reads the cells of one row and keeps what was wrong with each."""

    row: object
    errors: list[Remark]
    warnings: list[Remark] = field(default_factory=list)

    def text(self, column):
        return self.row.cells.get(column, "")

    def read(self, parse, *columns, **options):
        """Return parse(cell, ...) or None; a refusal is noted at the first of the columns."""
        try:
            return parse(*(self.text(column) for column in columns), **options)
        except CellRefused as refusal:
            self.errors.append(Remark(self.row.number, columns[0], str(refusal)))
            return None

    def warn(self, column, message):
        self.warnings.append(Remark(self.row.number, column, message))


def person_row(row, *, today):
    """Return (PersonRow or None, errors, warnings) of a ListRow."""
    reader = _Reader(row, list(row.errors))
    names = _names(reader)
    stories = _stories(reader)
    values = _facts(reader, today)
    sources = _sources(reader)
    if reader.errors:
        return None, reader.errors, reader.warnings
    person = PersonRow(
        number=row.number,
        names=names,
        stories=stories,
        held_because=held_because(stories, names),
        sources=sources,
        **values,
    )
    return person, [], reader.warnings


def _names(reader):
    patronymic = reader.read(cells.line, "patronymic_uk", longest=person_names.LONGEST_NAME) or ""
    found = {
        "uk": reader.read(person_names.given_first, "full_name_uk", patronymic=patronymic),
        "en": reader.read(person_names.given_first, "full_name_en"),
        "ru": reader.read(person_names.surname_first, "full_name_ru"),
        "crh": reader.read(person_names.given_first, "name_crh"),
    }
    names = {language: name for language, name in found.items() if name}
    if not reader.text("full_name_uk"):
        reader.errors.append(
            Remark(reader.row.number, "full_name_uk", _("The name in Ukrainian is missing."))
        )
    return names


def _facts(reader, today):
    regime = reader.read(cells.regime, "regime")
    return {
        "name_ru": " ".join(reader.text("full_name_ru").split()),
        "unconfirmed": reader.read(person_names.unconfirmed, "name_forms_unconfirmed"),
        "gender": reader.read(cells.gender, "gender"),
        "birth": reader.read(cells.partial_date, "birth_date", today=today),
        "crimean_tatar": reader.read(cells.yes_no, "crimean_tatar"),
        "occupations": _occupations(reader),
        "case_group": _case_group(reader),
        "charges": reader.read(cells.charges, "charge_articles"),
        "detained": reader.read(cells.partial_date, "detention_date", today=today),
        "term": reader.read(cells.term, "sentence_years", "sentence_months"),
        "regime": regime,
        "status": reader.read(cells.status, "status"),
        "place": _place(reader),
        "address": reader.read(cells.line, "facility_address", longest=300) or "",
        "receives_letters": reader.read(cells.yes_no, "can_receive_letters"),
        "stated_on": reader.read(cells.partial_date, "source_date", today=today),
    }


def _occupations(reader):
    uk = reader.read(cells.line, "occupation_uk", longest=200) or ""
    en = reader.read(cells.line, "occupation_en", longest=200) or ""
    return cells.occupations(uk, en)


def _case_group(reader):
    return cells.case_group(reader.read(cells.line, "case_group", longest=250) or "")


def _place(reader):
    name = reader.read(cells.line, "facility_name", longest=250) or ""
    if places.HEALTH.search(name):
        reader.warn("facility_name", _("Words about health were left out of the place."))
    return places.place_hint(name, address=reader.text("facility_address"), index=reader.text("postal_index"))


def _stories(reader):
    return {language: text for language, column in STORY_COLUMNS.items() if (text := reader.text(column))}


def _sources(reader):
    found, leftovers = cells.addresses(reader.text("source_url"))
    for leftover in leftovers:
        reader.warn("source_url", _("This is no web address and was left out: %s.") % leftover[:80])
    if not found:
        reader.errors.append(
            Remark(
                reader.row.number, "source_url", _("No source: a name without one has no basis to be public.")
            )
        )
    return found


def held_because(stories, names):
    """Return why the texts wait. One language is enough: the others tell the same."""
    forms = [name.display for name in names.values()]
    reasons = {reason for text in stories.values() for reason in prose.reasons_to_hold(text, names=forms)}
    return tuple(reason for reason in prose.REASONS if reason in reasons)
