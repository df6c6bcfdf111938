from datetime import date
from unittest import mock

from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils import translation
from django.utils.translation import gettext_lazy

from home import private_parts
from home.pictures.placeholders import MOODS, initials_of, plate_for
from home.templatetags import interface


class Catalogue:
    def __init__(self, *keys):
        self._catalog = dict.fromkeys(keys)


def catalogues(**known):
    """Stand in for the compiled catalogues: which msgids each language has words for."""
    return mock.patch.object(
        private_parts.trans_real, "translation", side_effect=lambda code: Catalogue(*known.get(code, ()))
    )


def printed(source, **context):
    return Template("{% load interface %}" + source).render(Context(context))


class InterfaceWordsTests(SimpleTestCase):
    def test_words_the_page_lacks_are_marked_ukrainian_on_a_crimean_tatar_page(self):
        shown = {"People": "Люди"}
        with (
            translation.override("crh"),
            catalogues(uk=["People"]),
            mock.patch.object(interface, "gettext", shown.get),
        ):
            self.assertEqual(printed('{% t "People" %}'), '<span lang="uk">Люди</span>')

    def test_words_the_page_has_are_not_marked(self):
        with (
            translation.override("crh"),
            catalogues(uk=["People"], crh=["People"]),
            mock.patch.object(interface, "gettext", {"People": "İnsanlar"}.get),
        ):
            self.assertEqual(printed('{% t "People" %}'), "İnsanlar")

    def test_date_is_written_in_the_language_of_the_words_around_it(self):
        source = '{% t "Answer by %(day)s." day=day %}'
        with (
            translation.override("crh"),
            mock.patch.object(interface, "gettext", {"Answer by %(day)s.": "Чекаємо до %(day)s."}.get),
            mock.patch.object(interface, "fallback_language", return_value="uk"),
        ):
            shown = printed(source, day=date(2026, 12, 23))
        self.assertEqual(shown, '<span lang="uk">Чекаємо до 23 грудня 2026 року.</span>')

    def test_words_the_page_lacks_are_marked_english_elsewhere(self):
        with translation.override("de"), catalogues(uk=["A zebra walks"]):
            self.assertEqual(printed('{% t "A zebra walks" %}'), '<span lang="en">A zebra walks</span>')

    def test_ukrainian_and_english_pages_mark_nothing(self):
        for language in ("uk", "en"):
            with self.subTest(language), translation.override(language):
                self.assertEqual(printed('{% t "A zebra walks" %}'), "A zebra walks")

    def test_text_that_is_no_msgid_is_printed_as_it_is(self):
        for language in ("de", "crh"):
            with self.subTest(language), translation.override(language), catalogues():
                self.assertEqual(printed("{% t name %}", name="Сейран"), "Сейран")

    def test_a_lazy_label_is_known_by_its_msgid(self):
        with translation.override("de"), catalogues(uk=["A zebra walks"]):
            self.assertEqual(
                printed("{% t label %}", label=gettext_lazy("A zebra walks")),
                '<span lang="en">A zebra walks</span>',
            )

    def test_values_are_escaped_and_text_from_outside_too(self):
        with translation.override("en"):
            self.assertEqual(printed('{% t "To %(name)s" name=name %}', name="<b>"), "To &lt;b&gt;")
            self.assertEqual(printed("{% t name %}", name="<b>%s"), "&lt;b&gt;%s")

    def test_words_by_number_choose_the_form(self):
        with translation.override("en"):
            template = '{% tn "%(count)s zebra" "%(count)s zebras" n %}'
            self.assertEqual(printed(template, n=1), "1 zebra")
            self.assertEqual(printed(template, n=5), "5 zebras")


class PlateTests(SimpleTestCase):
    def test_a_person_always_has_the_same_plate_and_another_person_another(self):
        self.assertEqual(
            plate_for(slug="a-b", name="Марія Дем’янчук"), plate_for(slug="a-b", name="Марія Дем’янчук")
        )
        plates = {plate_for(slug=f"person-{n}", name="А Б") for n in range(50)}
        self.assertEqual(len(plates), 50)
        self.assertEqual({plate.mood for plate in plates}, set(MOODS))

    def test_initials_are_letters_of_the_name_as_it_is_written(self):
        rows = {
            "Сейран Аблямітов": "СА",
            "İslâm Ümer": "İÜ",
            "Рустем Ґафаров (Алі)": "РҐ",
            "Марія": "М",
            "Enver Ametov oğlu İbraim": "Eİ",
            "": "",
        }
        for name, initials in rows.items():
            with self.subTest(name):
                self.assertEqual(initials_of(name), initials)
