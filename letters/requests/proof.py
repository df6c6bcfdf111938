"""What proves that one may ask, sealed: the code, the link, the address. Pure.

The database holds digests of codes and links, which a public host can read. The thing itself is known only to
whoever was given it, so a host in foreign hands can ask nothing in the name of those who were not there.
"""

from uuid import UUID

from letters.choices.requests import RequestKind
from letters.sealing.sealed_box import seal_text, unseal_text


def seal_proof(proof: str, kind: RequestKind, about: UUID | str) -> str:
    """Return the proof sealed for a request of this kind about this letter or link, and for no other."""
    return seal_text(proof, letter=about, field=_field(kind))


def open_proof(sealed: str, kind: RequestKind, about: UUID | str) -> str:
    """Return what was sealed. Raises UnsealError."""
    return unseal_text(sealed, letter=about, field=_field(kind))


def _field(kind: RequestKind) -> str:
    return f"request {kind}"
