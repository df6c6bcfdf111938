"""Last year's campaign or event as a draft: nothing of that year alone, nobody hidden, nothing public."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from prisoner_pages.models import CampaignPage, EventPage, Figure, Participation
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales, write
from tests.factories.site_content import a_campaign, an_event, picture
from tests.standing import standing
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.full(RARE)]


def year():
    return timezone.localdate().year


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@pytest.fixture
def pages(zmina):
    """A campaign and an event of 2025, each with all that a form can say."""
    pen = open_partner("pen")
    people = [
        PrisonerFactory(partner=zmina, slug="shown"),
        PrisonerFactory(partner=pen, slug="hidden", live=False),
    ]
    campaign = a_campaign(
        people, languages=("uk", "en"), goal_letters=500, letters_counted=9, slug="lysty-2025"
    )
    write(campaign, title="Листи 2025", start=date(2025, 2, 1), end=date(2025, 3, 1), live=True)
    event = an_event(
        campaign, languages=("uk", "en"), code="diplomats", letters_counted=90, photo=picture("guests")
    )
    write(
        event,
        body=[text("<p>Столи</p>"), told(), shown("guests"), shown("table", shows_nobody=True)],
        live=True,
    )
    Figure.objects.create(date="2025", subject="letters", counted_by_uk="Місія", total=7, event=event)
    embassy = PartnerFactory(slug="embassy", name_uk="Посольство")
    days = {"from_date": date(2025, 2, 1), "to_date": date(2025, 2, 2), "name_then": "Амбасада"}
    Participation.objects.create(partner=embassy, event=event, role="participant", **days)
    return {"campaign": campaign, "event": event}


def text(words):
    return {"type": "paragraph", "value": words}


def told():
    said = {"who": "Посольство", "date": "2025-02-26", "language": "cs", "words": "Пишемо.", "source_url": ""}
    return {"type": "statement", "value": said}


def shown(title, **said):
    image = {"image": picture(title, **said).pk, "alt_text": title, "decorative": False}
    return {"type": "picture", "value": {"image": image, "caption": title}}


def copied(user, page):
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    logged_in(user).get(address)
    assert type(page).objects.filter(live=False).count() == 0
    answer = logged_in(user).post(address)
    assert answer.status_code == 302
    return (
        type(page).objects.get(pk=int(answer.url.rstrip("/").split("/")[-2])).get_latest_revision_as_object()
    )


def test_a_copy_of_an_event_has_its_texts_and_partners_and_nothing_of_that_day(pages, zmina):
    editor = employ_editor(zmina)
    made = copied(editor, pages["event"])

    assert (made.live, made.locale.language_code, made.owner) == (False, "uk", editor)
    assert made.slug == f"evening-{year()}" and made.place == "Київ" and made.campaign == pages["campaign"]
    assert (made.date, made.letters_counted, made.code, made.photo) == (None, None, "", None)
    assert [(block.block_type, str(block.value)) for block in made.body][0] == ("paragraph", "<p>Столи</p>")
    assert [block.value["caption"] for block in made.body if block.block_type == "picture"] == ["table"]
    assert [block.block_type for block in made.body] == ["paragraph", "picture"]
    rows = made.participations.values_list("partner__slug", "role", "from_date", "to_date", "name_then")
    assert list(rows) == [("embassy", "participant", None, None, "")]
    assert not Figure.objects.filter(event=made.pk).exists()
    assert not made.get_translations().exists()
    assert EventPage.objects.get(pk=pages["event"].pk).letters_counted == 90


def test_a_copy_of_a_campaign_is_of_this_year_and_asks_for_nobody_who_is_hidden(pages, zmina):
    made = copied(employ_editor(zmina), pages["campaign"])

    assert (made.title, made.slug) == (f"Листи {year()}", f"lysty-{year()}")
    assert (made.start, made.end, made.letters_counted, made.goal_letters) == (None, None, None, 500)
    assert [person.slug for person in made.recipients.all()] == ["shown"]
    assert CampaignPage.objects.get(pk=pages["campaign"].pk).recipients.count() == 2


def test_a_second_copy_has_an_address_of_its_own(pages, zmina):
    copied(employ_editor(zmina), pages["event"])
    address = reverse("wagtailadmin_pages:copy", args=[pages["event"].pk])
    logged_in(employ_moderator(zmina)).post(address)

    assert EventPage.objects.filter(slug=f"evening-{year()}-2").exists()


def test_nobody_copies_what_belongs_to_another_partner_or_is_a_translation(pages, zmina):
    english = pages["event"].get_translations().get()
    stranger = employ_editor(PartnerFactory._meta.model.objects.get(slug="pen"))
    before = Page.objects.count()

    for user, page in ((stranger, pages["event"]), (employ_editor(zmina), english)):
        logged_in(user).post(reverse("wagtailadmin_pages:copy", args=[page.pk]))

    assert Page.objects.count() == before
