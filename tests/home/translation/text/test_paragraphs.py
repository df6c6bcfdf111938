from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from home.translation.text.paragraphs import EMPTY, align, paragraphs_of


def columns(source, target):
    return [(row.source.text, row.target.text) for row in align(source, target)]


class ParagraphTests(SimpleTestCase):
    def test_blank_lines_divide_and_are_no_paragraphs(self):
        self.assertEqual(
            columns("Один\n\n \nДва\nТри\n", "1\n2\n\n3"), [("Один", "1"), ("Два", "2"), ("Три", "3")]
        )

    def test_a_side_that_ends_first_has_empty_cells(self):
        self.assertEqual(columns("Один\nДва", "1"), [("Один", "1"), ("Два", "")])
        self.assertEqual(columns("", "1\n2"), [("", "1"), ("", "2")])
        self.assertIs(align("Один", "")[0].target, EMPTY)

    def test_two_empty_texts_have_no_rows(self):
        self.assertEqual(align("", " \n\t\n"), [])

    def test_rows_are_numbered_from_one(self):
        self.assertEqual([row.number for row in align("а\nб", "")], [1, 2])

    @given(st.text(alphabet="аb \t\n\u00a0.", max_size=60))
    def test_a_paragraph_knows_its_place_and_no_word_is_lost(self, text):
        paragraphs = paragraphs_of(text)

        for paragraph in paragraphs:
            self.assertEqual(text[paragraph.start : paragraph.end], paragraph.text)
            self.assertEqual(paragraph.text.strip(), paragraph.text)
        self.assertEqual(" ".join(part.text for part in paragraphs).split(), text.split())
