"""Which translated pages and words anybody can read: memory and machines get nothing else."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page

from home.registry import provided
from home.translation.models import Unit
from home.translation.querysets import UnitQuerySet
from home.translation.translatables import PageOrWord, model_of


def without_hidden(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return the pages without those that are live but that the public cannot read.

    Apps provide `hidden_pages`: functions that return their translation keys, as a subquery.
    """
    for hidden in provided("hidden_pages"):
        pages = pages.exclude(translation_key__in=hidden())
    return pages


def without_kept_back(units: UnitQuerySet) -> UnitQuerySet:
    """Return the strings without those of public originals that the public cannot read.

    Apps provide `kept_back_strings`: functions that return a Q of strings (Unit).
    """
    for kept_back in provided("kept_back_strings"):
        units = units.exclude(kept_back())
    return units


def public_places(
    model: type[PageOrWord], keys: Iterable[UUID], locales: Iterable[int]
) -> set[tuple[UUID, int]]:
    """Return {(translation key, locale pk)} of the pages or words among these that anybody can read."""
    rows = without_hidden(Page.objects.public()) if issubclass(model, Page) else model.objects
    found = rows.filter(live=True, translation_key__in=keys, locale__in=locales)
    return set(found.values_list("translation_key", "locale"))


def is_public(unit: Unit) -> bool:
    """Say whether anybody can read the original of a string at this moment."""
    source = unit.translation.source
    model = model_of(source.specific_content_type)
    is_there = bool(public_places(model, [source.object_id], [source.locale_id]))
    return is_there and without_kept_back(Unit.objects.filter(pk=unit.pk)).exists()
