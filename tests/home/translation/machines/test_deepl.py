import json

from django.test import SimpleTestCase

from home.translation.machines.base import Reason, TranslatorError
from home.translation.machines.deepl import DeepL
from tests.home.translation.machines.servers import KEY, always, deepl, serving


class DeepLTests(SimpleTestCase):
    def test_texts_come_back_in_their_order(self):
        with serving(deepl) as server:
            drafts = DeepL(key=KEY, url=server.url).translate(["Лист", "Суд"], "uk", "ru")

        self.assertEqual(drafts, ["UK>RU Лист", "UK>RU Суд"])

    def test_english_as_a_target_names_its_country(self):
        with serving(deepl) as server:
            self.assertEqual(
                DeepL(key=KEY, url=server.url).translate(["Лист"], "uk", "en"), ["UK>EN-GB Лист"]
            )

    def test_more_texts_than_one_request_takes_are_sent_in_several(self):
        texts = [f"Слово {number}" for number in range(120)]

        with serving(deepl) as server:
            drafts = DeepL(key=KEY, url=server.url).translate(texts, "uk", "ru")

        self.assertEqual(drafts, [f"UK>RU {text}" for text in texts])
        self.assertEqual(
            [len(json.loads(body)["text"]) for _path, _headers, body in server.asked], [50, 50, 20]
        )

    def test_long_texts_are_sent_in_several_requests(self):
        with serving(deepl) as server:
            DeepL(key=KEY, url=server.url).translate(["а" * 20_000] * 3, "uk", "ru")

        self.assertEqual(len(server.asked), 3)

    def test_a_key_chooses_the_host_of_its_plan(self):
        self.assertEqual(DeepL(key="x:fx").host, "api-free.deepl.com")
        self.assertEqual(DeepL(key="x").host, "api.deepl.com")

    def test_each_refusal_has_its_reason(self):
        refusals = {
            403: Reason.REFUSED,
            413: Reason.TOO_LONG,
            429: Reason.BUSY,
            456: Reason.QUOTA,
            500: Reason.UNREACHABLE,
            503: Reason.BUSY,
        }
        for status, reason in refusals.items():
            with self.subTest(status), serving(always(status, {"message": "no"})) as server:
                with self.assertRaises(TranslatorError) as raised:
                    DeepL(key=KEY, url=server.url).translate(["Лист"], "uk", "ru")
                self.assertEqual(raised.exception.reason, reason)

    def test_a_language_it_is_not_asked_for_is_never_sent(self):
        with serving(deepl) as server, self.assertRaises(TranslatorError) as raised:
            DeepL(key=KEY, url=server.url).translate(["mektüp"], "crh", "ru")

        self.assertEqual(raised.exception.reason, Reason.UNSUPPORTED)
        self.assertEqual(server.asked, [])

    def test_an_answer_of_another_shape_is_told(self):
        for answer in (
            {"translations": []},
            {"translations": [{}]},
            {"translations": None},
            [],
            b"<html>",
            b"",
        ):
            with self.subTest(answer), serving(always(200, answer)) as server:
                with self.assertRaises(TranslatorError) as raised:
                    DeepL(key=KEY, url=server.url).translate(["Лист"], "uk", "ru")
                self.assertEqual(raised.exception.reason, Reason.MALFORMED)
