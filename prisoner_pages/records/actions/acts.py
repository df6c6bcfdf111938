"""What may be done at once to a record, or to many: a table of buttons, each with its form and action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import FactGroup, Status
from prisoner_pages.facts.actions.changes import lock_record
from prisoner_pages.facts.actions.mail_status import set_mail_status
from prisoner_pages.facts.actions.post_notes import note_post_of_person
from prisoner_pages.facts.actions.sources import mark_link_dead
from prisoner_pages.facts.actions.verification import verify_facts
from prisoner_pages.importing.actions.changes_while_hidden import changed_while_hidden
from prisoner_pages.models import Partner, Prisoner
from prisoner_pages.permissions.partners import is_coordinator, may_edit, may_moderate, partners_for
from prisoner_pages.policies import ANNOUNCED_STATUSES
from prisoner_pages.querysets.drafts import with_draft_to_submit
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.actions.drafts import NOTHING_TO_SUBMIT, submit_drafts
from prisoner_pages.records.actions.pauses import (
    allow_answers,
    hold_letters,
    pause_prisoner,
    refuse_answers,
    release_letters,
    resume_prisoner,
)
from prisoner_pages.records.actions.transfers import (
    NOT_IN_A_PLACE,
    assign_record,
    correct_place,
    hand_over,
    lock_with_announcements,
    set_status,
    transfer_place,
)
from prisoner_pages.records.actions.translations import NOTHING_TO_ASK, ask_for_translation
from prisoner_pages.records.forms.acts import (
    ActForm,
    AssignForm,
    HandOverForm,
    HideForm,
    NothingForm,
    PlaceForm,
    PostNoteForm,
    StatusForm,
    TranslationForm,
)
from prisoner_pages.records.forms.sources import DeadLinkForm
from prisoner_pages.records.forms.verification import MailForm, TransferForm, VerifyForm
from prisoner_pages.records.read_models.translations import languages_to_ask, with_story_to_translate
from prisoner_pages.stories.actions.drafts import create_story


@dataclass(frozen=True)
class Act:
    """One button of a record: what it says, who has it, when it is offered, and what it does."""

    title: Promise
    explanation: Promise
    done: Promise
    run: Callable[..., object]
    form: type[ActForm] = NothingForm
    may: Callable[[User, Partner], bool] = may_edit
    is_offered: Callable[[Prisoner], bool] = lambda record: True
    warning: Callable[[Prisoner], str] = lambda record: ""  # what to know of this record before
    is_for_many: bool = False  # offered below the list of people
    among: Callable[[PrisonerQuerySet], PrisonerQuerySet] | None = None  # of many: those it can be done to
    left_out: Promise | str = ""  # why it is not done to the others
    can_be_undone: bool = True  # for many: it changes nothing but what `states` puts back
    lock: Callable[[Prisoner], Prisoner] = lock_record
    verifies: FactGroup | None = None  # what its source is to verify

    def parted(self, people: PrisonerQuerySet) -> tuple[PrisonerQuerySet, PrisonerQuerySet]:
        """Return those it can be done to, as far as their rows tell, and the others."""
        if self.among is None:
            return people, people.none()
        possible = self.among(people)
        return possible, people.exclude(pk__in=possible.order_by().values("pk"))

    def is_left_unverified(self, record: Prisoner) -> bool:
        """Say whether the source could not verify what the act has written: it is older than that."""
        group = self.verifies
        return group in record.groups_told and not record.verifications.filter(group=group).exists()


def _changed_unseen(record: Prisoner) -> str:
    changed = ", ".join(changed_while_hidden(record))
    return changed and _(
        "While the person was hidden, lists have changed: %(what)s. Look at the record before you go on."
    ) % {"what": changed}


def coordinates(user: User, _partner: Partner) -> bool:
    return is_coordinator(user)


def is_held(record: Prisoner) -> bool:
    return record.status not in ANNOUNCED_STATUSES


def is_in_a_place(record: Prisoner) -> bool:
    return is_held(record) and record.status != Status.IN_TRANSFER


ACTS = {
    "pause": Act(
        _("Hide from the site"),
        _(
            "The person disappears at once from every page, list, search, feed and picture, in all languages."
            " Quietly: as if the page had never existed. Your partner’s moderator can show the person again."
        ),
        _("The person is hidden."),
        pause_prisoner,
        HideForm,
        is_offered=lambda record: record.paused_at is None,
    ),
    "resume": Act(
        _("Show again"),
        _("The stories that stood on the site when the person was hidden return."),
        _("The person is shown again."),
        resume_prisoner,
        may=may_moderate,
        is_offered=lambda record: record.paused_at is not None,
        warning=_changed_unseen,
    ),
    "hold": Act(
        _("Hold letters"),
        _("Letters can be written and are kept; none is printed or posted until a moderator releases them."),
        _("Letters to the person are held."),
        hold_letters,
        is_offered=lambda record: record.held_at is None,
    ),
    "release": Act(
        _("Release letters"),
        _("Letters to the person are printed and posted again."),
        _("Letters are released."),
        release_letters,
        may=may_moderate,
        is_offered=lambda record: record.held_at is not None,
    ),
    "refuse-answers": Act(
        _("Answering brings punishment"),
        _(
            "Writers are promised no answer from this person, and an answer that comes all the same is not"
            " passed on to them. Letters go as before. A moderator can take it back."
        ),
        _("No answer from this person is promised or passed on."),
        refuse_answers,
        is_offered=lambda record: record.answers_refused_at is None and is_held(record),
    ),
    "allow-answers": Act(
        _("Let answers through again"),
        _("Answers from this person may be passed on to whoever wrote the letter."),
        _("Answers from this person may be passed on."),
        allow_answers,
        may=may_moderate,
        is_offered=lambda record: record.answers_refused_at is not None,
    ),
    "transfer": Act(
        _("Moved to another place"),
        _(
            "Pages in all languages and the addresses on letters follow at once. The new place counts as"
            " verified on the day of its source; being transferred needs none."
        ),
        _("The place is changed."),
        transfer_place,
        TransferForm,
        is_offered=is_held,
        is_for_many=True,
        among=PrisonerQuerySet.still_held,
        left_out=_("Whoever is free or has died is moved to no other place."),
        verifies=FactGroup.PLACE,
    ),
    "status": Act(
        _("Status changed"),
        _("Pages in all languages say so at once. A release, an exchange or a death is announced instead."),
        _("The status is changed."),
        set_status,
        StatusForm,
        is_offered=is_held,
        is_for_many=True,
        among=PrisonerQuerySet.still_held,
        left_out=_("Two people have announced that somebody is free or has died: it is not changed here."),
    ),
    "place": Act(
        _("Place found out or put right"),
        _("Nobody was moved: the record did not know the place, or named a wrong one."),
        _("The place is changed."),
        correct_place,
        PlaceForm,
        is_offered=is_in_a_place,
        is_for_many=True,
        among=PrisonerQuerySet.still_in_a_place,
        left_out=NOT_IN_A_PLACE,
    ),
    "assign": Act(
        _("Give to a colleague"),
        _("Says who looks after the record. It gives no rights and takes none."),
        _("It is noted who looks after the record."),
        assign_record,
        AssignForm,
        is_for_many=True,
    ),
    "translation": Act(
        _("Ask for a translation"),
        _("Puts the public story on the desk of those who translate into the language."),
        _("The translation is asked for."),
        ask_for_translation,
        TranslationForm,
        is_offered=lambda record: bool(languages_to_ask(record)),
        is_for_many=True,
        among=with_story_to_translate,
        left_out=NOTHING_TO_ASK,
        can_be_undone=False,
    ),
    "submit": Act(
        _("Submit drafts for approval"),
        _(
            "Records and their stories in Ukrainian. A moderator of the partner who wrote no part of a draft"
            " approves it; until then nothing changes."
        ),
        _("The draft waits for approval."),
        submit_drafts,
        is_offered=lambda _record: False,  # in the record itself its form does it, with what is being typed
        is_for_many=True,
        among=with_draft_to_submit,
        left_out=NOTHING_TO_SUBMIT,
        can_be_undone=False,
    ),
    "letters": Act(
        _("Do letters arrive?"),
        _(
            "The page says at once in all languages whether one can write, and why not. The answer counts as"
            " verified on the day of its source; that it isn’t known needs none."
        ),
        _("The state of letters is changed."),
        set_mail_status,
        MailForm,
        verifies=FactGroup.MAIL,
    ),
    "post": Act(
        _("Do letters arrive at the place?"),
        _(
            "What a family, a lawyer or somebody freed tells of the post where the person is held. The note"
            " is about the place and names nobody; it counts once a moderator of your partner has taken it."
        ),
        _("The note is kept with the place of detention."),
        note_post_of_person,
        PostNoteForm,
        is_offered=lambda record: record.facility_id is not None and is_held(record),
    ),
    "verify": Act(
        _("Still true"),
        _("Notes that you have checked a group of facts and it still holds."),
        _("The check is noted."),
        verify_facts,
        VerifyForm,
        is_for_many=True,
    ),
    "dead-link": Act(
        _("The link is dead"),
        _(
            "The address of a source leads nowhere any more. Pages go on naming it, and lead to an archived"
            " copy instead, where you know one. We ask no server ourselves."
        ),
        _("The link is marked as dead."),
        mark_link_dead,
        DeadLinkForm,
        is_offered=lambda record: record.sources.exclude(url="").exists(),
    ),
    "story": Act(
        _("Begin the story"),
        _("Makes the draft of the story in Ukrainian."),
        _("The draft of the story is there."),
        create_story,
        is_offered=lambda record: not record.pages.exists(),
    ),
    "hand-over": Act(
        _("Give to another partner"),
        _("Record and stories move to the other partner’s section; addresses stay, drafts stay drafts."),
        _("The record is handed over."),
        hand_over,
        HandOverForm,
        may=coordinates,
        is_for_many=True,
        can_be_undone=False,
        lock=lock_with_announcements,
    ),
}


def acts_for_many(user: User) -> list[tuple[str, Act]]:
    """Return [(name, act)] of what the user may do to many records at once, for one partner at least."""
    partners = list(partners_for(user))
    return [
        (name, act)
        for name, act in ACTS.items()
        if act.is_for_many and any(act.may(user, partner) for partner in partners)
    ]


def filled_in(form: Form) -> dict[str, Any]:
    """Return what an act takes of its valid form: blanks are left to the action, but for no place at all."""
    filled = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    return filled | {name: None for name in ("facility",) if name in form.cleaned_data and name not in filled}
