"""A page or record takes no file, page or person of another partner, whatever field carries it."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import SiteImage
from prisoner_pages.models import CampaignPage, EventPage, PartnerPage, PrisonerPage
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
CHILDREN = ["other_names", "charges", "sentences", "case_events", "detentions", "sources"]


@pytest.fixture
def world():
    open_locales("uk")
    return {"own": open_partner("zmina"), "foreign": open_partner("pen")}


@pytest.fixture
def client(world):
    return logged_in(employ_editor(world["own"]))


SECRET = "Канарка"


def section(partner):
    return PartnerPage.objects.get(partner=partner)


def image_of(partner):
    return SiteImage.objects.create(
        title="знімок", collection=partner.collection, file=ContentFile(picture_bytes(), name="x.jpg")
    )


def page_of(partner, page_class, **fields):
    page = page_class(
        title=f"{partner.slug} {page_class.__name__}",
        slug=f"{partner.slug}-{page_class.__name__.lower()}",
        live=False,
        **fields,
    )
    return section(partner).add_child(instance=page)


def edit_page(client, page, **fields):
    data = {"title": page.title, "slug": page.slug, "body": streamfield([]), "date_precision": "day"}
    data |= {"start_precision": "day", "observance": "", "participations": inline_formset([])}
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data({**data, **fields})
    )


def edit_record(client, record, **fields):
    data = {
        "name_uk": record.name_uk,
        "birth_precision": "day",
        "status": record.status,
        "status_since_precision": "day",
        "mail_status": "unknown",
        **{name: inline_formset([]) for name in CHILDREN},
    }
    address = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk])
    return client.post(address, nested_form_data({**data, **fields}))


@pytest.mark.parametrize("whose, status", [("own", 302), ("foreign", 200)])
def test_a_photo_of_an_event_is_ones_own(client, world, whose, status):
    page = page_of(world["own"], EventPage)

    assert edit_page(client, page, photo=image_of(world[whose]).pk).status_code == status


@pytest.mark.parametrize("whose, status", first_of([("own", 302), ("foreign", 200)]))
def test_a_photo_of_a_record_is_ones_own(client, world, whose, status):
    record = PrisonerFactory(partner=world["own"], stories=[])

    assert edit_record(client, record, photo=image_of(world[whose]).pk).status_code == status


@pytest.mark.parametrize("whose, status", [("own", 302), ("foreign", 200)])
def test_a_picture_in_a_story_is_ones_own(client, world, whose, status):
    record = PrisonerFactory(partner=world["own"], stories=["uk"])
    story = PrisonerPage.objects.get(prisoner=record)
    picture = {"image": {"image": image_of(world[whose]).pk, "decorative": "on"}, "caption": ""}

    answer = edit_page(client, story, body=streamfield([("picture", picture)]))

    assert answer.status_code == status


@pytest.mark.parametrize("whose, status", [("own", 302), ("foreign", 200)])
def test_a_link_in_a_text_leads_to_ones_own_draft_only(client, world, whose, status):
    page, target = page_of(world["own"], EventPage), page_of(world[whose], CampaignPage)
    text = rich_text(f'<p><a linktype="page" id="{target.pk}">тут</a></p>')

    answer = edit_page(client, page, body=streamfield([("paragraph", text)]))

    assert answer.status_code == status


@pytest.mark.parametrize("whose, status", [("own", 302), ("foreign", 200)])
def test_an_event_belongs_to_ones_own_draft_campaign_only(client, world, whose, status):
    page, campaign = page_of(world["own"], EventPage), page_of(world[whose], CampaignPage)

    assert edit_page(client, page, campaign=campaign.pk).status_code == status


@pytest.mark.full(LONG)
def test_a_campaign_names_public_people_of_others_and_no_draft(client, world):
    page = page_of(world["own"], CampaignPage)
    draft = PrisonerFactory(partner=world["foreign"], live=False, name_uk="Чернетка Канарка", stories=[])
    public = PrisonerFactory(partner=world["foreign"], stories=[])

    assert edit_page(client, page, recipients=draft.pk).status_code == 200
    assert edit_page(client, page, recipients=public.pk).status_code == 302
    assert "Канарка" not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_a_story_keeps_its_record_and_its_address(client, world):
    record, other = PrisonerFactory(partner=world["own"]), PrisonerFactory(partner=world["foreign"])
    story = PrisonerPage.objects.get(prisoner=record)

    edit_page(client, story, prisoner=other.pk, slug=other.slug)

    draft = PrisonerPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert (draft.prisoner, draft.slug) == (record, record.slug)


def test_a_story_is_not_copied(client, world):
    story = PrisonerPage.objects.get(prisoner=PrisonerFactory(partner=world["own"]))

    client.post(
        reverse("wagtailadmin_pages:copy", args=[story.pk]),
        {"new_title": "x", "new_slug": "x", "new_parent_page": section(world["own"]).pk},
    )

    assert PrisonerPage.objects.count() == 1


@pytest.mark.full(LONG)
def test_what_is_refused_is_not_named_in_the_form_that_comes_back(client, world):
    """Else whoever counts through the numbers reads the titles of all that others keep in drafts."""
    image, campaign = image_of(world["foreign"]), page_of(world["foreign"], CampaignPage)
    SiteImage.objects.filter(pk=image.pk).update(title=SECRET)
    CampaignPage.objects.filter(pk=campaign.pk).update(title=SECRET, draft_title=SECRET)
    page = page_of(world["own"], EventPage)
    record = PrisonerFactory(partner=world["own"], stories=[])

    answers = [
        edit_page(client, page, photo=image.pk),
        edit_page(client, page, photo=f" 0{image.pk}"),
        edit_page(client, page, campaign=campaign.pk),
        edit_record(client, record, photo=image.pk),
    ]

    for answer in answers:
        assert answer.status_code == 200
        assert SECRET not in answer.text and SECRET.encode("unicode-escape").decode() not in answer.text
