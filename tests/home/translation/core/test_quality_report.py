from django.test import TestCase

from home.translation.core.read_models.quality_report import findings
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.home.translation.glossary.test_glossary import add_term


class FindingsTests(TestCase):
    def test_the_glossary_and_the_names_of_records_are_looked_at(self):
        add_term("лист", ("ru", "письмо"))
        person = PrisonerFactory(
            name_uk="Петро Соловчак",
            name_ru="Соловчак Пётр Иванович",
            partner=PartnerFactory(slug="zmina"),
            stories=[],
            live=False,
        )

        found = findings("Петре, лист дійшов", "Друг, оно дошло", languages=("uk", "ru"), beside=[person])

        self.assertEqual([finding.check.id for finding in found], ["names", "terms"])
        self.assertEqual(
            findings("Петре, лист дійшов", "Пётр, письмо дошло", languages=("uk", "ru"), beside=[person]), []
        )

    def test_font_and_limit_are_handed_on(self):
        found = findings("★★", "★★", languages=("uk", "ru"), printable=frozenset("а"), longest=1)

        self.assertEqual([finding.check.id for finding in found], ["unprintable", "length"])
