"""What a second reader sends who mends the text: words while they write, and that they have finished."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from letters.choices.desk import Act
from letters.choices.letters import LetterState
from letters.handling.actions.opening import open_source_and_translation
from letters.handling.actions.refusals import REFUSED
from letters.handling.view_types import Context
from letters.handling.views.letter import found_letter, found_to_change, refuse
from letters.handling.views.staff import private
from letters.models import Letter
from letters.text.side_by_side import in_rows, rows_of
from letters.text.transliteration import RUSSIAN
from letters.translating.actions.correcting import (
    NothingChanged,
    correct_text,
    drop_correction,
    save_correction,
)
from letters.translating.forms import TextVersionForm
from letters.translating.views.saving import Done, Sent, TextPage, answer_saved, is_for_script
from letters.translating.views.second_reading import begun, reads
from letters.translating.views.text_context import signs_for


def corrects(user: User, letter: Letter) -> bool:
    """May the user mend the letter's Russian text now?"""
    return letter.state == LetterState.TRANSLATED and reads(user, letter)


def correcting(request: StaffRequest, letter: Letter, *, sent: Sent | None = None) -> Context | None:
    """Open both texts and return what the page shows; None where the user has no text to correct.

    The fields hold what was sent and not taken, else the user's own correction so far, else the text.
    """
    user = request.user
    if not corrects(user, letter):
        return None
    source, opened = open_source_and_translation(letter=letter, by=user)
    if not opened.marked:
        return None
    found = begun(user, opened)
    is_own = found is not None and found["is_own"]
    own = opened.correction if is_own else opened.marked
    return {
        "letter": letter,
        "rows": rows_of(source, in_rows(sent.form.rows, source) if sent and sent.form.rows else own),
        "russian": RUSSIAN,
        "signs": signs_for(letter),
        "version": letter.version,
        "text_version": opened.stored.version,
        "saved_at": found and found["at"],
        "begun": found,
        "is_others": found is not None and not is_own,
        "sent": sent,
    }


PAGE = TextPage(
    "letters/translating/correct.html", correcting, corrects, act=Act.CORRECT, unready=NothingChanged
)


@private
@require_http_methods(["GET", "POST"])
def correct(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The text in fields; sent, the correction is finished and another reader approves it then."""
    if request.method == "GET":
        return PAGE.show(request, found_letter(request, uuid))
    corrected = PAGE.take(request, uuid, _with_rows(correct_text))
    if isinstance(corrected, HttpResponse):
        return corrected
    messages.success(request, _("The correction is finished. Another reader approves the letter now."))
    return redirect("letter_desk:detail", uuid)


@private
@require_POST
def save(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Keep what is corrected so far; a script gets JSON. Refused: 409 with both texts."""
    translation = PAGE.take(request, uuid, _with_rows(save_correction))
    if isinstance(translation, HttpResponse):
        return translation
    if is_for_script(request):
        return answer_saved(translation)
    if translation.sealed_correction:
        messages.success(request, _("The correction is saved. It is not finished yet."))
    else:
        messages.success(request, _("Nothing is changed in the text."))
    return redirect("letter_desk:correct", uuid)


@private
@require_POST
def drop(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Forget a correction that is not finished."""
    letter, form = found_to_change(request, uuid, Act.CORRECT), TextVersionForm(request.POST)
    if not form.is_valid():
        return redirect("letter_desk:detail", uuid)
    try:
        drop_correction(letter=letter, by=request.user, **form.cleaned_data)
    except REFUSED as error:
        return refuse(request, letter, error, act=Act.CORRECT)
    messages.success(request, _("The correction is dropped. The text stays as it was."))
    return redirect("letter_desk:detail", uuid)


def _with_rows(action: Callable[..., Done]) -> Callable[..., Done]:
    return lambda form, **about: action(**about, **form.cleaned_data, rows=form.rows)
