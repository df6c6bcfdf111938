"""What a list may and may not do to the records, told row by row."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import Basis, DatePrecision, MailReason, MailStatus, Scope, Status
from prisoner_pages.models import (
    CaseGroup,
    Claim,
    Consent,
    Facility,
    Occupation,
    Prisoner,
    PrisonerPage,
    Verification,
)
from prisoner_pages.stories.actions.drafts import NoSection
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.tiers import first_of

COUNTS = ("created", "updated", "unchanged", "skipped")


def counts(report):
    return tuple(getattr(report, name) for name in COUNTS)


def only():
    return Prisoner.objects.get()


def page(language, record=None):
    record = record or only()
    return PrisonerPage.objects.get(prisoner=record, locale__language_code=language)


def waiting_text(story):
    return story.get_latest_revision_as_object().intro


class TestNewPerson:
    @pytest.mark.both_databases
    def test_facts_are_the_rows_and_blanks_stay_blank(self, take):
        report = take(
            {"birth_date": "1977", "charge_articles": "205.5 ч.1; 30 ч.1 + 278", "sentence_years": "12"}
        )

        record = only()
        assert counts(report) == (1, 0, 0, 0) and not report.errors
        assert (record.birth_date.year, record.birth_precision) == (1977, DatePrecision.YEAR)
        assert [(c.code, c.part, c.joined_code, c.joined_part) for c in record.charges.all()] == [
            ("205.5", "1", "", ""),
            ("278", "", "30", "1"),
        ]
        assert (record.sex, record.origin, record.facility, record.mail_status) == (
            "",
            "",
            None,
            MailStatus.UNKNOWN,
        )
        assert record.sentences.get().regime == "" and record.sentences.get().months is None

    def test_sources_are_the_basis_for_the_name_and_cited_by_the_facts(self, take):
        take({"source_url": "https://khpg.org/1 ; https://b.example/2", "charge_articles": "275"})

        record = only()
        consent = record.consents.get()
        assert (consent.scope, consent.basis, consent.source_url) == (
            Scope.NAME,
            Basis.PUBLISHED,
            "https://khpg.org/1",
        )
        assert [(source.url, source.kind) for source in record.sources.all()] == [
            ("https://khpg.org/1", "human_rights"),
            ("https://b.example/2", "media"),
        ]
        assert {tuple(source.groups) for source in record.sources.all()} == {("identity", "verdict", "place")}

    def test_facts_are_verified_as_of_the_source_never_today(self, take):
        take({"source_date": "2023-04"})

        assert {(v.verified_on, v.precision) for v in Verification.objects.all()} == {
            (datetime.date(2023, 4, 1), DatePrecision.MONTH)
        }

    @pytest.mark.parametrize(
        ("row", "groups"),
        first_of(
            [
                ({}, {"identity"}),
                (
                    {"status": "sentenced", "detention_date": "2016-02-11", "case_group": "Справа"},
                    {"identity"},
                ),
                ({"regime": "strict"}, {"identity"}),
                ({"facility_name": "колония в Выдумии"}, {"identity"}),
                ({"facility_name": "ИК-7, Выдуманск", "status": "exchanged"}, {"identity"}),
                ({"facility_name": "ИК-7, Выдуманск"}, {"identity", "place"}),
                ({"charge_articles": "275"}, {"identity", "verdict"}),
                ({"sentence_years": "12"}, {"identity", "verdict"}),
                ({"can_receive_letters": "no"}, {"identity", "mail"}),
            ]
        ),
    )
    def test_only_groups_for_which_the_row_has_a_value_are_verified(self, take, row, groups):
        take(row)

        assert set(Verification.objects.values_list("group", flat=True)) == groups

    def test_source_without_a_date_verifies_nothing(self, take):
        take({"source_date": ""})

        assert not Verification.objects.exists()

    @pytest.mark.parametrize(
        ("cell", "mail", "writable"),
        [("yes", MailStatus.CAN, True), ("no", MailStatus.CANNOT, False), ("", MailStatus.UNKNOWN, False)],
    )
    def test_only_who_is_listed_as_a_recipient_can_be_written_to(self, take, cell, mail, writable):
        take({"can_receive_letters": cell})

        assert only().mail_status == mail
        assert only().call_to_action.takes_letters is writable
        assert Prisoner.objects.accepting_letters().exists() is writable
        assert Consent.objects.for_scope(Scope.LETTERS).exists() is writable

    def test_somebody_held_without_contact_gets_no_letters_for_that_reason(self, take):
        take({"status": "incommunicado", "can_receive_letters": "no"})

        assert only().mail_reason == MailReason.INCOMMUNICADO

    @pytest.mark.parametrize(
        "status", ["released", "exchanged", "died_in_custody", "missing", "house_arrest", ""]
    )
    def test_new_record_has_whatever_status_its_source_states(self, take, status):
        take({"status": status})

        assert only().status == {"died_in_custody": Status.DIED, "": Status.UNKNOWN}.get(status, status)

    @pytest.mark.both_databases
    def test_words_of_the_vocabularies_stand_in_both_languages_once(self, take):
        row = {
            "occupation_uk": "коваль, поет",
            "occupation_en": "smith, poet",
            "case_group": "Група / Group (kind)",
        }
        take(row, {**row, "full_name_uk": "Інша Людина", "full_name_en": "Other Person", "full_name_ru": ""})

        assert sorted(Occupation.objects.published().values_list("name", flat=True)) == [
            "poet",
            "smith",
            "коваль",
            "поет",
        ]
        assert {(case.name, case.kind) for case in CaseGroup.objects.published()} == {
            ("Група", "kind"),
            ("Group", "kind"),
        }

    @pytest.mark.both_databases
    def test_place_is_the_known_one_or_words_for_staff(self, take):
        take(
            {"facility_name": "ИК-7, Выдуманск"},
            {
                "facility_name": "колония в Выдумии",
                "full_name_uk": "Інша Людина",
                "full_name_en": "",
                "full_name_ru": "",
            },
            {
                "facility_name": "ИК-7, г. Выдуманск",
                "full_name_uk": "Третя Особа",
                "full_name_en": "",
                "full_name_ru": "",
            },
        )

        first, second, third = Prisoner.objects.order_by("pk")
        assert Facility.objects.get() == first.facility == third.facility
        assert (second.facility, second.place_as_stated) == (None, "колония в Выдумии")

    def test_where_a_freed_person_was_is_no_place_of_detention(self, take):
        take({"status": "exchanged", "facility_name": "ИК-7, Выдуманск"})

        assert only().facility is None

    def test_names_no_source_used_are_marked(self, take):
        take({"name_forms_unconfirmed": "Марко Вигадченко"})

        form = only().other_names.get()
        assert (form.name, form.language, form.confirmed, form.is_main) == (
            "Марко Вигадченко",
            "uk",
            False,
            False,
        )

    @pytest.mark.both_databases
    def test_namesakes_have_addresses_of_their_own(self, take):
        take({"birth_date": "1980"}, {"birth_date": "1990"}, {"birth_date": "2000"})

        assert sorted(Prisoner.objects.values_list("slug", flat=True)) == [
            "marko-vyhadchenko",
            "marko-vyhadchenko-1990",
            "marko-vyhadchenko-2000",
        ]

    def test_partner_without_a_section_is_refused_before_anything_is_read(self, take):
        with pytest.raises(NoSection):
            take({}, of=PartnerFactory(slug="nowhere"))


class TestStories:
    TEXTS = {"short_bio_uk": "Коваль із Сак.", "short_bio_en": "Blacksmith from Saky."}
    HELD = {"short_bio_uk": "Коваль, батько двох дітей.", "short_bio_en": "Blacksmith and poet."}

    @pytest.mark.both_databases
    def test_texts_in_two_languages_make_both_stories(self, take, client):
        take(self.TEXTS)

        assert (page("uk").live, page("uk").intro) == (True, "Коваль із Сак.")
        assert (page("en").live, page("en").intro) == (True, "Blacksmith from Saky.")
        assert page("en").title == "Marko Vyhadchenko"
        assert page("uk").translation_key == page("en").translation_key

    def test_person_without_a_text_has_a_profile_of_name_and_facts(self, take):
        take({})

        assert PrisonerPage.objects.count() == 1
        assert (page("uk").live, page("uk").intro, page("uk").title) == (True, "", "Марко Вигадченко")

    def test_text_held_back_waits_unpublished_with_its_reason(self, take):
        take(self.HELD)

        for language, text in (("uk", self.HELD["short_bio_uk"]), ("en", self.HELD["short_bio_en"])):
            story = page(language)
            assert (story.live, story.intro, story.has_unpublished_changes) == (True, "", True)
            assert waiting_text(story) == text
        entry = ModelLogEntry.objects.get(action="prisoner_pages.hold_text")
        assert entry.data["reasons"] == ["family"]

    @pytest.mark.parametrize("publish", [True, False])
    def test_text_held_back_of_a_draft_stands_in_its_second_version_alone(self, take, publish):
        take(self.HELD, publish=publish)

        for language, text in zip(("uk", "en"), self.HELD.values(), strict=True):
            story = page(language)
            assert (story.live, story.intro, waiting_text(story)) == (publish, "", text)

    def test_without_publish_everything_stays_a_draft(self, take):
        take({**self.TEXTS, "occupation_uk": "коваль", "occupation_en": "smith"}, publish=False)

        assert not only().live and not Prisoner.objects.public().exists()
        assert not PrisonerPage.objects.filter(live=True).exists()
        assert not Occupation.objects.published().exists()
        assert (
            waiting_text(page("uk")) == "Коваль із Сак."
            and waiting_text(page("en")) == "Blacksmith from Saky."
        )

    @pytest.mark.both_databases
    @pytest.mark.parametrize("texts", first_of([TEXTS, HELD, {}]))
    def test_publishing_later_ends_where_publishing_at_once_does(self, take, texts):
        take(texts, publish=False)
        report = take(texts)

        held = texts == self.HELD
        assert counts(report) == (0, 1, 0, 0)
        assert only().live and Prisoner.objects.public().exists()
        assert page("uk").live and page("uk").intro == ("" if held else texts.get("short_bio_uk", ""))
        assert waiting_text(page("uk")) == texts.get("short_bio_uk", "")
        assert counts(take(texts)) == (0, 0, 1, 0)

    def test_what_somebody_edited_is_not_published_by_a_list(self, take, django_user_model):
        take(self.TEXTS, publish=False)
        editor = django_user_model.objects.create_user("editor")
        story = page("uk").get_latest_revision_as_object()
        story.intro = "Ще не схвалено."
        story.save_revision(user=editor)

        take(self.TEXTS)

        assert not page("uk").live

    def test_changed_text_replaces_an_untouched_one_and_never_an_edited_one(self, take, django_user_model):
        take(self.TEXTS)
        editor, told = django_user_model.objects.create_user("editor"), {"intro": "Told by an editor."}
        place_story(page("uk"), locale="en", fields=told, by=editor, live=True)

        take({"short_bio_uk": "Коваль.", "short_bio_en": "Smith."})

        assert page("uk").intro == "Коваль." and page("en").intro == "Told by an editor."
        assert Claim.objects.get(field="story_en").needs_decision

    def test_corrected_name_is_the_title_too_and_the_waiting_text_still_waits(self, take):
        take(self.HELD)

        take({**self.HELD, "full_name_uk": "Марк Вигадченко", "full_name_en": "Mark Vyhadchenko"})

        assert (page("uk").title, page("en").title) == ("Марк Вигадченко", "Mark Vyhadchenko")
        assert page("uk").intro == "" and waiting_text(page("uk")) == self.HELD["short_bio_uk"]
        assert page("uk").get_latest_revision_as_object().title == "Марк Вигадченко"


@pytest.mark.both_databases
class TestIdentity:
    def test_second_run_changes_nothing(self, take):
        rows = [
            {"birth_date": "1977", "can_receive_letters": "yes"},
            {"full_name_uk": "Інша Людина", "full_name_en": ""},
        ]
        rows[1]["full_name_ru"] = ""
        take(*rows)
        before = list(Prisoner.objects.order_by("pk").values())

        assert counts(take(*rows)) == (0, 0, 2, 0)
        assert list(Prisoner.objects.order_by("pk").values()) == before

    def test_blank_year_is_the_only_record_of_that_name(self, take):
        take({"birth_date": "1977"})

        assert counts(take({"birth_date": "", "source_url": "https://a.example/1"})) == (0, 0, 1, 0)
        assert only().birth_date.year == 1977

    def test_later_year_fills_the_blank(self, take):
        take({})

        assert counts(take({"birth_date": "1977"})) == (0, 1, 0, 0)
        assert only().birth_date.year == 1977

    def test_year_learnt_in_a_run_tells_its_next_rows_apart(self, take):
        take({})

        assert counts(take({"birth_date": "1977"}, {"birth_date": "1990"})) == (1, 1, 0, 0)

    def test_same_names_with_different_years_are_two_people(self, take):
        take({"birth_date": "1977"})

        assert counts(take({"birth_date": "1990"})) == (1, 0, 0, 0)

    def test_two_candidates_are_reported_and_passed_over(self, take):
        take({"birth_date": "1977"}, {"birth_date": "1990"})

        report = take({"birth_date": "", "sentence_years": "12"})
        assert counts(report) == (0, 0, 0, 1)
        assert [remark.row for remark in report.warnings] == [2]

    def test_any_shared_form_of_the_name_is_enough(self, take):
        take({})

        assert counts(take({"full_name_uk": "Марк Вигадченко"})) == (0, 1, 0, 0)
        assert only().name_uk == "Марк Вигадченко"

    def test_record_of_another_partner_is_left_alone(self, take):
        PrisonerFactory(
            partner=PartnerFactory(slug="pen", section=True),
            name_uk="Марко Вигадченко",
            stories=[],
            birth_date=None,
        )

        report = take({"sentence_years": "12"})
        assert (*counts(report), report.proposed) == (0, 0, 0, 0, 1) and report.warnings
        assert not only().sentences.exists()

    def test_record_an_editor_made_is_found_and_its_facts_are_kept(self, take, partner):
        PrisonerFactory(
            partner=partner, name_uk="Марко Вигадченко", sex="f", birth_date=datetime.date(1977, 1, 2)
        )

        take({"birth_date": "1977", "gender": "m", "sentence_years": "12"})

        assert (only().sex, only().birth_date) == ("f", datetime.date(1977, 1, 2))
        assert only().sentences.get().years == 12
        assert set(Claim.objects.values_list("field", flat=True)) == {"sex", "birth_date", "name_en"}

    def test_second_row_of_a_person_stands_beside_the_first_and_is_stable(self, take):
        rows = (
            {"sentence_years": "12"},
            {"sentence_years": "14", "source_url": "https://b.example/2", "gender": "m"},
        )
        take(*rows)

        assert only().sentences.get().years == 12 and only().sex == "m"
        assert Claim.objects.get().value == "14/0"
        assert counts(take(*rows)) == (0, 0, 2, 0)
        assert Claim.objects.count() == 1
