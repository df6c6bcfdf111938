from django.test import SimpleTestCase

from home.translation.matching.mentions import Rendering, TermMention
from tests.home.translation.quality.cases import found, words_at

TATAR = TermMention(
    "кримський татарин",
    0,
    10,
    preferred=(Rendering("крымский татарин"), Rendering("крымчанин")),
    forbidden=(Rendering("татарин", "Це інший народ."),),
)


class ForbiddenTests(SimpleTestCase):
    def test_a_forbidden_word_is_told_in_any_case_with_its_place_and_why(self):
        target = "Письма татарам и крымским татарам"

        [finding] = found("forbidden", "", target, terms=(TATAR,))

        self.assertEqual(words_at(target, finding.target), ["татарам"])
        self.assertIn("Це інший народ.", finding.sentence)

    def test_a_forbidden_word_within_a_preferred_phrase_is_right(self):
        self.assertEqual(found("forbidden", "", "крымских татар", terms=(TATAR,)), [])

    def test_a_word_is_forbidden_for_its_term_only(self):
        self.assertEqual(found("forbidden", "", "татарин"), [])

    def test_a_term_said_twice_is_told_once(self):
        again = TermMention(TATAR.term, 20, 30, preferred=TATAR.preferred, forbidden=TATAR.forbidden)

        [finding] = found("forbidden", "", "татарин", terms=(TATAR, again))

        self.assertEqual(len(finding.source), 2)


class TermsTests(SimpleTestCase):
    def test_any_of_the_preferred_words_will_do(self):
        for target in ("крымскими татарами", "Крымчанину"):
            with self.subTest(target):
                self.assertEqual(found("terms", "", target, terms=(TATAR,)), [])

    def test_another_word_is_told_with_the_agreed_ones(self):
        [finding] = found("terms", "", "житель", terms=(TATAR,))

        self.assertEqual(finding.parameters["words"], "крымский татарин, крымчанин")

    def test_a_term_of_which_only_the_forbidden_is_said_asks_for_no_word(self):
        term = TermMention("лист", 0, 4, forbidden=(Rendering("лист"),))

        self.assertEqual(found("terms", "", "письмо", terms=(term,)), [])
