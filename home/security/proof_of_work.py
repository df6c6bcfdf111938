"""Proof that a browser calculated, 1 to 3 s on a slow phone: no cost to a writer, and to a flood its speed.

The puzzle is ALTCHA's (version 2), made and checked here; nobody else hears of a visitor. Whoever lacks a
proof is refused nothing by it: what comes without one is marked.
"""

import secrets
from datetime import timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.utils import timezone

from home.security.keyring import ring

ALGORITHM = "PBKDF2/SHA-256"
# A browser tries numbers from 0 on: 1 to 3 s on a slow phone, taken as a quarter of one thread of a desktop.
# A try took 0.58 to 0.84 ms in Chromium there, on three machines, so 2.3 to 3.4 ms on the phone: 440 tries
# take a second at the fastest of these rates, 890 take 3 s at the slowest.
COST = 5_000
FEWEST, MOST = 440, 890
LIFE = timedelta(hours=24)
# No solution is longer; nothing longer is looked at.
LONGEST = 2_000


def new_challenge(purpose: str, *, cost: int = COST) -> dict[str, Any]:
    """Return a puzzle for a form `purpose`, as JSON takes it; its maker's `cost` is signed with it."""
    key = ring("form_tokens").current[1]
    challenge = create_challenge(
        ALGORITHM,
        cost,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        expires_at=timezone.now() + LIFE,
        data={"for": purpose},
        hmac_secret=_keyed(key, "challenge"),
        hmac_key_secret=_keyed(key, "solution"),
    )
    return challenge.to_dict()


def solved(proof: str, purpose: str) -> str:
    """Return what names the puzzle that `proof` solves, or "": for no proof, an old one, another form's.

    Whether it was used before, home.caching.once knows.
    """
    if not 0 < len(proof) <= LONGEST:
        return ""
    if not any(_is_solution(proof, key) for key in ring("form_tokens").keys.values()):
        return ""
    challenge = Payload.from_base64(proof).challenge
    is_ours = (challenge.parameters.data or {}).get("for") == purpose
    return challenge.signature or "" if is_ours else ""


def _is_solution(proof: str, key: bytes) -> bool:
    try:
        found = verify_solution(proof, _keyed(key, "challenge"), hmac_key_secret=_keyed(key, "solution"))
    except (AttributeError, TypeError, ValueError, OverflowError):  # JSON of other shapes
        return False
    return found.verified


def _keyed(key: bytes, use: str) -> str:
    return f"{use}:{key.hex()}"
