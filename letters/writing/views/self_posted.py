"""Paper for those who post a letter themselves: nothing a visitor wrote ever comes here."""

from collections.abc import Callable, Collection, Iterable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.caching.read_models import generations_of
from home.site.views.errors import error_response
from letters.handling.view_types import View
from letters.paper.ruled_sheet_words import rules_at_home, sheet_at_home
from letters.paper_sizes import AT_HOME, ENVELOPE, ENVELOPES, SHEET
from letters.typesetting.pdf_joining import PagesDiffer
from letters.typesetting.press import PressBroken, PressFailure
from letters.writing.read_models.post_countries import countries_by_post
from letters.writing.read_models.recipients import Recipient, find_recipient
from letters.writing.read_models.self_posted import (
    NO_ROOM,
    PressBusy,
    envelope_for,
    envelope_pdf,
    letter_pdf,
    missing_for_envelope,
)
from prisoner_pages.public.read_models.reader import reader_of

UNPRINTED = (PressBusy, PressBroken, PressFailure, PagesDiffer)


def for_recipient(view: Callable[[HttpRequest, Recipient], HttpResponse]) -> View:
    """Give the view its recipient. Unknown or not public, as while paused: one and the same 404."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        recipient = find_recipient(slug, reader=reader_of(request))
        if recipient is None:
            raise Http404
        try:
            return view(request, recipient)
        except UNPRINTED:
            return error_response(request, 503)

    return answer


@for_recipient
def by_hand(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """All for somebody who writes by hand, or types, and posts the letter without us."""
    if not recipient.takes_letters:
        return not_printed(request, recipient, [recipient.call_words, recipient.reason_words])
    context = {
        "recipient": recipient,
        "rules": rules_at_home(recipient),
        "sheets": AT_HOME,
        "envelopes": ENVELOPES,
        "missing": missing_for_envelope(recipient.prisoner),
        "post": countries_by_post(get_language(), generations=generations_of(request)),
    }
    return render(request, "letters/writing/by_hand.html", context)


@for_recipient
def letter(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """A page with the rules, to keep, and a page with lines, to post."""
    paper = size_in(request, AT_HOME, SHEET)
    if not recipient.takes_letters:
        return not_printed(request, recipient, [recipient.call_words, recipient.reason_words])
    to_name = recipient.prisoner.name_ru or recipient.name
    sheet = sheet_at_home(get_language(), to_name=to_name, recipient=recipient, paper=paper)
    return as_file(letter_pdf(sheet), "letter.pdf")


@for_recipient
def envelope(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    size = size_in(request, ENVELOPES, ENVELOPE)
    if not recipient.takes_letters:
        return not_printed(request, recipient, [recipient.call_words, recipient.reason_words])
    if missing := missing_for_envelope(recipient.prisoner):
        return not_printed(request, recipient, missing)
    pdf = envelope_pdf(envelope_for(recipient.prisoner), size)
    return as_file(pdf, f"envelope-{size}.pdf") if pdf else not_printed(request, recipient, [NO_ROOM])


def size_in(request: HttpRequest, sizes: Collection[str], usual: str) -> str:
    """Return the size of paper that the address asks for. Raises Http404 for one that is none of these."""
    size = request.GET.get("size", usual)
    if size not in sizes:
        raise Http404
    return size


def not_printed(request: HttpRequest, recipient: Recipient, missing: Iterable[str | Promise]) -> HttpResponse:
    """Say what is missing, and where to write without paper."""
    context = {"recipient": recipient, "missing": [sentence for sentence in missing if sentence]}
    return render(request, "letters/writing/not_printed.html", context)


def as_file(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    # Like a page about a person: revalidated each time, which its ETag makes cheap, and not indexed.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
