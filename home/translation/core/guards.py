"""Where the rule of `managed` is checked: before every save, whoever saves. Superusers are no exception."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import DraftStateMixin, Revision, TranslatableMixin

from home.translation.core.read_models.managed import check_live, check_revision
from home.translation.translatables import PageOrWord


def guard_live(instance: PageOrWord, raw: bool, update_fields: Iterable[str] | None, **_kwargs: Any) -> None:
    may_be_public = isinstance(instance, TranslatableMixin) and isinstance(instance, DraftStateMixin)
    if may_be_public and instance.live and not raw:
        check_live(instance, update_fields)


def guard_revision(instance: Revision, raw: bool, **_kwargs: Any) -> None:
    if not raw:
        check_revision(instance)


def connect() -> None:
    pre_save.connect(guard_live, dispatch_uid="what is public of a translation")
    pre_save.connect(guard_revision, sender=Revision, dispatch_uid="revisions of a translation")
