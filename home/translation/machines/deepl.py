from typing import Any

from home.translation.machines.base import Reason, TranslatorError
from home.translation.machines.remote import RemoteTranslator

PAID, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
FREE_KEY = ":fx"  # how a key of the free plan ends
# As a target language, English needs a country.
TARGETS = {"en": "EN-GB"}
LANGUAGES = "ar bg cs da de el en es et fi fr hu id it ja ko lt lv nb nl pl pt ro ru sk sl sv tr uk zh"


class DeepL(RemoteTranslator):
    """DeepL's API, version 2: https://developers.deepl.com/api-reference/translate"""

    display_name = "DeepL"
    languages = frozenset(LANGUAGES.split())

    def __init__(self, *, key: str, url: str = "", **options: Any) -> None:
        super().__init__(url=url or (FREE if key.endswith(FREE_KEY) else PAID), key=key, **options)

    def translate_batch(self, texts: list[str], source: str, target: str) -> list[str]:
        payload = {
            "text": texts,
            "source_lang": source.upper(),
            "target_lang": TARGETS.get(target, target.upper()),
            "preserve_formatting": True,
        }
        answer = self.post("/v2/translate", payload, {"Authorization": f"DeepL-Auth-Key {self.key}"})
        try:
            return [translation["text"] for translation in answer["translations"]]
        except (KeyError, TypeError):
            raise TranslatorError(Reason.MALFORMED) from None
