"""What a writer gives us, cleaned and checked, before it is sealed. Never logged, never stored as it is."""

import hashlib
from dataclasses import dataclass, field

from home.pictures.reencoding import EncodedPicture
from letters.choices.letters import CensorWish, DelayWish


@dataclass(frozen=True)
class Content:
    prisoner: str  # slug
    body: str = field(repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    language: str = ""  # as declared; "" leaves it to us
    censor_wish: str = CensorWish.DO
    delay_wish: str = DelayWish.ERASE
    is_for_release: bool = False
    campaign: str = ""  # slugs
    event: str = ""
    drawing: EncodedPicture | None = field(default=None, repr=False)
    page_count: int = 1

    @property
    def wishes(self) -> dict[str, str]:
        return {"censor": self.censor_wish, "delay": self.delay_wish}

    @property
    def fingerprint(self) -> list[str]:
        """What makes this letter this letter, as texts: equal contents are equal letters."""
        drawing = hashlib.sha256(self.drawing.bytes).hexdigest() if self.drawing else ""
        return [
            self.prisoner,
            self.body,
            self.name,
            self.email,
            self.language,
            self.censor_wish,
            self.delay_wish,
            self.campaign,
            self.event,
            drawing,
            # Only where it is wished: a form sent before there was this wish is still the same letter.
            *(["release"] if self.is_for_release else []),
        ]
