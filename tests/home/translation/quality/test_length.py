from django.test import SimpleTestCase

from tests.home.translation.quality.cases import found


class LengthTests(SimpleTestCase):
    def test_what_is_over_the_limit_is_told_with_its_place(self):
        [finding] = found("length", "", "абвгд", longest=3)

        self.assertEqual(finding.target, ((3, 5),))

    def test_a_text_at_the_limit_or_without_one_is_right(self):
        self.assertEqual(found("length", "", "абв", longest=3), [])
        self.assertEqual(found("length", "", "абв"), [])
