import pytest
from django.test import TestCase

from home.caching.read_models import current
from home.translation.choices import Verdict
from home.translation.glossary.read_models.terms import terms_in
from home.translation.models import GlossaryTerm, GlossaryTranslation


def add_term(term, *said, language="uk", **fields):
    """Add a term with its (language, text) pairs said."""
    made = GlossaryTerm.objects.create(term=term, language=language, **fields)
    for place, (target, text) in enumerate(said):
        GlossaryTranslation.objects.create(term=made, language=target, text=text, sort_order=place)
    return made


def forbid(term, language, text):
    return GlossaryTranslation.objects.create(
        term=term, language=language, text=text, verdict=Verdict.FORBIDDEN, note="чому"
    )


@pytest.mark.both_databases
class TermsInTests(TestCase):
    def test_a_term_comes_with_its_place_and_what_is_agreed_for_the_language(self):
        term = add_term("лист", ("ru", "письмо"), ("ru", "послание"), ("en", "letter"), explanation="пошта")
        forbid(term, "ru", "лист")
        text = "Твої листи дійшли."

        [mention] = terms_in(text, "uk", "ru")

        self.assertEqual(text[mention.start : mention.end], "листи")
        self.assertEqual((mention.term, mention.explanation), ("лист", "пошта"))
        self.assertEqual([each.text for each in mention.preferred], ["письмо", "послание"])
        self.assertEqual([(each.text, each.note) for each in mention.forbidden], [("лист", "чому")])

    def test_a_term_of_another_language_is_not_found(self):
        add_term("лист", ("ru", "письмо"))

        self.assertEqual(terms_in("лист", "ru", "uk"), [])

    def test_a_term_on_which_nothing_is_agreed_for_the_language_is_left_out(self):
        add_term("лист", ("en", "letter"))

        self.assertEqual(terms_in("лист", "uk", "ru"), [])

    def test_a_change_shows_at_once(self):
        term = add_term("лист", ("ru", "письмо"))
        terms_in("лист", "uk", "ru")

        term.translations.filter(language="ru").get().delete()

        self.assertEqual(terms_in("лист", "uk", "ru"), [])
        add_term("суд", ("ru", "суд"))
        self.assertEqual([mention.term for mention in terms_in("суд", "uk", "ru")], ["суд"])

    def test_a_compiled_glossary_costs_one_query_or_none(self):
        add_term("лист", ("ru", "письмо"))
        terms_in("", "uk", "ru")

        with self.assertNumQueries(1):
            terms_in("лист", "uk", "ru")
        known = current()
        with self.assertNumQueries(0):
            terms_in("лист", "uk", "ru", known=known)
