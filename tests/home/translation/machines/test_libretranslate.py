import json

from django.test import SimpleTestCase

from home.translation.machines.base import Reason, TranslatorError
from home.translation.machines.libretranslate import LibreTranslate
from tests.home.translation.machines.servers import KEY, always, libretranslate, serving


class LibreTranslateTests(SimpleTestCase):
    def test_texts_come_back_in_their_order_and_blank_ones_are_not_sent(self):
        with serving(libretranslate) as server:
            drafts = LibreTranslate(url=server.url, key=KEY).translate(["Лист", " \n", "Суд"], "uk", "ru")

        self.assertEqual(drafts, ["uk>ru Лист", " \n", "uk>ru Суд"])
        self.assertEqual(json.loads(server.asked[0][2])["q"], ["Лист", "Суд"])

    def test_an_address_below_a_path_is_kept(self):
        with serving(always(200, {"translatedText": ["а"]})) as server:
            LibreTranslate(url=f"{server.url}/machine/").translate(["Лист"], "uk", "ru")

        self.assertEqual(server.asked[0][0], "/machine/translate")

    def test_a_server_without_keys_gets_none(self):
        with serving(always(200, {"translatedText": ["а"]})) as server:
            LibreTranslate(url=server.url).translate(["Лист"], "uk", "ru")

        self.assertNotIn("api_key", json.loads(server.asked[0][2]))

    def test_a_wrong_key_is_told(self):
        with serving(libretranslate) as server, self.assertRaises(TranslatorError) as raised:
            LibreTranslate(url=server.url, key="another").translate(["Лист"], "uk", "ru")

        self.assertEqual(raised.exception.reason, Reason.REFUSED)

    def test_an_answer_of_another_shape_is_told(self):
        for answer in (
            {"translatedText": "ab"},
            {"translatedText": ["а"]},
            {"translatedText": [1, 2]},
            [],
            {},
        ):
            with self.subTest(answer), serving(always(200, answer)) as server:
                with self.assertRaises(TranslatorError) as raised:
                    LibreTranslate(url=server.url).translate(["Лист", "Суд"], "uk", "ru")
                self.assertEqual(raised.exception.reason, Reason.MALFORMED)
