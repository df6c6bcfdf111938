"""The way of a reply to the writer of the letter: sealed for the code, taken back, closed at the desk."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from letters.choices.desk import DeskWork
from letters.handling.views.staff import private_for
from letters.posting.actions.answers import NotForWriter, NotNow, close_reply, seal_for_writer, take_back
from letters.posting.actions.replies import ReplyChanged
from letters.posting.forms.replies import CloseForm, WriterForm
from letters.posting.views.replies import (
    changed_meanwhile,
    changed_words,
    closed_words,
    do_by_button,
    found_reply,
    reply_page,
)
from letters.sealing.sealed_box import UnsealError


@private_for(DeskWork.ANSWER_WRITERS)
@require_POST
def for_writer(request: StaffRequest, uuid: UUID) -> HttpResponse:
    reply, form = found_reply(request, uuid), WriterForm(request.POST)
    if not form.is_valid():
        return reply_page(request, reply, writer_form=form, status=UNFILLED)
    try:
        seal_for_writer(reply=reply, by=request.user, **form.cleaned_data)
    except (ReplyChanged, NotNow):
        notice = changed_words()
    except NotForWriter as refused:
        notice = str(refused.words)
    except UnsealError as fault:
        notice = closed_words(fault)
    else:
        messages.success(request, _("The writer of the letter can read the reply now, with the code."))
        return redirect("letter_desk:reply", uuid)
    found = found_reply(request, uuid)
    return reply_page(request, found, writer_form=form, notice=notice, status=CONFLICT)


@private_for(DeskWork.ANSWER_WRITERS)
@require_POST
def from_writer(request: StaffRequest, uuid: UUID) -> HttpResponse:
    said = _("The writer finds the reply no more. Whoever has opened it has read it.")
    return do_by_button(request, uuid, take_back, said)


@private_for(DeskWork.ANSWER_WRITERS)
@require_POST
def close(request: StaffRequest, uuid: UUID) -> HttpResponse:
    reply, form = found_reply(request, uuid), CloseForm(request.POST)
    if not form.is_valid():
        return reply_page(request, reply, close_form=form, status=UNFILLED)
    try:
        close_reply(reply=reply, by=request.user, version=form.cleaned_data["version"])
    except (ReplyChanged, NotNow):
        return changed_meanwhile(request, uuid)
    messages.success(request, _("The reply is closed: the writer’s code alone opens it."))
    return redirect("letter_desk:reply", uuid)
