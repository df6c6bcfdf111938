from django.test import SimpleTestCase

from home.translation.matching.mentions import NameMention
from tests.home.translation.quality.cases import found, words_at

PETRO = NameMention("1", 0, 5, "Соловчак Пётр Иванович", ("Пётр",))
IN_FULL = NameMention("1", 7, 22, "Соловчак Пётр Иванович", ("Соловчак", "Пётр"))
SOURCE = "Петре! Петру Соловчаку"


class NamesTests(SimpleTestCase):
    def test_a_name_may_be_inflected_and_in_any_order(self):
        for target in ("Пётр Соловчак", "Соловчаку Петру", "СОЛОВЧАК П. — Петре: Петром"):
            with self.subTest(target):
                self.assertEqual(found("names", SOURCE, target, names=(PETRO, IN_FULL)), [])

    def test_a_name_left_out_or_written_otherwise_is_told_with_its_right_form(self):
        for target in ("Друг! Другу", "Петро Соловчук"):
            with self.subTest(target):
                [finding] = found("names", SOURCE, target, names=(IN_FULL,))
                self.assertEqual(finding.parameters["words"], "Соловчак Пётр")
                self.assertEqual(words_at(SOURCE, finding.source), [SOURCE[7:22]])

    def test_a_person_is_told_once_however_often_named(self):
        again = NameMention("1", 10, 15, PETRO.form, PETRO.words)

        [finding] = found("names", "Петре і Петре", "Друг", names=(PETRO, again))

        self.assertEqual(len(finding.source), 2)

    def test_a_person_without_a_known_form_is_not_asked_for(self):
        self.assertEqual(found("names", "Петре", "Друг", names=(NameMention("1", 0, 5, ""),)), [])
