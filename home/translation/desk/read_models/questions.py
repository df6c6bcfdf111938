"""Questions of translators about an original, their answers, and who may give one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringSegment, TranslationSource

from home.translation.core.read_models.sources import translated_models
from home.translation.models import Question, Unit
from home.translation.permissions import leads
from home.translation.text.markup import words_of


def questions_on(unit: Unit) -> list[Question]:
    """Return what was asked about the string of a unit, in any language, with the answers."""
    asked = Question.objects.filter(source=unit.translation.source_id, context=unit.context_id)
    asked = asked.filter(string=unit.string_id).select_related("by", "locale", "string", "asked_about")
    return with_words(asked.prefetch_related("answers__by"))


def with_words(questions: Iterable[Any]) -> list[Any]:
    """Return the questions with the `words` they are about and `older_words` ("" if unchanged)."""
    questions = list(questions)
    for question in questions:
        question.words = words_of(question.string.data)
        question.older_words = words_of(question.asked_about.data) if question.asked_about else ""
    return questions


def open_strings(source: TranslationSource) -> set[tuple[int, int]]:
    """Return {(context, string)} with questions that wait for an answer."""
    waiting = Question.objects.filter(source=source, answered_at=None)
    return set(waiting.values_list("context", "string"))


def may_answer_here(user: User) -> bool:
    """Say whether the person may answer at all: leads the desk, or edits pages or words."""
    return leads(user) or _edits_pages(user) or bool(_words_edited_by(user))


def answerable_by(user: User) -> QuerySet[Question]:
    """Return the questions the person may answer: about what they may edit; all if they lead the desk.

    Each says whether its string still `stands` in the original.
    """
    here = StringSegment.objects.filter(
        source=OuterRef("source"), context=OuterRef("context"), string=OuterRef("string")
    )
    questions = Question.objects.select_related("source__locale", "string", "asked_about", "by", "locale")
    questions = questions.annotate(stands=Exists(here))
    if leads(user):
        return questions
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    words = ContentType.objects.get_for_models(*_words_edited_by(user)).values()
    about_words = Q(source__specific_content_type__in=[each.pk for each in words])
    return questions.filter(about_words | Q(source__object__in=pages.values("translation_key")))


def waiting_for(user: User) -> QuerySet[Question]:
    """Return the questions the person may answer that nobody has answered."""
    return answerable_by(user).filter(answered_at=None)


def answered_for(user: User) -> QuerySet[Question]:
    """Return the questions the person may answer that are answered, the latest first."""
    return answerable_by(user).exclude(answered_at=None).order_by("-answered_at")


def _edits_pages(user: User) -> bool:
    return policy_registry.get_by_type(Page).user_has_permission(user, "change")


def _words_edited_by(user: User) -> list[Any]:
    words = [model for model in translated_models() if not issubclass(model, Page)]
    return [
        model for model in words if policy_registry.get_by_type(model).user_has_permission(user, "change")
    ]
