"""Replies of prisoners at the desk: brought in, read by few, shared only where somebody agreed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.languages.info import SOURCE_LANGUAGE
from home.site.locked_words import locked_words
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, NO_ENTRY, UNFILLED
from letters.choices.desk import DeskWork
from letters.choices.letters import ReplyAction
from letters.following.read_models.notifications import writer_language
from letters.handling.actions.opening import TooManyOpened
from letters.handling.actions.refusals import REFUSED
from letters.handling.forms import VersionForm
from letters.handling.views.staff import picture_response, private_for
from letters.lifecycle import REPLY_RULES
from letters.models import Reply, ReplyPage
from letters.permissions.letters import desks_for, does, letters_seen_by, replies_seen_by
from letters.posting.actions.answers import NotNow
from letters.posting.actions.replies import (
    Agreement,
    OpenedReply,
    ReplyChanged,
    add_answer,
    add_reply,
    open_consent,
    open_reply,
    open_reply_page,
    share_reply,
    unshare_reply,
)
from letters.posting.forms.replies import AgreementForm, CloseForm, ReplyForm, TranslatorForm, WriterForm
from letters.posting.rules import why_not_for_writer
from letters.sealing.sealed_box import KeptOffline, KeyNotHere, LettersLocked, UnsealError

REPLIES_A_PAGE = 50


@private_for(DeskWork.LIST_REPLIES)
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The replies that came to the user's desks, newest first; nothing of what they say."""
    replies = replies_seen_by(request.user).select_related("prisoner__partner", "letter", "by")
    listed = replies.without_texts().order_by("-received_on", "-pk")
    page = Paginator(listed, REPLIES_A_PAGE).get_page(request.GET.get("p"))
    may_add = does(request.user, DeskWork.BRING_REPLIES)
    return render(request, "letters/posting/replies.html", {"page_obj": page, "may_add": may_add})


@private_for(DeskWork.BRING_REPLIES)
def add(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _add_page(request, ReplyForm(user=request.user, initial=_begun(request)))
    form = ReplyForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _add_page(request, form, status=UNFILLED)
    try:
        reply = _store(form.cleaned_data, request.user)
    except ValidationError as fault:
        form.add_error(None, fault)
        return _add_page(request, form, status=UNFILLED)
    except REFUSED:
        form.add_error("is_answered", _("Somebody works on this letter or has changed it meanwhile."))
        return _add_page(request, form, status=CONFLICT)
    messages.success(request, _("The reply is kept, sealed and private."))
    return redirect("letter_desk:reply", reply.uuid)


def _begun(request: StaffRequest) -> dict[str, Any]:
    """Return the number of the letter that the address names, if it is this user's to see."""
    try:
        letter = letters_seen_by(request.user).filter(uuid=request.GET.get("letter", "")).first()
    except ValidationError:
        return {}
    printed = letter and letter.printings.filter(fault="").order_by("-pk").first()
    return {"number": printed.number, "is_answered": True} if printed else {}


def _store(values: dict[str, Any], user: User) -> Reply:
    letter = values["number"]
    about = {name: values[name] for name in ("prisoner", "received_on", "text")}
    about |= {"letter": letter, "by": user, "pictures": values["pages"]}
    return add_answer(**about) if values["is_answered"] else add_reply(**about)


def _add_page(request: StaffRequest, form: ReplyForm, status: int = 200) -> HttpResponse:
    return render(request, "letters/posting/add_reply.html", {"form": form}, status=status)


def found_reply(request: StaffRequest, uuid: UUID) -> Reply:
    replies = replies_seen_by(request.user).select_related(
        "prisoner__partner", "prisoner__facility", "desk__partner", "letter", "translator"
    )
    return get_object_or_404(replies, uuid=uuid)


@private_for(DeskWork.LIST_REPLIES)
@require_safe
def reply(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return reply_page(request, found_reply(request, uuid))


@private_for(DeskWork.SHARE_REPLIES)
@require_safe
def consent(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The page of the reply with who agreed."""
    found = found_reply(request, uuid)
    try:
        return reply_page(request, found, agreement=open_consent(reply=found, by=request.user))
    except UnsealError as fault:
        return reply_page(request, found, notice=closed_words(fault), status=CONFLICT)


@private_for(DeskWork.READ_REPLIES)
@require_safe
def page(request: StaffRequest, uuid: UUID, position: int) -> HttpResponse:
    try:
        content, picture_format = open_reply_page(
            reply=found_reply(request, uuid), by=request.user, position=position
        )
    except LettersLocked:
        raise
    except (ReplyPage.DoesNotExist, UnsealError, OverflowError):
        raise Http404 from None
    return picture_response(content, picture_format)


@private_for(DeskWork.SHARE_REPLIES)
@require_POST
def share(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found, form = found_reply(request, uuid), AgreementForm(request.POST)
    if not form.is_valid():
        return reply_page(request, found, form=form, status=UNFILLED)
    values = form.cleaned_data
    agreement = Agreement(values["who"], values["on"], values["how"])
    try:
        share_reply(reply=found, by=request.user, version=values["version"], agreement=agreement)
    except ReplyChanged:
        return changed_meanwhile(request, uuid, form=form)
    messages.success(request, _("It is noted that the reply may be shared. Nothing is published by that."))
    return redirect("letter_desk:reply", uuid)


@private_for(DeskWork.SHARE_REPLIES)
@require_POST
def unshare(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return do_by_button(request, uuid, unshare_reply, _("The reply is private again."))


def do_by_button(request: StaffRequest, uuid: UUID, act: Callable[..., Reply], said: str) -> HttpResponse:
    """Do what needs a button and no field; say `said`, or that somebody else was quicker."""
    found, form = found_reply(request, uuid), VersionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        act(reply=found, by=request.user, version=form.cleaned_data["version"])
    except (ReplyChanged, NotNow):
        return changed_meanwhile(request, uuid)
    messages.success(request, said)
    return redirect("letter_desk:reply", uuid)


def closed_words(fault: UnsealError) -> str:
    if isinstance(fault, KeptOffline):
        return _("This is kept under the offline key. If it is needed, ask the administrator.")
    if isinstance(fault, LettersLocked):
        return locked_words(fault)
    if isinstance(fault, KeyNotHere):
        return _("The key to this reply is not here: the administrator can bring it. Nothing is lost.")
    return _("A part of this reply is damaged and does not open. Tell the administrator.")


def changed_words() -> str:
    return _("Somebody else changed this meanwhile. Below is how it stands now.")


def changed_meanwhile(request: StaffRequest, uuid: UUID, form: AgreementForm | None = None) -> HttpResponse:
    found = found_reply(request, uuid)
    return reply_page(request, found, form=form, notice=changed_words(), status=CONFLICT)


def reply_page(
    request: StaffRequest,
    reply: Reply,
    *,
    form: AgreementForm | None = None,
    writer_form: WriterForm | None = None,
    close_form: CloseForm | None = None,
    ask_form: TranslatorForm | None = None,
    agreement: Agreement | None = None,
    notice: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    """Open the reply for those who may read it; coordinators find its facts and its consent."""
    user, opened = request.user, None
    is_here = reply.kept_offline_on is None and reply.closed_on is None
    if is_here and reply.desk in desks_for(user, DeskWork.READ_REPLIES):
        try:
            opened = open_reply(reply=reply, by=user)
        except TooManyOpened:
            notice, status = _("You have opened as many today as your desk allows."), NO_ENTRY
        except UnsealError as fault:
            notice, status = closed_words(fault), CONFLICT
    context: dict[str, Any] = {
        "reply": reply,
        "opened": opened,
        "agreement": agreement,
        "form": form or AgreementForm(initial={"version": reply.version}),
        "notice": notice,
        "log": reply.log.all(),
    }
    if reply.desk in desks_for(user, DeskWork.ANSWER_WRITERS):
        context |= _to_writer(reply, opened, writer_form, close_form)
        begun = _ask_form(reply, opened) if opened and context["may_ask"] else None
        context["ask_form"] = ask_form or begun
    return render(request, "letters/posting/reply.html", context, status=status)


def _to_writer(
    reply: Reply, opened: OpenedReply | None, writer_form: WriterForm | None, close_form: CloseForm | None
) -> dict[str, Any]:
    """Return what the page says of the way to the writer, and its forms."""
    why_not = why_not_for_writer(reply)
    may_ask, may_seal = (
        not why_not and reply.state in REPLY_RULES[action]
        for action in (ReplyAction.TRANSLATOR_ASKED, ReplyAction.FOR_WRITER)
    )
    translated = opened.translated if opened else None
    begun = {"version": reply.version, "language": _writer_language(reply)}
    if translated:
        begun |= {"translation": translated.text, "language": translated.language}
    return {
        "answers_writers": True,
        "why_not": why_not,
        "may_ask": may_ask,
        "may_seal": may_seal,
        "translated": translated,
        # What was typed stays on the page, whatever has closed the way meanwhile.
        "writer_form": writer_form or (WriterForm(initial=begun) if opened and may_seal else None),
        "close_form": close_form or CloseForm(initial=begun),
    }


def _ask_form(reply: Reply, opened: OpenedReply) -> TranslatorForm | None:
    """Return the form by which a translator is asked, None at a desk that has none."""
    form = TranslatorForm(reply=reply, initial={"text": opened.text})
    form.initial["whom"] = form.first_for(_writer_language(reply))
    return form if form.able else None


def _writer_language(reply: Reply) -> str:
    return writer_language(reply.letter) if reply.letter else SOURCE_LANGUAGE
