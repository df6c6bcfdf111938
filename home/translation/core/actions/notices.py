"""Noting what a person of the desk is to be told, and how often they want mail."""

from collections.abc import Collection, Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from wagtail_localize.models import StringTranslation, Translation

from home.jobs.queue import enqueue_once
from home.translation.choices import Frequency, NoticeKind
from home.translation.models import DigestChoice, Notice, Unit

# The job that makes the mails (home.translation.team.actions.digests).
SEND_DIGESTS = "translation.send_digests"


def notify(
    users: Iterable[User | None], translation: Translation, kind: NoticeKind, *, by: User | None = None
) -> None:
    """Tell these people this NoticeKind in their next mail; None among them counts as nobody.

    Whoever did it (`by`) is not told, nor is anyone who wants no mail or will be told the same anyway.
    Call it inside the transaction of what happened.
    """
    people = {user.pk for user in users if user and user != by}
    frequencies = dict(DigestChoice.objects.filter(user__in=people).values_list("user", "frequency"))
    waiting = Notice.objects.filter(user__in=people, translation=translation, kind=kind, sent_at=None)
    told = people - set(waiting.values_list("user", flat=True))
    told = {pk for pk in told if frequencies.get(pk) != Frequency.OFF}
    Notice.objects.bulk_create(Notice(user_id=pk, translation=translation, kind=kind) for pk in sorted(told))
    if any(frequencies.get(pk) == Frequency.IMMEDIATE for pk in told):
        enqueue_once(SEND_DIGESTS)


def notify_of_many(
    user: User, translations: Collection[int], kind: NoticeKind, *, by: User | None = None
) -> None:
    """Tell one person the same about many translations (their pks); else as `notify`, in three queries."""
    frequency = DigestChoice.objects.filter(user=user).values_list("frequency", flat=True).first()
    if user == by or frequency == Frequency.OFF:
        return
    waiting = Notice.objects.filter(user=user, translation__in=translations, kind=kind, sent_at=None)
    new = set(translations) - set(waiting.values_list("translation", flat=True))
    Notice.objects.bulk_create(Notice(user=user, translation_id=pk, kind=kind) for pk in sorted(new))
    if new and frequency == Frequency.IMMEDIATE:
        enqueue_once(SEND_DIGESTS)


def writers_of(translation: Translation, units: QuerySet[Unit]) -> QuerySet[User]:
    """Return the people who wrote the latest drafts of these strings."""
    strings = units.values("string", "context")
    drafts = StringTranslation.objects.filter(
        locale=translation.target_locale,
        translation_of__in=strings.values("string"),
        context__in=strings.values("context"),
    )
    return get_user_model().objects.filter(pk__in=drafts.values("last_translated_by"))


@transaction.atomic
def choose_mail(user: User, frequency: str) -> None:
    """Set how often the person gets mail from now on; `Frequency.OFF` drops what waits."""
    DigestChoice.objects.update_or_create(user=user, defaults={"frequency": frequency})
    if frequency == Frequency.OFF:
        Notice.objects.filter(user=user, sent_at=None).delete()
