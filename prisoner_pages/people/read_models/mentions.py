"""Whom a text names, for the translation desks (home.translation.matching.name_providers)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from home.translation.matching.mentions import NameMention
from prisoner_pages.models import NameForm, Prisoner, PrisonerPage
from prisoner_pages.names import NAME_FIELDS, name_in
from prisoner_pages.people.names_in_texts import Call, Named, NamePart, Register, parts_of


def people_named(text: str, source: str, target: str, beside: Iterable[Any] = ()) -> list[NameMention]:
    """Return the NameMention of public people, and of those in `beside`, whom the text names.

    Two queries, whatever the text. Given and family name together name a public person; of a record or a
    story in `beside` either alone does.
    """
    subjects = {thing.pk for thing in beside if isinstance(thing, Prisoner)}
    subjects |= {thing.prisoner_id for thing in beside if isinstance(thing, PrisonerPage)}
    calls = Register(_people(subjects)).calls_in(text, source)
    return [_mention(call, target) for call in calls]


def _mention(call: Call, target: str) -> NameMention:
    form = form_in(target, call.person.forms)
    words = tuple(
        word for part, word in parts_of(form, target) if part in call.parts and part != NamePart.OTHER
    )
    return NameMention(call.person.key, call.start, call.end, form, words)


def form_in(language: str, forms: dict[str, str]) -> str:
    """Return the name to write in that language; a Russian one is never derived, since prisons compare it."""
    return forms.get("ru", "") if language == "ru" else name_in(language, forms)


def _people(subjects: Collection[int]) -> list[Named]:
    people = Prisoner.objects.public_or(subjects)
    others: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    for record, language, name, is_main in NameForm.objects.filter(prisoner__in=people).values_list(
        "prisoner_id", "language", "name", "is_main"
    ):
        others[record].append((language, name, is_main))
    return [
        _named(row, others[row["pk"]], row["pk"] in subjects)
        for row in people.values("pk", "patronymic_uk", *NAME_FIELDS.values())
    ]


def _named(row: Mapping[str, Any], others: list[tuple[str, str, bool]], is_subject: bool) -> Named:
    own = {language: row[field] for language, field in NAME_FIELDS.items() if row[field]}
    return Named(
        key=f"prisoner {row['pk']}",
        forms=own | {language: name for language, name, is_main in others if is_main},
        spellings=tuple((language, name) for language, name, is_main in others if not is_main),
        patronymic=row["patronymic_uk"],
        is_subject=is_subject,
    )
