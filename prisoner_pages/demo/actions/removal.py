"""Removing what the demo invented. Real partners, places, campaigns and imported people stay."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import ModelLogEntry

from home.models import SiteImage
from home.search.actions import indexed_together
from home.translation.core.actions.purge import purge_text
from prisoner_pages.demo.actions.accounts import DEMO_GROUP, demo_accounts
from prisoner_pages.demo.actions.addresses import remove_addresses
from prisoner_pages.demo.actions.front_ends import remove_front_ends
from prisoner_pages.demo.actions.places import invented_facilities
from prisoner_pages.models import Announcement, CampaignPage, Facility, Prisoner, PrisonerPage
from prisoner_pages.pictures.actions import delete_public_pictures


def remove_content() -> None:
    """Remove invented people with everything attached to them, invented places, addresses, the demo accounts
    and the site on one's own machine.

    Letters to invented people must be gone before. A place that a real record names stays.
    """
    for campaign in CampaignPage.objects.filter(recipients__invented=True).distinct():
        _forget_recipients(campaign)
    for record in Prisoner.objects.filter(invented=True):
        _remove_person(record)
    Announcement.objects.filter(people=None).delete()
    for facility in invented_facilities().filter(prisoners__isnull=True):
        _remove_facility(facility)
    remove_addresses()
    remove_front_ends()
    demo_accounts().delete()
    Group.objects.filter(name=DEMO_GROUP).delete()


@transaction.atomic
def _forget_recipients(campaign: CampaignPage) -> None:
    campaign.recipients = list(campaign.recipients.filter(invented=False))
    campaign.save_revision().publish(skip_permission_checks=True)


@transaction.atomic
@indexed_together()
def _remove_person(record: Prisoner) -> None:
    delete_public_pictures(record)
    for image in SiteImage.objects.filter(subjects__prisoner=record).distinct():
        _forget_entries(image)
        image.delete()
    while page := PrisonerPage.objects.filter(prisoner=record).first():
        purge_text(page, by=None)
    _forget_entries(record)
    record.delete()


@transaction.atomic
@indexed_together()
def _remove_facility(facility: Facility) -> None:
    _forget_entries(facility)
    facility.delete()


def _forget_entries(thing: Model) -> None:
    """Delete the audit entries: they carry the name in their labels."""
    entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(type(thing)))
    entries.filter(object_id=str(thing.pk)).delete()
