"""Letting a translation go: from then on it is a page of its own, which the desk leaves alone."""

from django.db import transaction
from wagtail.log_actions import log

from home.translation.core.actions.publish import target_of
from home.translation.models import DeskTranslation
from home.translation.permissions import NotYours


class NothingThere(Exception):
    """The language has no page or word yet that could stand by itself."""


@transaction.atomic
def detach(translation, *, by):
    """Let the page or word be edited as any other; return it. Raises NothingThere, or NotYours.

    What is written there afterwards no reviewer of the desk sees, and it does not follow its original.
    """
    if not by.is_superuser:
        raise NotYours
    target = target_of(translation)
    if target is None:
        raise NothingThere
    DeskTranslation.objects.filter(translation=translation).update(is_detached=True)
    log(target, "translation.detach", user=by)
    return target
