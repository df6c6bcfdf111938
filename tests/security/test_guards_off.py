"""Each guard between partners, turned off once: what it keeps closed must open."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from home.models import SiteImage
from prisoner_pages import middleware
from prisoner_pages.models import PartnerApprovalTask, Prisoner, PrisonerPage, section
from prisoner_pages.models.section import ApprovedRevisions
from prisoner_pages.permissions.partners import PartnerPolicy
from prisoner_pages.records.forms import own_files, records
from prisoner_pages.records.viewsets import guarded, people
from tests.security import partner_world
from tests.security.partner_world import CANARY, FINDABLE
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def world():
    return partner_world.build()


@standing
def stranger(world, client):
    client.force_login(world.editor)
    return client


def shown(response):
    return CANARY in b"".join(response).decode(errors="replace")


def record_url(name, world):
    return reverse(f"wagtailsnippets_prisoner_pages_prisoner:{name}", args=[world.live_record.pk])


def test_the_gate_keeps_a_draft_story_from_the_page_chooser(world, stranger, monkeypatch):
    address = reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={world.draft_story.pk}"
    assert stranger.get(address).status_code == 403

    monkeypatch.setattr(middleware, "GATES", {})

    assert shown(stranger.get(address))


def test_the_gate_keeps_titles_of_drafts_from_the_explorer(world, stranger, monkeypatch):
    address = reverse("wagtailadmin_explore", args=[world.draft_story.pk])
    assert stranger.get(address).status_code == 403

    monkeypatch.setattr(middleware, "GATES", {})

    assert shown(stranger.get(address))


def test_the_row_guard_keeps_the_history_of_a_record(world, stranger, monkeypatch):
    assert stranger.get(record_url("history", world)).status_code == 302

    def unguarded(view, *args, **kwargs):
        return super(guarded.InstanceGuardMixin, view).get_object(*args, **kwargs)

    monkeypatch.setattr(guarded.InstanceGuardMixin, "get_object", unguarded)
    monkeypatch.setattr(PartnerPolicy, "user_has_permission_for_instance", has_model_permission)

    assert stranger.get(record_url("history", world)).status_code == 200


def has_model_permission(policy, user, action, instance):
    return policy.user_has_permission(user, action)


def test_the_policy_keeps_records_from_the_list(world, stranger, monkeypatch):
    address = reverse("wagtailsnippets_prisoner_pages_prisoner:list")
    assert not shown(stranger.get(address))

    monkeypatch.setattr(
        PartnerPolicy,
        "instances_user_has_any_permission_for",
        ModelPermissionPolicy.instances_user_has_any_permission_for,
    )

    assert shown(stranger.get(address))


def test_the_chooser_offers_no_foreign_draft(world, stranger, monkeypatch):
    address = reverse("wagtailsnippetchoosers_prisoner_pages_prisoner:choose") + f"?q={FINDABLE}"
    assert not shown(stranger.get(address))

    monkeypatch.setattr(people, "records_for", lambda user: Prisoner.objects.all())

    assert shown(stranger.get(address))


def test_the_form_offers_no_draft_word(world, stranger, monkeypatch):
    address = reverse("wagtailsnippets_prisoner_pages_prisoner:add")
    assert not shown(stranger.get(address))

    monkeypatch.setattr(records, "words_for", lambda model: model.objects.all())

    assert shown(stranger.get(address))


def test_the_form_takes_no_foreign_image(world, monkeypatch):
    form_class = PrisonerPage.get_edit_handler().get_form_class()
    assert issubclass(form_class, own_files.OwnFilesMixin)
    assert not own_files.OFFERED[SiteImage](world.editor).filter(pk=world.image.pk).exists()

    monkeypatch.setitem(own_files.OFFERED, SiteImage, lambda user: SiteImage.objects.all())

    assert own_files.OFFERED[SiteImage](world.editor).filter(pk=world.image.pk).exists()


def test_the_section_withholds_publication_from_administrators(world, monkeypatch, django_user_model):
    admin = django_user_model.objects.create_superuser("admin")
    assert not world.live_story.permissions_for_user(admin).can_publish()

    monkeypatch.setattr(
        section.SectionPermissionTester, "can_publish", section.PagePermissionTester.can_publish
    )

    assert world.live_story.permissions_for_user(admin).can_publish()


def test_the_policy_withholds_publication_of_records_from_administrators(monkeypatch, django_user_model):
    admin = django_user_model.objects.create_superuser("admin")
    policy = policy_registry.get_by_type(Prisoner)
    assert not policy.user_has_permission(admin, "publish")

    monkeypatch.setattr(PartnerPolicy, "withheld", frozenset())

    assert policy.user_has_permission(admin, "publish")


def test_the_task_keeps_a_moderator_from_their_own_edit(world, monkeypatch):
    world.live_story.save_revision(user=world.other_moderator)
    state = TaskState.objects.get(pk=world.page_task.pk)
    task = PartnerApprovalTask.objects.get()
    assert not task.may_approve(world.live_story, world.other_moderator)

    monkeypatch.setattr("prisoner_pages.models.workflow.edited_since_publication", lambda *args: False)

    assert task.may_approve(world.live_story, world.other_moderator)
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_an_approved_revision_is_kept_from_being_overwritten(world, monkeypatch):
    record = world.own_record
    record.save_revision(user=world.moderator).publish(user=world.moderator, skip_permission_checks=True)
    record = Prisoner.objects.get(pk=record.pk)
    approved = record.latest_revision
    assert record.save_revision(user=world.moderator, overwrite_revision=approved) != approved

    monkeypatch.delattr(ApprovedRevisions, "save_revision")

    latest = Prisoner.objects.get(pk=record.pk).latest_revision
    assert record.save_revision(user=world.moderator, overwrite_revision=latest) == latest
