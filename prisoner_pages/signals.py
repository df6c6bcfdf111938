"""Rights on sections, wherever a section comes from: an action, a locale opened later, a copy by Wagtail."""

from django.db.models.signals import post_save

from prisoner_pages.actions.partners import give_section_rights, open_workflow
from prisoner_pages.models import PartnerIndexPage, PartnerPage


def _on_section(instance, created, raw, **kwargs):
    if created and not raw:
        give_section_rights(instance)


def _on_index(created, raw, **kwargs):
    if created and not raw:
        open_workflow()


def connect():
    post_save.connect(_on_section, sender=PartnerPage, dispatch_uid="section rights")
    post_save.connect(_on_index, sender=PartnerIndexPage, dispatch_uid="section workflow")
