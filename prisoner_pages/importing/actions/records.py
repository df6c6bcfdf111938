"""A row makes the record of a person nobody knew, and gives the records an import made to the public."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.signals import published

from home.pages.actions.audit_log import note
from home.pages.actions.publishing import add_revision, validate
from home.private_parts import without_stored_children
from prisoner_pages.facts.actions.changes import log_record, nobody_has_written
from prisoner_pages.facts.read_models.declarations import IMPORTED
from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.importing.actions.bases import cite, give_first_bases, verify_new
from prisoner_pages.importing.actions.imported_facts import RECORD, SOURCES, remember_new, sources_text
from prisoner_pages.importing.actions.run import Run
from prisoner_pages.importing.actions.stories import texts_of
from prisoner_pages.importing.actions.words import is_own_draft
from prisoner_pages.models import ImportedFact, Prisoner


def create_record(row: PersonRow, run: Run) -> Prisoner:
    """Make the record of a person nobody knew, public at once when the operator publishes; return it."""
    now = timezone.now() if run.publish else None
    record = Prisoner(
        partner=run.partner,
        slug=free_slug(row),
        live=run.publish,
        first_published_at=now,
        last_published_at=now,
    )
    facts = [fact for fact in IMPORTED if fact.stated(row)]
    for fact in facts:
        fact.set_in(record, row, run)
        run.note(fact, row, "puts")
    cite(record, row)
    validate(record)
    with children_kept(record), without_stored_children(record):
        record.save()
    nobody_has_written(record)
    _first_revision(record, run)
    remember_new(record, row, facts, {RECORD: "created", SOURCES: sources_text(row), **texts_of(row)})
    give_first_bases(record, row, by=run.by)
    verify_new(record, row)
    return record


@contextmanager
def children_kept(record: Prisoner) -> Iterator[None]:
    """Keep the children at hand after a save: revision, memory and references read them again and again."""
    relations = [child.get_accessor_name() for child in get_all_child_relations(record)]
    relations += [field.name for field in get_all_child_m2m_relations(record)]
    children = {name: list(getattr(record, name).all()) for name in relations}
    yield
    for name, kept in children.items():
        setattr(record, name, kept)


def free_slug(row: PersonRow) -> str:
    """The address is the English name, else the Ukrainian."""
    language = "en" if "en" in row.names else "uk"
    name = row.names[language]
    full = f"{name.given} {name.surname}"
    return Prisoner.objects.free_address(full, language, birth_year=row.birth_year)


def _first_revision(record: Prisoner, run: Run) -> None:
    """What Wagtail's create and publish leave behind, in half the writes."""
    revision = add_revision(record, by=run.by, is_public=run.publish)
    note(record, "wagtail.create", by=run.by, revision=revision, content_changed=True)
    if run.publish:
        note(record, "wagtail.publish", by=run.by, revision=revision, content_changed=True)
        published.send(sender=Prisoner, instance=record, revision=revision)
    log_record(record, "import_create", by=run.by, published=run.publish)


def publish_record(record: Prisoner, known: Mapping[str, ImportedFact]) -> bool:
    """Publish a draft that an import made and nobody has touched since; return whether it did.

    A pause is never lifted, and what staff took back from the public stays back.
    """
    if RECORD not in known or record.paused_at or not is_own_draft(record):
        return False
    record.latest_revision.publish(user=None, skip_permission_checks=True)
    record.refresh_from_db()
    log_record(record, "import_publish", by=None)
    return True
