"""What of the translated pages and words anybody can read: memory and machines are given nothing else."""

from wagtail.models import Page

from home.translation.models import Unit

_hidden, _kept_back = [], []


def register_hidden(provider):
    """Let `provider()` return the translation keys (a subquery) of pages hidden though live. For ready()."""
    if provider not in _hidden:
        _hidden.append(provider)


def without_hidden(pages):
    """Return the pages without those that are live and yet nobody outside can read."""
    for provider in _hidden:
        pages = pages.exclude(translation_key__in=provider())
    return pages


def register_kept_back(provider):
    """Let `provider()` return a Q of strings (Unit) that a public page does not show. For AppConfig.ready."""
    if provider not in _kept_back:
        _kept_back.append(provider)


def without_kept_back(units):
    """Return the strings without those of public originals that nobody outside can read."""
    for provider in _kept_back:
        units = units.exclude(provider())
    return units


def public_places(model, keys, locales):
    """Return {(translation key, locale pk)} of the pages or words among these that anybody can read."""
    rows = without_hidden(Page.objects.public()) if issubclass(model, Page) else model.objects
    found = rows.filter(live=True, translation_key__in=keys, locale__in=locales)
    return set(found.values_list("translation_key", "locale"))


def is_public(unit):
    """Say whether anybody can read the original of a string at this moment."""
    source = unit.translation.source
    model = source.specific_content_type.model_class()
    is_there = bool(public_places(model, [source.object_id], [source.locale_id]))
    return is_there and without_kept_back(Unit.objects.filter(pk=unit.pk)).exists()
