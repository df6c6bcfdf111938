from django.test import SimpleTestCase

from tests.home.translation.quality.cases import found


class UnprintableTests(SimpleTestCase):
    def test_a_character_that_the_font_lacks_is_told_with_its_number(self):
        [finding] = found("unprintable", "", "да★да", printable=frozenset("да"))

        self.assertEqual(finding.target, ((2, 3),))
        self.assertIn("★ (U+2605)", finding.sentence)

    def test_unseen_characters_are_told_whatever_the_font(self):
        for sign in ("\u202e", "\u200b", "\x00", "\ue000", "\ufeff"):
            with self.subTest(hex(ord(sign))):
                [finding] = found("unprintable", "", f"да{sign}")
                self.assertNotIn(sign, finding.sentence)

    def test_line_ends_and_tabs_are_layout(self):
        self.assertEqual(found("unprintable", "", "да\n\tда", printable=frozenset("да")), [])
        self.assertEqual(found("unprintable", "", "★"), [])
