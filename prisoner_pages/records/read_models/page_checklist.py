"""What a story, a campaign or an event still lacks to be published, each with where it is mended."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from prisoner_pages.choices import ParticipationRole
from prisoner_pages.models import CampaignPage, EventPage, PrisonerPage
from prisoner_pages.models.workflow import stops_of
from prisoner_pages.records.read_models.checklist import Missing

# Field -> what is said where it is empty; in the order of the form.
EMPTY: dict[Any, dict[str, Any]] = {
    PrisonerPage: {
        "intro": gettext_lazy("Say in short who this person is."),
        "body": gettext_lazy("Write the story."),
    },
    CampaignPage: {
        "intro": gettext_lazy("Say in short what the campaign is for."),
        "start": gettext_lazy("Write the first day."),
    },
    EventPage: {
        "intro": gettext_lazy("Say in short what it is."),
        "date": gettext_lazy("Write the day."),
        "place": gettext_lazy("Write the place."),
    },
}
HOLDERS = (ParticipationRole.ORGANISER, ParticipationRole.HOST)


def missing_of(page: Any) -> list[Missing]:
    """Return it of the page as its draft has it; nothing of what is public as it stands."""
    if page.live and not page.has_unpublished_changes:
        return []
    return [*_empty(page), *OWN[type(page)](page), *_approval(page)]


def _empty(page: Any) -> Iterator[Missing]:
    for name, words in EMPTY[type(page)].items():
        if not getattr(page, name):
            # Of a text that is made of blocks Wagtail's script makes one element, and names it so.
            yield Missing(words, f"#id_{name}" if name != "body" else "#body-root")


def _of_story(story: PrisonerPage) -> Iterator[Missing]:
    record = story.prisoner
    if record.photo_id and not story.photo_alt:
        yield Missing(_("Describe the photo for those who cannot see it."), "#id_photo_alt")
    if not record.is_public:
        address = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk])
        yield Missing(_("The record of the person is not on the site yet."), address)


def _of_campaign(campaign: CampaignPage) -> Iterator[Missing]:
    yield from _holders(campaign)
    if not campaign.recipient_rule and not campaign.recipients.all():
        words = _("Choose for whom it is: people, or everybody of a place, a work, a case.")
        yield Missing(words, "#id_recipient_rule_0")


def _of_event(event: EventPage) -> Iterator[Missing]:
    yield from _holders(event)
    if event.photo_id and not event.photo_alt:
        yield Missing(_("Describe the photo for those who cannot see it."), "#id_photo_alt")


def _holders(page: CampaignPage | EventPage) -> Iterator[Missing]:
    if not any(part.role in HOLDERS for part in page.participations.all()):
        yield Missing(_("Name an organiser or a host."), "#id_participations-ADD")


def _approval(page: Any) -> Iterator[Missing]:
    if stops_of(page):
        yield Missing(
            _("Something on it endangers prisoners: change it, or whoever approves answers for it.")
        )
    if page.workflow_in_progress:
        yield Missing(_("Another person of the partner approves it."))
    else:
        yield Missing(_("Submit it for approval, by the button below."))


OWN: dict[Any, Callable[[Any], Iterator[Missing]]] = {
    PrisonerPage: _of_story,
    CampaignPage: _of_campaign,
    EventPage: _of_event,
}
