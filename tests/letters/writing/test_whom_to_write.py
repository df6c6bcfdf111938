"""To whom one can write, whom the steps show, and what stands there for everybody else."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale

from home.models import SiteImage
from letters.models import Letter
from letters.writing.read_models.choice import campaign_to_keep_to, people_to_choose
from prisoner_pages.choices import Basis, Scope, Status
from prisoner_pages.models import CampaignPage, CaseGroup, Consent, PartnerPage
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import filled
from tests.letters.writing.test_write import LATER, STEP
from tests.tiers import LONG, first_of


class TestNobodyThere:
    def test_gone_paused_and_unknown_are_one_page_without_a_name(self, client, world):
        paused = PrisonerFactory(writable=True, slug="paused", paused_at=timezone.now())
        no_basis = PrisonerFactory(writable=True, slug="nobasis", bases=[Scope.LETTERS])
        unpublished = PrisonerFactory(writable=True, slug="draft", live=False)

        pages = [
            client.post(f"/uk/letters/write/{slug}/check/", filled())
            for slug in (
                "unknown",
                "999999999999999999999999",
                "-1",
                paused.slug,
                no_basis.slug,
                unpublished.slug,
            )
        ]

        assert {page.status_code for page in pages} == {404}
        assert len({page.content for page in pages}) == 1
        assert "Ми з котом читаємо про море." in pages[0].content.decode()
        assert Letter.objects.count() == 0

    @pytest.mark.parametrize("slug", ["unknown", "paused"])
    def test_opening_the_form_is_the_same_404(self, client, world, slug):
        PrisonerFactory(writable=True, slug="paused", paused_at=timezone.now())

        assert client.get(f"/uk/letters/write/{slug}/").status_code == 404
        assert (
            client.get(f"/uk/letters/write/{slug}/").content == client.get("/uk/letters/write/none/").content
        )

    @pytest.mark.parametrize("stories", [["uk"], []])
    def test_facts_alone_let_people_write_from_every_language(self, client, world, stories):
        PrisonerFactory(writable=True, slug="told", stories=stories, name_en="Invented Told")

        assert client.get("/en/letters/write/told/").status_code == 200
        assert "Invented Told" in client.get("/en/letters/write/").content.decode()

    def test_person_who_gets_no_letters_is_explained_and_the_text_kept(self, client, world):
        PrisonerFactory(slug="incommunicado", status=Status.INCOMMUNICADO, name_uk="Вигадана Мовчазна")

        page = client.get("/uk/letters/write/incommunicado/")
        sent = client.post("/uk/letters/write/incommunicado/check/", filled())

        assert (page.status_code, sent.status_code) == (200, 409)
        assert "Вигадана Мовчазна" in page.content.decode()
        assert "<form" not in page.content.decode().split("<main")[1]
        assert "Ми з котом читаємо про море." in sent.content.decode()

    def test_person_in_transfer_can_be_written_to(self, client, world):
        world.status = Status.IN_TRANSFER
        world.save()

        assert "notice" in client.get(STEP).content.decode()
        assert client.post(f"{STEP}check/", filled()).status_code == 303
        assert Letter.objects.get().is_held


def show_photo(person):
    Consent.objects.create(prisoner=person, scope=Scope.PHOTO, basis=Basis.GIVEN)


@pytest.fixture
def photo(db):
    return SiteImage.objects.create(title="x", file=ContentFile(picture_bytes(), "x.jpg"))


class TestWhoIsShown:
    """The steps show a person as the rest of the site does."""

    STEPS = [("get", "/uk/letters/write/"), ("get", STEP), *(("post", f"{STEP}{step}") for step in LATER)]

    def page(self, client, method, path):
        fields = {key: value for key, value in filled().items() if key != "send"}
        return getattr(client, method)(path, fields if method == "post" else None).content.decode()

    @pytest.mark.parametrize(("method", "path"), STEPS)
    def test_invented_people_are_marked(self, client, world, method, path):
        assert 'class="invented"' in self.page(client, method, path)
        world.invented = False
        world.save()
        assert 'class="invented"' not in self.page(client, method, path)

    @pytest.mark.parametrize(("method", "path"), first_of(STEPS))
    def test_photo_is_shown_with_its_basis_and_a_plate_without(self, client, world, photo, method, path):
        world.photo = photo
        world.save()
        assert 'class="plate' in self.page(client, method, path) and "<img" not in self.page(
            client, method, path
        )

        show_photo(world)

        shown = self.page(client, method, path)
        assert 'class="plate' not in shown and "<img" in shown

    @pytest.mark.full(LONG)
    @pytest.mark.parametrize(("method", "path"), first_of(STEPS))
    def test_photo_costs_three_queries_more_for_any_number_of_people(
        self, client, world, photo, method, path, django_assert_max_num_queries
    ):
        for number in range(5):
            person = PrisonerFactory(writable=True, slug=f"shown-{number}", photo=photo)
            show_photo(person)
        world.photo = photo
        world.save()
        show_photo(world)
        for _time in range(2):  # the first makes pictures, which renews what is kept
            self.page(client, method, path)

        with django_assert_max_num_queries(11 if path == "/uk/letters/write/" else 8):
            self.page(client, method, path)


@pytest.mark.both_databases
def test_choosing_for_a_campaign_offers_whom_the_campaign_page_names(world):
    larger = CaseGroup.objects.create(name="Велика", locale=Locale.objects.get(language_code="uk"))
    part = CaseGroup.objects.create(name="Частина", parent=larger, locale=larger.locale)
    named_one, in_part, _other = PrisonerFactory.create_batch(3, writable=True)
    in_part.cases.set([part])
    in_part.save()
    campaign = campaign_of(world, recipient_rule={"case": str(larger.pk)})
    campaign.recipients.set([named_one])
    campaign.save()

    assert set(people_to_choose(campaign=campaign_to_keep_to("spring"))) == {named_one.pk, in_part.pk}


def test_a_campaign_whose_only_recipient_is_paused_looks_like_one_that_names_nobody(world):
    other = PrisonerFactory(writable=True)
    campaign = campaign_of(world)
    campaign.recipients.set([world])
    campaign.save()
    assert people_to_choose(campaign=campaign_to_keep_to("spring")) == [world.pk]

    pause_prisoner(world, by=None)

    assert people_to_choose(campaign=campaign_to_keep_to("spring")) == [other.pk]


def campaign_of(person, **facts):
    section = PartnerPage.objects.get(partner=person.partner, locale__language_code="uk")
    return section.add_child(
        instance=CampaignPage(title="Весна", slug="spring", locale=section.locale, live=True, **facts)
    )
