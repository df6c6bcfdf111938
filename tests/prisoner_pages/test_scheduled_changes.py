"""Pages of the site change at an hour set before, and nothing of a partner does."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page, Revision

from home.models import HomePage, StandardPage
from home.pages.actions.schedule import follow_schedule, something_is_due
from prisoner_pages.models import PrisonerPage
from tests.factories.partners import logged_in
from tests.prisoner_pages.editor_world import address, edit, people, record, site_page, story, zmina
from tests.tiers import LONG

__all__ = ["people", "record", "site_page", "story", "zmina"]
pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_page_of_the_site_changes_at_its_hour_and_not_before(site_page):
    site_page.save_revision().publish()
    page, then = StandardPage.objects.get(pk=site_page.pk), timezone.now() + timedelta(hours=2)
    page.title, page.go_live_at = "Про нас усіх", then
    page.save_revision().publish()
    assert not something_is_due()
    follow_schedule()
    assert Page.objects.get(pk=site_page.pk).title == "Про нас"

    with time_machine.travel(then + timedelta(minutes=1)):
        assert something_is_due()
        follow_schedule()

    assert Page.objects.get(pk=site_page.pk).title == "Про нас усіх"
    assert not something_is_due()


@pytest.mark.both_databases
def test_a_page_of_the_site_is_taken_down_at_its_hour(site_page):
    site_page.expire_at = timezone.now() + timedelta(hours=1)
    site_page.save_revision().publish()
    follow_schedule()
    assert Page.objects.get(pk=site_page.pk).live

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        follow_schedule()

    page = Page.objects.get(pk=site_page.pk)
    assert (page.live, page.expired) == (False, True)


def test_a_page_that_is_public_without_a_draft_is_not_taken_down_to_wait_for_one(site_page, people):
    client = logged_in(people["coordinator"])
    assert "go_live_at" not in client.get(address(site_page, "edit")).context["form"].fields

    site_page.save_revision().publish()

    assert "go_live_at" in client.get(address(site_page, "edit")).context["form"].fields


def test_one_page_that_cannot_be_published_holds_up_no_other(site_page, monkeypatch):
    past = timezone.now() - timedelta(minutes=1)
    broken = HomePage.objects.get().save_revision(approved_go_live_at=past)
    site_page.title = "Про нас усіх"
    site_page.save_revision(approved_go_live_at=past)
    publish = Revision.publish

    def fail(revision, **how):
        if revision.pk == broken.pk:
            raise ValueError
        publish(revision, **how)

    monkeypatch.setattr(Revision, "publish", fail)

    with pytest.raises(Exception, match="1 of 2"):
        follow_schedule()

    assert Page.objects.get(pk=site_page.pk).title == "Про нас усіх"


def test_no_clock_shows_or_takes_down_a_page_of_a_partner(story, people):
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    form = logged_in(people["editor"]).get(address(story, "edit")).context["form"]
    edit(people["editor"], story, go_live_at=tomorrow, expire_at=tomorrow)
    past = timezone.now() - timedelta(minutes=1)
    story.intro = "НОВЕ"
    story.save_revision(approved_go_live_at=past)
    Page.objects.filter(pk=story.pk).update(expire_at=past)  # as older releases let people set it

    follow_schedule()

    page = PrisonerPage.objects.get(pk=story.pk)
    assert not {"go_live_at", "expire_at"} & form.fields.keys()
    assert not something_is_due() and page.live and page.intro != "НОВЕ"


@pytest.mark.full(LONG)
def test_a_record_is_public_when_it_is_approved_and_not_by_a_clock(record, people):
    form = logged_in(people["moderator"]).get(address(record, "edit")).context["form"]

    assert not {"go_live_at", "expire_at"} & form.fields.keys()
