from home.translation.machines.base import Reason, TranslatorError
from home.translation.machines.remote import RemoteTranslator

LANGUAGES = "ar bg cs da de el en es et fi fr hu id it ja ko lt lv nb nl pl pt ro ru sk sl sq sv tr uk zh"


class LibreTranslate(RemoteTranslator):
    """A LibreTranslate server, ours or another's: https://docs.libretranslate.com/guides/api_usage/"""

    display_name = "LibreTranslate"
    languages = frozenset(LANGUAGES.split())

    def translate_batch(self, texts: list[str], source: str, target: str) -> list[str]:
        payload = {"q": texts, "source": source, "target": target, "format": "text"}
        answer = self.post("/translate", payload | ({"api_key": self.key} if self.key else {}))
        drafts = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(drafts, list):
            raise TranslatorError(Reason.MALFORMED)
        return drafts
