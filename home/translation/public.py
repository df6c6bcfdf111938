"""What of the translated pages and words anybody can read: memory and machines are given nothing else."""

from wagtail.models import Page

_hidden = []


def register_hidden(provider):
    """Let `provider()` return the translation keys (a subquery) of pages hidden though live. For ready()."""
    if provider not in _hidden:
        _hidden.append(provider)


def without_hidden(pages):
    """Return the pages without those that are live and yet nobody outside can read."""
    for provider in _hidden:
        pages = pages.exclude(translation_key__in=provider())
    return pages


def public_places(model, keys, locales):
    """Return {(translation key, locale pk)} of the pages or words among these that anybody can read."""
    rows = without_hidden(Page.objects.public()) if issubclass(model, Page) else model.objects
    found = rows.filter(live=True, translation_key__in=keys, locale__in=locales)
    return set(found.values_list("translation_key", "locale"))


def is_public(source):
    """Say whether the original of a TranslationSource is public at this moment."""
    model = source.specific_content_type.model_class()
    return bool(public_places(model, [source.object_id], [source.locale_id]))
