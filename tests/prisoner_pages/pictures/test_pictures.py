"""Whom a picture shows: what editors say of it, and what the site makes of that."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage, SiteImage, StandardPage
from prisoner_pages.choices import Scope
from prisoner_pages.consents.actions.consents import give_consent, withdraw_consent
from prisoner_pages.models import CampaignPage, EventPage, ImageSubject, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.pictures.actions import (
    name_owner_of_photo,
    name_people,
    say_nobody_is_shown,
    withdraw_ended_pictures,
)
from tests.factories.consents import GIVEN
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.security.hostile.test_foreign_files import edit_record
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
SPEC = "width-880"


@standing(autouse=True)
def trees(db):
    open_locales("uk")


@standing
def own(trees):
    return open_partner("zmina")


@standing
def foreign(trees):
    return open_partner("pen")


@standing
def editor(own):
    return employ_editor(own)


@pytest.fixture
def admin(editor):
    return logged_in(editor)


@pytest.fixture
def image(own):
    return SiteImage.objects.create(
        title="Берег", collection=own.collection, file=ContentFile(picture_bytes(), name="x.jpg")
    )


@standing
def person(own):
    return shown_person(own)


def shown_person(partner, **facts):
    record = PrisonerFactory(partner=partner, stories=["uk"], **facts)
    give_consent(record, scope=Scope.PHOTO, **GIVEN, by=None)
    return record


def put_into(page, image):
    picture = {"image": image.pk, "alt_text": "alt", "decorative": False}
    page.body = json.dumps([{"type": "picture", "value": {"image": picture, "caption": ""}}])
    page.save_revision().publish(skip_permission_checks=True)
    return page.get_url()


def story_with(person, image):
    return put_into(PrisonerPage.objects.get(prisoner=person), image)


def is_shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return '<figure class="picture"' in answer.text


def say(admin, image, **said):
    """Send the form of the image; return the answer."""
    return admin.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": image.title, **said})


def page_in(section, page_class):
    page = page_class(title="Сторінка", slug="page", locale=section.locale)
    return section.add_child(instance=page)


def event_in(own):
    return page_in(PartnerPage.objects.get(partner=own), EventPage)


# Every kind of page with a text -> how it comes to be in a partner's section
PAGES = {
    "home": lambda own: HomePage.objects.get(),
    "reference": lambda own: page_in(HomePage.objects.get(), StandardPage),
    "partner": lambda own: PartnerPage.objects.get(partner=own),
    "campaign": lambda own: page_in(PartnerPage.objects.get(partner=own), CampaignPage),
    "event": event_in,
    "story": lambda own: PrisonerPage.objects.get(prisoner=shown_person(own)),
}


class TestTheSite:
    @pytest.mark.parametrize("page_of", first_of(PAGES.values()), ids=PAGES)
    def test_a_picture_of_which_nothing_is_said_stands_on_no_page(self, page_of, own, image, client):
        address = put_into(page_of(own), image)
        assert not is_shown(client, address)
        assert not image.renditions.exists()

        say_nobody_is_shown(image, by=None)

        assert is_shown(client, address)

    def test_an_events_photo_of_which_nothing_is_said_is_left_out(self, own, image, client):
        page = event_in(own)
        page.photo = image
        page.save_revision().publish(skip_permission_checks=True)
        assert not is_shown(client, page.get_url())

        say_nobody_is_shown(image, by=None)

        assert is_shown(client, page.get_url())

    @pytest.mark.both_databases
    def test_a_picture_is_shown_while_there_is_a_basis_for_everybody_in_it(self, person, own, image, client):
        friend = PrisonerFactory(partner=own, stories=[])
        address = story_with(person, image)
        name_people(image, [person, friend], by=None)
        assert not is_shown(client, address)

        consent = give_consent(friend, scope=Scope.PHOTO, **GIVEN, by=None)
        assert is_shown(client, address)

        withdraw_consent(consent, by=None)
        assert not is_shown(client, address)
        assert not image.renditions.exists()

    def test_the_photo_of_a_record_needs_no_word(self, person, image, client):
        person.photo = image
        person.save()

        assert "/media/" in client.get(f"/uk/prisoners/{person.slug}/").text


class TestABasisThatExpired:
    def test_a_landscape_in_the_story_goes_with_the_name(self, person, image):
        say_nobody_is_shown(image, by=None)
        story_with(person, image)
        image.get_rendition(SPEC)
        withdraw_ended_pictures()
        assert image.renditions.exists()

        person.consents.filter(scope=Scope.NAME).update(expires_on=date(2020, 1, 1))
        withdraw_ended_pictures()

        assert not image.renditions.exists()

    @pytest.mark.parametrize("spelling", first_of(["{}", "/{}", "//{}", "./{}", "/x/../{}", "x//..//{}"]))
    def test_the_file_is_answered_no_more_however_its_address_is_spelt(self, person, image, client, spelling):
        person.photo = image
        person.save()
        name = image.get_rendition(SPEC).file.name
        assert client.get(f"/media/{name}").status_code == 200

        person.consents.filter(scope=Scope.PHOTO).update(expires_on=date(2020, 1, 1))

        assert client.get("/", PATH_INFO=f"/media/{spelling.format(name)}").status_code == 404

    @pytest.mark.both_databases
    def test_only_those_are_found_for_whom_no_other_basis_holds(self, person, own):
        PrisonerFactory(partner=own, stories=[])
        assert not Prisoner.objects.with_expired_basis({Scope.NAME, Scope.PHOTO}).exists()

        person.consents.filter(scope=Scope.PHOTO).update(expires_on=date(2020, 1, 1))
        assert Prisoner.objects.with_expired_basis({Scope.NAME, Scope.PHOTO}).get() == person

        give_consent(person, scope=Scope.PHOTO, **GIVEN, by=None)
        assert not Prisoner.objects.with_expired_basis({Scope.NAME, Scope.PHOTO}).exists()


class TestTheForm:
    def test_what_is_said_shows_the_picture_and_what_is_taken_back_hides_it_at_once(
        self, admin, person, image, client, django_capture_on_commit_callbacks
    ):
        address = story_with(person, image)

        assert say(admin, image, people=[person.pk]).status_code == 302
        assert is_shown(client, address)
        public = image.renditions.get(filter_spec=SPEC).file

        with django_capture_on_commit_callbacks(execute=True):
            say(admin, image)

        assert not is_shown(client, address)
        assert not public.storage.exists(public.name)

    def test_those_who_are_named_stand_first_in_the_choice(self, admin, own, image):
        first, last = (PrisonerFactory(partner=own, stories=[], name_uk=name) for name in ("Аа", "Яя"))
        name_people(image, [last], by=None)

        form = admin.get(reverse("wagtailimages:edit", args=[image.pk])).context["form"]

        assert list(form.fields["people"].queryset) == [last, first]

    def test_nobody_and_somebody_contradict_each_other(self, admin, person, image):
        answer = say(admin, image, people=[person.pk], shows_nobody="on")

        assert answer.context["form"].errors["shows_nobody"]
        assert not image.subjects.exists()

    def test_nobody_is_not_said_of_the_photo_of_a_record(self, admin, person, image):
        person.photo = image
        person.save()

        assert say(admin, image, shows_nobody="on").context["form"].errors["shows_nobody"]
        with pytest.raises(ValidationError):
            say_nobody_is_shown(image, by=None)

    def test_people_may_take_the_place_of_nobody_and_nobody_of_people(self, admin, person, image):
        say(admin, image, shows_nobody="on")
        say(admin, image, people=[person.pk])
        image.refresh_from_db()
        assert (image.shows_nobody, image.subjects.count()) == (False, 1)

        say(admin, image, shows_nobody="on")
        image.refresh_from_db()
        assert (image.shows_nobody, image.subjects.count()) == (True, 0)

    def test_a_new_file_takes_back_that_it_shows_nobody(self, admin, image):
        say(admin, image, shows_nobody="on")
        other = SimpleUploadedFile("y.jpg", picture_bytes(color="red"), content_type="image/jpeg")

        say(admin, image, shows_nobody="on", file=other)

        image.refresh_from_db()
        assert not image.shows_nobody

    def test_saving_the_form_again_writes_no_entry_and_keeps_the_public_copies(self, admin, image):
        say(admin, image, shows_nobody="on")
        image.get_rendition(SPEC)
        entries = ModelLogEntry.objects.filter(action__startswith="prisoner_pages.")
        before = entries.count()

        say(admin, image, shows_nobody="on")

        assert image.renditions.filter(filter_spec=SPEC).exists()
        assert entries.count() == before == 1

    def test_it_may_be_said_while_uploading_in_the_chooser(self, admin, person):
        data = {"title": "Гурт", "file": SimpleUploadedFile("x.jpg", picture_bytes()), "people": [person.pk]}

        answer = admin.post(
            reverse("wagtailimages_chooser:create"),
            {f"image-chooser-upload-{name}": value for name, value in data.items()},
        )

        assert answer.status_code == 200
        assert ImageSubject.objects.get().prisoner == person

    def test_it_is_asked_right_after_uploading_many(self, admin, person):
        upload = {"title": "Гурт", "files[]": SimpleUploadedFile("x.jpg", picture_bytes())}
        answer = admin.post(reverse("wagtailimages:add_multiple"), upload).json()
        image = SiteImage.objects.get()
        assert f"image-{image.pk}-people" in answer["form"]

        admin.post(
            reverse("wagtailimages:edit_multiple", args=[image.pk]),
            {f"image-{image.pk}-title": "Гурт", f"image-{image.pk}-people": [person.pk]},
        )

        assert image.subjects.get().prisoner == person


class TestPartners:
    @pytest.mark.parametrize(
        "address", first_of(["wagtailimages:edit", "wagtailimages:add", "wagtailimages_chooser:choose"])
    )
    def test_the_choice_offers_ones_own_drafts_and_no_others(self, address, admin, own, foreign, image):
        PrisonerFactory(partner=own, live=False, stories=[], name_uk="Власна Чернетка")
        PrisonerFactory(partner=foreign, live=False, stories=[], name_uk="Чужа Чернетка")
        PrisonerFactory(partner=foreign, stories=[], name_uk="Чужа Відома")

        arguments = [image.pk] if address.endswith("edit") else []
        text = admin.get(reverse(address, args=arguments)).content.decode()
        if "chooser" in address:
            text = json.loads(text)["html"]

        assert "Власна Чернетка" in text
        assert "Чужа Відома" in text
        assert text.index("Власна Чернетка") < text.index("Чужа Відома")
        assert "Чужа Чернетка" not in text

    def test_nobody_names_a_draft_of_another_partner(self, admin, editor, foreign, image):
        draft = PrisonerFactory(partner=foreign, live=False, stories=[])

        assert say(admin, image, people=[draft.pk]).context["form"].errors["people"]
        with pytest.raises(PermissionDenied):
            name_people(image, [draft], by=editor)
        assert not image.subjects.exists()

    def test_nobody_speaks_of_another_partners_picture(self, own, foreign, image, person):
        stranger = employ_editor(foreign)

        with pytest.raises(PermissionDenied):
            name_people(image, [person], by=stranger)
        with pytest.raises(PermissionDenied):
            say_nobody_is_shown(image, by=stranger)

    @pytest.mark.full(LONG)
    def test_somebody_unseen_stays_named_unmentioned_and_forbids_saying_nobody(
        self, admin, foreign, image, person
    ):
        draft = PrisonerFactory(partner=foreign, live=False, stories=[], name_uk="Чужа Чернетка")
        name_people(image, [draft], by=None)

        text = admin.get(reverse("wagtailimages:edit", args=[image.pk])).text
        assert "Чужа Чернетка" not in text
        assert "бачить лише інший партнер" in text
        assert say(admin, image, shows_nobody="on").status_code == 200

        say(admin, image, people=[person.pk])
        assert {subject.prisoner for subject in image.subjects.all()} == {draft, person}
        say(admin, image)
        assert image.subjects.get().prisoner == draft


class TestWhatEditorsAreTold:
    @pytest.fixture
    def story(self, person, image):
        story_with(person, image)
        return PrisonerPage.objects.get(prisoner=person)

    def open_form(self, admin, story):
        return admin.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).text

    @pytest.mark.full(LONG)
    def test_the_form_of_a_page_says_why_a_picture_does_not_show(self, admin, story, image, own):
        assert "ще ніхто не сказав, кого на ньому видно" in self.open_form(admin, story)
        assert reverse("wagtailimages:edit", args=[image.pk]) in self.open_form(admin, story)

        name_people(image, [PrisonerFactory(partner=own, stories=[])], by=None)
        assert "фото якої зараз показувати не можна" in self.open_form(admin, story)

        name_people(image, [], by=None)
        say_nobody_is_shown(image, by=None)
        assert "«Берег»" not in self.open_form(admin, story)

    @pytest.mark.full(LONG)
    def test_a_submission_says_it_too(self, admin, story, image):
        picture = {"image": {"image": image.pk, "alt_text": "alt"}, "caption": ""}
        data = {"title": story.title, "slug": story.slug, "body": streamfield([("picture", picture)])}

        answer = admin.post(
            reverse("wagtailadmin_pages:edit", args=[story.pk]),
            nested_form_data({**data, "action-submit": "1"}),
            follow=True,
        )

        assert answer.redirect_chain
        assert "«Берег»" in answer.text


class TestThePhotoOfARecord:
    def test_a_photo_chosen_in_a_draft_names_its_person(self, admin, own, image):
        record = PrisonerFactory(partner=own, stories=[])
        say_nobody_is_shown(image, by=None)

        assert edit_record(admin, record, photo=image.pk).status_code == 302

        image.refresh_from_db()
        assert image.subjects.get().prisoner == record
        assert not image.shows_nobody

    def test_the_same_photo_is_named_once(self, person, image):
        person.photo = image

        name_owner_of_photo(person, by=None)
        name_owner_of_photo(person, by=None)

        assert image.subjects.count() == 1
