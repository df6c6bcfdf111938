"""What the desk does when an original is published, unpublished or deleted."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete
from wagtail.models import DraftStateMixin, TranslatableMixin
from wagtail.signals import published, unpublished

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.actions.catch_up import ask_to_catch_up
from home.translation.core.actions.unpublish import take_down


def when_published(sender: type[Model], **_kwargs: Any) -> None:
    if hasattr(sender, "translatable_fields"):
        ask_to_catch_up()


def when_unpublished(instance: Model, **_kwargs: Any) -> None:
    if isinstance(instance, TranslatableMixin) and instance.locale.language_code == SOURCE_LANGUAGE:
        take_down(instance)


def before_deletion(instance: Model, **kwargs: Any) -> None:
    if isinstance(instance, TranslatableMixin) and isinstance(instance, DraftStateMixin):
        when_unpublished(instance)


def connect() -> None:
    published.connect(when_published, dispatch_uid="translation desk")
    unpublished.connect(when_unpublished, dispatch_uid="translations of what is unpublished")
    pre_delete.connect(before_deletion, dispatch_uid="translations of what is deleted")
