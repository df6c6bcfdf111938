from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from home.languages.info import CONTENT_LANGUAGES
from home.translation.matching.phrases import Matcher, fold

# Language, dictionary form, forms that must be found, words that must not.
FORMS = [
    ("uk", "лист", "лист, листа, листові, листом, листи, листів, листами", "листя, листопад, листівка"),
    ("uk", "в'язень", "в’язень, в'язня, вʼязнів, в’язнями, В'ЯЗНЕМ", "в'язниця, зв'язень"),
    ("uk", "тюрма", "тюрми, тюрмі, тюрем, тюрмах", "тюремний"),
    ("uk", "кіт", "кота, котові, котами", "котел, кіно"),
    ("uk", "книга", "книзі, книги, книгою", "книгарня"),
    ("uk", "утримання", "утриманням, утримань", "утримати"),
    ("uk", "засуджений", "засудженого, засуджених, засуджена", "засудити"),
    ("uk", "вирок", "вироку, вироком, вироки", "вирій"),
    ("uk", "татарин", "татарина, татари, татар, татарами", "татарський"),
    ("uk", "суд", "суду, судом, суди", "суддя, судно, судова"),
    ("uk", "ґанок", "ганку, ґанок", "ганити"),
    ("ru", "письмо", "письма, письмом, писем, письмах", "письменный"),
    ("ru", "политзаключённый", "политзаключенного, политзаключённая, ПОЛИТЗАКЛЮЧЁННЫЕ", "заключённый"),
    ("ru", "приговорён", "приговорена, приговорены, приговорено", "приговор"),
    ("en", "prison", "prison, Prisons, prison's, prisons", "prisoner, imprison"),
    ("en", "penal colony", "penal colonies, Penal colony’s", "penal colon"),
    ("crh", "mektüp", "mektüpler, mektübiñ, mektüpni, mektüplerinde", "mektep"),
    ("crh", "Qırım", "Qırımda, QIRIMNIÑ, qırımğa", "qırımtatar"),
    ("crh", "azatlıq", "azatlıqnı, azatlığı", "azat"),
    ("de", "Brief", "Briefe, Briefen, Briefes", "Briefmarke"),
    ("bg", "писмо", "писмото, писма, писмата", "писмен"),
    ("pl", "list", "listu, listem, listy, listów", "listonosz"),
    ("cs", "dopis", "dopisu, dopisy, dopisech", "dopisnice"),
    ("sv", "brev", "brevet, breven", "brevlåda"),
    ("fr", "lettre", "lettres", "lettré"),
]


def found(language, phrase, text):
    return [text[match.start : match.end] for match in Matcher([(phrase, phrase)], language).find(text)]


class WordTests(SimpleTestCase):
    def test_forms_of_a_word_are_found_and_neighbours_are_not(self):
        for language, word, forms, others in FORMS:
            for form in forms.split(", "):
                with self.subTest(language, word=word, form=form):
                    self.assertEqual(found(language, word, form), [form])
            for other in others.split(", "):
                with self.subTest(language, word=word, other=other):
                    self.assertEqual(found(language, word, other), [])

    def test_every_language_of_the_site_finds_the_dictionary_form(self):
        for language, _name in [*CONTENT_LANGUAGES, ("ru", "")]:
            with self.subTest(language):
                self.assertEqual(found(language, "слово word", "Слово WORD."), ["Слово WORD"])

    def test_a_stress_mark_and_a_split_letter_change_nothing(self):
        self.assertEqual(fold("ви\u0301роки\u0301", "uk"), "вироки")
        self.assertEqual(found("uk", "їдальня", "і\u0308дальні"), ["і\u0308дальні"])

    def test_a_short_word_is_found_in_its_dictionary_form_only(self):
        self.assertEqual(found("uk", "їж", "їж їжі"), ["їж"])

    def test_crimean_tatar_keeps_its_two_letters_i(self):
        self.assertEqual(found("crh", "qızıl", "QIZIL qizil"), ["QIZIL"])


class PhraseTests(SimpleTestCase):
    def test_each_word_of_a_phrase_may_be_inflected(self):
        self.assertEqual(
            found("uk", "окупований Крим", "в окупованому Криму, з окупованого\nКриму"),
            ["окупованому Криму", "окупованого\nКриму"],
        )

    def test_a_phrase_does_not_reach_over_a_sign(self):
        self.assertEqual(found("uk", "окупований Крим", "окупований. Крим"), [])

    def test_a_hyphen_joins_the_words_of_a_phrase(self):
        self.assertEqual(
            found("uk", "колонія-поселення", "у колонії-поселенні і колонії – поселенні"),
            ["колонії-поселенні", "колонії – поселенні"],
        )

    def test_a_phrase_within_a_longer_one_is_left_out(self):
        matcher = Matcher([(1, "колонія"), (2, "виправна колонія")], "uk")

        matches = matcher.find("виправна колонія, колонія")

        self.assertEqual([match.key for match in matches], [2, 1])

    def test_two_phrases_at_one_place_are_both_found(self):
        matcher = Matcher([(1, "рада"), (2, "радий")], "uk")

        self.assertEqual([match.key for match in matcher.find("рада")], [1, 2])

    def test_a_phrase_without_a_word_is_never_found(self):
        self.assertEqual(Matcher([(1, "—"), (2, "")], "uk").find("— слово"), [])


class PlaceTests(SimpleTestCase):
    @given(st.lists(st.sampled_from(["лист", "листами", "і", "—", "\n", "x\u0301", "İ", "ﬁ", "👪"])))
    def test_places_are_of_the_text_as_given(self, words):
        text = " ".join(words)

        places = Matcher([(1, "лист")], "uk").find(text)

        self.assertEqual(
            [text[match.start : match.end] for match in places],
            [word for word in words if word.startswith("лист")],
        )
