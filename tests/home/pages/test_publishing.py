import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry

from home.models import HomePage, StandardPage
from home.pages.actions.indexing import deferred_indexing
from home.pages.actions.publishing import add_draft_page, add_public_page, keep_draft
from tests.factories.prisoner_pages import open_locales

pytestmark = pytest.mark.both_databases

TIMES = {"first_published_at", "last_published_at", "latest_revision_created_at"}
OWN = {"id", "page_ptr", "path", "slug", "url_path", "translation_key", "latest_revision", "live_revision"}


@pytest.fixture
def home(db):
    open_locales("uk")
    return HomePage.objects.get()


def new_page(slug):
    return StandardPage(title="Про нас", intro="Коротко.", slug=slug, live=False)


def state(page):
    page = StandardPage.objects.get(pk=page.pk)
    newest, public = page.latest_revision, page.live_revision
    fields = {field.name: getattr(page, field.name) for field in page._meta.concrete_fields}
    log = [
        (e.action, e.content_changed, e.revision == public) for e in PageLogEntry.objects.filter(page=page)
    ]
    return (
        {name: value for name, value in fields.items() if name not in TIMES | OWN},
        {name: fields[name] is not None for name in TIMES},
        (public == newest, page.revisions.count(), newest.user, newest.object_str),
        {
            k: v
            for k, v in newest.content.items()
            if k in ("title", "intro", "alias_of", "wagtail_admin_comments")
        },
        log,
    )


def test_page_public_from_the_start_is_what_three_steps_leave(home, django_user_model):
    user = django_user_model.objects.create_user("editor")
    stepwise, at_once = new_page("stepwise"), new_page("at-once")

    home.add_child(instance=stepwise)
    stepwise.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    add_public_page(home, at_once, by=user)

    assert state(at_once) == state(stepwise)
    assert at_once.live and not at_once.has_unpublished_changes


def test_draft_made_at_once_is_what_two_steps_leave(home, django_user_model):
    user = django_user_model.objects.create_user("editor")
    stepwise, at_once = new_page("stepwise"), new_page("at-once")

    home.add_child(instance=stepwise)
    stepwise.save_revision(user=user)
    add_draft_page(home, at_once, by=user)

    assert state(at_once) == state(stepwise)
    assert not at_once.live and at_once.has_unpublished_changes


def test_draft_kept_beside_what_is_public_is_what_saving_it_leaves(home, django_user_model):
    user = django_user_model.objects.create_user("editor")
    saved, kept = (add_public_page(home, new_page(slug), by=None) for slug in ("saved", "kept"))
    saved.intro = kept.intro = "Довше."

    saved.save_revision(user=user)
    keep_draft(kept, by=user)

    assert state(kept) == state(saved)
    assert StandardPage.objects.get(pk=kept.pk).intro == "Коротко."


@pytest.mark.parametrize("make", [add_public_page, add_draft_page])
def test_neither_a_taken_address_nor_an_empty_title_is_let_in(home, make):
    add_public_page(home, new_page("taken"), by=None)
    nameless = new_page("nameless")
    nameless.title = ""

    for page in (new_page("taken"), nameless):
        with pytest.raises(ValidationError):
            make(home, page, by=None)
    assert not Page.find_problems()[0] and home.get_children().filter(slug="nameless").count() == 0


def test_page_made_at_once_costs_far_fewer_queries(home):
    with deferred_indexing(StandardPage):
        with CaptureQueriesContext(connection) as stepwise:
            page = new_page("stepwise")
            home.add_child(instance=page)
            page.save_revision(user=None).publish(skip_permission_checks=True)
        with CaptureQueriesContext(connection) as at_once:
            add_public_page(home, new_page("at-once"), by=None)

    assert len(at_once) < len(stepwise) * 0.7, (len(at_once), len(stepwise))
