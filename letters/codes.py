"""What a writer gets for a letter: a code of 24 digits, and what makes a letter sent twice the same letter.

Both come from the form's nonce and the content, so that the same form sent again shows the same code without
any place where codes are kept. The database holds a keyed digest of the code only.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from home.security.keyring import KeyRingError, ring
from letters.holds import told_reason

if TYPE_CHECKING:
    from letters.models import Letter


# 80 bits: a key comes of the code (letters.sealing.code_keys), and whoever holds a dump can try at home.
CODE_DIGITS = 24
# Of codes given out by an earlier release; they stay valid, and no key comes of them.
EARLIER_DIGITS = 16
# ASCII digits only: `\d` and int() also take the digits of other scripts.
TYPED_CODE = re.compile(rf"[0-9]{{{CODE_DIGITS}}}|[0-9]{{{EARLIER_DIGITS}}}")
SEPARATORS = str.maketrans("", "", " -\u00a0\u2009\u202f\u2010\u2011\u2013\u2212")
# Longer than any code typed with spaces; nothing longer is looked at.
LONGEST_TYPED = 64
RECEIPT_LIFE = timedelta(minutes=15)


@dataclass(frozen=True)
class Receipt:
    """What the page after sending shows, for a quarter of an hour."""

    code: str
    has_email: bool
    held_because: str  # what keeps the letter here (CallReason), "" when it may go
    keeps_copy: bool = False
    # Whether the page may speak of an answer: not where answering is punished, nor with an earlier code.
    may_be_answered: bool = False
    # Its sheet has a slip, and that opens another letter already. (Where the slip opens it, `code` is "".)
    slip_is_taken: bool = False


class InvalidReceipt(Exception):
    """Not a receipt of ours, or one that is over."""


def idempotency_key(nonce: str, content: Sequence[str]) -> str:
    """Return what is equal for two sendings of one form with one content, and for nothing else."""
    return _keyed("idempotency", nonce, content).hexdigest()


def code_for(nonce: str, content: Sequence[str], *, digits: int = CODE_DIGITS) -> str:
    """Return the code of the letter with this content from the form with this nonce."""
    number = int.from_bytes(_keyed("code", nonce, content).digest(), "big")
    return f"{number % 10**digits:0{digits}}"


def digest_of(code: str) -> str:
    """Return how the code is stored."""
    return _keyed("digest", code).hexdigest()


def grouped(code: str) -> str:
    """Return the code as it is shown: in groups of four digits."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def parse_code(typed: str | None) -> str | None:
    """Return the digits of the code in what a person typed, or None when it is no code."""
    if not typed or len(typed) > LONGEST_TYPED:
        return None
    digits = typed.strip().translate(SEPARATORS)
    return digits if TYPED_CODE.fullmatch(digits) else None


def _keyed(label: str, *parts: str | Sequence[str]) -> hmac.HMAC:
    _kid, key = ring("letter_codes").current
    return hmac.new(key, json.dumps([label, *parts], ensure_ascii=False).encode(), hashlib.sha256)


def receipt_of(letter: "Letter", code: str) -> Receipt:
    # A receipt asked for again after a pause says no more than the first one did.
    why = told_reason(letter.prisoner) if letter.prisoner.is_public else ""
    return Receipt(
        code,
        has_email=letter.has_email,
        held_because=why,
        keeps_copy=letter.is_for_release,
        may_be_answered=not letter.prisoner.refuses_answers and len(code) == CODE_DIGITS,
    )


def receipt_token(receipt: Receipt, *, at: datetime | None = None) -> str:
    """Return the receipt as a token for an address: encrypted, good for 15 minutes."""
    return _token(asdict(receipt), at)


def read_receipt(token: str | None, *, at: datetime | None = None) -> Receipt:
    """Return the Receipt in `token`. Raises InvalidReceipt."""
    content = _content(token, at)
    known = {field.name: field.default for field in fields(Receipt)}
    needed = {name for name, default in known.items() if default is MISSING}
    if not needed <= content.keys() <= known.keys():
        raise InvalidReceipt
    return Receipt(**content)


def code_key(code: str, *, at: datetime | None = None) -> str:
    """Return what stands for the code in the forms of a page, for 15 minutes: no page carries the code."""
    return _token({"code": code}, at)


def code_in(key: str | None, *, at: datetime | None = None) -> str | None:
    """Return the code that this key stands for, or None when it is over or not ours."""
    try:
        content = _content(key, at)
    except InvalidReceipt:
        return None
    return content["code"] if content.keys() == {"code"} else None


def _token(content: dict[str, object], at: datetime | None) -> str:
    expires = int(((at or timezone.now()) + RECEIPT_LIFE).timestamp())
    kid, key = ring("receipts").current
    sealed = SecretBox(key).encrypt(json.dumps({**content, "expires": expires}).encode())
    return f"{kid}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def _content(token: str | None, at: datetime | None) -> dict[str, Any]:
    kid, _dot, encoded = (token or "").partition(".")
    try:
        sealed = base64.urlsafe_b64decode(encoded.encode("ascii") + b"=" * (-len(encoded) % 4))
        content: dict[str, Any] = json.loads(SecretBox(ring("receipts").key(kid)).decrypt(sealed))
    except (KeyRingError, CryptoError, ValueError):
        raise InvalidReceipt from None
    if content.pop("expires") < (at or timezone.now()).timestamp():
        raise InvalidReceipt
    return content
