"""The answers to a page with a text in fields, whether its script saves or the form is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from home.translation.machines.base import TranslatorError
from letters.choices.desk import Act
from letters.choices.letters import LetterPart
from letters.handling.actions.opening import open_translation
from letters.handling.actions.refusals import REFUSED
from letters.handling.actions.transitions import ClaimedByOther, Stale, TextChanged
from letters.handling.view_types import Context
from letters.handling.views.letter import found_to_change, show_panel
from letters.handling.views.refusals import Why, answer_refusal, why
from letters.models import Letter, LetterTranslation
from letters.permissions.letters import may_read
from letters.text.side_by_side import in_rows, plain, rows_of
from letters.translating.forms import TextForm

Done = TypeVar("Done")


@dataclass(frozen=True)
class Sent:
    """What came with a form that was not taken: it is shown again, beside what stands."""

    form: TextForm
    fault: str = ""
    stands: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return plain(in_rows(self.form.rows, ""))


@dataclass(frozen=True)
class TextPage:
    """A page with a text in fields: how it is shown, and what becomes of the text that is sent.

    `panel(request, letter, sent=)` returns a dict for the template, or None for who does not write the text
    now; `writes(user, letter)` asks the same without opening anything.
    """

    template: str
    panel: Callable[..., Context | None]
    writes: Callable[[User, Letter], bool]
    act: Act
    unready: type[ValidationError]  # error of a text that was sent to be handed on before it is fit for that

    def take(self, request: StaffRequest, uuid: UUID, do: Callable[..., Done]) -> Done | HttpResponse:
        """Return what `do(form, letter=, by=)` gives with the text that came, or the answer why not."""
        letter, form = found_to_change(request, uuid, self.act), TextForm(request.POST)
        if not form.is_valid():
            return self.answer_unfilled(request, letter, form)
        try:
            return do(form, letter=letter, by=request.user)
        except self.unready as error:
            return self.show(request, letter, Sent(form, " ".join(error.messages)), UNFILLED)
        except TranslatorError as error:
            return self.show(request, letter, Sent(form, str(error.sentence)), CONFLICT)
        except REFUSED as error:
            return self.answer_refused(request, letter, form, error)

    def show(
        self, request: StaffRequest, letter: Letter, sent: Sent | None = None, status: int = 200
    ) -> HttpResponse:
        shown, text = partial(self.panel, request, letter, sent=sent), sent.text if sent else ""
        return show_panel(request, letter, self.template, shown, sent=text, status=status)

    def answer_unfilled(self, request: StaffRequest, letter: Letter, form: TextForm) -> HttpResponse:
        fault = " ".join(str(error) for errors in form.errors.values() for error in errors)
        if is_for_script(request):
            return JsonResponse({"fault": fault}, status=UNFILLED)
        return self.show(request, letter, Sent(form, fault), UNFILLED)

    def answer_refused(
        self, request: StaffRequest, letter: Letter, form: TextForm, error: Exception
    ) -> HttpResponse:
        """Return both texts, the one that came and the one that stands, and why."""
        letter.refresh_from_db()
        reason = why(error, letter, by=request.user, act=self.act)
        words, stands = words_of(error, reason), _standing(request, letter)
        if is_for_script(request):
            about = stands if isinstance(error, Stale) else {}
            return JsonResponse({"fault": words, **about}, status=reason.status)
        sent = Sent(form, words, stands.get("stands"))
        if self.writes(request.user, letter):
            return self.show(request, letter, sent, reason.status)
        return answer_refusal(request, letter, error, act=self.act, sent=sent.text, stands=sent.stands or "")


def is_for_script(request: StaffRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def answer_saved(translation: LetterTranslation, **more: Any) -> JsonResponse:
    """Tell the script which version it has now, and when that was saved."""
    saved = time_format(timezone.localtime(translation.saved_at or timezone.now()), "H:i")
    return JsonResponse({"text_version": translation.version, "saved": saved, **more})


def _standing(request: StaffRequest, letter: Letter) -> dict[str, Any]:
    """Return what stands now, for who was refused: text, rows and versions to go on from.

    For a second reader that is a correction not finished, where there is one.
    """
    if not may_read(request.user, LetterPart.TRANSLATION, letter):
        return {}
    try:
        opened = open_translation(letter=letter, by=request.user)
    except REFUSED:
        return {}  # what was typed counts more than what it is compared with
    marked = opened.correction or opened.marked
    return {
        "stands": plain(marked),
        "rows": [row.target.text for row in rows_of("", marked)] if marked else [],
        "version": letter.version,
        "text_version": opened.stored.version,
    }


def words_of(error: Exception, reason: Why) -> str:
    """Say why the text was not taken, and that it is still here."""
    if isinstance(error, TextChanged):
        return _(
            "Somebody else saved another text meanwhile. Both are here; saving again puts yours in its place."
        )
    if isinstance(error, Stale):
        return _(
            "The letter itself was changed meanwhile: look at the original again. Your text is still here."
        )
    if isinstance(error, ClaimedByOther):
        return _("%(name)s works on this letter now. Your text is still here.") % {
            "name": error.by.get_username()
        }
    return str(reason)
