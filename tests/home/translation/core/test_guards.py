"""Every road to the public but the desk's is closed for a translation, to superusers as well."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Revision,
    Workflow,
    WorkflowTask,
)
from wagtail_localize.models import LocaleSynchronization, Translation

from home.models import HomePage, StandardPage
from home.translation.core.actions.detach import detach
from home.translation.core.actions.publish import NotReady
from home.translation.core.actions.text_entry import place_story
from home.translation.core.actions.units import save_draft
from home.translation.desk.read_models.work import translations_of
from home.translation.models import DeskTranslation
from home.translation.permissions import NotYours
from prisoner_pages.models import Occupation
from tests.factories.desk import block, open_for, open_site, publish, source_page, translate_all, units_of
from tests.standing import standing

pytestmark = pytest.mark.django_db
STRANGE = "Approved by nobody"


@pytest.fixture
def admin(django_user_model):
    return django_user_model.objects.create_superuser("admin")


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@standing
def site():
    open_site("en", "crh")


def word_source():
    word = Occupation(name="Тесля УКР", locale=Locale.objects.get(language_code="uk"), live=False)
    word.save()
    word.save_revision().publish()
    return Occupation.objects.get(pk=word.pk)


SOURCES = {
    "page": lambda: source_page([block("heading", "Розділ УКР")]),
    "word": word_source,
}


@pytest.fixture(params=["page", "word"])
def kind(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["enabled", "stopped"])
def translation(request, kind, site):
    """A translation that the desk has published; a strange draft and a strange revision lie ready."""
    (made,) = open_for(SOURCES[kind](), "en")
    translate_all(made)
    target = publish(made)
    unit = units_of(made).first()
    save_draft(unit, STRANGE, by=None, version=unit.version)
    for revision in target.revisions.all():
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, name_of(target): STRANGE})
    Translation.objects.filter(pk=made.pk).update(enabled=request.param)
    return Translation.objects.get(pk=made.pk)


def name_of(target):
    return "title" if isinstance(target, Page) else "name"


def target_of(translation):
    return translation.get_target_instance()


def said(translation):
    target = target_of(translation)
    return target.live, getattr(target, name_of(target))


def stock_publish(translation, admin):
    Translation.objects.filter(pk=translation.pk).update(enabled=True)
    translation.save_target(user=admin, publish=True)


def stock_draft(translation, admin):
    translation.save_target(user=admin, publish=False)


def save(translation, admin):
    target = target_of(translation)
    setattr(target, name_of(target), STRANGE)
    target.save()


def save_the_field(translation, admin):
    target = target_of(translation)
    setattr(target, name_of(target), STRANGE)
    target.save(update_fields=[name_of(target)])


def revise_and_publish(translation, admin):
    target = target_of(translation)
    setattr(target, name_of(target), STRANGE)
    target.save_revision(user=admin).publish(user=admin)


def publish_a_revision(translation, admin):
    target_of(translation).latest_revision.publish(user=admin)


def publish_by_schedule(translation, admin):
    target = target_of(translation)
    setattr(target, name_of(target), STRANGE)
    target.save_revision(user=admin, approved_go_live_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled")


def approve_in_a_workflow(translation, admin):
    target, workflow = target_of(translation), Workflow.objects.create(name="W")
    task = GroupApprovalTask.objects.create(name="T")
    task.groups.add(Group.objects.create(name="G"))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(target, admin)
    target.current_workflow_task_state.approve(user=admin)


ROADS = [
    stock_publish,
    stock_draft,
    save,
    save_the_field,
    revise_and_publish,
    publish_a_revision,
    publish_by_schedule,
]


def try_road(road, translation, admin):
    with transaction.atomic():
        road(translation, admin)


def test_no_road_but_the_desk_changes_what_is_public(translation, admin):
    before = said(translation)
    roads = [*ROADS, approve_in_a_workflow] if isinstance(target_of(translation), Page) else ROADS

    for road in roads:
        with pytest.raises(PermissionDenied):
            try_road(road, translation, admin)
        assert said(translation) == before, road.__name__


def test_with_the_guards_off_each_of_the_roads_is_open(translation, admin, monkeypatch):
    monkeypatch.setattr("home.translation.core.guards.check_live", lambda *args: None)
    monkeypatch.setattr("home.translation.core.guards.check_revision", lambda *args: None)
    before = said(translation)

    for road in ROADS:
        mark = transaction.savepoint()
        try_road(road, translation, admin)
        assert said(translation) != before, road.__name__
        transaction.savepoint_rollback(mark)


def test_with_the_guards_off_the_original_shows_in_the_other_language(
    site, admin, client, monkeypatch, django_capture_on_commit_callbacks
):
    page = source_page([block("heading", "Розділ УКР")])
    (translation,) = open_for(page, "en")

    def stands():
        return "Розділ УКР".encode() in client.get("/en/long-text/").content

    with pytest.raises(PermissionDenied):
        try_road(stock_publish, translation, admin)
    assert not stands()
    monkeypatch.setattr("home.translation.core.guards.check_live", lambda *args: None)
    monkeypatch.setattr("home.translation.core.guards.check_revision", lambda *args: None)
    with django_capture_on_commit_callbacks(execute=True):
        try_road(stock_publish, translation, admin)
    assert stands()


def test_forms_of_the_admin_lead_to_the_desk_and_save_nothing(translation, as_admin):
    before, target = said(translation), target_of(translation)
    is_page = isinstance(target, Page)
    name = "wagtailadmin_pages:edit" if is_page else "wagtailsnippets_prisoner_pages_occupation:edit"
    address = reverse(name, args=[target.pk])

    got = as_admin.get(address)
    sent = as_admin.post(address, {name_of(target): STRANGE, "action-publish": "1"})

    assert (got.status_code, got.url) == (302, reverse("translation_desk:editor", args=[translation.pk]))
    assert sent.status_code == 403
    assert said(translation) == before


def test_bulk_publishing_and_the_api_of_the_admin_publish_no_translation(site, as_admin):
    page = source_page([])
    target = place_story(page, locale="en", fields={"title": "Title"}, by=None, live=False)

    as_admin.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={target.pk}"
    )
    for action in ("publish", "copy_for_translation", "create_alias", "revert_to_page_revision"):
        answer = as_admin.post(
            reverse("wagtailadmin_api:pages:action", args=[target.pk, action]), {"locale": "crh"}
        )
        assert answer.status_code == 403

    assert not StandardPage.objects.exclude(pk=page.pk).filter(live=True).exists()


def test_no_alias_and_no_copy_enters_another_language(site, admin):
    page = source_page([])
    crh = Locale.objects.get(language_code="crh")
    count = Page.objects.count()

    for road in (
        lambda: LocaleSynchronization.objects.create(locale=crh, sync_from=page.locale),
        lambda: page.copy_for_translation(crh, alias=True),
        lambda: page.copy_for_translation(crh).save_revision().publish(),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            road()

    assert Page.objects.count() == count


def test_what_leaves_the_text_alone_works(translation, admin):
    target = target_of(translation)
    target.locked = True if isinstance(target, Page) else target.locked if hasattr(target, "locked") else None
    target.save()
    if isinstance(target, Page):
        other = source_page([], slug="other").get_parent().get_translation(target.locale)
        target.move(other, pos="first-child")
    target = target_of(translation)
    assert target.live

    target.unpublish()

    assert not target_of(translation).live


def test_a_page_of_its_own_is_edited_as_any(translation, admin):
    call_command("detach_translation", str(translation.pk), "--by", admin.username)

    try_road(revise_and_publish, translation, admin)

    assert said(translation) == (True, STRANGE)
    with pytest.raises(NotReady):
        publish(translation)
    assert not translations_of(admin).exists()
    assert (
        ModelLogEntry.objects.filter(action="translation.detach").count()
        + (PageLogEntry.objects.filter(action="translation.detach").count())
        == 1
    )


def test_only_a_superuser_makes_a_page_of_its_own(translation, django_user_model):
    with pytest.raises(NotYours):
        detach(translation, by=django_user_model.objects.create_user("leader"))
    with pytest.raises(CommandError):
        call_command("detach_translation", str(translation.pk), "--by", "leader")
    assert not DeskTranslation.objects.filter(is_detached=True).exists()


def test_a_text_beside_an_original_is_guarded_before_the_desk_knows_it(site, kind):
    source = SOURCES[kind]()
    field = name_of(source)
    target = place_story(source, locale="en", fields={field: "Title"}, by=None, live=True)
    assert not Translation.objects.exists()

    setattr(target, field, STRANGE)

    for save in (target.save, target.save_revision):
        with pytest.raises(PermissionDenied):
            save()


def test_the_source_language_and_pages_without_an_original_are_free(site):
    page = source_page([])
    page.title = "Інша УКР"
    page.save()
    own = StandardPage(title="Own", slug="own")
    HomePage.objects.get(locale__language_code="en").add_child(instance=own)
    own.title = "Another"
    own.save_revision().publish()

    assert StandardPage.objects.get(pk=own.pk).title == "Another"


def test_scheduling_is_refused_and_the_schedule_publishes_the_others(site, translation, admin):
    past = timezone.now() - timedelta(minutes=1)
    with pytest.raises(PermissionDenied), transaction.atomic():
        target_of(translation).save_revision(approved_go_live_at=past)
    page = source_page([], slug="due")
    page.title = "Нова УКР"
    page.save_revision(approved_go_live_at=past)

    call_command("publish_scheduled")

    assert StandardPage.objects.get(pk=page.pk).title == "Нова УКР"


def test_an_address_is_404_where_its_language_has_nothing_public(site, client):
    page = source_page([])
    (translation,) = open_for(page, "en")

    def status():
        return client.get("/en/long-text/").status_code

    never_submitted = client.get("/crh/long-text/").status_code
    draft = place_story(page, locale="en", fields={"title": "Title"}, by=None, live=False), status()
    translate_all(translation)
    publish(translation)
    assert (never_submitted, draft[1], status()) == (404, 404, 200)
    home = HomePage.objects.get(locale__language_code="en")
    HomePage.objects.filter(pk=home.pk).update(live=False)
    home_not_live = status()
    HomePage.objects.filter(pk=home.pk).update(live=True)
    translation.get_target_instance().unpublish()

    assert (home_not_live, status()) == (404, 404)
