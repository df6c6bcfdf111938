"""Nothing kept outlives a change by one request: each act on a record, word or picture renews the answers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from home.models import Generation
from prisoner_pages.choices import FacilityMail, FactGroup, Origin, Scope
from prisoner_pages.consents.actions.consents import give_consent, withdraw_consent
from prisoner_pages.facts.actions.verification import verify_facts
from prisoner_pages.models import (
    CampaignPage,
    Claim,
    Consent,
    Facility,
    FactUpdate,
    Occupation,
    Partner,
    Prisoner,
    PrisonerPage,
    Verification,
)
from prisoner_pages.pictures.actions import name_people, say_nobody_is_shown
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from tests.factories.consents import GIVEN
from tests.factories.facts import stated_on
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.factories.site_content import furnish, picture
from tests.prisoner_pages.api.world import build_site
from tests.standing import standing
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.full(WHOLE_SITE)]

ADDRESS = "/api/v1/prisoners/olena?locale=uk"


@standing
def person():
    open_locales("uk", "en")
    PartnerFactory(slug="zmina", section=True)
    person = PrisonerFactory(writable=True, slug="olena", stories=["uk", "en"])
    furnish([person], languages=["uk", "en"])
    return Prisoner.objects.get()


def saved(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def picture_of_nobody_for_the_story(person):
    image = picture("view")
    body = [{"type": "picture", "value": {"image": {"image": image.pk, "alt_text": "", "decorative": True}}}]
    saved(PrisonerPage.objects.get(locale__language_code="uk"), body=body)
    return image


CHANGES = {
    "a basis ends": lambda p: withdraw_consent(p.consents.get(scope=Scope.LETTERS), by=None),
    "a basis begins": lambda p: give_consent(p, by=None, scope=Scope.BIRTHDAY, **GIVEN),
    "a fact is saved": lambda p: saved(p, origin=Origin.CRIMEAN_TATAR, name_uk="Інша Людина"),
    "a fact is verified": lambda p: verify_facts(
        p, group=FactGroup.MAIL, by=None, source=stated_on(date(2026, 2, 2))
    ),
    "a claim is settled": lambda p: saved(Claim.objects.get(), settled_at=timezone.now()),
    "a check is dated anew": lambda p: saved(Verification.objects.first(), verified_on=date(2026, 3, 3)),
    "a change is noted": lambda p: FactUpdate.objects.create(
        prisoner=p, group=FactGroup.MAIL, changed_on=date(2026, 3, 3)
    ),
    "a word is renamed": lambda p: saved(Occupation.objects.get(locale__language_code="uk"), name="швачка"),
    "a place closes": lambda p: saved(Facility.objects.get(prisoners=p), mail_status=FacilityMail.CLOSED),
    "a partner is renamed": lambda p: saved(Partner.objects.get(slug="zmina"), name_uk="ЗМІНА"),
    "a story is published": lambda p: saved(
        PrisonerPage.objects.get(locale__language_code="uk"), intro="Інше"
    ),
    "a story goes": lambda p: PrisonerPage.objects.get(locale__language_code="en").delete(),
    "a campaign goes": lambda p: CampaignPage.objects.get(locale__language_code="uk").delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_told_at_the_next_request(client, person, change):
    before = client.get(ADDRESS)

    CHANGES[change](person)
    after = client.get(ADDRESS, headers={"if-none-match": before.headers["ETag"]})

    assert after.status_code == 200, "as you have it"
    assert after.json() != before.json()


def test_a_picture_shows_with_the_request_after_it_is_said_to_show_nobody(client, person):
    image = picture_of_nobody_for_the_story(person)
    before = client.get(ADDRESS)
    say_nobody_is_shown(image, by=None)
    after = client.get(ADDRESS, headers={"if-none-match": before.headers["ETag"]})

    assert [block["type"] for block in before.json()["item"]["story"]["body"]] == []
    assert [block["type"] for block in after.json()["item"]["story"]["body"]] == ["picture"]


# What ends the basis of a picture that shows somebody besides, on a page that is not their own.
ENDINGS = {
    "the basis is withdrawn": lambda p, image: withdraw_consent(p.consents.get(scope=Scope.PHOTO), by=None),
    "the person is paused": lambda p, image: pause_prisoner(p, by=None),
    "somebody without a basis is named": lambda p, image: name_people(
        image, [p, PrisonerFactory(slug="without", stories=["uk"])], by=None
    ),
    "nobody is named any more": lambda p, image: name_people(image, [], by=None),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_picture_goes_from_every_answer_with_the_request_after_its_basis_ended(client, ending):
    person = build_site()
    image = person.shown_in.get().image
    addresses = [
        "/api/v1/events/evening?locale=uk",
        "/api/v1/campaigns/winter?locale=uk",
        "/api/v1/campaigns?locale=uk&fields=*",
        "/api/v1/partners/zmina?locale=uk",
    ]
    for address in addresses:
        client.get(address)  # makes the pictures, which is a change
    before = [client.get(address) for address in addresses]

    ENDINGS[ending](person, image)
    after = [
        client.get(address, headers={"if-none-match": answer.headers["ETag"]})
        for address, answer in zip(addresses, before, strict=True)
    ]

    assert all("srcset" in answer.text for answer in before)
    assert [answer.status_code for answer in after] == [200] * 4
    assert not any("srcset" in answer.text for answer in after)


def test_naming_whom_a_picture_shows_lets_it_appear_with_the_next_request(client):
    person = build_site()
    image = person.shown_in.get().image
    name_people(image, [], by=None)
    before = client.get("/api/v1/events/evening?locale=uk")

    name_people(image, [person], by=None)
    after = client.get("/api/v1/events/evening?locale=uk", headers={"if-none-match": before.headers["ETag"]})

    assert before.json()["item"]["photo"] is None
    assert after.status_code == 200 and after.json()["item"]["photo"]


def test_a_basis_that_runs_out_ends_what_was_kept_with_the_day(client, person, time_machine):
    time_machine.move_to("2026-11-26T12:00:00", tick=False)
    Consent.objects.filter(scope=Scope.PHOTO).update(expires_on=date(2026, 11, 26))
    before = client.get(ADDRESS)
    time_machine.move_to("2026-11-27T12:00:00", tick=False)
    after = client.get(ADDRESS, headers={"if-none-match": before.headers["ETag"]})

    assert before.json()["item"]["photo"]
    assert after.json()["item"]["photo"] is None


def test_the_time_of_a_change_is_told_once_it_lies_well_behind(client, person):
    content = Generation.objects.filter(name="content")
    content.update(bumped_at=timezone.now())
    early = client.get(ADDRESS)
    content.update(bumped_at=timezone.now() - timedelta(minutes=2))
    settled = client.get(ADDRESS)
    asked = {"if-modified-since": settled.headers["Last-Modified"]}
    unchanged = client.get(ADDRESS, headers=asked)
    content.update(bumped_at=timezone.now() - timedelta(minutes=1, seconds=30))

    assert "Last-Modified" not in early.headers
    assert unchanged.status_code == 304
    assert client.get(ADDRESS, headers=asked).status_code == 200


def test_a_pause_is_the_next_answer_and_so_is_its_end(client, person):
    lists = [ADDRESS, "/api/v1/prisoners/ids", "/api/v1/prisoners?locale=uk"]
    tags = [client.get(address).headers["ETag"] for address in lists]
    pause_prisoner(person, by=None)
    while_paused = [
        client.get(address, headers={"if-none-match": tag}) for address, tag in zip(lists, tags, strict=True)
    ]
    resume_prisoner(Prisoner.objects.get(), by=None)

    assert [answer.status_code for answer in while_paused] == [404, 200, 200]
    assert all("olena" not in answer.text for answer in while_paused)
    assert client.get(ADDRESS).status_code == 200


def test_browsers_with_other_wishes_and_the_same_language_share_an_answer(client, person):
    def ask(wish):
        return client.get("/api/v1/prisoners/olena", headers={"accept-language": wish})

    ask("en"), ask("uk")  # the sizes of all pictures are there from now on
    british, american, ukrainian = ask("en-GB"), ask("ja,en-US;q=0.5"), ask("uk")

    assert british.headers["ETag"] == american.headers["ETag"] != ukrainian.headers["ETag"]
    assert american.json() == british.json() != ukrainian.json()
