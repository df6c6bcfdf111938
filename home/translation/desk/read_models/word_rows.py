"""Words of records as one table: each is one small string of its own."""

from collections import defaultdict
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.translation.choices import WorkState
from home.translation.core.read_models.sources import word_models
from home.translation.desk.read_models.string_rows import PreparedUnit, prepare
from home.translation.desk.read_models.work import in_state, part_of, units_of_the_desk
from home.translation.desk.word_usage import uses_of
from home.translation.matching.collation import in_order
from home.translation.models import Unit
from home.translation.querysets import UnitQuerySet
from home.translation.translatables import PageOrWord, model_of


def word_units(locale: Locale, *, kind: str = "") -> UnitQuerySet:
    """Return the strings of words open in a language; `kind` is a model's name."""
    models = [model for model in word_models() if kind in ("", model._meta.model_name)]
    kinds = ContentType.objects.get_for_models(*models).values()
    found = units_of_the_desk().filter(translation__target_locale=locale, is_active=True)
    found = found.filter(translation__source__specific_content_type__in=kinds).with_drafts()
    return found.select_related(
        "string", "context", "translation__target_locale", "translation__source__specific_content_type"
    )


def by_alphabet(units: UnitQuerySet) -> list[int]:
    """Return the pks of these strings by kind, and alphabetically within each."""
    return in_order(
        units.values_list(
            "pk", "translation__source__specific_content_type", "translation__source__object_repr"
        )
    )


def missing(units: UnitQuerySet) -> UnitQuerySet:
    """Return those that nobody has translated, or whose original changed since."""
    return units.filter(approved_at=None, draft=None)


def word_rows(units: UnitQuerySet) -> list[PreparedUnit]:
    """Return the strings in order, prepared for the table: as for the editor, with kind and `uses`."""
    found = {unit.pk: prepare(unit, is_rich=False) for unit in units}
    rows = [found[pk] for pk in in_order((unit.pk, *_shelf_of(unit)) for unit in found.values())]
    keys: dict[type[PageOrWord], set[UUID]] = defaultdict(set)
    for unit in rows:
        keys[_model(unit)].add(unit.translation.source.object_id)
    counts = {model: uses_of(model._meta.label_lower, found) for model, found in keys.items()}
    for unit in rows:
        model, key = _model(unit), unit.translation.source.object_id
        unit.kind = model._meta.verbose_name
        unit.part = part_of(unit, model)
        uses = counts[model]
        unit.uses = None if uses is None else uses.get(key, 0)
    return rows


def publishable(locale: Locale, *, kind: str = "") -> QuerySet[Translation]:
    """Return the translations of words that are completely reviewed and not yet public in this form."""
    translations = word_units(locale, kind=kind).values("translation")
    return in_state(Translation.objects.filter(pk__in=translations), WorkState.PUBLISH).order_by("pk")


def _shelf_of(unit: Unit) -> tuple[int, str]:
    return unit.translation.source.specific_content_type_id, unit.translation.source.object_repr


def _model(unit: Unit) -> type[PageOrWord]:
    return model_of(unit.translation.source.specific_content_type)
