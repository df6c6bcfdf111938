from django.test import SimpleTestCase

from home.translation.matching.mentions import NameMention, Rendering, TermMention
from tests.home.translation.quality.cases import found, words_at

LEFT = [
    ("uk", "ru", "Твій лист, їжак и кошка", ["Твій", "їжак"]),
    ("en", "ru", "Мой dog и кот", ["dog"]),
    ("crh", "ru", "Мой Qırım и кот", ["Qırım"]),
    ("uk", "en", "The лист came", ["лист"]),
    ("uk", "crh", "Bu лист", ["лист"]),
    ("crh", "en", "From Qırım and Yalñız", ["Qırım", "Yalñız"]),
    ("ru", "uk", "Это лист, ещё", ["Это", "ещё"]),
    ("uk", "bg", "Моят їжак", ["їжак"]),
    ("uk", "ru", "Kиев", ["Kиев"]),
    ("uk", "ru", "і\u0308жак", ["і\u0308жак"]),
]
RIGHT = [
    ("uk", "ru", "Твоё письмо из XX века, пиши на a.b@example.org или https://example.org/іс"),
    ("en", "ru", "Я читаю «Harry Potter» и “The Sea”"),
    ("en", "de", "Äpfel und Straßen"),
    ("uk", "en", "A naïve café in Kyiv"),
    ("uk", "pl", "Zażółć gęślą jaźń"),
    ("uk", "crh", "Qırımğa yazılğan mektüp"),
    ("ru", "ru", "і"),
    ("uk", "ru", "2026 — №5, 👪"),
]


class SourceScriptTests(SimpleTestCase):
    def test_words_of_the_original_that_were_left_are_told(self):
        for source, target, text, words in LEFT:
            with self.subTest(text, languages=(source, target)):
                [finding] = found("script", "", text, (source, target))
                self.assertEqual(words_at(text, finding.target), words)

    def test_letters_of_the_language_itself_are_right(self):
        for source, target, text in RIGHT:
            with self.subTest(text, languages=(source, target)):
                self.assertEqual(found("script", "", text, (source, target)), [])

    def test_a_quoted_passage_is_no_title(self):
        self.assertEqual(len(found("script", "", "Он сказал: «I do not know it»", ("en", "ru"))), 1)

    def test_what_glossary_or_record_prescribe_may_stand(self):
        term = TermMention("Акмесджит", 0, 9, preferred=(Rendering("Aqmescit"),))
        name = NameMention("1", 0, 1, "Çelebi", ("Çelebi",))

        self.assertEqual(found("script", "", "Aqmescit", ("uk", "ru"), terms=(term,)), [])
        self.assertEqual(found("script", "", "Çelebi’s letter", ("crh", "en"), names=(name,)), [])
        self.assertEqual(len(found("script", "", "Çelebi", ("crh", "en"))), 1)
