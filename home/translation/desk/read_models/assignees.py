"""Who works on a text and in a language, and whether there are two people to write and to review."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.translation.choices import Right
from home.translation.core.read_models.returned_drafts import returned_in, unchanged_in
from home.translation.desk.deadlines import due_words
from home.translation.models import DeskTranslation, LocalePolicy, Unit
from home.translation.permissions import hands_out_in, people_by_right, rights_of


class Eyes(models.TextChoices):
    """How a language keeps the rule that a second person reviews."""

    TWO = "two", _("A second person reviews each text.")
    ONE = "one", _("This language has one person: translators approve their own texts.")
    MISSING = "missing", _("Nobody can review here: a second person with the right is missing.")


@dataclass(frozen=True)
class Seat:
    """One of the two at a text; `right` says which."""

    right: Right
    person: User | None
    may_take: bool
    may_give_back: bool


@dataclass(frozen=True)
class AtWork:
    """What is shown above the strings of a text: who has it, by when, and what waits for whom."""

    seats: list[Seat]
    due: str
    is_overdue: bool
    may_hand_out: bool
    waiting: int
    returned: int
    unchanged: int
    reviewers: list[User]
    eyes: Eyes


def at_work(translation: Translation, user: User) -> AtWork:
    """Return the AtWork of a translation as `user` sees it; ten queries."""
    desk, locale = translation.desk, translation.target_locale
    people = people_by_right([locale])
    return AtWork(
        seats=_seats(desk, user, rights_of(user).get(locale.pk, ())),
        due=due_words(desk.due, timezone.localdate()) if desk.due else "",
        is_overdue=bool(desk.due and desk.due < timezone.localdate()),
        may_hand_out=locale.pk in hands_out_in(user),
        waiting=Unit.objects.filter(translation=translation, is_active=True).waiting().count(),
        returned=len(returned_in(translation)),
        unchanged=len(unchanged_in(translation)),
        reviewers=[desk.reviewer] if desk.reviewer else people.get((locale.pk, Right.REVIEW), []),
        eyes=eyes_of(_policy_of(locale), people),
    )


def _seats(desk: DeskTranslation, user: User, rights: Container[str]) -> list[Seat]:
    people = {Right.TRANSLATE: desk.assignee, Right.REVIEW: desk.reviewer}
    return [
        Seat(right, person, person is None and right in rights, person == user)
        for right, person in people.items()
    ]


def eyes_in(locale: Locale) -> Eyes:
    """Return which Eyes the language has, in two queries."""
    return eyes_of(_policy_of(locale), people_by_right([locale]))


def _policy_of(locale: Locale) -> LocalePolicy:
    return LocalePolicy.objects.filter(locale=locale).first() or LocalePolicy(locale=locale)


def eyes_of(policy: LocalePolicy, people: Mapping[tuple[int, str], list[User]]) -> Eyes:
    """Return which Eyes the language of the policy has; `people` are those of `people_by_right`."""
    if not policy.needs_review:
        return Eyes.ONE
    translators = people.get((policy.locale_id, Right.TRANSLATE), [])
    reviewers = people.get((policy.locale_id, Right.REVIEW), [])
    is_alone = len(reviewers) == 1 and translators == reviewers
    return Eyes.MISSING if not reviewers or is_alone else Eyes.TWO
