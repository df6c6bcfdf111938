from django.test import SimpleTestCase

from home.translation.quality.base import Context, Pair
from home.translation.quality.markup import Formatting, Links

LINK = '<a id="a1">тут</a>'


def found(check, source, target):
    return check.find(Pair(source, target, "uk", "en"), Context())


class MarkupTests(SimpleTestCase):
    def test_a_link_lost_or_doubled_blocks_and_one_that_moved_does_not(self):
        for target in ["here", f"{LINK}{LINK}", '<a id="a2">x</a>']:
            with self.subTest(target):
                self.assertTrue(found(Links(), LINK, target)[0].blocks)
        self.assertEqual(found(Links(), f"a {LINK}", '<a id="a1">here</a> b'), [])

    def test_other_bold_only_warns(self):
        [finding] = found(Formatting(), "<b>а</b>", "<i>a</i>")

        self.assertFalse(finding.blocks)
        self.assertIn("<b>", finding.sentence)

    def test_a_break_is_no_formatting(self):
        self.assertEqual(found(Formatting(), f"<b>а</b> {LINK}", f"{LINK}<br/><b>a</b>"), [])
