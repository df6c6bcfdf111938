"""Whose row is it? Names and birth year tell; nothing is guessed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from home.written_once import Asked, written_once
from prisoner_pages.facts.read_models.declarations import FACT_OF
from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.models import Prisoner
from prisoner_pages.names import NAME_FIELDS, identity_keys, years_agree

TELLING = ("pk", "partner_id", "birth_date", *NAME_FIELDS.values())


@dataclass(eq=False)
class Known:
    """A record as identity sees it. `pk` is None for one that a dry run only pretended to make."""

    pk: int | None
    year: int | None
    partner_id: int
    row: PersonRow | None = None  # what the row said that a dry run pretended to store


class People:
    """Every record by the keys of its names; follows what others add while a long import runs."""

    def __init__(self) -> None:
        self.by_key: defaultdict[str, list[Known]] = defaultdict(list)
        self.by_pk: dict[int, Known] = {}
        self.newest = 0
        self.knows_merged = False

    def refresh(self) -> None:
        """Learn the records made since the last call; call it inside the row's transaction."""
        for record in _made_since().ask(newest=self.newest):
            year = record.birth_date.year if record.birth_date else None
            self.add(Known(record.pk, year, record.partner_id), _own_names(record))
        if not self.knows_merged:
            self._add_merged()

    def _add_merged(self) -> None:
        """A list that goes on spelling a name as a merged record did is about the record that was kept."""
        self.knows_merged = True
        merged = Prisoner.everyone.exclude(merged_into=None).only(*TELLING, "merged_into")
        for record in merged.order_by("pk"):
            known = self.by_pk[record.merged_into_id or 0]
            for key in identity_keys(_own_names(record)):
                if known not in self.by_key[key]:
                    self.by_key[key].append(known)

    def add(self, known: Known, forms: Mapping[str, str]) -> None:
        for key in identity_keys({language: form for language, form in forms.items() if form}):
            self.by_key[key].append(known)
        if known.pk:
            self.by_pk[known.pk] = known
            self.newest = max(self.newest, known.pk)

    def candidates(self, row: PersonRow) -> list[Known]:
        """Return the records this row may be about: those of its names whose year agrees.

        Where the row states a year and a record states the same, the records without a year step back.
        """
        found = {known for key in identity_keys(forms_of(row)) for known in self.by_key[key]}
        agreeing = [known for known in found if years_agree(row.birth_year, known.year)]
        same_year = [known for known in agreeing if row.birth_year and known.year == row.birth_year]
        return same_year or agreeing

    def learn_year(self, pk: int, year: int | None) -> None:
        """A later list fills a blank year: from now on it tells two people apart."""
        if year and pk in self.by_pk and self.by_pk[pk].year is None:
            self.by_pk[pk].year = year


@written_once
def _made_since() -> QuerySet[Prisoner]:
    return Prisoner.objects.filter(pk__gt=Asked("newest")).only(*TELLING).order_by("pk")


def _own_names(record: Prisoner) -> dict[str, str]:
    own = {language: getattr(record, field) for language, field in NAME_FIELDS.items()}
    return {language: form for language, form in own.items() if form}


def forms_of(row: PersonRow) -> dict[str, str]:
    stated = {language: FACT_OF[field].stated(row) for language, field in NAME_FIELDS.items()}
    return {language: form for language, form in stated.items() if form}
