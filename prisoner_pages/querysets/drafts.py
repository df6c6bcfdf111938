"""Drafts of people that nobody has been asked to approve yet, and from which list they come."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, WorkflowState

from prisoner_pages.choices import RowOutcome
from prisoner_pages.querysets.orders import all_of
from prisoner_pages.querysets.records import PrisonerQuerySet


def with_draft_to_submit(people: PrisonerQuerySet) -> PrisonerQuerySet:
    """Return those whose record, or story in Ukrainian, is to be submitted."""
    records, stories = to_submit(all_of("Prisoner").all()), to_submit(all_of("PrisonerPage").source())
    return people.filter(Q(pk__in=records.values("pk")) | Q(pk__in=stories.values("prisoner")))


def to_submit(things: QuerySet[Any]) -> QuerySet[Any]:
    """Return those with a draft that was not submitted; what was sent back is, from its own form alone."""
    return not_named_by(WorkflowState.objects.active(), things).filter(has_unpublished_changes=True)


def written_by_list(people: PrisonerQuerySet, number: Any) -> PrisonerQuerySet:
    """Return those into whose record an uploaded list has written, as long as its report is kept."""
    written = (RowOutcome.CREATED, RowOutcome.UPDATED)
    rows = all_of("ListedRow").filter(source=number, is_done=True, outcome__in=written)
    return people.filter(pk__in=rows.exclude(record=None).values("record"))


# --- What names a thing by its kind, and by its key as text: workflow states and revisions ------------------
def naming(things: QuerySet[Any]) -> Q:
    """Return the condition that it names one of these; what was deleted is none."""
    keys = things.annotate(key=Cast("pk", CharField())).values("key")
    return Q(base_content_type=_kind_of(things), object_id__in=keys)


def not_named_by(named: QuerySet[Any], things: QuerySet[Any]) -> QuerySet[Any]:
    """Return the things without those that these name; `named` may refer to each of them (OuterRef)."""
    of_each = named.filter(base_content_type=_kind_of(things), object_id=Cast(OuterRef("pk"), CharField()))
    return things.filter(~Exists(of_each))


def _kind_of(things: QuerySet[Any]) -> ContentType:
    return ContentType.objects.get_for_model(Page if issubclass(things.model, Page) else things.model)
