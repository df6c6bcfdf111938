from django.template.loader import render_to_string
from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from home.translation.text.differences import MOST_PARTS, Change, OnePage, differences

TEXTS = st.text(alphabet="аб .,\n<", max_size=40)


def marked(before, after):
    """Return the difference as one line: [-removed-] and [+added+]."""
    signs = {Change.EQUAL: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "[+{}+]"}
    return "".join(signs[segment.change].format(segment.text) for segment in differences(before, after))


class DifferencesTests(SimpleTestCase):
    def test_a_changed_word_is_marked_and_its_neighbours_are_not(self):
        self.assertEqual(
            marked("Вирок: 7 років колонії.", "Вирок: 6 років тюрми."),
            "Вирок: [-7-][+6+] років [-колонії-][+тюрми+].",
        )

    def test_changed_words_in_a_row_are_one_change(self):
        self.assertEqual(marked("а б в г", "а д, е г"), "а [-б в-][+д, е+] г")

    def test_an_added_sign_leaves_the_word_as_it_was(self):
        self.assertEqual(marked("слово і", "слово, і"), "слово[+,+] і")

    def test_the_same_text_has_no_change(self):
        self.assertEqual(marked("а\nб", "а\nб"), "а\nб")
        self.assertEqual(differences("", ""), [])

    def test_a_text_of_nothing_is_all_added_or_all_removed(self):
        self.assertEqual(marked("", "а б"), "[+а б+]")
        self.assertEqual(marked("а б", ""), "[-а б-]")

    def test_a_text_too_long_to_compare_is_changed_in_the_whole(self):
        long = "," * (MOST_PARTS + 1)

        self.assertEqual(marked(long, long + "б"), f"[-{long}-][+{long}б+]")

    def test_the_longest_letter_of_one_repeated_word_is_compared(self):
        before, after = "а б " * 1500, "б а в " * 1000

        segments = differences(before, after)

        self.assertIn(Change.EQUAL, {segment.change for segment in segments})

    @given(TEXTS, TEXTS)
    def test_both_texts_are_whole_in_the_segments(self, before, after):
        segments = differences(before, after)

        self.assertEqual("".join(s.text for s in segments if s.change != Change.ADDED), before)
        self.assertEqual("".join(s.text for s in segments if s.change != Change.REMOVED), after)
        self.assertTrue(
            all(one.change != two.change for one, two in zip(segments, segments[1:], strict=False))
        )


class OnePageTests(SimpleTestCase):
    """What many comparisons on one page cost together."""

    def test_what_is_left_over_is_compared_and_the_rest_is_changed_in_the_whole(self):
        page = OnePage(steps=30)

        first, second, third = [
            page.differences(*pair) for pair in [("а б в", "а г в"), ("а б", "а в"), ("а", "б")]
        ]

        self.assertEqual(len(first), 4)
        self.assertEqual([segment.text for segment in second], ["а б", "а в"])
        self.assertEqual(len(third), 2)

    def test_a_small_pair_is_compared_after_one_that_was_too_large(self):
        page = OnePage(steps=30)

        page.differences("а б " * 100, "а в " * 100)

        self.assertEqual(len(page.differences("а б в", "а г в")), 4)

    def test_no_more_runs_are_shown_than_a_page_holds_and_two_for_each_pair(self):
        page = OnePage(segments=100)

        shown = [page.differences("а б " * 30, "а в " * 30) for _ in range(20)]

        self.assertGreater(len(shown[0]), 2)
        self.assertLessEqual(sum(map(len, shown)), 100 + 2 * len(shown))
        self.assertEqual(
            {"".join(s.text for s in each if s.change != Change.ADDED) for each in shown}, {"а б " * 30}
        )


class TemplateTests(SimpleTestCase):
    def test_changes_are_marked_up_and_text_stays_text(self):
        segments = differences("Був <b>лист", "Був <i>лист")

        html = render_to_string("translation/differences.html", {"segments": segments, "language": "uk"})

        self.assertInHTML(
            '<div class="differences" lang="uk">Був &lt;<del>b</del><ins>i</ins>&gt;лист</div>', html
        )
