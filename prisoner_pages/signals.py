"""Rights on sections, wherever a section comes from (an action, a locale, Wagtail); mail about drafts; the
index of what the public site says.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from home.caching.read_models import tells_a_draft
from home.models import HomePage
from home.search.actions import forget_facts, index_languages, touch
from prisoner_pages.models import (
    CaseGroup,
    Consent,
    Facility,
    Interest,
    Occupation,
    PartnerIndexPage,
    PartnerPage,
    Place,
    Prisoner,
    PrisonerPage,
)
from prisoner_pages.partners.actions.workspaces import give_section_rights, open_workflow
from prisoner_pages.people.read_models.search_results import PAGE, PERSON
from prisoner_pages.search.read_models import INDEXED_PAGES
from prisoner_pages.stories.actions import approval_mail


def _on_section(instance: PartnerPage, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        give_section_rights(instance)


def _on_index(created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        open_workflow()


def connect() -> None:
    post_save.connect(_on_section, sender=PartnerPage, dispatch_uid="section rights")
    post_save.connect(_on_index, sender=PartnerIndexPage, dispatch_uid="section workflow")


def connect_mail() -> None:
    """Send our mail of drafts in place of Wagtail's, which names people and texts.

    Our app is ready before Wagtail's admin: under its own `dispatch_uid` the first receiver stays.
    """
    task_submitted.connect(approval_mail.tell_moderators, dispatch_uid="draft submitted")
    for signal, receiver, word in (
        (workflow_rejected, approval_mail.tell_requester_of_changes, "rejected"),
        (workflow_approved, approval_mail.tell_requester_of_approval, "approved"),
    ):
        signal.connect(
            receiver, sender=WorkflowState, dispatch_uid=f"workflow_state_{word}_email_notification"
        )


# --- The index of what the public site says -----------------------------------------------------------
# Words and places that many records share: how a record points at each.
SHARED = {
    Occupation: "occupations__translation_key",
    Interest: "interests__translation_key",
    CaseGroup: "cases__translation_key",
    Place: "home_place__translation_key",
}


NAMES_OF_PLACE = {"name_uk", "name_en", "name_ru", "kind", "town_uk", "town_en"}


def _record_changed(instance: Model, **how: Any) -> None:
    if not tells_a_draft(**how):
        touch(PERSON, [instance.pk if isinstance(instance, Prisoner) else instance.prisoner_id])  # type: ignore[attr-defined]


def _page_changed(instance: Model, **how: Any) -> None:
    """Any page class: Wagtail saves a page sometimes as itself, sometimes as a plain Page."""
    if not isinstance(instance, Page) or tells_a_draft(**how):
        return
    kind = instance.specific_class
    if kind is PrisonerPage:
        told = [instance.prisoner_id] if isinstance(instance, PrisonerPage) else _told_in(instance)
        touch(PERSON, told)
    elif kind in INDEXED_PAGES:
        touch(PAGE, [instance.pk])
    elif kind is HomePage:
        index_languages()


def _told_in(story: Page) -> Collection[int]:
    return PrisonerPage.objects.filter(pk=story.pk).values_list("prisoner_id", flat=True)


def _access_changed(instance: PageViewRestriction, **_kwargs: Any) -> None:
    below = instance.page.get_descendants(inclusive=True)
    touch(PAGE, below.values_list("pk", flat=True))
    touch(PERSON, PrisonerPage.objects.filter(pk__in=below).values_list("prisoner_id", flat=True))


def _word_changed(sender: type[Model], instance: Any, **how: Any) -> None:
    if not tells_a_draft(**how):
        _many_changed(Q(**{SHARED[sender]: instance.translation_key}))  # type: ignore[index]


def _place_changed(instance: Facility, update_fields: Collection[str] | None = None, **_kwargs: Any) -> None:
    """What is known of a place's post is no word that anybody is found by."""
    if update_fields is None or NAMES_OF_PLACE.intersection(update_fields):
        _many_changed(Q(facility=instance.pk))


def _many_changed(whose: Q) -> None:
    people = list(Prisoner.objects.filter(whose, live=True).values_list("pk", flat=True))
    if people:
        forget_facts(PERSON, people)


def connect_search() -> None:
    receivers: dict[type[Model], Callable[..., None]] = {
        Prisoner: _record_changed,
        Consent: _record_changed,
        PageViewRestriction: _access_changed,
        Facility: _place_changed,
        **dict.fromkeys(SHARED, _word_changed),
    }
    for signal in (post_save, post_delete):
        signal.connect(_page_changed, dispatch_uid="search pages")
        for sender, receiver in receivers.items():
            signal.connect(receiver, sender=sender, dispatch_uid=f"search {sender._meta.label}")
