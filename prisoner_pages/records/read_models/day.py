"""What waits for those who keep records and tell stories: their own partner's; for coordinators all."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Revision, TaskState, WorkflowState

from home.day.entries import DayEntry, DaySubject, Line, day_of
from home.languages.dates import date_in_words
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.models import HomePage
from prisoner_pages.can_be_written_to import GAPS, CallReason
from prisoner_pages.choices import FactGroup
from prisoner_pages.models import Announcement, CampaignPage, Claim, PostNote, Prisoner
from prisoner_pages.models.workflow import stops_of
from prisoner_pages.permissions.choosers import own_pages_of
from prisoner_pages.permissions.partners import (
    ACCESS_PRIVATE,
    confirmable_by,
    is_coordinator,
    partners_for,
    partners_moderated_by,
)
from prisoner_pages.policies import GROWING_OLD
from prisoner_pages.querysets.drafts import naming, not_named_by
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.gap_words import GAP_LABELS, HELD_BY_STAFF, HELD_LABELS

Narrow = Callable[[PrisonerQuerySet, User], PrisonerQuerySet]

PEOPLE_LIST = "wagtailsnippets_prisoner_pages_prisoner:list"
BY_STAFF = "yes"  # as it was when it was the only answer: saved lists and bookmarks hold it
LOOKS_AHEAD_DAYS = 30
# Whether the place is verified is a line of its own.
GAPS_COUNTED = [gap for gap in GAPS if gap != CallReason.PLACE_STALE]


def keeps_records(user: User) -> bool:
    return user.is_active and user.has_perm("prisoner_pages.change_prisoner")


def moderates(user: User) -> bool:
    return user.is_active and user.has_perm(ACCESS_PRIVATE)


def decides_on_post(user: User) -> bool:
    return moderates(user) or is_coordinator(user)


def own_people(user: User) -> PrisonerQuerySet:
    return Prisoner.objects.filter(partner__in=partners_for(user))


def listed_by(query: str) -> Callable[[], str]:
    return lambda: f"{reverse(PEOPLE_LIST)}?{query}"


def people(
    name: str,
    title: Any,
    narrow: Narrow,
    *,
    is_for: Callable[[User], bool] = keeps_records,
    subject: DaySubject = DaySubject.PEOPLE,
    query: str = "",
) -> DayEntry:
    """Return an entry of one's own people; the list of records narrows by its name, or by `query`."""

    def rows(user: User) -> PrisonerQuerySet:
        return narrow(own_people(user), user)

    return DayEntry(name, subject, title, is_for, rows, listed_by(query or f"my_day={name}"))


# --- Which of them ---------------------------------------------------------------------------------
def ends_soon(records: PrisonerQuerySet, _user: User) -> PrisonerQuerySet:
    return records.with_basis_ending(timezone.localdate() + timedelta(days=LOOKS_AHEAD_DAYS))


def have_birthday(records: PrisonerQuerySet, _user: User) -> PrisonerQuerySet:
    return records.still_held().born_within(LOOKS_AHEAD_DAYS)


def verified_too_long_ago(group: FactGroup) -> Narrow:
    return lambda records, _user: records.to_verify_anew(group)


def held_by(gap: CallReason) -> Narrow:
    return lambda records, _user: records.accepting_letters().lacking([gap])


def held_by_staff(records: PrisonerQuerySet, _user: User) -> PrisonerQuerySet:
    return records.with_letters_held()


def held_by_state(reason: CallReason) -> Narrow:
    return lambda records, _user: records.held_by_state(reason)


def stories_missing_in(language: str) -> Narrow:
    """Return how people without a story in this language are found, while the language is public."""
    homes = HomePage.objects.live().filter(locale__language_code=language)
    return lambda records, _user: records.without_story_in(language).filter(Exists(homes))


# --- Whom letters reach: views of the sheet of what is missing for a letter, by their names -------------
REACH: dict[str, tuple[Any, Callable[[PrisonerQuerySet], PrisonerQuerySet]]] = {
    "missing": (_("Something is missing for a letter"), lambda records: records.incomplete_for_letters()),
    "writable": (_("Can be written to"), lambda records: records.accepting_letters()),
    "postable": (_("Letters can be posted today"), lambda records: records.postable()),
    "held": (_("All who are held"), lambda records: records.still_held()),
}


def reached(name: str) -> DayEntry:
    title, narrow = REACH[name]
    return DayEntry(
        f"letters-{name}",
        DaySubject.GAPS if name == "missing" else DaySubject.REACH,
        title,
        keeps_records,
        lambda user: narrow(own_people(user)),
        lambda: f"{reverse('letter_sheet')}?show={name}",
    )


# --- What is written and not public yet ------------------------------------------------------------
_WAITS = Q(status=WorkflowState.STATUS_IN_PROGRESS)
_SENT_BACK = Q(status=WorkflowState.STATUS_NEEDS_CHANGES)


def drafts(user: User) -> QuerySet[Revision]:
    """Return the newest versions of one's own records and pages that are not public and wait for nobody."""
    is_draft = Q(live=False) | Q(has_unpublished_changes=True)
    pages = own_pages_of(user).filter(locale__language_code=SOURCE_LANGUAGE, depth__gt=2)
    waiting = WorkflowState.objects.filter(_WAITS | _SENT_BACK & Q(requested_by=user))
    written, told = (not_named_by(waiting, own.filter(is_draft)) for own in (own_people(user), pages))
    newest = Q(pk__in=written.values("latest_revision")) | Q(pk__in=told.values("latest_revision"))
    found = Revision.objects.filter(newest)
    return found.select_related("user").prefetch_related("content_object").order_by("-created_at", "-pk")


def submitted(user: User) -> QuerySet[WorkflowState]:
    """Return what this person has submitted, as long as nobody has decided on it."""
    return _asked_by(user).filter(_WAITS)


def sent_back(user: User) -> QuerySet[WorkflowState]:
    """Return what this person has submitted and a moderator sent back, until it is submitted anew."""
    found = _asked_by(user).filter(_SENT_BACK)
    return found.select_related("current_task_state")


def _asked_by(user: User) -> QuerySet[WorkflowState]:
    of_own = naming(own_pages_of(user)) | naming(own_people(user))
    found = WorkflowState.objects.filter(of_own, requested_by=user)
    return found.prefetch_related("content_object").order_by("created_at", "pk")


def draft_lines(revisions: Iterable[Revision], user: User) -> Iterator[Line]:
    for revision in revisions:
        who = revision.user.get_full_name() or revision.user.get_username() if revision.user else ""
        yield _line(
            revision.content_object, user, _kind(revision.content_object), who, day_of(revision.created_at)
        )


def submitted_lines(states: Iterable[WorkflowState], user: User) -> Iterator[Line]:
    for state in states:
        yield _line(state.content_object, user, _kind(state.content_object), day_of(state.created_at))


def sent_back_lines(states: Iterable[WorkflowState], user: User) -> Iterator[Line]:
    for state in states:
        decided: Any = state.current_task_state
        said = ": ".join(filter(None, [day_of(decided.finished_at), decided.comment]))
        yield _line(state.content_object, user, _kind(state.content_object), said)


def announcement_lines(announcements: Iterable[Announcement], _user: User) -> Iterator[Line]:
    for each in announcements:
        people = ", ".join(str(row.prisoner) for row in each.people.all())
        label = f"{capfirst(each.get_status_display())}: {people}"
        yield Line(label, reverse("announcement", args=[each.pk]), day_of(each.prepared_at))


def endangering(user: User) -> QuerySet[CampaignPage]:
    """Return one's own public campaigns that became dangerous to somebody they name."""
    own = own_pages_of(user).values("pk")
    return CampaignPage.objects.live().source().filter(pk__in=own).naming_endangered().order_by("path")


def endangering_lines(campaigns: Iterable[CampaignPage], user: User) -> Iterator[Line]:
    for page in campaigns:
        people = Prisoner.objects.public().filter(pk__in=stops_of(page).people)
        yield _line(page, user, ", ".join(people.named(SOURCE_LANGUAGE).values_list("name_uk", flat=True)))


def post_note_lines(notes: Iterable[PostNote], _user: User) -> Iterator[Line]:
    for note in notes:
        label = f"{note.facility}: {note.get_answer_display()}"
        yield Line(label, reverse("post_note", args=[note.pk]), date_in_words(note.on, note.precision))


def _kind(thing: Any) -> str:
    """A person's record and story bear the same name."""
    return str(thing._meta.verbose_name)


def _line(thing: Any, user: User, *notes: str) -> Line:
    return Line(str(thing), AdminURLFinder(user).get_edit_url(thing) or "", ", ".join(filter(None, notes)))


# The list of people is narrowed by the names of these.
BY_NAME = (
    people(
        "bases-to-confirm",
        _("Bases to confirm"),
        lambda records, user: records.with_basis_to_confirm(user),
        is_for=moderates,
    ),
    *(
        people(
            f"verify-{group}",
            format_lazy("{}: {}", _("Check again"), group.label),
            verified_too_long_ago(group),
        )
        for group in GROWING_OLD
    ),
    people("bases-ending", _("Bases that end within 30 days"), ends_soon),
    people("birthdays", _("Birthdays within 30 days"), have_birthday),
    *(
        people(
            f"no-story-{language}",
            format_lazy("{}: {}", _("No story yet"), name),
            stories_missing_in(language),
        )
        for language, name in CONTENT_LANGUAGES
    ),
    people(
        "gap-year",
        _("Year of birth not known"),
        lambda records, _user: records.accepting_letters().without_year_of_birth(),
        subject=DaySubject.GAPS,
    ),
)
DAY_ENTRIES = (
    DayEntry(
        "to-approve",
        DaySubject.PEOPLE,
        _("Wait for your approval"),
        moderates,
        lambda user: TaskState.objects.reviewable_by(user),
        panel=WorkflowObjectsToModeratePanel,
    ),
    DayEntry(
        "sent-back",
        DaySubject.PEOPLE,
        _("Sent back to you"),
        keeps_records,
        sent_back,
        lines=sent_back_lines,
        hint=_("A moderator asks for changes: make them in the form, and submit it from there once more."),
    ),
    DayEntry(
        "claims",
        DaySubject.PEOPLE,
        _("Sources contradict the record"),
        keeps_records,
        lambda user: Claim.objects.to_decide().of_partners(partners_for(user)),
        lambda: reverse("claims_to_decide"),
    ),
    DayEntry(
        "announcements",
        DaySubject.PEOPLE,
        _("Announcements to confirm"),
        keeps_records,
        lambda user: confirmable_by(user).for_reading(),
        lines=announcement_lines,
    ),
    DayEntry(
        "endangering-campaigns",
        DaySubject.PEOPLE,
        _("Campaigns that name people charged with treason or espionage"),
        keeps_records,
        endangering,
        lines=endangering_lines,
        hint=_(
            "They became so after their page was approved. Take these people out of the recipients, or submit"
            " the page once more: whoever approves it answers for them."
        ),
    ),
    DayEntry(
        "post-notes",
        DaySubject.PEOPLE,
        _("Notes on the post that wait for you"),
        decides_on_post,
        lambda user: (
            PostNote.objects.waiting().of_partners(partners_moderated_by(user)).select_related("facility")
        ),
        lines=post_note_lines,
    ),
    *BY_NAME,
    DayEntry(
        "own-drafts",
        DaySubject.PEOPLE,
        _("Your drafts"),
        keeps_records,
        lambda user: drafts(user).filter(user=user),
        lines=draft_lines,
    ),
    DayEntry(
        "others-drafts",
        DaySubject.PEOPLE,
        _("Drafts of others"),
        keeps_records,
        lambda user: drafts(user).exclude(user=user),
        lines=draft_lines,
    ),
    DayEntry(
        "submitted",
        DaySubject.PEOPLE,
        _("Yours, waiting for somebody’s approval"),
        keeps_records,
        submitted,
        lines=submitted_lines,
    ),
    *(
        people(
            f"gap-{gap}",
            capfirst(GAP_LABELS[gap]),
            held_by(gap),
            subject=DaySubject.GAPS,
            query=f"letters_wait={gap}",
        )
        for gap in GAPS_COUNTED
    ),
    # Of people, never of letters: how many there are is the desk's to know (decision 11).
    people(
        "letters-held-by-staff",
        capfirst(HELD_BY_STAFF),
        held_by_staff,
        subject=DaySubject.GAPS,
        query=f"letters_held={BY_STAFF}",
    ),
    *(
        people(
            f"letters-held-{reason}",
            capfirst(label),
            held_by_state(reason),
            subject=DaySubject.GAPS,
            query=f"letters_held={reason}",
        )
        for reason, label in HELD_LABELS.items()
    ),
    *map(reached, REACH),
)


def in_list(records: PrisonerQuerySet, name: str, user: User) -> PrisonerQuerySet:
    """Narrow a list of people to those that an entry counts; to nobody where it is not for this user."""
    entry = next((each for each in BY_NAME if each.name == name and each.is_for(user)), None)
    return records.filter(pk__in=entry.rows(user).values("pk")) if entry else records.none()


def titles_for(user: User) -> list[tuple[str, Any]]:
    """Return [(name, title)] of the entries to which the list of people can be narrowed."""
    return [(each.name, each.title) for each in BY_NAME if each.is_for(user)]
