"""Who organises, hosts and takes part: typed into the form of the page, approved with it, and shown."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.translation.core.actions.text_entry import place_story
from prisoner_pages.models import CampaignPage, EventPage, Participation, Partner
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PartnerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

KINDS = {"campaign": CampaignPage, "event": EventPage}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def pages(zmina):
    campaign = a_campaign([], languages=("uk", "en"))
    Participation.objects.all().delete()
    return {"campaign": campaign, "event": an_event(campaign, languages=("uk", "en"))}


@standing
def embassy(zmina):
    return PartnerFactory(slug="embassy", name_uk="Посольство", name_en="Embassy")


@pytest.fixture
def editor(zmina):
    return employ_editor(zmina)


@pytest.fixture
def moderator(zmina):
    return employ_moderator(zmina)


def part(partner, role, **more):
    return {"partner": partner.pk, "role": role, "name_then": "", "from_date": "", "to_date": "", **more}


def submit(user, page, parts, initial=0):
    data = {
        "title": page.title,
        "slug": page.slug,
        "intro": page.intro,
        "body": streamfield([]),
        "start_precision": "day",
        "date_precision": "day",
        "date": "2026-02-26",
        "start": "2025-12-01",
        "participations": inline_formset(parts, initial=initial),
        "action-submit": "1",
    }
    if page.slug == "evening":
        data |= {"place": page.place, "campaign": page.campaign_id}
    return logged_in(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data))


def approve(user, page):
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    logged_in(user).post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))


def shown(client, page, language):
    """Return the words of the page, without what is said in its markup."""
    root = page.address_root
    return client.get(f"/{language}/{root}/{page.slug}/").content.decode()


def told(client, page, language):
    answer = client.get(f"/api/v1/{page.address_root}/{page.slug}", {"locale": language}).json()["item"]
    return [(each["role"]["code"], each["name"]["text"]) for each in answer["taking_part"]]


@pytest.mark.full(LONG)
@pytest.mark.parametrize("kind", first_of(KINDS))
def test_what_an_editor_enters_is_shown_once_a_colleague_approves(
    kind, pages, editor, moderator, zmina, embassy, client
):
    page = pages[kind]
    parts = [part(embassy, "participant"), part(zmina, "organiser", name_then="Центр ZMINA")]

    assert submit(editor, page, parts).status_code == 302
    assert "Посольство" not in shown(client, page, "uk")
    approve(moderator, page)

    assert told(client, page, "uk") == [("organiser", "Центр ZMINA"), ("participant", "Посольство")]
    assert told(client, page, "en") == [("organiser", "Центр ZMINA"), ("participant", "Embassy")]
    assert "Посольство" in shown(client, page, "uk")
    assert "Embassy" in shown(client, page, "en")
    assert Participation.objects.count() == 2


def test_the_name_then_outlives_a_new_name(pages, editor, moderator, embassy, client):
    submit(editor, pages["event"], [part(embassy, "host", name_then="Посольство Чехії")])
    approve(moderator, pages["event"])

    Partner.objects.filter(pk=embassy.pk).update(name_uk="Нова назва")

    assert told(client, pages["event"], "uk") == [("host", "Посольство Чехії")]


def test_who_is_taken_out_is_gone_in_every_language(pages, editor, moderator, zmina, embassy, client):
    event = pages["event"]
    for partner in (zmina, embassy):
        Participation.objects.create(partner=partner, event=event, role="host")
    rows = [
        {**part(row.partner, row.role), "id": row.pk, "DELETE": "on" if row.partner == embassy else ""}
        for row in Participation.objects.order_by("pk")
    ]

    submit(editor, event, rows, initial=2)
    approve(moderator, event)

    assert [role for role, _name in told(client, event, "en")] == ["host"]
    assert "Посольство" not in shown(client, event, "uk")


@pytest.mark.parametrize(
    "wrong",
    first_of(
        [
            [{"role": "guest"}],
            [{"partner": "999999"}],
            [{"partner": "", "name_then": "Посольство"}],
            [{}, {}],
            [{"from_date": "2026-02-27", "to_date": "2026-02-26"}],
        ]
    ),
)
def test_what_cannot_be_is_refused_at_the_form(wrong, pages, editor, embassy):
    parts = [part(embassy, "host") | more for more in wrong]

    answer = submit(editor, pages["event"], parts)

    assert answer.status_code == 200
    assert not answer.context["form"].formsets["participations"].is_valid()
    assert not Participation.objects.exists()


def test_another_partners_editor_and_moderator_change_nothing(pages, embassy, zmina):
    pen = open_partner("pen")

    for user in (employ_editor(pen), employ_moderator(pen)):
        submit(user, pages["event"], [part(embassy, "host")])

    assert not Participation.objects.exists()
    assert not EventPage.objects.get(pk=pages["event"].pk).has_unpublished_changes


def test_a_partner_of_a_draft_alone_is_on_no_list(pages, embassy, client):
    hidden = an_event(pages["campaign"], languages=["uk"], slug="hidden", live=False)
    Participation.objects.create(partner=embassy, event=hidden, role="host")

    assert "Посольство" not in client.get("/uk/partners/").content.decode()
    EventPage.objects.filter(pk=hidden.pk).update(live=True)
    assert embassy in Partner.objects.taking_part()


def test_the_pages_of_other_languages_have_no_rows_of_their_own(pages, embassy):
    Participation.objects.create(partner=embassy, event=pages["event"], role="host")

    place_story(pages["event"], locale="en", fields={"intro": "An evening."}, by=None, live=True)

    assert Participation.objects.get().event == pages["event"]
