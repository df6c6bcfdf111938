"""Words of records as one table: each is one small string of its own."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from wagtail_localize.models import Translation

from home.translation.choices import WorkState
from home.translation.core.read_models.sources import word_models
from home.translation.desk.read_models.string_rows import prepare
from home.translation.desk.read_models.work import in_state, part_of, units_of_the_desk
from home.translation.desk.word_usage import uses_of
from home.translation.matching.collation import in_order


def word_units(locale, *, kind=""):
    """Return the strings of words open in a language; `kind` is a model's name."""
    models = [model for model in word_models() if kind in ("", model._meta.model_name)]
    kinds = ContentType.objects.get_for_models(*models).values()
    found = units_of_the_desk().filter(translation__target_locale=locale, is_active=True)
    found = found.filter(translation__source__specific_content_type__in=kinds).with_drafts()
    return found.select_related(
        "string", "context", "translation__target_locale", "translation__source__specific_content_type"
    )


def by_alphabet(units):
    """Return the pks of these strings by kind, and in each by the alphabet."""
    return in_order(
        units.values_list(
            "pk", "translation__source__specific_content_type", "translation__source__object_repr"
        )
    )


def missing(units):
    """Keep those that nobody has translated, or whose original changed since."""
    return units.filter(approved_at=None, draft=None)


def word_rows(units):
    """Return the strings in order, prepared for the table: what the editor shows, kind, and `uses`."""
    found = {unit.pk: prepare(unit, is_rich=False) for unit in units}
    units = [found[pk] for pk in in_order((unit.pk, *_shelf_of(unit)) for unit in found.values())]
    keys = defaultdict(set)
    for unit in units:
        keys[_model(unit)].add(unit.translation.source.object_id)
    counts = {model: uses_of(model._meta.label_lower, found) for model, found in keys.items()}
    for unit in units:
        model, key = _model(unit), unit.translation.source.object_id
        unit.kind = model._meta.verbose_name
        unit.part = part_of(unit, model)
        unit.uses = None if counts[model] is None else counts[model].get(key, 0)
    return units


def publishable(locale, *, kind=""):
    """Return the translations of words that are reviewed as a whole and not public as they are now."""
    translations = word_units(locale, kind=kind).values("translation")
    return in_state(Translation.objects.filter(pk__in=translations), WorkState.PUBLISH).order_by("pk")


def _shelf_of(unit):
    return unit.translation.source.specific_content_type_id, unit.translation.source.object_repr


def _model(unit):
    return unit.translation.source.specific_content_type.model_class()
