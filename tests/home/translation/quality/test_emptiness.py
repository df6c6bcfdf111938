from django.test import SimpleTestCase

from tests.home.translation.quality.cases import found


class EmptyTests(SimpleTestCase):
    def test_spaces_are_no_translation(self):
        self.assertEqual(len(found("empty", "Лист", " \n")), 1)
        self.assertEqual(found("empty", "Лист", "Письмо"), [])
        self.assertEqual(found("empty", " ", ""), [])


class UnchangedTests(SimpleTestCase):
    def test_the_original_word_for_word_is_no_translation(self):
        self.assertEqual(len(found("unchanged", "Мама мила раму.", "мама  мила\nраму")), 1)

    def test_a_name_a_figure_or_a_changed_word_is_one(self):
        for source, target in (("Олена Олена", "Олена Олена"), ("1 2 3 4", "1 2 3 4"), ("А Б В", "А Б Г")):
            with self.subTest(source):
                self.assertEqual(found("unchanged", source, target), [])

    def test_a_text_in_its_own_language_may_stay(self):
        self.assertEqual(found("unchanged", "Мама мила раму", "Мама мила раму", ("ru", "ru")), [])
