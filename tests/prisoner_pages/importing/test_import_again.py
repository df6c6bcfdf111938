"""What a later list changes of people who are known, and what it never does."""

import datetime
from functools import partial
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.translation.core.actions.text_entry import ParentNotTranslated
from prisoner_pages.choices import MailStatus, Scope, Status
from prisoner_pages.consents.actions.consents import give_consent, withdraw_consent
from prisoner_pages.importing.actions import stories
from prisoner_pages.importing.actions.changes_while_hidden import changed_while_hidden
from prisoner_pages.models import Claim, Consent, Prisoner, PrisonerPage, Sentence, Verification
from prisoner_pages.records.actions.pauses import hold_letters, pause_prisoner, resume_prisoner
from tests.factories.consents import GIVEN
from tests.factories.partners import employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.importing.test_import import counts, only, page, waiting_text
from tests.tiers import LONG, first_of

BOTH_TEXTS = {"short_bio_uk": "Коваль.", "short_bio_en": "Smith."}


def public_answers(client, record):
    """Return {address: what it answers} of all places where a person could be seen."""
    ends = ["", f"{record.slug}/", "?q=Марк", "?q=Vyhadchenko", "?status=sentenced"]
    paths = [f"/{language}/prisoners/{end}" for language in ("uk", "en") for end in ends]
    paths += [f"/uk/letters/write/{record.slug}/", "/uk/letters/write/", "/sitemap.xml"]
    return {path: b"".join(client.get(path)) for path in paths}


@pytest.mark.both_databases
class TestChangedCell:
    def test_only_that_fact_changes(self, take):
        take({"sentence_years": "12", "regime": "strict", "charge_articles": "275"})

        take({"sentence_years": "14", "regime": "strict", "charge_articles": "275"})

        sentence = only().sentences.get()
        assert (sentence.years, sentence.regime) == (14, "strict")
        assert only().charges.get().code == "275"
        assert only().facts.sentences[-1].years == 14
        assert only().updates.get().group == "verdict"

    def test_fact_somebody_edited_becomes_a_claim(self, take):
        take({"sentence_years": "12"})
        record = only()
        sentence = record.sentences.get()
        sentence.years = 13
        record.sentences = [sentence]
        record.save()

        report = take({"sentence_years": "14"})

        assert only().sentences.get().years == 13
        claim = Claim.objects.get()
        assert (claim.field, claim.value, claim.needs_decision) == ("sentence", "14/0", True)
        assert claim.shown_since and counts(report) == (0, 1, 0, 0)
        assert counts(take({"sentence_years": "14"})) == (0, 0, 1, 0)

    def test_fact_edited_in_a_draft_is_edited_too(self, take, django_user_model):
        take({"sentence_years": "12"})
        draft = only()
        draft.sentences.get()
        sentence = draft.sentences.get()
        sentence.years = 13
        draft.sentences = [sentence]
        draft.save_revision(user=django_user_model.objects.create_user("editor"))

        take({"sentence_years": "14"})

        assert only().sentences.get().years == 12
        assert Claim.objects.get().value == "14/0"

    def test_what_an_editor_already_wrote_is_no_conflict(self, take):
        take({"gender": "m"})
        record = only()
        record.sex = "f"
        record.save()

        assert counts(take({"gender": "f"})) == (0, 0, 1, 0)
        assert not Claim.objects.exists()

    def test_cell_that_is_blank_now_erases_nothing_and_is_told(self, take):
        take({"sentence_years": "12"})

        report = take({})
        assert only().sentences.get().years == 12
        assert [remark.column for remark in report.warnings] == ["sentence_years"]

    def test_public_record_changes_only_with_the_operators_act(self, take):
        take({"sentence_years": "12"})

        take({"sentence_years": "14"}, publish=False)
        assert only().sentences.get().years == 12 and only().has_unpublished_changes
        assert counts(take({"sentence_years": "14"}, publish=False)) == (0, 0, 1, 0)
        take({"sentence_years": "14"})
        assert only().sentences.get().years == 14
        assert counts(take({"sentence_years": "14"})) == (0, 0, 1, 0)

    def test_change_reaches_a_waiting_draft_without_losing_it(self, take, django_user_model):
        take({"sentence_years": "12"})
        draft = only()
        draft.photo_credit = "Фото родини"
        draft.save_revision(user=django_user_model.objects.create_user("editor"))

        take({"sentence_years": "14"})

        waiting = only().get_latest_revision_as_object()
        assert (waiting.photo_credit, waiting.sentences.get().years) == ("Фото родини", 14)
        assert only().photo_credit == ""


class TestWhatAListNeverDoes:
    @pytest.mark.parametrize("publish", first_of([True, False]))
    @pytest.mark.parametrize(
        "status", first_of(["released", "released_under_control", "exchanged", "died_in_custody"])
    )
    def test_known_person_is_never_freed_or_dead_by_a_list(self, take, status, publish):
        take({"status": "sentenced"}, publish=publish)

        report = take({"status": status}, publish=publish)

        claim = Claim.objects.get()
        assert only().status == Status.SENTENCED
        assert (claim.field, claim.needs_decision, claim.shown_since) == ("status", True, None)
        assert [remark.column for remark in report.warnings] == ["status"]
        assert counts(take({"status": status}, publish=publish)) == (0, 0, 1, 0)

    def test_nor_imprisoned_again(self, take):
        take({"status": "exchanged"})

        take({"status": "sentenced"})

        assert only().status == Status.EXCHANGED and Claim.objects.get().value == "sentenced"

    def test_pause_is_never_lifted(self, take):
        take({"sentence_years": "12"})
        pause_prisoner(only(), by=None)

        take({"sentence_years": "14", "short_bio_uk": "Коваль."})

        assert only().paused_at and not Prisoner.objects.public().exists()
        assert not PrisonerPage.objects.filter(live=True).exists()

    @pytest.mark.full(LONG)
    def test_facts_of_a_paused_person_stay_true_and_nothing_of_them_is_public(self, take, client):
        take({"sentence_years": "12"})
        pause_prisoner(only(), by=None)
        seen = public_answers(client, only())

        take({"full_name_uk": "Марк Вигадченко", "sentence_years": "14", "charge_articles": "205.5"})

        record = only()
        assert record.sentences.get().years == 14 and record.name_in("uk") == "Марк Вигадченко"
        assert not Prisoner.objects.public().exists() and not PrisonerPage.objects.filter(live=True).exists()
        assert public_answers(client, record) == seen

    @pytest.mark.full(LONG)
    def test_who_shows_a_person_again_reads_first_what_lists_have_changed(self, take, partner):
        partner = open_partner("pen")
        take = partial(take, of=partner)
        take({"sentence_years": "12"})
        take({"sentence_years": "13"})
        pause_prisoner(only(), by=None)
        assert changed_while_hidden(only()) == []

        take({"sentence_years": "14", "can_receive_letters": "yes"})
        take({"sentence_years": "15", "status": "house_arrest"}, publish=False)

        assert changed_while_hidden(only()) == ["charge and verdict", "letters"]
        address = reverse("record_act", args=[only().pk, "resume"])
        page = logged_in(employ_moderator(partner)).get(address)
        warning = str(page.context["warning"])
        assert warning in unescape(page.content.decode())
        assert "обвинувачення і вирок, листи" in warning

    def test_draft_paused_before_its_publication_stays_hidden(self, take):
        take({}, publish=False)
        pause_prisoner(only(), by=None)

        take({})

        assert not only().live and not page("uk").live

    @pytest.mark.parametrize("told", first_of([{}, {"short_bio_uk": "Муляр."}]))
    def test_text_of_a_paused_person_waits_and_stays_hidden_when_the_pause_ends(self, take, told):
        take(told)
        pause_prisoner(only(), by=None)

        take({"short_bio_uk": "Коваль.", "short_bio_en": "Smith."})

        assert not PrisonerPage.objects.filter(live=True).exists()
        resume_prisoner(only(), by=None)
        assert (page("uk").live, page("uk").intro) == (True, told.get("short_bio_uk", ""))
        assert not page("en").live and waiting_text(page("en")) == "Smith."
        assert ModelLogEntry.objects.get(action="prisoner_pages.hold_text").data["reasons"] == ["paused"]

    def test_english_text_that_was_left_out_comes_once_there_is_a_section(self, take, monkeypatch):
        def nowhere(*_about, **_how):
            raise ParentNotTranslated

        with monkeypatch.context() as without_section:
            for road in ("place_new_story", "place_story"):
                without_section.setattr(stories, road, nowhere)
            told = [take(BOTH_TEXTS) for _time in range(2)]
        assert [len(report.warnings) for report in told] == [1, 1]
        assert not PrisonerPage.objects.filter(locale__language_code="en").exists()

        take(BOTH_TEXTS)

        assert page("en").intro == "Smith."
        page("en").delete()
        take(BOTH_TEXTS)
        assert not PrisonerPage.objects.filter(locale__language_code="en").exists()

    def test_paused_person_without_a_story_gets_none_in_public(self, take):
        take({})
        PrisonerPage.objects.get().delete()
        pause_prisoner(only(), by=None)

        take({"short_bio_uk": "Коваль.", "short_bio_en": "Smith."})

        assert waiting_text(page("uk")) == "Коваль." and waiting_text(page("en")) == "Smith."
        assert not PrisonerPage.objects.filter(live=True).exists()

    def test_story_approved_during_a_pause_changes_in_a_draft_only(self, take):
        take({"short_bio_uk": "Муляр."})
        pause_prisoner(only(), by=None)
        page("uk").get_latest_revision().publish()

        take({"full_name_uk": "Марк Вигадченко", "short_bio_uk": "Коваль."})

        assert (page("uk").title, page("uk").intro) == ("Марко Вигадченко", "Муляр.")
        waiting = page("uk").get_latest_revision_as_object()
        assert (waiting.title, waiting.intro) == ("Марк Вигадченко", "Коваль.")

    def test_hold_is_never_lifted(self, take):
        take({"can_receive_letters": "yes"})
        hold_letters(only(), by=None)

        take({"can_receive_letters": "yes", "sentence_years": "14"})

        assert only().held_at

    @pytest.mark.parametrize("scope", first_of([Scope.NAME, Scope.LETTERS]))
    def test_withdrawn_basis_is_never_restored(self, take, scope):
        take({"can_receive_letters": "yes"})
        withdraw_consent(Consent.objects.get(scope=scope), by=None)

        report = take({"can_receive_letters": "yes", "sentence_years": "14"})

        assert scope not in only().bases and report.warnings
        take({"can_receive_letters": "no"})
        take({"can_receive_letters": "yes"})
        assert scope not in only().bases

    def test_expired_basis_is_never_restored(self, take, partner):
        record = PrisonerFactory(partner=partner, name_uk="Марко Вигадченко", bases=[])
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        give_consent(record, scope=Scope.NAME, **GIVEN, by=None, expires_on=yesterday)

        take({})

        assert Scope.NAME not in Prisoner.objects.get().bases

    def test_public_record_without_a_basis_gets_one_only_by_the_operators_act(self, take, partner):
        PrisonerFactory(partner=partner, name_uk="Марко Вигадченко", bases=[])

        take({}, publish=False)
        assert not Prisoner.objects.public().exists()
        take({})
        assert Prisoner.objects.public().exists()

    def test_record_taken_back_from_the_public_stays_back(self, take, partner):
        take({})
        Prisoner.objects.update(live=False)
        PrisonerPage.objects.get().unpublish()

        take({"sentence_years": "14"})

        assert not only().live and not page("uk").live

    def test_draft_an_editor_made_is_not_published(self, take, partner):
        PrisonerFactory(partner=partner, name_uk="Марко Вигадченко", live=False, stories=[])

        take({"sentence_years": "12"})

        assert not only().live

    def test_no_longer_listed_means_no_letters(self, take):
        take({"can_receive_letters": "yes"})

        take({"can_receive_letters": ""})

        assert only().mail_status == MailStatus.UNKNOWN
        assert not only().call_to_action.takes_letters

    @pytest.mark.parametrize("edited", [True, False])
    def test_list_verifies_no_fact_of_which_the_record_says_something_else(self, take, edited):
        take({"sentence_years": "12", "source_date": "2024-01-01"})
        if edited:
            record = only()
            record.sentences = [Sentence(years=13)]
            record.save()

        take({"sentence_years": "12", "source_date": "2025-01-01"})

        verified = dict(Verification.objects.values_list("group", "verified_on__year"))
        assert verified == {"identity": 2025, "verdict": 2024 if edited else 2025}

    def test_list_that_contradicts_an_editor_verifies_nothing_by_its_claim(self, take):
        take({"sentence_years": "12", "source_date": "2024-01-01"})
        record = only()
        record.sentences = [Sentence(years=13)]
        record.save()

        take({"gender": "m", "sentence_years": "14", "source_date": "2025-01-01"})

        verified = dict(Verification.objects.values_list("group", "verified_on__year"))
        assert verified == {"identity": 2025, "verdict": 2024}
        assert Claim.objects.get().field == "sentence"

    def test_older_list_never_turns_a_verification_back(self, take):
        take({"source_date": "2025-01-01"})
        take({"source_date": "2023-01-01"})

        assert {v.verified_on.year for v in Verification.objects.all()} == {2025}
