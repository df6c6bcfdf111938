"""Taking over texts that entered a language in another way: beside their original they become units, too."""

from django.db import transaction
from django.utils import timezone
from wagtail_localize.models import Translation

from home.translation.core.actions.entering import approve_texts, carry_texts, propose_texts, texts_said
from home.translation.models import DeskTranslation
from home.translation.translatables import PageOrWord


@transaction.atomic
def adopt(translation: Translation, target: PageOrWord, *, is_current: bool) -> int:
    """Enter what `target` says, in public and in a later draft, as texts of its strings; return how many.

    What is public is approved. Where the original was published since (not `is_current`), nobody knows
    whether it still matches: then it is kept as an older text, public until somebody has looked. What is
    not public waits for review. What the desk itself made or took over before is left alone.
    """
    desk = DeskTranslation.objects.select_for_update().get(translation=translation)
    if desk.is_detached or _is_known(desk, target):
        return 0
    entered = _enter_public(translation, target, is_current) if target.live else 0
    if not target.live or target.has_unpublished_changes:
        draft = target.get_latest_revision_as_object()
        entered += propose_texts(translation, texts_said(translation, draft))
    if target.live:
        desk.first_published_at = desk.first_published_at or target.first_published_at or timezone.now()
        if is_current:
            desk.published_source_at = translation.source.last_updated_at
    desk.last_published_at = target.last_published_at
    desk.known_revision_id = target.latest_revision_id
    desk.save()
    return entered


def _is_known(desk: DeskTranslation, target: PageOrWord) -> bool:
    if target.latest_revision_id is None:
        return desk.first_published_at is not None
    return desk.known_revision_id == target.latest_revision_id


def _enter_public(translation: Translation, target: PageOrWord, is_current: bool) -> int:
    pairs = texts_said(translation, target)
    return approve_texts(translation, pairs) if is_current else carry_texts(pairs)
