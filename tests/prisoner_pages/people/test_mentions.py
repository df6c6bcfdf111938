from django.test import TestCase
from django.utils import timezone

from home.translation.matching.name_providers import names_in
from prisoner_pages.choices import Scope
from prisoner_pages.models import NameForm
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory

TEXT = "Дорогий Петре! Листа Петрові Соловчаку пише друг."


def person_named(**fields):
    return PrisonerFactory(partner=PartnerFactory(slug="zmina"), stories=[], **fields)


def petro(**fields):
    return person_named(
        name_uk="Петро Соловчак",
        name_en="Petro Solovchak",
        name_ru="Соловчак Пётр Иванович",
        **fields,
    )


class NamesInTests(TestCase):
    def test_a_public_person_is_named_with_the_form_of_the_prison_papers(self):
        person = petro()

        [mention] = names_in(TEXT, "uk", "ru")

        self.assertEqual(TEXT[mention.start : mention.end], "Петрові Соловчаку")
        self.assertEqual(mention.person, f"prisoner {person.pk}")
        self.assertEqual((mention.form, mention.words), ("Соловчак Пётр Иванович", ("Соловчак", "Пётр")))

    def test_other_languages_have_their_own_form(self):
        petro()
        forms = {language: names_in(TEXT, "uk", language)[0].form for language in ("en", "crh", "bg")}

        self.assertEqual(forms, {"en": "Petro Solovchak", "crh": "Petro Solovchak", "bg": "Petro Solovchak"})

    def test_a_missing_russian_form_is_not_made_up(self):
        person_named(name_uk="Петро Соловчак", name_en="Petro Solovchak")

        [mention] = names_in(TEXT, "uk", "ru")

        self.assertEqual((mention.form, mention.words), ("", ()))

    def test_nobody_who_is_not_public_is_named(self):
        petro(live=False)
        petro(paused_at=timezone.now())
        petro(bases=[Scope.LETTERS])

        self.assertEqual(names_in(TEXT, "uk", "ru"), [])

    def test_a_given_record_is_named_by_one_part_and_though_it_is_not_public(self):
        person = petro(live=False)

        mentions = names_in(TEXT, "uk", "ru", beside=[person, object()])

        self.assertEqual(
            [(TEXT[each.start : each.end], each.words) for each in mentions],
            [("Петре", ("Пётр",)), ("Петрові Соловчаку", ("Соловчак", "Пётр"))],
        )

    def test_a_further_spelling_is_found_and_a_further_main_form_is_used(self):
        person = petro()
        NameForm.objects.create(prisoner=person, language="bg", name="Петро Соловчак", is_main=True)
        NameForm.objects.create(prisoner=person, language="en", name="Peter Solowtschak")

        self.assertEqual(names_in(TEXT, "uk", "bg")[0].form, "Петро Соловчак")
        self.assertEqual(len(names_in("Peter Solowtschak", "en", "uk")), 1)

    def test_any_text_costs_two_queries(self):
        person = petro()

        with self.assertNumQueries(2):
            names_in(TEXT * 20, "uk", "ru", beside=[person])
