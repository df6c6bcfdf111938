"""A reply that is translated: how a dispatcher asks for it, and the page of the translator who is asked."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, NO_ENTRY, UNFILLED
from letters.choices.desk import DeskWork
from letters.handling.actions.opening import TooManyOpened
from letters.handling.views.staff import picture_response, private_for
from letters.models import Reply, ReplyPage
from letters.permissions.letters import replies_to_translate
from letters.posting.actions.answers import NotForWriter, NotNow
from letters.posting.actions.replies import ReplyChanged
from letters.posting.actions.reply_translations import (
    ReplyToTranslate,
    ask_translator,
    end_request,
    hand_back,
    open_page_to_translate,
    open_to_translate,
)
from letters.posting.forms.replies import HandBackForm, TranslatorForm
from letters.posting.views.replies import changed_words, closed_words, do_by_button, found_reply, reply_page
from letters.sealing.sealed_box import LettersLocked, UnsealError


# --- The dispatcher --------------------------------------------------------------------------------
@private_for(DeskWork.ANSWER_WRITERS)
@require_POST
def ask(request: StaffRequest, uuid: UUID) -> HttpResponse:
    reply = found_reply(request, uuid)
    form = TranslatorForm(request.POST, reply=reply)
    if not form.is_valid():
        return reply_page(request, reply, ask_form=form, status=UNFILLED)
    values = form.cleaned_data
    translator, language = values.pop("whom")
    try:
        ask_translator(reply=reply, by=request.user, translator=translator, language=language, **values)
    except ValidationError as fault:
        form.add_error(None, fault)
        return reply_page(request, reply, ask_form=form, status=UNFILLED)
    except (ReplyChanged, NotNow):
        return _not_asked(request, uuid, form, changed_words())
    except NotForWriter as refused:
        return _not_asked(request, uuid, form, str(refused.words))
    messages.success(request, _("The translator finds the reply on their My day."))
    return redirect("letter_desk:reply", uuid)


def _not_asked(request: StaffRequest, uuid: UUID, form: TranslatorForm, notice: str) -> HttpResponse:
    found = found_reply(request, uuid)
    return reply_page(request, found, ask_form=form, notice=notice, status=CONFLICT)


@private_for(DeskWork.ANSWER_WRITERS)
@require_POST
def end(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the request back."""
    said = _("The translator opens the reply no more. What was opened has been read.")
    return do_by_button(request, uuid, end_request, said)


# --- The translator --------------------------------------------------------------------------------
@private_for(DeskWork.TRANSLATE_REPLIES)
def translate(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What the translator is asked for, and the field for it."""
    if request.method != "POST":
        return _page(request, _asked(request, uuid), HandBackForm())
    reply, form = _asked_now(request, uuid), HandBackForm(request.POST)
    if reply is None:
        return _over(request, form)
    if not form.is_valid():
        return _page(request, reply, form, status=UNFILLED)
    try:
        hand_back(reply=reply, by=request.user, **form.cleaned_data)
    except ReplyChanged:
        found = _asked_now(request, uuid)
        return _page(request, found, form, changed_words(), CONFLICT) if found else _over(request, form)
    except PermissionDenied:  # taken back in this moment
        return _over(request, form)
    messages.success(
        request, _("The dispatcher has your translation. The reply is not open to you any more.")
    )
    return redirect("wagtailadmin_home")


@private_for(DeskWork.TRANSLATE_REPLIES)
@require_safe
def page(request: StaffRequest, uuid: UUID, position: int) -> HttpResponse:
    reply = _asked(request, uuid)
    try:
        content, picture_format = open_page_to_translate(reply=reply, by=request.user, position=position)
    except LettersLocked:
        raise
    except (ReplyPage.DoesNotExist, NotForWriter, UnsealError, OverflowError):
        raise Http404 from None
    return picture_response(content, picture_format)


def _asked_now(request: StaffRequest, uuid: UUID) -> Reply | None:
    return replies_to_translate(request.user).select_related("letter").filter(uuid=uuid).first()


def _asked(request: StaffRequest, uuid: UUID) -> Reply:
    found = _asked_now(request, uuid)
    if found is None:
        raise Http404
    return found


def _over(request: StaffRequest, form: HandBackForm) -> HttpResponse:
    """Answer whoever is not asked, or not any more: what they typed, and nothing of any reply."""
    notice = _("You are not asked for this translation any more. Below is what you typed.")
    context = {"form": form, "notice": notice}
    return render(request, "letters/posting/translate_reply.html", context, status=CONFLICT)


def _page(
    request: StaffRequest, reply: Reply, form: HandBackForm, notice: str = "", status: int = 200
) -> HttpResponse:
    opened: ReplyToTranslate | None = None
    try:
        opened = open_to_translate(reply=reply, by=request.user)
    except TooManyOpened:
        notice, status = _("You have opened as many today as your desk allows."), NO_ENTRY
    except NotForWriter:
        notice, status = _("This reply cannot be passed on now: ask the dispatcher."), CONFLICT
    except UnsealError as fault:
        notice, status = closed_words(fault), CONFLICT
    context = {"asked": reply, "opened": opened, "form": form, "notice": notice}
    return render(request, "letters/posting/translate_reply.html", context, status=status)
