from django.conf import settings
from django.test import TestCase, override_settings

from home.translation.choices import Machine, Purpose
from home.translation.machines.base import Reason, TranslatorError
from home.translation.machines.dummy import Dummy
from home.translation.machines.libretranslate import LibreTranslate
from home.translation.machines.read_models import MACHINES, translator_for
from home.translation.models import TranslationSettings
from tests.home.translation.machines.servers import KEY, deepl, libretranslate, serving


class TranslatorForTests(TestCase):
    def test_every_machine_but_none_can_be_made(self):
        self.assertEqual(set(MACHINES), set(Machine) - {Machine.NONE})

    def test_nothing_is_on_until_somebody_turns_it_on(self):
        for purpose in Purpose:
            translator = translator_for(purpose)
            with self.subTest(purpose):
                self.assertFalse(translator.can_translate("uk", "ru"))
                with self.assertRaises(TranslatorError) as raised:
                    translator.translate(["Лист"], "uk", "ru")
                self.assertEqual(raised.exception.reason, Reason.OFF)

    def test_a_machine_that_a_host_has_set_up_gets_nothing_before_it_is_turned_on(self):
        with serving(deepl) as server:
            machines = {"deepl": {"key": KEY, "url": server.url}}
            with override_settings(TRANSLATION_MACHINES=machines), self.assertRaises(TranslatorError):
                translator_for(Purpose.LETTERS).translate(["Лист"], "uk", "ru")
            self.assertEqual(server.asked, [])

    def test_letters_and_pages_have_each_their_own(self):
        TranslationSettings.objects.create(pages_machine=Machine.DUMMY)

        self.assertIsInstance(translator_for(Purpose.PAGES), Dummy)
        self.assertFalse(translator_for(Purpose.LETTERS).can_translate("uk", "ru"))

    def test_a_chosen_machine_gets_the_text(self):
        TranslationSettings.objects.create(letters_machine=Machine.LIBRETRANSLATE)

        with serving(libretranslate) as server, self.settings(TRANSLATION_MACHINES={}):
            settings.TRANSLATION_MACHINES["libretranslate"] = {"url": server.url, "key": KEY}
            translator = translator_for(Purpose.LETTERS)
            drafts = translator.translate(["Лист"], "uk", "ru")

        self.assertIsInstance(translator, LibreTranslate)
        self.assertEqual(drafts, ["uk>ru Лист"])

    @override_settings(TRANSLATION_MACHINES={})
    def test_a_chosen_machine_that_the_host_no_longer_has_is_off(self):
        TranslationSettings.objects.create(letters_machine=Machine.DEEPL)

        self.assertFalse(translator_for(Purpose.LETTERS).can_translate("uk", "ru"))
