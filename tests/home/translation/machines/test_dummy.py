from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from home.translation.machines.dummy import Dummy
from home.translation.quality.base import Context, Pair
from home.translation.quality.catalogue import run


def draft(text):
    return Dummy().translate([text], "uk", "ru")[0]


class DummyTests(SimpleTestCase):
    def test_words_are_turned_round_and_figures_stay(self):
        self.assertEqual(draft("Лист, 12 років!"), "тсиЛ, 12 вікор!")

    @given(st.text())
    def test_twice_is_the_text_again(self, text):
        self.assertEqual(draft(draft(text)), text)

    def test_nothing_leaves_the_site(self):
        self.assertEqual(Dummy().host, "")

    def test_numbers_of_a_draft_are_right(self):
        text = "12.11.2026 прийшло 1 000 листів"

        self.assertEqual(run(Pair(text, draft(text), "uk", "en"), Context(), checks=["numbers"]), [])

    def test_a_language_is_not_translated_into_itself(self):
        self.assertTrue(Dummy().can_translate("crh", "ru"))
        self.assertFalse(Dummy().can_translate("ru", "ru"))
