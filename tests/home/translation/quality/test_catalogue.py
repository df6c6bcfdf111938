from django.test import SimpleTestCase
from django.utils.translation import override
from hypothesis import given, strategies as st

from home.languages.info import CONTENT_LANGUAGES
from home.translation.matching.mentions import NameMention, Rendering, TermMention
from home.translation.matching.phrases import Span
from home.translation.quality.base import Context, Level, Pair
from home.translation.quality.catalogue import CHECKS, run

LANGUAGES = [*(language for language, _name in CONTENT_LANGUAGES), "ru"]
# A pair in which every check but that for an empty translation has something to find.
FAULTY = Pair("Лист https://a.org 7 Петро", "Лист https://a.org/b 6 письмо № \u202e", "uk", "ru")
FAULTY_CONTEXT = Context(
    terms=(TermMention("лист", 0, 4, "", (Rendering("послание"),), (Rendering("письмо", "Чому"),)),),
    names=(NameMention("1", 21, 26, "Соловчак Пётр", ("Пётр",)),),
    printable=frozenset("абв"),
    longest=3,
)
TEXTS = st.text(alphabet="аі́ґaçñ1٣.,'’<>%{}()s@/:«»\"\n \u202e\u0301", max_size=80)


class CatalogueTests(SimpleTestCase):
    def test_every_check_has_an_id_a_name_and_a_sentence_in_ukrainian_and_english(self):
        for check in CHECKS.values():
            with self.subTest(check.id):
                said = []
                for language in ("uk", "en"):
                    with override(language):
                        said.append((str(check.name), str(check.sentence)))
                self.assertTrue(all(map(all, said)))
                self.assertTrue(all(uk != en for uk, en in zip(*said, strict=True)))

    def test_what_blocks_stands_before_what_warns(self):
        levels = [check.level for check in CHECKS.values()]

        self.assertEqual(levels, sorted(levels))
        self.assertEqual(set(levels), set(Level))

    def test_every_check_can_find_and_says_where_in_words(self):
        found = {finding.check.id: finding for finding in run(FAULTY, FAULTY_CONTEXT)}
        found |= {
            finding.check.id: finding
            for target in ("", "А Б В")
            for finding in run(Pair("А Б В", target, "uk", "ru"), Context())
        }
        found |= {f.check.id: f for f in run(Pair("є", "є", "uk", "ru"), Context())}

        self.assertEqual(found.keys(), CHECKS.keys())
        for finding in found.values():
            with self.subTest(finding.check.id):
                self.assertNotIn("%(", finding.sentence)

    def test_a_missing_translation_is_told_alone(self):
        findings = run(Pair("7 https://a.org", " \n", "uk", "ru"), FAULTY_CONTEXT)

        self.assertEqual([finding.check.id for finding in findings], ["empty"])
        self.assertEqual(run(Pair("", "", "uk", "ru"), Context()), [])

    def test_only_the_checks_that_are_named_are_run(self):
        findings = run(FAULTY, FAULTY_CONTEXT, checks=["numbers"])

        self.assertEqual([finding.check.id for finding in findings], ["numbers"])

    def test_a_dismissal_holds_for_the_same_fault_alone(self):
        def signature(target):
            [finding] = run(Pair("7 років", target, "uk", "ru"), Context(), checks=["numbers"])
            return finding.signature

        self.assertEqual(signature("6 лет"), signature("прошло 6 лет"))
        self.assertNotEqual(signature("6 лет"), signature("8 лет"))

    @given(TEXTS, TEXTS, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
    def test_no_text_breaks_a_check_and_every_place_lies_in_its_text(self, source, target, one, two):
        findings = run(Pair(source, target, one, two), FAULTY_CONTEXT)

        for finding in findings:
            self.assertIsInstance(finding.sentence, str)
            for start, end in finding.target:
                self.assertTrue(0 <= start < end <= len(target), finding)
            self.assertTrue(all(isinstance(span, Span) for span in (*finding.source, *finding.target)))
