"""Importing a file into the glossary. A file never deletes anything."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.caching.read_models import bump
from home.translation.choices import Subject
from home.translation.files.glossary_content import Said
from home.translation.files.glossary_csv import terms_of
from home.translation.glossary.read_models.file_changes import FACTS, TermLine, term_lines
from home.translation.glossary.read_models.terms import GLOSSARY
from home.translation.models import GlossaryTerm, GlossaryTranslation
from home.translation.permissions import NotYours

RIGHTS = ("translation.add_glossaryterm", "translation.change_glossaryterm")


@dataclass(frozen=True)
class TakenTerms:
    """What became of a file: terms that were saved, and (line, reason) of those that were refused."""

    saved: tuple[TermLine, ...]
    refused: tuple[tuple[TermLine, str], ...]


def look_over_glossary(body: bytes, *, by: User | None) -> list[TermLine]:
    """Return the TermLines of a file without changing anything. Raises FileRefused, NotYours."""
    _require(by)
    return term_lines(terms_of(body))


@transaction.atomic
def take_glossary(
    body: bytes, *, by: User | None, seen: Mapping[str, object], chosen: Collection[str]
) -> TakenTerms:
    """Save the chosen terms (names of TermLines) of a file; return TakenTerms. Raises FileRefused, NotYours.

    `seen` are {name: TermLine.seen} as the person saw them: a term that changed since is refused by itself.
    """
    _require(by)
    list(GlossaryTerm.objects.select_for_update().values_list("pk"))
    saved, refused = [], []
    for line in term_lines(terms_of(body)):
        if line.name in chosen and line.can_be_taken and seen.get(line.name) == line.seen:
            saved.append(line)
        elif line.name in chosen and line.name in seen:
            refused.append((line, _("Somebody has changed this term since you looked at the file.")))
    for line in saved:
        _save(line, by, sha256(body).hexdigest())
    if saved:
        bump(GLOSSARY)  # bulk_create sends no signal
    return TakenTerms(tuple(saved), tuple(refused))


def may_take_files(user: User) -> bool:
    return user.has_perms(RIGHTS)


def _require(by: User | None) -> None:
    if by is not None and not may_take_files(by):
        raise NotYours


def _save(line: TermLine, by: User | None, digest: str) -> None:
    row, term = line.row, line.term or GlossaryTerm(language=line.row.language, term=line.row.term)
    for name in FACTS:
        setattr(term, name, getattr(row, name) or getattr(term, name))
    term.subject = term.subject or Subject.EVERYDAY
    term.save()
    _save_translations(term, row.said)
    log(term, "translation.take_glossary", user=by, data={"sha256": digest})


def _save_translations(term: GlossaryTerm, said: Iterable[Said]) -> None:
    known = {(each.language, each.text): each for each in GlossaryTranslation.objects.filter(term=term)}
    last = max((each.sort_order or 0 for each in known.values()), default=-1)
    new, changed = [], []
    for place, each in enumerate(said, start=last + 1):
        row = known.get((each.language, each.text))
        if row is None:
            row = GlossaryTranslation(term=term, language=each.language, text=each.text, sort_order=place)
            new.append(row)
        else:
            changed.append(row)
        row.verdict, row.note = each.verdict, each.note or row.note
    GlossaryTranslation.objects.bulk_create(new)
    GlossaryTranslation.objects.bulk_update(changed, ["verdict", "note"])
