"""The queue of the letter desk: a tab for each step, what waits there, and the next letter to work on."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.languages.info import SOURCE_LANGUAGE, collation_key
from home.languages.language_names import LANGUAGE_WORDS
from home.registry import provided_by_name
from home.site.requests import StaffRequest
from letters.choices.desk import DeskWork, QueueStep
from letters.choices.letters import HoldReason, LetterState
from letters.handling.actions.claims import claim_next
from letters.handling.filters import AGES_DAYS, ALL_STEPS, FREE, MINE, Filters
from letters.handling.forms import StepForm
from letters.handling.read_models import QueueTab, bulk_acts, counters_and_count, listed_at, works_at
from letters.handling.view_types import Context
from letters.handling.views.staff import private
from letters.models import Letter, PlaceStop
from letters.permissions.letters import does, seats_of, stops_seen_by
from letters.permissions.seats import desks_run_by
from letters.querysets.letters import LetterQuerySet

LETTERS_A_PAGE = 50


@dataclass(frozen=True)
class QueueRow:
    """One line of the list: a letter, or a group of similar ones that its first letter stands for."""

    letter: Letter
    filters: Filters
    is_mine: bool
    may_take: bool

    @property
    def claimant(self) -> User | None:
        return self.letter.claimant()

    @property
    def size(self) -> int:
        return (self.filters.shows_groups and self.letter.group_size) or 1

    @property
    def person_query(self) -> str:
        return self.filters.query(person=self.letter.prisoner_id)

    @property
    def group_query(self) -> str:
        return self.filters.query(group=self.letter.flood_group)

    @property
    def choice(self) -> str:
        """What a tick sends: the letter as seen, or the group up to the last letter seen."""
        if self.size > 1:
            return f"group:{self.letter.flood_group}:{self.letter.group_last}"
        return f"{self.letter.uuid}:{self.letter.version}"


@private
def index(request: StaffRequest) -> HttpResponse:
    """The letters that wait at one step for this user, oldest first."""
    filters = Filters.read(request.GET, request.user)
    letters, shown = _letters_and_shown(request.user, filters)
    tabs, count = counters_and_count(request.user, shown)
    step = None if filters.step == ALL_STEPS else QueueStep(filters.step)
    listed = listed_at(step, Letter.objects.filter(shown).with_groups(letters))
    paginator = Paginator(listed, LETTERS_A_PAGE)
    paginator.count = count  # known with the counters: no query of its own
    page = paginator.get_page(request.GET.get("p"))
    return render(
        request, "letters/handling/queue.html", _context(request.user, filters, letters, tabs, page)
    )


def _letters_and_shown(user: User, filters: Filters) -> tuple[LetterQuerySet, Q]:
    """Return (letters that the filters leave, condition of those that have a line of their own)."""
    letters, condition = filters.letters(user), filters.condition(user)
    return letters, condition & letters.first_of_groups() if filters.shows_groups else condition


def _context(
    user: User, filters: Filters, letters: LetterQuerySet, tabs: Iterable[QueueTab], page: Page[Letter]
) -> Context:
    step = None if filters.step == ALL_STEPS else QueueStep(filters.step)
    may_take = step is not None and works_at(user, step)
    return {
        "filters": filters,
        "step": step,
        "tabs": [(each, filters.query(step=each.step, group="")) for each in tabs],
        "page_obj": page,
        "rows": [QueueRow(letter, filters, letter.claimed_by_id == user.pk, may_take) for letter in page],
        "may_take_next": may_take,
        "bulk_acts": bulk_acts(user, step) if step else [],
        "pack_form": _form_beside(step, user),
        "nonce": uuid.uuid4(),
        "watches_post": does(user, DeskWork.WATCH_POST),
        "watches_closed": does(user, DeskWork.WATCH_CLOSED),
        "stops": _stops(user, step),
        "runs_a_desk": bool(desks_run_by(user)),
        **_choices(user, letters),
    }


def _form_beside(step: QueueStep | None, user: User) -> Form | None:
    """Return the form that a step has beside its letters (`provides_step_forms`), None for none."""
    forms = provided_by_name("step_forms")
    return forms[step](user) if step in forms else None


def _stops(user: User, step: QueueStep | None) -> Iterable[PlaceStop]:
    """Return the stopped places where the letters of the step come back or wait."""
    if step not in (QueueStep.FOLLOW_UP, QueueStep.HELD) or not does(user, DeskWork.WATCH_POST):
        return []
    return stops_seen_by(user).open().select_related("facility").order_by("since", "pk")


def _choices(user: User, letters: LetterQuerySet) -> Context:
    desks = {seat.desk.partner_id: seat.desk for seat in seats_of(user)}
    sources = letters.sources()
    return {
        "states": LetterState.choices,
        "holds": HoldReason.choices,
        "languages": list(LANGUAGE_WORDS),
        "ages": AGES_DAYS,
        "whose": [(MINE, _("taken by me")), (FREE, _("taken by nobody"))],
        "partners": [(pk, desk.partner) for pk, desk in desks.items()] if len(desks) > 1 else [],
        "campaigns": _named({(pk, title) for pk, title, _event, _title in sources}),
        "events": _named({(pk, title) for _campaign, _title, pk, title in sources}),
    }


def _named(pairs: Iterable[tuple[int | None, str | None]]) -> list[tuple[int, str]]:
    named = ((pk, title or "") for pk, title in pairs if pk)
    return sorted(named, key=lambda pair: collation_key(pair[1], SOURCE_LANGUAGE))


@private
@require_POST
def take_next(request: StaffRequest) -> HttpResponse:
    """Take the oldest free letter of the step and open its page."""
    form = StepForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    step = QueueStep(form.cleaned_data["step"])
    letter = claim_next(by=request.user, step=step)
    if letter:
        return redirect("letter_desk:detail", letter.uuid)
    messages.info(request, _("Nothing waits for you here: what is left, others work on."))
    return redirect(f"{reverse('letter_desk:index')}?step={step}")
