"""Staff: announcing a release, an exchange or a death; one prepares it, another confirms it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as _lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from prisoner_pages.importing.actions.proposals import propose_facts
from prisoner_pages.models import Announcement, Claim, Prisoner
from prisoner_pages.permissions.partners import (
    confirmable_by,
    has_preparer,
    may_confirm,
    partners_for,
    require,
)
from prisoner_pages.records.actions.announcements import (
    MOST_PEOPLE,
    TOO_MANY,
    confirm_announcement,
    end_announcement,
    leave_out,
    prepare_announcement,
)
from prisoner_pages.records.actions.claims import announces
from prisoner_pages.records.filters import chosen_people, key_in
from prisoner_pages.records.forms.announcements import AnnouncementForm, ConfirmationForm
from prisoner_pages.records.read_models.announcing import (
    NamedLine,
    can_be_announced,
    lines_of,
    look_up,
    own_people,
)
from prisoner_pages.records.views.bulk import nobody_chosen

LATEST = 50
FEWER = _lazy(
    "Somebody you had chosen is no longer among your people: handed over or deleted meanwhile."
    " Look once more whom you mean."
)


def announcements(request: StaffRequest) -> HttpResponse:
    """What waits for a second person, and what was announced lately."""
    found = _of(request).for_reading()
    waiting = list(found.waiting())
    confirmable = set(confirmable_by(request.user).values_list("pk", flat=True))
    for each in waiting:
        each.may_confirm = each.pk in confirmable
    context = {"waiting": waiting, "over": found.over()[:LATEST]}
    return render(request, "prisoner_pages/records/announcements.html", context)


def _of(request: StaffRequest) -> Any:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    return Announcement.objects.of_partners(partners_for(request.user))


# --- Preparing -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Choice:
    person: Prisoner
    is_ticked: bool
    is_offered: bool


@dataclass(frozen=True)
class Chosen:
    """What stands under the names: who was chosen before, and whom each line means."""

    lines: Sequence[NamedLine]
    ticked: frozenset[int]
    given: Sequence[Prisoner]  # by a record, a claim or a list
    is_smaller: bool = False  # than what was sent: somebody was handed over or deleted meanwhile
    told: frozenset[int] = frozenset()  # whose keepers, other partners, are told of it

    @property
    def people(self) -> list[Prisoner]:
        """Return who is ticked, each once."""
        all_people = [*self.given, *(person for line in self.lines for person in line.people)]
        return list({person.pk: person for person in all_people if person.pk in self.ticked}.values())

    @property
    def of_others(self) -> list[Prisoner]:
        return [each for line in self.lines for each in line.elsewhere if each.pk in self.told]

    @property
    def has_elsewhere(self) -> bool:
        return any(line.elsewhere for line in self.lines)

    @property
    def undecided(self) -> list[str]:
        """Return the lines that may mean several people, of whom none is ticked."""
        return [
            line.text
            for line in self.lines
            if len(line.offered) > 1 and not self.ticked & {each.pk for each in line.offered}
        ]

    @property
    def given_choices(self) -> list[Choice]:
        return self._choices(self.given)

    @property
    def rows(self) -> list[tuple[NamedLine, list[Choice]]]:
        return [(line, [] if line.is_repeated else self._choices(line.people)) for line in self.lines]

    def _choices(self, people: Iterable[Prisoner]) -> list[Choice]:
        return [Choice(each, each.pk in self.ticked, can_be_announced(each)) for each in people]


def announce(request: StaffRequest) -> HttpResponse:
    """Choose people by name, say what is announced of them, and leave it to another person to confirm."""
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    if request.method != "POST":
        if "id" in request.GET and not chosen_people(request).exists():
            return nobody_chosen(request)
        return _show(request, _form(request, initial=_from_claim(request)), _given(request))
    chosen, fault = _chosen(request), _fault(request)
    if fault or chosen.is_smaller:
        messages.error(request, fault or FEWER)
        return _show(request, _unjudged(request), chosen, status=UNFILLED)
    if "prepare" not in request.POST or not _was_looked_up(request.POST):
        return _show(request, _unjudged(request), chosen, was_asked="prepare" in request.POST)
    form = _form(request, request.POST)
    if form.is_valid() and _prepare(request, form, chosen):
        return redirect("announcements")
    return _show(request, form, chosen, status=UNFILLED)


def _show(
    request: StaffRequest,
    form: AnnouncementForm,
    chosen: Chosen,
    *,
    status: int = 200,
    was_asked: bool = False,
) -> HttpResponse:
    context = {"form": form, "chosen": chosen, "was_asked": was_asked}
    return render(request, "prisoner_pages/records/announce.html", context, status=status)


def _form(request: StaffRequest, *args: Any, **kwargs: Any) -> AnnouncementForm:
    return AnnouncementForm(*args, partners=partners_for(request.user), **kwargs)


def _unjudged(request: StaffRequest) -> AnnouncementForm:
    """Return the form with what was typed, and no fault found yet: people are still being looked for."""
    return _form(request, initial={name: request.POST.get(name) for name in AnnouncementForm.base_fields})


def _from_claim(request: StaffRequest) -> dict[str, Any]:
    """What a claim says; the day on which its source said so is none of the announcement's."""
    claims = Claim.objects.to_decide().of_partners(partners_for(request.user))
    claim = claims.filter(pk=key_in(request.GET.get("claim"))).first()
    if claim is None or not announces(claim):
        return {}
    return {"status": claim.value, "source_url": claim.source_url}


def _given(request: StaffRequest) -> Chosen:
    """Return who was chosen by a record, a claim or the list of people."""
    wanted = Q(pk__in=_numbers(request.GET, "person"))
    if "id" in request.GET:
        wanted |= Q(pk__in=chosen_people(request).values("pk"))
    given = list(own_people(request.user).filter(wanted)[: MOST_PEOPLE + 1])
    if len(given) > MOST_PEOPLE:
        messages.warning(request, TOO_MANY % {"count": MOST_PEOPLE})
        given = []
    return Chosen([], frozenset(each.pk for each in given if can_be_announced(each)), given)


def _chosen(request: StaffRequest) -> Chosen:
    """Return whom the names mean now: of a line that is new, the only one it can mean is ticked.

    Of too many lines nothing is looked up but what stood there before.
    """
    before, known = _still_chosen(request), lines_of(request.POST.get("looked_up", ""))
    names = known[:MOST_PEOPLE] if _fault(request) else lines_of(request.POST.get("names", ""))
    lines = look_up(names, request.user)
    new = {line.people[0].pk for line in lines if line.text not in known and line.is_clear}
    return replace(before, lines=lines, ticked=before.ticked | new)


def _fault(request: StaffRequest) -> str:
    """Return in words that the names are too many, or ""."""
    too_many = len(lines_of(request.POST.get("names", ""))) > MOST_PEOPLE
    return TOO_MANY % {"count": MOST_PEOPLE} if too_many else ""


def _still_chosen(request: StaffRequest) -> Chosen:
    """Return who was chosen before and is still among one's own people."""
    given, ticked = _numbers(request.POST, "given"), _numbers(request.POST, "people")
    people = own_people(request.user).in_bulk(given | ticked)
    still = [person for pk, person in people.items() if pk in given]
    return Chosen(
        [],
        frozenset(ticked & people.keys()),
        still,
        is_smaller=len(people) < len(given | ticked),
        told=frozenset(_numbers(request.POST, "tell")),
    )


def _numbers(sent: QueryDict, name: str) -> set[int]:
    return {key_in(each) for each in sent.getlist(name)}


def _was_looked_up(sent: QueryDict) -> bool:
    return lines_of(sent.get("names", "")) == lines_of(sent.get("looked_up", ""))


def _prepare(request: StaffRequest, form: AnnouncementForm, chosen: Chosen) -> bool:
    """Prepare it; put what is refused above the form."""
    if chosen.of_others and form.teller is None:
        form.add_error("partner", _("Say for which of your partners you tell it."))
        return False
    try:
        if chosen.undecided:
            several = _("Several people bear this name. Choose whom you mean, or delete the line: %(line)s")
            raise ValidationError([several % {"line": line} for line in chosen.undecided])
        with transaction.atomic():
            if chosen.people or not chosen.of_others:
                prepare_announcement(chosen.people, by=request.user, **form.facts)
            _tell_keepers(request, chosen.of_others, form)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    _say_prepared(request, len(chosen.people))
    return True


def _tell_keepers(request: StaffRequest, people: Sequence[Prisoner], form: AnnouncementForm) -> None:
    """Leave it as a claim to the partners who keep these people."""
    if form.teller is None:
        return
    facts = form.facts
    for person in people:
        propose_facts(person, {"status": facts["status"]}, partner=form.teller, by=request.user, **facts)
        said = _("%(person)s: left for %(partner)s to announce.")
        messages.success(request, said % {"person": person, "partner": person.partner})


def _say_prepared(request: StaffRequest, count: int) -> None:
    if count:
        said = ngettext(
            "Prepared for %(count)s person. Their letters are held until somebody else confirms it.",
            "Prepared for %(count)s people. Their letters are held until somebody else confirms it.",
            count,
        )
        messages.success(request, said % {"count": count})


# --- Confirming ----------------------------------------------------------------------------------
def announcement(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_of(request).for_reading(), pk=pk)
    return _detail(request, found, _unconfirmed(found))


def _unconfirmed(found: Announcement) -> ConfirmationForm:
    return ConfirmationForm(is_known=found.family_knows, initial={"seen": found.seen})


def _detail(
    request: StaffRequest, found: Announcement, form: ConfirmationForm, *, status: int = 200
) -> HttpResponse:
    may = found.is_waiting and may_confirm(request.user, found)
    context = {
        "announcement": found,
        "people": found.people.by_name(),
        "form": form,
        "may_confirm": may,
        "has_preparer": has_preparer(found),
        "is_own": found.prepared_by_id == request.user.pk,
    }
    return render(request, "prisoner_pages/records/announcement.html", context, status=status)


@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_of(request).for_reading(), pk=pk)
    require(may_confirm(request.user, found))
    form = ConfirmationForm(request.POST, is_known=found.family_knows)
    if not form.is_valid():
        return _detail(request, found, form, status=UNFILLED)
    try:
        confirm_announcement(found, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        found = _of(request).for_reading().get(pk=pk)
        messages.error(request, " ".join(refusal.messages))
        return _detail(request, found, _unconfirmed(found), status=CONFLICT)
    messages.success(request, _("Announced. The pages say so in every language."))
    return redirect("announcements")


@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_of(request), pk=pk)
    try:
        end_announcement(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Nothing is announced. The letters are no longer held for it."))
    return redirect("announcements")


@require_POST
def leave_person_out(request: StaffRequest, pk: int, person: int) -> HttpResponse:
    found = get_object_or_404(_of(request), pk=pk)
    announced = get_object_or_404(found.people.select_related("announcement", "prisoner"), prisoner=person)
    try:
        left = leave_out(announced, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("announcements")
    messages.success(request, _("%(person)s is left out.") % {"person": announced.prisoner})
    return redirect(reverse("announcement", args=[pk]) if left.is_waiting else "announcements")
