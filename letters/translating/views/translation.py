"""What a translator sends: the text while they write it, the hand-over, a wish for a machine's draft."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from letters.choices.desk import Act
from letters.handling.actions.current_texts import marked_text
from letters.handling.views.letter import back_to, found_letter
from letters.handling.views.staff import private
from letters.models import LetterTranslation
from letters.text.side_by_side import plain
from letters.translating.actions.approving import NotReady
from letters.translating.actions.translating import draft_by_machine, hand_over, look_again, save_translation
from letters.translating.forms import TextForm
from letters.translating.read_models import paper_for
from letters.translating.views.saving import Done, TextPage, answer_saved, is_for_script
from letters.translating.views.text_context import explained
from letters.translating.views.translation_panel import translates, translating

PAGE = TextPage(
    "letters/translating/translation.html",
    translating,
    translates,
    act=Act.SAVE_TRANSLATION,
    unready=NotReady,
)


@private
@require_GET
def translate(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The panel on a page of its own."""
    return PAGE.show(request, found_letter(request, uuid))


@private
@require_POST
def save(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Keep the text; a script gets JSON. Refused: 409 with both texts, nothing of what was sent is lost."""
    translation = PAGE.take(request, uuid, _save)
    if isinstance(translation, HttpResponse):
        return translation
    if not is_for_script(request):
        messages.success(request, _("The translation is saved."))
        return redirect("letter_desk:detail", uuid)
    found = look_again(translation=translation, by=request.user)
    paper = paper_for(translation.letter, plain(marked_text(translation)))
    about = {"remarks": explained(*found), "paper": paper}
    remarks = render_to_string("letters/translating/remarks.html", about)
    return answer_saved(translation, remarks=remarks)


@private
@require_POST
def give_to_reader(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Save what came and hand it over, or say what is in the way."""
    letter = PAGE.take(request, uuid, _save_and(hand_over))
    if isinstance(letter, HttpResponse):
        return letter
    messages.success(request, _("Done: %(act)s.") % {"act": Act.TRANSLATE.label})
    return back_to(request, letter)


@private
@require_POST
def draft(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Save what came and let the machine fill the empty paragraphs."""
    drafted = PAGE.take(request, uuid, _save_and(draft_by_machine))
    if isinstance(drafted, HttpResponse):
        return drafted
    messages.success(request, _("The machine filled the empty paragraphs. Read every word of it."))
    return redirect("letter_desk:detail", uuid)


@private
@require_GET
def session(request: StaffRequest, uuid: UUID) -> JsonResponse:
    """For a page left open while its session ended: a token of the session there is now."""
    found_letter(request, uuid)
    return JsonResponse({"token": get_token(request)})


def _save(form: TextForm, **about: Any) -> LetterTranslation:
    return save_translation(**about, **form.cleaned_data, rows=form.rows, reasons=form.reasons)


def _save_and(go_on: Callable[..., Done]) -> Callable[..., Done]:
    """Return a function that saves what came and does `go_on` with the text as it is then."""

    def do(form: TextForm, **about: Any) -> Done:
        saved = _save(form, **about)
        return go_on(**about, version=form.cleaned_data["version"], text_version=saved.version)

    return do
