"""What is declared of a fact, and the usual kinds of facts. The facts themselves stand in `declarations`.

A value has a compact text of its own ("12/6", "205.5 ч.1", "1980-04"): in it an import remembers what a list
said, a claim keeps what a source states, and both are compared with what the record holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Flag, auto
from functools import partial
from operator import attrgetter
from typing import Any, cast

from django.db.models import Field, TextChoices
from django.utils import timezone
from django.utils.functional import Promise

from home.languages.dates import date_as_stated
from home.languages.written_dates import PartialDate
from home.templatetags.interface import t
from prisoner_pages.choices import DatePrecision, FactGroup, Scope, Status
from prisoner_pages.facts import cells
from prisoner_pages.facts.cells import Bilingual
from prisoner_pages.facts.person_names import PersonName
from prisoner_pages.models import Prisoner
from prisoner_pages.names import NAME_FIELDS

BLANK = (None, "", ())


class Rule(Flag):
    """What else holds for a fact."""

    NONE = 0
    VERIFIES = auto()  # a source that names it verifies its group
    DISPUTED = auto()  # a page may say that a source states otherwise
    CLAIMED = auto()  # ... and does so once an operator publishes a list
    OF_TODAY = auto()  # a page says nothing of it where it names no place
    PRIVATE = auto()  # staff alone read of it
    HEALTH = auto()  # what a source says of it may tell that the person is in hospital


@dataclass(frozen=True)
class PersonRow:
    """What a source says of one person. `said` is {name of a fact: value}, without those it is silent on."""

    said: dict[str, Any]
    number: int = 0
    stories: dict[str, str] = field(default_factory=dict)
    held_because: tuple[str, ...] = ()  # keys of prose.REASONS, for the texts in every language
    sources: tuple[str, ...] = ()
    stated_on: PartialDate | None = None  # the day as of which all of this was true

    @property
    def exact_day(self) -> date | None:
        """The day as of which all of this was true, where it is known to the day."""
        known = self.stated_on
        return known.day if known and known.precision == DatePrecision.DAY else None

    @property
    def names(self) -> dict[str, PersonName]:
        return {language: self.said[field] for language, field in NAME_FIELDS.items() if field in self.said}

    @property
    def status(self) -> str:
        return self.said.get("status", Status.UNKNOWN)

    @property
    def birth_year(self) -> int | None:
        birth = self.said.get("birth_date")
        return birth.year if birth else None


@dataclass(frozen=True, eq=False)
class Fact:
    """One fact of a person, by the name under which claims and the memory of imports keep it."""

    name: str
    group: FactGroup
    label: Promise | str
    fields: tuple[str, ...] = ()  # of the record, or a relation to its children
    is_vocabulary: bool = False
    scope: Scope | None = None  # nothing is told of it without this basis, by whomever it is stated

    rules: Rule = Rule.NONE

    # How it is told, if it is not private. By itself, with a caption before it on the page and a field of its
    # name in API and tables, but for choices that are never told; or by these fields, as the page is built.
    caption: Promise | str = ""
    description: str = ""
    untold: frozenset[str] = frozenset()
    api_fields: tuple[str, ...] = ()
    heed: str = ""  # the msgid that tells a writer to heed these words, wherever a letter is begun or read

    # What a list says: its columns, the one that a report names first, each with what makes sense of a cell
    # alone; `parse` takes all of them and returns a value.
    columns: dict[str, Callable[[str], str]] = field(default_factory=dict)
    parse: Callable[..., Any] = str
    caution: Callable[..., Promise | str] = lambda *_cells: ""  # a warning about the cells
    if_blank: Promise | str = ""  # why a row without it is refused
    told_by: str = ""  # the fact whose value tells this one too

    write: Callable[[Any], str] = str  # the value as text
    read_back: Callable[[str], Any] | None = None  # the value of such a text, where `parse` can't
    held: Callable[[Prisoner], str] | None = None  # what a record holds, as text or in a form of its own
    # Sets value and what follows from the rest of the row; words and places are found by the run.
    put: Callable[[Prisoner, Any, PersonRow, Any], None] | None = None

    words: Callable[[str], str] | None = None  # of the text; without, it stands as the source has it
    held_words: Callable[[Prisoner, Any], str] | None = None  # of record and lexicon, where `words` can't

    @property
    def is_imported(self) -> bool:
        return bool(self.columns or self.told_by)

    @property
    def column(self) -> str:
        return next(iter(self.columns))

    @property
    def key(self) -> str:
        """Where a row keeps the value."""
        return self.told_by or self.name

    def stated(self, row: PersonRow) -> str:
        """Return what the row says, as text; "" where it says nothing."""
        value = row.said.get(self.key)
        return "" if value in BLANK else self.write(value)

    def held_by(self, record: Prisoner) -> str:
        return self.held(record) if self.held else ""

    def set_in(self, record: Prisoner, row: PersonRow, run: Any) -> None:
        if self.put:
            self.put(record, row.said.get(self.key), row, run)

    def said_by(self, text: str) -> dict[str, Any]:
        """Return what a row would say, of a compact text. Raises ValueError for one we would not write."""
        return {self.key: (self.read_back or self.parse)(text)}

    def is_told_of(self, *, is_held: bool) -> bool:
        return is_held or Rule.OF_TODAY not in self.rules

    def told(self, record: Prisoner) -> Promise | str:
        """Return what may be told of a fact with a caption: a choice's label or a text, "" for nothing."""
        value = getattr(record, self.fields[0])
        if not value or value in self.untold or self.scope and self.scope not in record.bases:
            return ""
        return dict(column_of(self.fields[0]).flatchoices).get(value, value)

    def held_in_words(self, record: Prisoner, lexicon: Any) -> str:
        """Return what the record says in words; as it was typed where a list could not say so."""
        if self.held_words:
            return self.held_words(record, lexicon)
        held = self.held_by(record)
        try:
            return self.words(held) if held and self.words else held
        except ValueError:
            return held


def column_of(name: str) -> Field:
    return cast(Field, Prisoner._meta.get_field(name))


# --- Kinds -----------------------------------------------------------------------------------------
def plain(name: str, group: FactGroup, **more: Any) -> Fact:
    """A field of the record that holds a text, or one of its choices."""
    column = column_of(name)
    labels = {value: label for value, label in column.flatchoices if value}
    usual: dict[str, Any] = {
        "label": column.verbose_name,
        "fields": (name,),
        "parse": _one_of(labels) if labels else partial(cells.line, longest=cast(int, column.max_length)),
        "held": attrgetter(name),
        "put": into(name),
        "words": word_of(labels) if labels else None,
    }
    return Fact(name, group, **usual | more)


def dated(name: str, group: FactGroup, **more: Any) -> Fact:
    """A day that is known as exactly as a second field says."""
    precision = next(each.name for each in Prisoner._meta.fields if getattr(each, "of", "") == name)

    def put(record: Prisoner, value: Any, row: PersonRow, run: Any) -> None:
        setattr(record, name, value.day)
        setattr(record, precision, value.precision)

    usual: dict[str, Any] = {
        "label": column_of(name).verbose_name,
        "fields": (name, precision),
        "parse": past_date,
        "held": lambda record: date_text(getattr(record, name), getattr(record, precision)),
        "put": put,
        "words": date_as_stated,
    }
    return Fact(name, group, **usual | more)


def vocabulary(name: str, group: FactGroup, label: Promise | str = "", **more: Any) -> Fact:
    """Words of a vocabulary. An import knows its words by their Ukrainian name."""
    usual: dict[str, Any] = {
        "label": label or column_of(name).verbose_name,
        "fields": (name,),
        "is_vocabulary": True,
        "write": vocabulary_text,
        "read_back": words_in,
        "held": lambda record: ",".join(sorted(str(word.translation_key) for word in _words(record, name))),
        "held_words": lambda record, lexicon: "; ".join(
            getattr(lexicon, name).get(word.translation_key, word.name) for word in _words(record, name)
        ),
    }
    return Fact(name, group, **usual | more)


def _words(record: Prisoner, relation: str) -> Iterable:
    return getattr(record, relation).all()


def into(name: str, convert: Callable[[Any], Any] = lambda value: value) -> Callable[..., None]:
    """Return what puts a value into a field."""

    def put(record: Prisoner, value: Any, row: PersonRow, run: Any) -> None:
        setattr(record, name, convert(value))

    return put


def past_date(text: str) -> PartialDate | None:
    return cells.partial_date(text, today=timezone.localdate())


def date_text(day: date | None, precision: str) -> str:
    """The date as a list writes it; editors know two precisions more than lists do."""
    if day is None:
        return ""
    if precision in (DatePrecision.BEFORE, DatePrecision.AFTER):
        return f"{precision} {day}"
    return str(PartialDate(day, precision))


def vocabulary_text(words: Iterable[Bilingual]) -> str:
    return "; ".join(f"{word.uk} / {word.en}" for word in words)


def words_in(text: str) -> tuple[Bilingual, ...]:
    """Read what `vocabulary_text` wrote."""
    words = filter(None, map(cells.case_group, text.split("; ")))
    return tuple(Bilingual(word.uk, word.en.removeprefix(" / ")) for word in words)


def _one_of(labels: dict) -> Callable[[str], str]:
    return partial(cells.one_of, words={str(value): str(value) for value in labels}, blank="", labels=labels)


def word_of(choices: type[TextChoices] | dict, **others: str) -> Callable[[str], str]:
    """Return what says one of the choices in words, and what a list writes in its place."""
    labels = dict(getattr(choices, "choices", None) or choices)
    labels |= {word: labels[value] for word, value in others.items()}
    return lambda text: t(labels[text])
