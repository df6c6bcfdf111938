"""Detaching a translation: from then on it is a page of its own, which the desk leaves alone."""

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log
from wagtail_localize.models import Translation

from home.caching.read_models import CONTENT, bump_once
from home.translation.core.read_models.sources import target_of
from home.translation.models import DeskTranslation
from home.translation.permissions import NotYours
from home.translation.translatables import PageOrWord


class NothingThere(Exception):
    """The language has no page or word yet that could be detached."""


@transaction.atomic
def detach(translation: Translation, *, by: User) -> PageOrWord:
    """Let the page or word be edited like any other; return it. Raises NothingThere, or NotYours.

    No reviewer of the desk sees what is written there afterwards, and it does not follow its original.
    """
    if not by.is_superuser:
        raise NotYours
    target = target_of(translation)
    if target is None:
        raise NothingThere
    DeskTranslation.objects.filter(translation=translation).update(is_detached=True)
    bump_once(CONTENT)  # it is out of date no more
    log(target, "translation.detach", user=by)
    return target
