"""Two records of one person become one: shown before, refused in words, found by both addresses, undone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.shown_pictures import forbidden_among
from prisoner_pages.choices import MailStatus, Scope, Status
from prisoner_pages.importing.actions.whose_row import People
from prisoner_pages.models import (
    Announcement,
    CampaignPage,
    Charge,
    Claim,
    Consent,
    FormerAddress,
    ImageSubject,
    Prisoner,
    PrisonerPrivate,
    RecordMerge,
)
from prisoner_pages.records.actions.announcements import end_announcement, prepare_announcement
from prisoner_pages.records.actions.merging import TooLate, forget_old_merges, merge_records, undo_merge
from prisoner_pages.records.actions.pauses import pause_prisoner
from prisoner_pages.records.actions.transfers import set_status
from prisoner_pages.records.read_models.merged_facts import LONGEST_CLAIM, Outcome
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, picture
from tests.prisoner_pages.records.test_record_screens import fields_of, url
from tests.standing import standing
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.full(RARE)]


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def moderator(zmina):
    return employ_moderator(zmina)


@standing
def kept(zmina):
    return PrisonerFactory(partner=zmina, name_uk="Зоя Згурська", slug="zoia-zghurska", writable=True)


@standing
def merged(zmina):
    return PrisonerFactory(
        partner=zmina,
        name_uk="Зоя Сгурська",
        name_en="",
        slug="zoia-shurska",
        writable=True,
        patronymic_uk="Петрівна",
    )


def merge(kept, merged, by=None):
    return merge_records(kept, merged=merged, uuid=uuid4(), by=by)


def write_down(record):
    private, _is_new = PrisonerPrivate.objects.get_or_create(prisoner=record)
    private.notes += "нотатка"
    private.save()


def announce_release(record):
    said = {"status": Status.RELEASED, "on": date(2026, 9, 14), "source_kind": "family", "family_knows": True}
    by = User.objects.get(username=f"moderator.{record.partner.slug}")
    prepare_announcement([record], by=by, **said)


def again(record):
    return Prisoner.everyone.get(pk=record.pk)


def test_what_no_list_could_state_is_shown_before_merging_as_it_was_typed(kept, merged, moderator):
    Charge.objects.create(prisoner=merged, code="1000")

    page = logged_in(moderator).get(reverse("merge_records", args=[kept.pk, merged.pk]))

    assert page.status_code == 200 and "1000" in page.content.decode()


class TestAddresses:
    @pytest.mark.both_databases
    def test_whoever_follows_the_old_address_comes_to_the_person(self, kept, merged):
        merge(kept, merged)
        client = Client()

        page = client.get("/uk/prisoners/zoia-shurska/")
        api = client.get("/api/v1/prisoners/zoia-shurska?locale=en")
        asked = client.get("/api/v1/resolve", {"path": "/en/prisoners/zoia-shurska/"})
        form = client.get("/uk/letters/write/zoia-shurska/?campaign=x")

        assert (page.status_code, page["Location"]) == (301, "/uk/prisoners/zoia-zghurska/")
        assert (api.status_code, api["Location"]) == (301, "/api/v1/prisoners/zoia-zghurska?locale=en")
        assert "/en/prisoners/zoia-zghurska/" in asked.content.decode()
        assert (form.status_code, form["Location"]) == (301, "/uk/letters/write/zoia-zghurska/?campaign=x")

    def test_who_was_merged_into_somebody_hidden_is_as_unknown_as_nobody(self, kept, merged):
        merge(kept, merged)
        pause_prisoner(again(kept), by=None)
        client = Client()

        for address in ("/uk/prisoners/{}/", "/api/v1/prisoners/{}", "/uk/letters/write/{}/"):
            known, unknown = (client.get(address.format(slug)) for slug in ("zoia-shurska", "nikoho-nemaie"))
            assert known.status_code == unknown.status_code == 404
            assert known.content.replace(b"zoia-shurska", b"nikoho-nemaie") == unknown.content

    def test_an_address_that_leads_to_somebody_is_given_to_nobody_else(self, kept, merged, moderator):
        merge(kept, merged)

        assert Prisoner.objects.free_address("Zoia Shurska", "en") == "zoia-shurska-2"
        typed = fields_of(Prisoner(partner=kept.partner), slug="zoia-shurska")
        assert logged_in(moderator).post(url("add"), typed).status_code == 200

    def test_a_campaign_drafted_before_asks_for_letters_to_the_record_that_stays(self, kept, merged):
        page = a_campaign([merged], languages=["uk"])
        draft = page.save_revision()
        merge(kept, merged)

        draft.publish()
        assert [person.pk for person in CampaignPage.objects.get(pk=page.pk).recipients.all()] == [kept.pk]

    def test_what_was_merged_before_goes_on_to_the_last(self, kept, merged, zmina):
        first = PrisonerFactory(partner=zmina, slug="persha")
        merge(merged, first)
        last = merge(kept, again(merged))

        assert Prisoner.objects.formerly_at("persha").get() == kept
        undo_merge(last, by=None)
        assert Prisoner.objects.formerly_at("persha").get() == merged

    def test_a_list_that_spells_the_name_as_before_finds_the_person(self, kept, merged):
        merge(kept, merged)
        people = People()
        people.refresh()

        assert [known.pk for known in people.by_key["uk:згурська зоя"]] == [kept.pk]
        assert [known.pk for known in people.by_key["uk:зоя сгурська"]] == [kept.pk]


class TestSafety:
    def test_what_was_withdrawn_on_one_record_ends_for_the_person(self, kept, merged):
        for record, ended in ((kept, timezone.now()), (merged, None)):
            Consent.objects.create(prisoner=record, scope=Scope.PHOTO, basis="given", withdrawn_at=ended)
        done = merge(kept, merged)
        assert Scope.PHOTO not in again(kept).bases

        undo_merge(done, by=None)
        assert Scope.PHOTO in again(merged).bases

    def test_letters_stay_held_where_one_record_says_that_they_do_not_arrive(self, kept, merged, moderator):
        Prisoner.objects.filter(pk=merged.pk).update(mail_status=MailStatus.CANNOT)
        merge(kept, again(merged), moderator)
        record = again(kept)
        assert record.held_at and record.mail_status == MailStatus.CAN
        claim = Claim.objects.get(prisoner=kept, field="letters")
        assert (claim.value, claim.needs_decision) == ("no", True)

    def test_a_draft_nobody_approved_changes_nothing_public(self, kept, merged, moderator):
        Prisoner.objects.filter(pk=merged.pk).update(live=False)
        done = merge(kept, again(merged), moderator)
        record = again(kept)

        assert record.patronymic_uk == "" and record.has_unpublished_changes
        assert record.get_latest_revision_as_object().patronymic_uk == "Петрівна"
        assert undo_merge(done, by=moderator)
        assert not again(kept).has_unpublished_changes
        assert again(kept).get_latest_revision_as_object().patronymic_uk == ""

    def test_what_can_not_be_merged_is_refused_in_words(self, kept, merged, moderator):
        hidden, dead, waiting = (
            PrisonerFactory(partner=kept.partner, **facts) for facts in ({}, {"status": Status.DIED}, {})
        )
        pause_prisoner(hidden, by=None)
        waiting.save_revision(user=moderator)
        waiting.get_workflow().start(waiting, moderator)
        for other in (kept, hidden, dead, waiting):
            with pytest.raises((ValidationError, PermissionDenied)):
                merge(kept, again(other), moderator)
        draft = PrisonerFactory(partner=kept.partner, live=False)
        with pytest.raises(ValidationError, match="навпаки"):
            merge(draft, kept, moderator)
        assert not RecordMerge.objects.exists()

    def test_moderators_merge_their_own_and_coordinators_any_two(self, kept, merged, moderator):
        pen = open_partner("pen")
        elsewhere = PrisonerFactory(partner=pen)
        for by, other in (
            (employ_editor(kept.partner), merged),
            (moderator, elsewhere),
            (employ_moderator(pen), merged),
        ):
            with pytest.raises(PermissionDenied):
                merge(kept, other, by)
        with pytest.raises(ValidationError, match="двом партнерам"):
            merge(kept, elsewhere, employ_coordinator())
        merge(kept, merged, User.objects.get(username="coordinator"))

    def test_what_was_announced_before_still_names_whom_it_was_about(self, kept, merged, moderator):
        announce_release(merged)
        announcement = Announcement.objects.get()
        end_announcement(announcement, by=moderator)
        merge(kept, merged, moderator)

        page = logged_in(moderator).get(reverse("announcement", args=[announcement.pk]))
        assert str(merged) in page.content.decode()


class TestUndo:
    def test_after_a_day_nothing_is_undone_and_no_fact_is_kept(self, kept, merged, moderator):
        done = merge(kept, merged, moderator)
        RecordMerge.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
        forget_old_merges()

        with pytest.raises(TooLate):
            undo_merge(done, by=moderator)
        assert RecordMerge.objects.get().before is None
        assert Prisoner.objects.formerly_at(merged.slug).exists()

    def test_what_was_edited_since_stays_and_the_two_part_nevertheless(self, kept, merged, moderator):
        done = merge(kept, merged, moderator)
        Prisoner.objects.filter(pk=kept.pk).update(mail_status=MailStatus.CANNOT)

        assert undo_merge(done, by=moderator) is False
        assert again(kept).mail_status == MailStatus.CANNOT
        assert again(merged).is_public and not FormerAddress.objects.exists()
        with pytest.raises(TooLate):
            undo_merge(done, by=moderator)

    @pytest.mark.parametrize(
        ("protect", "words"),
        [
            (lambda record: pause_prisoner(record, by=None), "приховано"),
            (
                lambda record: Prisoner.objects.filter(pk=record.pk).update(held_at=timezone.now()),
                "затримано",
            ),
            (lambda record: set_status(record, status=Status.HOSPITAL, by=None), "сталося"),
            (
                lambda record: record.consents.filter(scope=Scope.PHOTO).update(withdrawn_at=timezone.now()),
                "підстав",
            ),
            (announce_release, "Оголошення"),
            (write_down, "закриті"),
        ],
    )
    def test_what_protects_the_person_since_is_never_undone(self, kept, merged, moderator, protect, words):
        Consent.objects.create(prisoner=merged, scope=Scope.PHOTO, basis="given")
        for record in (kept, merged):
            write_down(record)
        done = merge(kept, merged, moderator)
        protect(again(kept))
        page = logged_in(moderator).get(reverse("record_merge", args=[done.uuid])).content.decode()
        assert words in page and 'type="submit"' not in page.partition("<main")[2]

        answer = logged_in(moderator).post(reverse("undo_merge", args=[done.uuid]), follow=True)

        page = answer.content.decode()
        assert "Скасувати об’єднання вже не можна" in page and words in page
        assert again(merged).merged_into == kept
        with pytest.raises(ValidationError, match=words):
            undo_merge(done, by=None)

    def test_a_picture_of_the_person_is_hidden_neither_then_nor_after(self, kept, merged):
        image = picture("Обидві")
        for record in (kept, merged):
            ImageSubject.objects.create(image=image, prisoner=record)
            Consent.objects.create(prisoner=record, scope=Scope.PHOTO, basis="given")
        done = merge(kept, merged)
        assert not forbidden_among([image.pk])

        undo_merge(done, by=None)
        assert set(image.subjects.values_list("prisoner", flat=True)) == {kept.pk, merged.pk}
        assert not forbidden_among([image.pk])


class TestScreens:
    def test_it_is_shown_done_once_and_undone_by_its_button(self, kept, merged, moderator):
        client = logged_in(moderator)
        assert (
            str(merged)
            in client.get(reverse("record_doubles", args=[kept.pk]), {"q": "Сгурська"}).content.decode()
        )
        address = reverse("merge_records", args=[kept.pk, merged.pk])
        shown = client.get(address)
        form = shown.context["form"].initial
        assert "Петрівна" in shown.content.decode() and "zoia-shurska" in shown.content.decode()

        twice = [client.post(address, form) for _turn in range(2)]

        assert [answer["Location"] for answer in twice] == [reverse("record_merge", args=[form["uuid"]])] * 2
        assert RecordMerge.objects.count() == 1
        assert client.get(url("edit", merged.pk)).status_code in (302, 404)
        assert str(merged) in client.get(url("edit", kept.pk)).content.decode()
        actions = set(ModelLogEntry.objects.filter(user=moderator).values_list("action", "object_id"))
        assert {
            ("prisoner_pages.merge_records", str(kept.pk)),
            ("prisoner_pages.merge_away", str(merged.pk)),
        } <= actions

        page = client.post(reverse("undo_merge", args=[form["uuid"]]), follow=True)
        assert page.status_code == 200
        assert again(merged).is_public and again(kept).patronymic_uk == ""

    def test_what_changed_since_it_was_shown_is_shown_anew(self, kept, merged, moderator):
        client, address = logged_in(moderator), reverse("merge_records", args=[kept.pk, merged.pk])
        form = client.get(address).context["form"].initial
        set_status(merged, status=Status.ON_TRIAL, by=moderator)

        assert client.post(address, form).status_code == 409
        assert not RecordMerge.objects.exists()

    @pytest.mark.parametrize("sent", [{}, {"uuid": "x", "seen": ""}, {"uuid": str(uuid4()), "seen": "0"}])
    def test_a_form_of_nothing_does_nothing(self, kept, merged, moderator, sent):
        address = reverse("merge_records", args=[kept.pk, merged.pk])
        assert logged_in(moderator).post(address, sent).status_code in (200, 409)
        assert not RecordMerge.objects.exists()


class TestOldHistory:
    def test_the_history_of_the_merged_record_stays_to_be_read(self, kept, merged, moderator):
        set_status(merged, status=Status.ON_TRIAL, by=moderator)
        set_status(kept, status=Status.ON_TRIAL, by=moderator)
        done = merge(kept, merged, moderator)
        RecordMerge.objects.update(at=timezone.now() - timedelta(days=400), before=None)
        client = logged_in(moderator)

        address = reverse("merged_history", args=[done.uuid])
        assert address in client.get(reverse("record_merge", args=[done.uuid])).text
        page = client.get(address, headers={"accept-language": "uk"})

        assert "Петрівна" in page.text and "zoia-shurska" in page.text
        assert [entry.action for entry in page.context["entries"]] == [
            "prisoner_pages.merge_away",
            "prisoner_pages.set_status",
        ]
        assert "moderator.zmina" in page.text

    def test_who_may_not_merge_the_two_does_not_read_it(self, kept, merged, moderator):
        address = reverse("merged_history", args=[merge(kept, merged, moderator).uuid])

        for stranger in (employ_editor(kept.partner), employ_moderator(open_partner("pen"))):
            assert logged_in(stranger).get(address).status_code in (302, 403)

    def test_what_is_too_long_for_a_claim_is_said_before_and_is_whole_in_the_history(
        self, kept, merged, moderator
    ):
        Charge.objects.create(prisoner=kept, code="205", part="1")
        for number in range(200):
            Charge.objects.create(prisoner=merged, code=str(300 + number), part="1")
        client = logged_in(moderator)

        shown = client.get(reverse("merge_records", args=[kept.pk, merged.pk])).context["rows"]
        assert {row.outcome for row in shown if row.fact.name == "charges"} == {Outcome.CUT}
        done = merge(kept, merged, moderator)

        assert len(kept.claims.get(field="charges").value) == LONGEST_CLAIM
        assert "499" in client.get(reverse("merged_history", args=[done.uuid])).text
