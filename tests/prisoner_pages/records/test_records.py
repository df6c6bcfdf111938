import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from home.translation.core.actions.text_entry import FieldNotTranslated, place_story
from prisoner_pages.choices import Basis, Scope, Status
from prisoner_pages.models import Consent, Occupation, Prisoner, PrisonerPage, Source
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees():
    return open_locales("uk", "en", "crh")


@pytest.mark.both_databases
def test_a_person_without_a_basis_for_the_name_is_not_public(trees):
    PrisonerFactory(bases=[])

    assert not Prisoner.objects.public().exists()


def test_words_given_to_a_new_record_stand_on_its_sheet(trees):
    word = Occupation.objects.create(name="учителька", locale=trees["uk"].locale)
    record = Prisoner(partner=PartnerFactory(), name_uk="Вигадана Людина", slug="invented")
    record.occupations = [word]

    record.save()

    assert Prisoner.objects.get().facts.occupations == [word.translation_key]


def test_a_source_that_is_not_public_stays_off_the_sheet(trees):
    record = PrisonerFactory()
    record.sources = [
        Source(url="https://example.org/public"),
        Source(url="https://example.org/hidden", is_public=False),
    ]

    record.save()

    assert "hidden" not in str(Prisoner.objects.get(pk=record.pk).sheet)


def test_a_draft_cannot_carry_a_record_to_another_partner(trees):
    record = PrisonerFactory()
    record.partner = PartnerFactory(slug="pen", section=True)

    revision = record.save_revision()
    revision.publish()

    assert Prisoner.objects.get().partner.slug == "zmina"


def test_an_edit_cannot_set_a_live_record_to_released(trees):
    record = PrisonerFactory(status=Status.SENTENCED)
    record.status = Status.RELEASED

    with pytest.raises(ValidationError):
        record.save()


@pytest.mark.both_databases
def test_a_new_record_may_have_any_status_its_source_states(trees):
    assert PrisonerFactory(status=Status.EXCHANGED).status == Status.EXCHANGED


def test_a_story_is_found_at_its_flat_address_and_the_nested_one_redirects(trees, client):
    record = PrisonerFactory()
    story = PrisonerPage.objects.get(locale__language_code="en")

    assert story.get_url() == f"/en/prisoners/{record.slug}/"
    response = client.get(f"/en/partners/zmina/{record.slug}/?campaign=x")
    assert (response.status_code, response["Location"]) == (301, f"/en/prisoners/{record.slug}/?campaign=x")


def test_a_text_for_a_field_that_is_not_translated_is_refused(trees):
    PrisonerFactory()
    story = PrisonerPage.objects.get(locale__language_code="uk")

    with pytest.raises(FieldNotTranslated):
        place_story(story, locale="crh", fields={"title": "x", "slug": "y"}, by=None, live=False)


@pytest.mark.both_databases
def test_private_text_moved_to_another_row_does_not_open(trees):
    from_row = Consent(prisoner=PrisonerFactory(), scope=Scope.NAME, basis=Basis.GIVEN)
    from_row.proof = "canary"
    other = Consent(prisoner=from_row.prisoner, scope=Scope.NAME, basis=Basis.GIVEN)
    other.proof_encrypted = from_row.proof_encrypted

    assert from_row.proof == "canary"
    with pytest.raises(Exception, match="proof"):
        _ = other.proof


@pytest.mark.both_databases
def test_a_deleted_story_leaves_the_tree_sound(trees):
    PrisonerFactory()

    PrisonerPage.objects.get(locale__language_code="en").delete()

    assert Page.find_problems() == ([], [], [], [], [])
