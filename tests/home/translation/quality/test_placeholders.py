from django.test import SimpleTestCase

from tests.home.translation.quality.cases import found, words_at

SAME = [
    ("Лист до %(name)s", "%(name)s: письмо"),
    ("{count} листів", "писем: {count}"),
    ('<a id="a1">тут</a>', 'вот <a id="a1">здесь</a>'),
    ("Див. https://example.org/x.", "См. (https://example.org/x)"),
    ("Пишіть a.b@example.org!", "Пишите: a.b@example.org."),
    ("100 % і 2 < 3", "100% и 2 < 3"),
]
CHANGED = [
    ("Лист до %(name)s", "Письмо", ["%(name)s"], []),
    ('<a id="a1">тут</a>', '<a id="a2">здесь</a>', ['<a id="a1">'], ['<a id="a2">']),
    ("https://example.org/x", "https://example.org/y", ["https://example.org/x"], ["https://example.org/y"]),
    ("<b>а</b>", "<b>а", ["</b>"], []),
    ("а", "<script>а", [], ["<script>"]),
]


class PlaceholdersTests(SimpleTestCase):
    def test_links_and_placeholders_may_move(self):
        for source, target in SAME:
            with self.subTest(source):
                self.assertEqual(found("placeholders", source, target), [])

    def test_a_link_or_placeholder_lost_changed_or_added_is_told(self):
        for source, target, missing, added in CHANGED:
            with self.subTest(source):
                [finding] = found("placeholders", source, target)
                self.assertEqual(words_at(source, finding.source), missing)
                self.assertEqual(words_at(target, finding.target), added)
