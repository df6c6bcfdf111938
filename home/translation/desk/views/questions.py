"""What translators ask about originals, for the editors who can answer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.translation.desk.actions.questions import answer as answer_question
from home.translation.desk.forms.drawer import AnswerForm
from home.translation.desk.read_models.questions import (
    answerable_by,
    answered_for,
    may_answer_here,
    waiting_for,
    with_words,
)
from home.translation.models import Question

QUESTIONS_A_PAGE = 20


@never_cache
def questions(request: StaffRequest) -> HttpResponse:
    if not may_answer_here(request.user):
        raise PermissionDenied
    is_answered = "answered" in request.GET
    return _show(request, answered_for(request.user) if is_answered else waiting_for(request.user))


@never_cache
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(answerable_by(request.user), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, answerable_by(request.user).filter(pk=pk), form=form, status=400)
    answer_question(question, form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Answered. Translators into every language see it."))
    return redirect("translation_desk:questions")


def _show(
    request: StaffRequest, shown: QuerySet[Question], *, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """Show these questions; `form` is a refused answer, to the only one of them."""
    page = Paginator(shown.prefetch_related("answers__by"), QUESTIONS_A_PAGE).get_page(request.GET.get("p"))
    page.object_list = with_words(page.object_list)
    asked: list[Any] = list(page)
    for question in asked:
        question.form = form or AnswerForm()
    context = {
        "page": page,
        "waiting": waiting_for(request.user).count(),
        "is_answered": "answered" in request.GET,
    }
    return render(request, "translation/desk/questions.html", context, status=status)
