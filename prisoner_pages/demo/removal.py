"""Removing what the demo invented. Real partners, places, campaigns and imported people stay."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ModelLogEntry, PageLogEntry

from home.models import SiteImage
from prisoner_pages.demo.accounts import DEMO_GROUP, demo_accounts
from prisoner_pages.demo.places import invented_facilities
from prisoner_pages.models import CampaignPage, Prisoner, PrisonerPage


def remove_people():
    """Delete the invented people with their stories, pictures, bases and audit entries."""
    for record in Prisoner.objects.filter(invented=True):
        _remove_person(record)
    _forget_recipients()


@transaction.atomic
def _remove_person(record):
    for image in SiteImage.objects.filter(subjects__prisoner=record):
        image.delete()
    pages = list(PrisonerPage.objects.filter(prisoner=record))
    for page in pages:
        page.delete()
    PageLogEntry.objects.filter(page_id__in=[page.pk for page in pages]).delete()
    entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Prisoner))
    entries.filter(object_id=str(record.pk)).delete()
    record.delete()
