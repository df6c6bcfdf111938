"""What a writer wished, as it is opened: one of the known choices each, or nothing that could be opened."""

import json
from uuid import UUID

from letters.choices.letters import CensorWish, DelayWish
from letters.sealing.sealed_box import UnsealError, unseal_text

KNOWN = {"censor": set(CensorWish.values), "delay": set(DelayWish.values)}


def wishes_in(sealed: str, *, letter: UUID) -> dict[str, str]:
    """Return {"censor": CensorWish, "delay": DelayWish}. Raises UnsealError: anybody can seal anything."""
    text = unseal_text(sealed, letter=letter, field="wishes")
    try:
        wishes: dict[str, str] = json.loads(text)
        if wishes.keys() == KNOWN.keys() and all(wishes[name] in known for name, known in KNOWN.items()):
            return wishes
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise UnsealError("wishes: none of ours") from None
