"""Opening a partner's workspace: groups, collection, section and rights, equal in every locale."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.models import Partner, PartnerApprovalTask, PartnerIndexPage, PartnerPage, Prisoner

# Read by staff in the admin, whose first language is Ukrainian.
WORKFLOW_NAME = "Схвалення партнером"
TASK_NAME = "Схвалює інша людина цього партнера"

WORDS = ["occupation", "interest", "topic", "casegroup", "chargearticle", "place"]

# Nobody in a partner holds `publish_…`: approval publishes (prisoner_pages.stories.actions.approval).
EDITOR_RIGHTS = [
    "wagtailadmin.access_admin",
    "prisoner_pages.add_prisoner",
    "prisoner_pages.change_prisoner",
    "prisoner_pages.view_facility",
    "prisoner_pages.view_figure",
    *(f"prisoner_pages.add_{word}" for word in WORDS),
]
FRONT_END_RIGHTS = [f"prisoner_pages.{act}_frontend" for act in ("add", "change", "view")]
MODERATOR_RIGHTS = [
    *EDITOR_RIGHTS,
    *FRONT_END_RIGHTS,
    "prisoner_pages.lock_prisoner",
    "prisoner_pages.unlock_prisoner",
    "prisoner_pages.access_private",
]
COORDINATOR_RIGHTS = [
    "wagtailadmin.access_admin",
    "prisoner_pages.all_partners",
    *FRONT_END_RIGHTS,
    "translation.change_localerole",
    "prisoner_pages.add_prisoner",
    "prisoner_pages.change_prisoner",
    "prisoner_pages.view_partner",
    "prisoner_pages.change_partner",
    "prisoner_pages.add_facility",
    "prisoner_pages.change_facility",
    "prisoner_pages.view_facility",
    "prisoner_pages.add_figure",
    "prisoner_pages.view_figure",
    *(f"translation.{act}_glossaryterm" for act in ("add", "change", "delete", "view")),
    "translation.change_translationsettings",
    # The lists of moderation, not the letters: those are opened by a seat at a desk alone.
    *(f"letters.{act}_watchedword" for act in ("add", "change", "delete", "view")),
    *(f"letters.{act}_reasonchip" for act in ("add", "change", "view")),
    *(f"prisoner_pages.{act}_{word}" for act in ("add", "change", "publish") for word in WORDS),
]
AUDITOR_RIGHTS = [
    "wagtailadmin.access_admin",
    "translation.view_glossaryterm",
    "letters.audit_letters",
    *(f"prisoner_pages.view_{model}" for model in ("partner", "facility", "figure")),
]
SECTION_RIGHTS = {
    "editors": ["add_page", "change_page"],
    "moderators": ["add_page", "change_page", "lock_page", "unlock_page"],
}
SITE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
COLLECTION_RIGHTS = ["add_image", "change_image", "choose_image"]


@transaction.atomic
def create_partner(*, slug, kind, name_uk, name_en, by):
    """Make a partner with a workspace, or complete the one of that slug; return it.

    Effects: two groups, a collection, a live section in each open locale, all with their rights.
    """
    partner, _created = Partner.objects.get_or_create(
        slug=slug, defaults={"kind": kind, "name_uk": name_uk, "name_en": name_en}
    )
    partner.editors = partner.editors or _group(f"{slug}: editors")
    partner.moderators = partner.moderators or _group(f"{slug}: moderators")
    partner.collection = partner.collection or _collection(partner)
    partner.save()
    _give(partner.editors, EDITOR_RIGHTS)
    _give(partner.moderators, MODERATOR_RIGHTS)
    for group in (partner.editors, partner.moderators):
        _give_collection(group, partner.collection)
    open_workflow()
    _open_sections(partner, by)
    return partner


def coordinators_group():
    """Return the group of those who work for all partners, made or completed."""
    group = _group("coordinators")
    _give(group, COORDINATOR_RIGHTS)
    _give_collection(group, Collection.get_first_root_node())
    _give_page(group, Page.get_first_root_node(), SITE_RIGHTS)
    return group


def auditors_group():
    """Return the group of those who look and change nothing, made or completed."""
    group = _group("auditors")
    _give(group, AUDITOR_RIGHTS)
    return group


def give_section_rights(section):
    """Give the partner's groups their rights on its section; every locale's section has the same."""
    for role, rights in SECTION_RIGHTS.items():
        if group := getattr(section.partner, role):
            _give_page(group, section, rights)


@transaction.atomic
def open_workflow():
    """Attach the one workflow to the partners' sections of each locale and to records; return it."""
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task, _created = PartnerApprovalTask.objects.get_or_create(name=TASK_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    record = ContentType.objects.get_for_model(Prisoner)
    WorkflowContentType.objects.get_or_create(content_type=record, defaults={"workflow": workflow})
    for index in PartnerIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=index.page_ptr, defaults={"workflow": workflow})
    return workflow


def _open_sections(partner, by):
    index = PartnerIndexPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if index is None:
        return
    section = PartnerPage.objects.filter(partner=partner, locale=index.locale).first()
    if section is None:
        section = PartnerPage(title=partner.name_uk, slug=partner.slug, partner=partner, locale=index.locale)
        index.add_child(instance=section)
    for home in HomePage.objects.exclude(locale=index.locale_id).select_related("locale"):
        if not section.has_translation(home.locale):
            name = partner.name_in(home.locale.language_code)
            place_story(section, locale=home.locale, fields={"title": name}, by=by, live=home.live)
    for each in PartnerPage.objects.filter(partner=partner):
        give_section_rights(each)


def _group(name):
    return Group.objects.get_or_create(name=name)[0]


def _collection(partner):
    return Collection.get_first_root_node().add_child(instance=Collection(name=partner.name_uk))


def _give(group, rights):
    wanted = Permission.objects.none()
    for right in rights:
        label, codename = right.split(".")
        wanted |= Permission.objects.filter(content_type__app_label=label, codename=codename)
    group.permissions.add(*wanted)


def _give_collection(group, collection):
    for codename in COLLECTION_RIGHTS:
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _give_page(group, page, rights):
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
