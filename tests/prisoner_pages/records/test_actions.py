import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from home.models import SiteImage
from home.shown_pictures import forbidden_among
from prisoner_pages.can_be_written_to import Call, CallReason
from prisoner_pages.choices import Basis, FacilityMail, FactGroup, MailStatus, PauseForm, Scope, Status
from prisoner_pages.consents.actions.consents import confirm_consent, give_consent, withdraw_consent
from prisoner_pages.facts.actions.mail_status import set_facility_mail, set_mail_status
from prisoner_pages.facts.actions.verification import verify_facts
from prisoner_pages.models import Claim, Consent, Facility, ImageSubject, Prisoner, PrisonerPage, Verification
from prisoner_pages.policies import ANNOUNCED_STATUSES
from prisoner_pages.records.actions.claims import show_claim
from prisoner_pages.records.actions.pauses import hold_letters, pause_prisoner, resume_prisoner
from prisoner_pages.records.actions.transfers import hand_over, transfer_place
from prisoner_pages.stories.actions.drafts import create_story
from tests.factories.consents import GIVEN
from tests.factories.facts import stated_on
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.tiers import first_of

DAY = datetime.date(2026, 11, 1)


def stored(record):
    return Prisoner.objects.get(pk=record.pk)


def facility(name="ИК-1"):
    return Facility.objects.create(name_ru=name, name_uk=name)


ACTIONS = {
    "pause": lambda record, by: pause_prisoner(record, by=by),
    "hold": lambda record, by: hold_letters(record, by=by),
    "transfer": lambda record, by: transfer_place(record, facility=None, by=by),
    "mail": lambda record, by: set_mail_status(record, status=MailStatus.CANNOT, by=by),
    "verify": lambda record, by: verify_facts(record, group=FactGroup.IDENTITY, by=by, source=stated_on(DAY)),
    "consent": lambda record, by: give_consent(record, scope=Scope.PHOTO, **GIVEN, by=by),
    "story": lambda record, by: create_story(record, by=by),
    "hand over": lambda record, by: hand_over(record, to=record.partner, by=by),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_a_stranger_cannot_act_on_another_partners_record(name, record, stranger):
    with pytest.raises(PermissionDenied):
        ACTIONS[name](record, stranger)


@pytest.mark.parametrize("name", [name for name in ACTIONS if name != "hand over"])
def test_an_editor_acts_on_a_record_of_their_partner(name, record, editor):
    ACTIONS[name](record, editor)


def test_an_editor_cannot_hand_a_record_over(record, editor):
    with pytest.raises(PermissionDenied):
        hand_over(record, to=record.partner, by=editor)


@pytest.mark.both_databases
def test_a_paused_person_is_gone_in_every_locale_and_comes_back_as_they_were(
    record, editor, moderator, client
):
    page = f"/en/prisoners/{record.slug}/"

    pause_prisoner(record, by=editor, reason="the family asked")

    assert not Prisoner.objects.public().filter(pk=record.pk).exists()
    assert not PrisonerPage.objects.filter(prisoner=record, live=True).exists()
    assert client.get(page).status_code == 404
    resume_prisoner(record, by=moderator)
    assert Prisoner.objects.public().filter(pk=record.pk).exists()
    assert PrisonerPage.objects.filter(prisoner=record, live=True).count() == 2


@pytest.mark.both_databases
def test_the_reason_of_a_pause_is_not_readable_in_the_database(record, editor):
    pause = pause_prisoner(record, by=editor, reason="canary-reason")

    pause.refresh_from_db()
    assert b"canary" not in bytes(pause.reason_encrypted)
    assert pause.reason == "canary-reason"


def test_an_editor_alone_cannot_resume(record, editor):
    pause_prisoner(record, by=editor)

    with pytest.raises(PermissionDenied):
        resume_prisoner(record, by=editor)


def test_an_unapproved_draft_saved_during_a_pause_does_not_go_public_with_the_end_of_it(record, moderator):
    story = record.pages.get(locale__language_code="uk")
    pause_prisoner(record, by=moderator)
    story.refresh_from_db()
    story.intro = "draft of nobody's approval"
    story.save()
    story.save_revision()

    resume_prisoner(record, by=moderator)

    story.refresh_from_db()
    assert "draft" not in story.intro


def test_a_story_approved_during_a_pause_is_not_replaced_by_the_old_one_with_the_end_of_it(record, moderator):
    story = record.pages.get(locale__language_code="uk")
    pause_prisoner(record, by=moderator)
    story.refresh_from_db()
    story.intro = "without what the family asked to leave out"
    story.save_revision().publish()

    resume_prisoner(record, by=moderator)

    story.refresh_from_db()
    assert story.live
    assert story.intro == "without what the family asked to leave out"


def test_a_photo_shows_its_person_also_where_nobody_is_named_on_it(record):
    record.photo = SiteImage.objects.create(title="x", file=ContentFile(picture_bytes(), "x.jpg"))
    record.save()

    assert forbidden_among({record.photo_id}) == {record.photo_id}
    give_consent(record, scope=Scope.PHOTO, **GIVEN, by=None)
    assert not forbidden_among({record.photo_id})


def test_pictures_of_a_story_are_gone_with_the_pause(record, editor):
    image = SiteImage.objects.create(title="x", file=ContentFile(picture_bytes(), "x.jpg"))
    story = record.pages.get(locale__language_code="uk")
    picture = {"image": image.pk, "alt_text": "", "decorative": True}
    story.body = json.dumps([{"type": "picture", "value": {"image": picture, "caption": ""}}])
    story.save_revision().publish()
    image.get_rendition("width-880")

    pause_prisoner(record, by=editor)

    assert not image.renditions.exists()


@pytest.mark.parametrize("how", ["expired", "withdrawn", "paused"])
def test_a_picture_whose_basis_has_ended_is_no_longer_served(
    how, record, client, django_capture_on_commit_callbacks
):
    record.photo = SiteImage.objects.create(title="x", file=ContentFile(picture_bytes(), "x.jpg"))
    record.save()
    consent = give_consent(record, scope=Scope.PHOTO, **GIVEN, by=None)
    address = record.photo.get_rendition("fill-640x800|format-webp").url
    assert client.get(address).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        if how == "expired":
            Consent.objects.filter(pk=consent.pk).update(expires_on=datetime.date(2026, 1, 1))
        elif how == "withdrawn":
            withdraw_consent(consent, by=None)
        else:
            pause_prisoner(record, by=None)

    assert client.get(address).status_code == 404


@pytest.mark.both_databases
def test_a_transfer_changes_the_call_to_action_at_once_and_keeps_a_waiting_draft(record, editor):
    draft = stored(record)
    draft.name_en = "Draft Name"
    draft.save_revision(user=editor)

    transfer_place(record, facility=None, by=None, on=DAY)

    record = stored(record)
    assert record.call_to_action.reason == CallReason.IN_TRANSFER
    assert record.name_en != "Draft Name"
    waiting = record.get_latest_revision_as_object()
    assert (waiting.name_en, waiting.status) == ("Draft Name", Status.IN_TRANSFER)
    assert record.latest_revision.user == editor


@pytest.mark.both_databases
def test_an_arrival_ends_the_earlier_stay_and_the_transfer(record):
    first, second = facility("СИЗО-1"), facility("ИК-2")
    transfer_place(record, facility=first, by=None, on=DAY)
    transfer_place(record, facility=None, by=None, on=DAY + datetime.timedelta(days=5))

    transfer_place(record, facility=second, by=None, on=DAY + datetime.timedelta(days=30))

    record = stored(record)
    assert (record.facility, record.status) == (second, Status.DETAINED)
    assert [stay.to_date for stay in record.detentions.all()] == [DAY + datetime.timedelta(days=5), None]


@pytest.mark.both_databases
def test_a_place_without_a_censor_holds_the_letters_of_all_its_people(record, moderator):
    place = record.facility

    set_facility_mail(place, status=FacilityMail.NO_CENSOR, by=moderator)

    assert stored(record).call_to_action.call == Call.HELD
    set_facility_mail(place, status=FacilityMail.OPEN, by=moderator)
    assert stored(record).call_to_action.call == Call.WRITE


@pytest.mark.both_databases
def test_handing_over_keeps_addresses_and_moves_every_story(record):
    other = PartnerFactory(slug="pen", section=True)
    addresses = [page.get_url() for page in record.pages.order_by("pk")]

    hand_over(record, to=other, by=None)

    pages = list(PrisonerPage.objects.filter(prisoner=record).order_by("pk"))
    assert [page.get_url() for page in pages] == addresses
    assert {page.get_parent().specific.partner for page in pages} == {other}


@pytest.mark.both_databases
def test_an_older_check_never_replaces_a_newer_one(record):
    verify_facts(record, group=FactGroup.IDENTITY, by=None, source=stated_on(DAY))

    with pytest.raises(ValidationError):
        earlier = stated_on(DAY - datetime.timedelta(days=9))
        verify_facts(record, group=FactGroup.IDENTITY, by=None, source=earlier)

    checked = Verification.objects.get(prisoner=record, group=FactGroup.IDENTITY)
    assert checked.verified_on == DAY


@pytest.mark.both_databases
@pytest.mark.parametrize("scope", first_of(Scope.values))
def test_a_withdrawn_or_expired_basis_ends_at_once(scope, trees):
    record = PrisonerFactory(bases=[])
    consent = give_consent(record, scope=scope, **GIVEN, by=None)
    assert scope in stored(record).bases

    consent.expires_on = datetime.date(2020, 1, 1)
    consent.save()
    assert scope not in stored(record).bases
    Consent.objects.update(expires_on=None)
    withdraw_consent(consent, by=None)
    assert scope not in stored(record).bases


@pytest.mark.both_databases
def test_a_birthday_that_is_already_public_waits_for_another_person_to_confirm(record, editor, moderator):
    own = give_consent(
        record,
        scope=Scope.BIRTHDAY,
        basis=Basis.PUBLISHED,
        by=moderator,
        source_url="https://example.org/",
    )
    assert Scope.BIRTHDAY not in stored(record).bases
    with pytest.raises(PermissionDenied):
        confirm_consent(own, by=editor)
    with pytest.raises(PermissionDenied):
        confirm_consent(own, by=moderator)

    Consent.objects.filter(pk=own.pk).update(created_by=editor)
    own.refresh_from_db()
    confirm_consent(own, by=moderator)

    assert Scope.BIRTHDAY in stored(record).bases


def test_a_basis_that_cannot_carry_the_scope_is_refused(record):
    with pytest.raises(ValidationError):
        give_consent(
            record, scope=Scope.PHOTO, basis=Basis.PUBLISHED, by=None, source_url="https://example.org/"
        )


def test_the_photo_of_a_paused_person_is_gone_with_no_worker_running(
    record, editor, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    photo = SiteImage.objects.create(title="photo", file=ContentFile(picture_bytes(), name="photo.jpg"))
    ImageSubject.objects.create(image=photo, prisoner=record)
    public = photo.get_rendition("fill-160x200|format-webp").file

    with django_capture_on_commit_callbacks(execute=True):
        pause_prisoner(record, by=editor)

    assert not public.storage.exists(public.name)


@pytest.mark.both_databases
@pytest.mark.parametrize("status", sorted(ANNOUNCED_STATUSES))
def test_one_moderator_cannot_announce_a_release_or_a_death_by_showing_a_claim(status, record, moderator):
    claim = Claim.objects.create(prisoner=record, field="status", value=status, needs_decision=True)

    with pytest.raises(ValidationError):
        show_claim(claim, by=moderator)

    assert Claim.objects.get().shown_since is None


def test_a_second_pause_may_make_an_open_one_quiet_but_never_a_quiet_one_open(record, editor):
    pause_prisoner(record, by=editor, form=PauseForm.OPEN)
    assert pause_prisoner(record, by=editor).form == PauseForm.QUIET
    assert pause_prisoner(record, by=editor, form=PauseForm.OPEN).form == PauseForm.QUIET


def test_a_freed_person_is_not_moved_to_a_place(trees, editor):
    freed = PrisonerFactory(status=Status.EXCHANGED)

    with pytest.raises(ValidationError):
        transfer_place(freed, facility=facility(), by=None)

    assert stored(freed).facility is None
