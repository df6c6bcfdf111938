"""Opening a partner's workspace: groups, collection, section and rights, equal in every locale."""

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
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
from home.staff.actions.groups import complete_group, permissions
from home.staff.roles import ON_PAGES, ON_PICTURES, Role, RoleKind, permissions_of, roles_of
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Partner, PartnerApprovalTask, PartnerIndexPage, PartnerPage, Prisoner
from prisoner_pages.partners.read_models.overview import address_taken
from prisoner_pages.permissions.partners import is_coordinator, require

# Read by staff in the admin, whose first language is Ukrainian.
WORKFLOW_NAME = "Схвалення партнером"
TASK_NAME = "Схвалює інша людина цього партнера"


@transaction.atomic
def create_partner(*, slug: str, kind: str, name_uk: str, name_en: str, by: User | None) -> Partner:
    """Make a partner with a workspace, or complete the one of that slug; return it.

    Raises ValidationError for a person who names a partner that has one already, or is closed.
    Effects: a group a role, a collection, a live section in each open locale, all with their rights.
    """
    require(by is None or is_coordinator(by))
    said = {"kind": kind, "name_uk": name_uk, "name_en": name_en, "added_by": None}
    partner, _created = Partner.objects.get_or_create(slug=slug, defaults=said)
    if by:
        _require_none_yet(partner)
    if partner.collection is None:
        # Somebody may have added it to name it in an event: their words, and shown there alone.
        for name, value in said.items():
            setattr(partner, name, value)
    partner.collection = partner.collection or _collection(partner)
    for role in roles_of(RoleKind.PARTNER):
        own = getattr(partner, role.group)
        group = group_of(role, own.name if own else f"{slug}: {role.group}")
        setattr(partner, role.group, group)
        _give_collection(group, partner.collection, role)
    partner.save()
    open_workflow()
    _open_sections(partner, by)
    if by:
        log_record(partner, "open_partner", by=by)
    return partner


@transaction.atomic
def add_partner(*, slug: str, kind: str, name_uk: str, name_en: str, by: User | None) -> Partner:
    """Make a partner without a workspace, for campaigns and events to name; return it.

    Raises ValidationError where the address is taken.
    """
    require(by is None or is_coordinator(by))
    said = {"kind": kind, "name_uk": name_uk, "name_en": name_en}
    partner, created = Partner.objects.get_or_create(slug=slug, defaults=said)
    if not created:
        raise address_taken(partner)
    log_record(partner, "add_partner", by=by)
    return partner


def _require_none_yet(partner: Partner) -> None:
    if partner.closed_on:
        raise ValidationError(_("The partner is closed: open it again first."))
    if partner.collection_id:
        raise address_taken(partner)


def group_of(role: Role, name: str = "") -> Group:
    """Return the group that gives the role, made or completed; at a partner it has a `name` of its own.

    One for the whole site has its rights on all pages and pictures.
    """
    group = complete_group(name or role.group, permissions_of(role))
    if role.kind == RoleKind.ACCOUNT:
        _give_collection(group, Collection.get_first_root_node(), role)
        _give_page(group, Page.get_first_root_node(), role)
    return group


def make_groups() -> None:
    """Make the groups for accounts that work for the whole site.

    One that is there under such a name stays as it is: in another project its people may be anybody.
    """
    there = set(Group.objects.values_list("name", flat=True))
    for role in roles_of(RoleKind.ACCOUNT):
        if role.group and role.group not in there:
            group_of(role)


def give_section_rights(section: PartnerPage) -> None:
    """Give the partner's groups their rights on its section; every locale's section has the same."""
    for role in roles_of(RoleKind.PARTNER):
        if group := getattr(section.partner, role.group):
            _give_page(group, section, role)


@transaction.atomic
def open_workflow() -> Workflow:
    """Attach the one workflow to the partners' sections of each locale and to records; return it."""
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task, _created = PartnerApprovalTask.objects.get_or_create(name=TASK_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    record = ContentType.objects.get_for_model(Prisoner)
    WorkflowContentType.objects.get_or_create(content_type=record, defaults={"workflow": workflow})
    for index in PartnerIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=index.page_ptr, defaults={"workflow": workflow})
    return workflow


def _open_sections(partner: Partner, by: User | None) -> None:
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


def _collection(partner: Partner) -> Collection:
    return Collection.get_first_root_node().add_child(instance=Collection(name=partner.name_uk))


def _give_collection(group: Group, collection: Collection, role: Role) -> None:
    for permission in permissions(permissions_of(role, ON_PICTURES)):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _give_page(group: Group, page: Page, role: Role) -> None:
    for permission in permissions(permissions_of(role, ON_PAGES)):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
