"""Asking the editor about an original, and answering for every language at once."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail_localize.models import Translation

from home.translation.choices import NoticeKind, Right
from home.translation.core.actions.notices import notify
from home.translation.desk.read_models.questions import answerable_by
from home.translation.desk.read_models.string_rows import successor_of
from home.translation.models import Answer, Question, Unit
from home.translation.permissions import NotYours, require_one_of


@transaction.atomic
def ask(unit: Unit, text: str, *, by: User) -> Question:
    """Put a question about the original of a unit to its editors; return it. Raises NotYours.

    Where the original changed in the meantime, the question is about the new string.
    """
    require_one_of(by, {Right.TRANSLATE, Right.REVIEW}, unit.translation.target_locale)
    now = unit if unit.is_active else successor_of(unit) or unit
    return Question.objects.create(
        source_id=unit.translation.source_id,
        context_id=now.context_id,
        string_id=now.string_id,
        asked_about_id=unit.string_id if now != unit else None,
        locale=unit.translation.target_locale,
        text=text,
        by=by,
    )


@transaction.atomic
def answer(question: Question, text: str, *, by: User) -> Answer:
    """Answer a question; whoever asked is told. More than one answer may be given. Raises NotYours."""
    if not answerable_by(by).filter(pk=question.pk).exists():
        raise NotYours
    question = Question.objects.select_for_update().get(pk=question.pk)
    question.answered_at = timezone.now()
    question.save(update_fields=["answered_at"])
    given = Answer.objects.create(question=question, text=text, by=by)
    _tell(question, by)
    return given


def _tell(question: Question, by: User) -> None:
    asked_in = Translation.objects.filter(source=question.source_id, target_locale=question.locale_id).first()
    if asked_in:
        notify([question.by], asked_in, NoticeKind.ANSWERED, by=by)
