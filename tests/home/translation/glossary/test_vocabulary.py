from io import StringIO

import pytest
from django.core.management import call_command
from django.test import TestCase

from home.languages.info import TEXT_LANGUAGES
from home.translation.choices import Subject
from home.translation.glossary.actions.vocabulary import concepts, load_vocabulary
from home.translation.glossary.read_models.terms import terms_in
from home.translation.models import GlossaryTerm, GlossaryTranslation


class VocabularyTests(TestCase):
    def test_every_concept_is_whole(self):
        languages = {language for language, _name in TEXT_LANGUAGES}
        for concept in concepts()[0]:
            with self.subTest(concept.words):
                self.assertIn(concept.subject, Subject.values)
                self.assertLessEqual({"uk", "en", "ru"}, concept.words.keys())
                self.assertLessEqual(set(concept.forbidden), languages)
                self.assertLessEqual(set(concept.only_said), concept.words.keys())

    def test_no_word_stands_for_two_concepts_of_one_language(self):
        words = [
            (language, word.lower())
            for concept in concepts()[0]
            for language, said in concept.words.items()
            if language not in concept.only_said
            for word in said
        ]

        self.assertEqual(len(words), len(set(words)))

    def test_every_term_names_its_source(self):
        load_vocabulary()

        self.assertFalse(GlossaryTerm.objects.filter(source="").exists())
        self.assertFalse(GlossaryTranslation.objects.filter(language="crh", note="").exists())

    def test_every_term_is_found_in_a_text_by_itself(self):
        load_vocabulary()

        for term in GlossaryTerm.objects.all():
            said = term.translations.values_list("language", flat=True)
            with self.subTest(term.term, language=term.language):
                mentions = terms_in(term.term, term.language, said[0])
                self.assertIn(term.term, [mention.term for mention in mentions])

    @pytest.mark.both_databases
    def test_a_second_load_adds_nothing_and_leaves_what_coordinators_wrote(self):
        load_vocabulary()
        term = GlossaryTerm.objects.get(language="uk", term="лист")
        term.translations.all().delete()
        GlossaryTerm.objects.filter(pk=term.pk).update(explanation="Наше слово")

        output = StringIO()
        call_command("load_glossary", stdout=output)

        term.refresh_from_db()
        self.assertEqual(output.getvalue().strip(), "Terms added: 0")
        self.assertEqual((term.explanation, term.translations.count()), ("Наше слово", 0))

    @pytest.mark.both_databases
    def test_a_load_shows_at_once(self):
        self.assertEqual(terms_in("лист", "uk", "ru"), [])

        load_vocabulary()

        self.assertEqual(terms_in("листа", "uk", "ru")[0].preferred[0].text, "письмо")
