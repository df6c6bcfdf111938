"""Which events tell of which change: a table over all that changes what is public. Each is told once."""

import datetime
import json
from hashlib import sha256

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.headless.choices import EventType
from home.headless.models import Delivery, Endpoint, Event
from home.headless.webhooks.actions.log_follower import follow, is_behind, look_at_calendar
from home.models import HomePage, SiteImage, StandardPage
from prisoner_pages.choices import (
    Basis,
    FacilityKind,
    FacilityMail,
    FactGroup,
    MailStatus,
    PauseForm,
    Scope,
    SourceKind,
    Status,
)
from prisoner_pages.consents.actions.consents import give_consent, withdraw_consent
from prisoner_pages.consents.actions.private import write_private
from prisoner_pages.facts.actions.mail_status import set_facility_mail, set_mail_status
from prisoner_pages.facts.actions.verification import set_verification, verify_facts
from prisoner_pages.models import Consent, Facility, Prisoner, PrisonerPage
from prisoner_pages.records.actions.announcements import confirm_announcement, prepare_announcement
from prisoner_pages.records.actions.pauses import hold_letters, pause_prisoner, resume_prisoner
from prisoner_pages.records.actions.transfers import hand_over, transfer_place
from prisoner_pages.syndication.read_models import public_state
from tests.factories.consents import GIVEN
from tests.factories.facts import WORD, plant_facts, stated_on
from tests.factories.partners import employ_coordinator, employ_moderator
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales, write
from tests.factories.site_content import a_campaign
from tests.prisoner_pages.syndication.told_world import ALL, bodies, listen, told
from tests.standing import standing
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.full(RARE)]
P, G, M, F, T, S = (
    EventType.PUBLISHED,
    EventType.GONE,
    EventType.MOVED,
    EventType.FACT_CHANGED,
    EventType.TRANSLATED,
    EventType.FACILITY_STATUS,
)
NEW_YEAR = datetime.date(2026, 1, 1)


@standing
def person():
    """Somebody with stories in three languages, of whom a receiver is told, from now on."""
    open_locales("uk", "en", "crh")
    person = PrisonerFactory(writable=True, slug="zhyva", stories=["uk", "en", "crh"])
    publish(story(person, "uk"))
    listen()
    return person


def story(person, language):
    return PrisonerPage.objects.get(prisoner=person, locale__language_code=language)


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish(skip_permission_checks=True)


def translate(person, language, intro="Anew."):
    write(story(person, language), live=True, title="Name", intro=intro)


def pause_and_resume(person):
    pause_prisoner(person, by=None)
    resume_prisoner(person, by=None)


def unpublish_translation(person):
    story(person, "en").unpublish()


def prepare(person):
    """An announcement of which nobody outside is to know yet."""
    (made,) = prepare_announcement(
        [person],
        by=employ_coordinator(),
        status=Status.RELEASED,
        on=datetime.date(2026, 9, 14),
        source_kind=SourceKind.FAMILY,
        family_knows=True,
    )
    return made


def announce(person):
    made = prepare(person)
    confirm_announcement(made, by=employ_coordinator("another"), seen=made.seen)


def withdraw_name(person):
    withdraw_consent(person.consents.get(scope=Scope.NAME), by=None)


def add_person(person):
    other = PrisonerFactory(stories=[], slug="nova", live=True)
    section = story(person, "uk").get_parent()
    page = section.add_child(instance=PrisonerPage(title="Нова", slug="nova", prisoner=other, live=False))
    publish(page)


def photo(person):
    """A photo alone shows nothing without its basis; with the basis it does."""
    image = SiteImage(title="Портрет")
    image.file = ContentFile(picture_bytes(), name="portrait.jpg")
    image.save()
    Prisoner.objects.filter(pk=person.pk).update(photo=image)
    give_consent(person, scope=Scope.PHOTO, **GIVEN, by=None)


def move_page(_person):
    home = HomePage.objects.get(locale__language_code="uk")
    about = home.add_child(instance=StandardPage(title="Про нас", slug="about"))
    publish(about)
    assert told() == [(P, ["uk"])]
    publish(about, slug="about-us")


# What is done, and what receivers are told. [] stands for nothing.
CHANGES = {
    "the original text is published anew": (lambda p: publish(story(p, "uk"), intro="Інше."), [(P, ["uk"])]),
    "a draft is saved": (lambda p: story(p, "uk").save_revision(), []),
    "a translation is published anew": (lambda p: translate(p, "en"), [(T, ["en"])]),
    # The page of a person stays, with the facts.
    "a translation is taken down": (unpublish_translation, [(T, ["en"])]),
    "a story is published for the first time": (add_person, [(P, ALL)]),
    "quiet pause": (lambda p: pause_prisoner(p, by=None), [(G, ALL)]),
    "open pause": (lambda p: pause_prisoner(p, by=None, form=PauseForm.OPEN), [(G, ALL)]),
    "the basis for the name ends": (withdraw_name, [(G, ALL)]),
    "the story is unpublished": (
        lambda p: story(p, "uk").unpublish(),
        [(P, ["uk"]), (T, ["crh", "en"])],
    ),
    "the story is deleted": (lambda p: Page.objects.get(pk=story(p, "en").pk).delete(), [(T, ["en"])]),
    "pause that is taken back before anybody looked": (pause_and_resume, []),
    "transfer": (lambda p: transfer_place(p, facility=None, by=None), [(F, ALL)]),
    "letters stop": (lambda p: set_mail_status(p, status=MailStatus.CANNOT, by=None), [(F, ALL)]),
    "an announcement is prepared": (prepare, []),
    "an announcement is confirmed": (announce, [(F, ALL)]),
    "letters are held": (lambda p: hold_letters(p, by=None), [(F, ALL)]),
    "facts are verified": (
        lambda p: verify_facts(p, group=FactGroup.IDENTITY, by=None, source=stated_on(NEW_YEAR)),
        [(F, ALL)],
    ),
    "a verdict is verified that nobody has told": (
        lambda p: set_verification(p, FactGroup.VERDICT, on=NEW_YEAR, by=None),
        [],
    ),
    "a basis for a photo": (photo, [(F, ALL)]),
    "a basis with nothing to show": (
        lambda p: give_consent(p, scope=Scope.FAMILY, **GIVEN, by=None),
        [],
    ),
    "health is verified, without a basis to say so": (
        lambda p: set_verification(p, FactGroup.HEALTH, on=NEW_YEAR, by=None),
        [],
    ),
    "the post of the place": (
        lambda p: set_facility_mail(p.facility, status=FacilityMail.BLOCKED, by=None),
        [(S, [])],
    ),
    "another partner": (
        lambda p: hand_over(p, to=PartnerFactory(slug="pen", section=True), by=None),
        [(M, ALL)],
    ),
    "another address": (move_page, [(M, ["uk"])]),
    "a campaign": (lambda p: publish(a_campaign([p], languages=["uk"])), [(P, ["uk"])]),
}


@pytest.mark.both_databases
def test_each_change_is_told_once_as_what_it_is(person):
    PartnerFactory(slug="pen", section=True)
    told()
    wrong = {}
    for name, (change, expected) in CHANGES.items():
        with transaction.atomic():
            change(Prisoner.objects.get(pk=person.pk))
            found = told()
            if found != expected or told() != [] or is_behind():
                wrong[name] = found
            transaction.set_rollback(True)

    assert wrong == {}


def test_language_that_is_closed_is_gone_with_all_its_pages(person):
    HomePage.objects.get(locale__language_code="crh").unpublish()

    assert len(found := told()) > 5
    assert {(kind, tuple(languages)) for kind, languages in found} == {(G, ("crh",))}


def test_post_and_photo_of_whom_nothing_of_it_is_shown_are_told_to_nobody(person):
    name_only = PrisonerFactory(slug="insha", stories=["uk"], status=Status.RELEASED_UNDER_CONTROL)
    withdraw_consent(person.consents.get(scope=Scope.LETTERS), by=None)
    told()

    for one in (person, name_only):
        hold_letters(one, by=None)
        Prisoner.objects.filter(pk=one.pk).update(mail_status=MailStatus.UNKNOWN, mail_reason="ill")
    photo(name_only)

    assert told() == []


def test_private_record_is_told_to_nobody(person):
    moderator = employ_moderator(person.partner) if person.partner.moderators else None
    if moderator:
        write_private(person, by=moderator, contacts="c", proof="p", notes="n")

    assert told() == []


def test_pause_cannot_be_told_from_any_other_end(person):
    """Byte for byte, but for id and time."""
    other = PrisonerFactory(writable=True, slug="insha", stories=["uk", "en", "crh"])
    told()

    pause_prisoner(person, by=None)
    withdraw_name(other)
    follow()

    first, second = ({**body, "id": "", "time": ""} for body in bodies())
    assert json.dumps(first) == json.dumps(second).replace("insha", "zhyva")
    assert first["urls"] == [f"http://localhost:8000/{language}/prisoners/zhyva/" for language in ALL]
    assert first["tags"] == ["prisoner:zhyva", *(f"prisoner:zhyva:{code}" for code in ALL), "prisoners"]
    assert set(first) == {"id", "type", "time", "subject", "owner", "languages", "urls", "tags"}


@pytest.mark.both_databases
def test_what_ends_with_the_calendar_is_told_on_that_day(person):
    person.consents.filter(scope=Scope.NAME).update(expires_on=timezone.localdate())
    told()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        look_at_calendar()
        assert [body["type"] for body in bodies()] == [G]
        look_at_calendar()

    assert Event.objects.count() == 1


@pytest.mark.both_databases
def test_basis_of_a_fact_that_ends_with_the_calendar_is_told(person):
    Prisoner.objects.filter(pk=person.pk).update(birth_date=datetime.date(1980, 5, 5))
    Consent.objects.create(
        prisoner=person, scope=Scope.BIRTHDAY, basis=Basis.GIVEN, expires_on=timezone.localdate()
    )
    verify_facts(person, group=FactGroup.IDENTITY, by=None, source=stated_on(NEW_YEAR))
    told()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        look_at_calendar()

    assert [body["type"] for body in bodies()] == [F]


def test_place_names_the_pages_that_say_who_is_held_there_and_no_other(person):
    hospital = Facility.objects.create(name_ru="Больница", kind=FacilityKind.HOSPITAL)
    sick = PrisonerFactory(writable=True, facility=hospital)
    shown = PrisonerFactory(writable=True, facility=hospital, bases=[Scope.NAME, Scope.LETTERS, Scope.HEALTH])
    paused = PrisonerFactory(writable=True, facility=hospital, bases=[Scope.NAME, Scope.HEALTH])
    pause_prisoner(paused, by=None)
    set_facility_mail(hospital, status=FacilityMail.OPEN, by=None)
    told()

    set_facility_mail(hospital, status=FacilityMail.BLOCKED, by=None)
    follow()

    [body] = bodies()
    assert f"/uk/prisoners/{shown.slug}/" in " ".join(body["urls"])
    assert sick.slug not in json.dumps(body) and paused.slug not in json.dumps(body)


def test_endpoints_get_what_they_asked_for(person):
    everything = Endpoint.objects.get()
    own = listen("pen", own_only=True)
    picky = Endpoint.objects.create(owner="pen", url="https://example.org/", events=[EventType.GONE])
    off = listen("zmina", is_active=False)

    transfer_place(person, facility=None, by=None)
    pause_prisoner(person, by=None)
    follow()
    resume_prisoner(person, by=None)
    follow()
    hand_over(person, to=PartnerFactory(slug="pen", section=True), by=None)
    follow()

    types = {
        endpoint.pk: sorted(
            Delivery.objects.filter(endpoint=endpoint, event__body__contains="zhyva").values_list(
                "event__type", flat=True
            )
        )
        for endpoint in (everything, own, picky, off)
    }
    # The place had changed while nobody was told: it shows with the person's return.
    assert types[everything.pk] == [G, M, P]
    assert types[own.pk] == [M]
    assert types[picky.pk] == [G]
    assert types[off.pk] == []


@pytest.mark.both_databases
def test_nobody_is_told_and_the_log_is_followed_all_the_same_while_nobody_has_subscribed(person):
    Endpoint.objects.update(is_active=False)
    pause_prisoner(person, by=None)

    assert told() == []
    assert not is_behind()


def test_what_is_compared_holds_the_facts_themselves_and_nothing_of_this_process(person, monkeypatch):
    digested = []
    monkeypatch.setattr(public_state, "sha256", lambda text: digested.append(text.decode()) or sha256(text))
    plant_facts(person)
    person.save()

    public_state.look([f"prisoner:{person.pk}"])

    assert WORD in "".join(digested)
    assert not [text for text in digested if " at 0x" in text]


@pytest.mark.parametrize("above", [False, True])
def test_what_is_put_behind_a_login_is_gone_at_once_and_its_edits_are_not_told(client, person, above):
    campaign = a_campaign([person], languages=["uk"], slug="secret")
    publish(campaign)
    told()
    assert b"/secret/" in client.get("/sitemap.xml").getvalue()
    hidden = campaign.get_parent() if above else campaign
    restriction = PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    assert (G, ["uk"]) in told()
    assert b"/secret/" not in client.get("/sitemap.xml").getvalue()
    publish(campaign, title="Anew")
    assert told() == []

    restriction.delete()
    assert (P, ["uk"]) in told()


def test_a_translation_without_its_original_is_gone_as_it_is_from_the_lists(person):
    campaign = a_campaign([person], languages=["uk", "en"], slug="alone")
    publish(campaign)
    told()
    campaign.unpublish()

    assert told() == [(G, ["en", "uk"])]
