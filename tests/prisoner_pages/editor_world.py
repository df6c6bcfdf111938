"""A partner's people at their forms of a record and a story, and of a page of the site."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage, StandardPage
from prisoner_pages.models import Prisoner, PrisonerPage
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

RECORDS = "wagtailsnippets_prisoner_pages_prisoner"


@standing
def zmina(db):
    open_locales("uk")
    return open_partner("zmina")


@standing
def people(zmina):
    """Whoever works here, by role."""
    return {
        "editor": employ_editor(zmina),
        "moderator": employ_moderator(zmina),
        "coordinator": employ_coordinator(),
    }


@standing
def record(zmina):
    return PrisonerFactory(partner=zmina)


@standing
def story(record):
    """A story that was approved once."""
    page = PrisonerPage.objects.get(prisoner=record)
    page.save_revision().publish()
    return PrisonerPage.objects.get(pk=page.pk)


def address(thing, name, *more):
    base = RECORDS if isinstance(thing, Prisoner) else "wagtailadmin_pages"
    return reverse(f"{base}:{name}", args=[thing.pk, *more])


def edit(user, story, **changed):
    data = nested_form_data(
        {"title": story.title, "intro": "НОВЕ", "body": streamfield([]), "slug": story.slug} | changed
    )
    return logged_in(user).post(address(story, "edit"), data)


@pytest.fixture
def site_page(zmina):
    page = StandardPage(title="Про нас", slug="about")
    HomePage.objects.get().add_child(instance=page)
    return page
