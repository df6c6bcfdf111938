"""The rule of what only the desk may make public: a translation, and every text beside an original."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.publishing_permit import is_publishing
from home.translation.models import DeskTranslation
from home.translation.translatables import PageOrWord

TEXT = StringSegmentValue | TemplateSegmentValue


class AtTheDeskOnly(PermissionDenied):
    """A translation becomes public at the translation desk and nowhere else, whoever asks."""

    def __init__(self) -> None:
        super().__init__(_("This is a translation: it is written and published at the translation desk."))


def is_managed(instance: PageOrWord) -> bool:
    """Say whether it is a page or word that belongs to the desk, and not a page of its own.

    Translations that were stopped (`enabled` is False) belong to it as well.
    """
    if not isinstance(instance, TranslatableMixin) or instance.locale.language_code == SOURCE_LANGUAGE:
        return False
    if DeskTranslation.objects.filter(is_detached=True, **_place(instance, "translation__")).exists():
        return False
    return has_original(instance) or Translation.objects.filter(**_place(instance)).exists()


def has_original(instance: PageOrWord) -> bool:
    base: type[PageOrWord] = Page if isinstance(instance, Page) else type(instance)
    beside = base.objects.filter(translation_key=instance.translation_key)
    return beside.filter(locale__language_code=SOURCE_LANGUAGE).exists()


def _place(instance: PageOrWord, prefix: str = "") -> dict[str, Any]:
    return {
        f"{prefix}source__object_id": instance.translation_key,
        f"{prefix}target_locale": instance.locale_id,
    }


def check_live(instance: PageOrWord, names: Iterable[str] | None = None) -> None:
    """Raise AtTheDeskOnly if saving the live `instance` would show what no desk has published.

    `names` are the only fields that are saved. A full save passes where the text is public already, as when
    locking, unlocking and moving.
    """
    if is_alias_of_another_language(instance):
        raise AtTheDeskOnly
    if is_publishing(instance) or not _concerns_text(instance, names) or not is_managed(instance):
        return
    stored = type(instance)._default_manager.filter(pk=instance.pk, live=True).first()
    if stored is None or text_of(stored) != text_of(instance):
        raise AtTheDeskOnly


def check_revision(revision: Revision) -> None:
    """Raise AtTheDeskOnly if the revision is new or scheduled and was not made by the desk."""
    if not revision._state.adding and not revision.approved_go_live_at:
        return
    instance = revision.content_object
    if isinstance(instance, TranslatableMixin) and not is_publishing(instance) and is_managed(instance):
        raise AtTheDeskOnly


def is_alias_of_another_language(instance: PageOrWord) -> bool:
    original = getattr(instance, "alias_of", None)
    return original is not None and original.locale_id != instance.locale_id


def _concerns_text(instance: PageOrWord, names: Iterable[str] | None) -> bool:
    if names is None:
        return True
    return bool(
        set(names) & {"live", *(field.field_name for field in get_translatable_fields(type(instance)))}
    )


def text_of(instance: PageOrWord) -> list[tuple[str, int, str]]:
    """Return what the instance says, in a form that can be compared."""
    said = (value for value in extract_segments(instance) if isinstance(value, TEXT))
    return [(value.path, value.order, _words(value)) for value in said]


def _words(value: StringSegmentValue | TemplateSegmentValue) -> str:
    return value.string.data if isinstance(value, StringSegmentValue) else value.template
