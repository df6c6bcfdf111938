"""Writing down what a visitor asks. Nothing else happens where it is asked."""

import logging
from uuid import UUID

from letters.choices.requests import RequestKind
from letters.codes import digest_of
from letters.lifecycle import ASKED_BY_CODE, check_act
from letters.models import Letter, WriterRequest
from letters.requests.proof import seal_proof

logger = logging.getLogger(__name__)


def ask_by_code(kind: RequestKind, *, letter: Letter, code: str) -> None:
    """Ask for what the holder of the letter's code may have. Raises InvalidTransition if not as it stands."""
    check_act(ASKED_BY_CODE[kind], letter.state)
    ask(kind, letter=letter.uuid, digest=digest_of(code), proof=code)


def ask(
    kind: RequestKind, *, letter: UUID | None = None, digest: str = "", proof: str = "", language: str = ""
) -> None:
    """Write the request down. `digest` is that of a code or a link.

    Another that waits about the same is no reason not to: somebody without the proof may have written it so
    that this one is lost. Of two good ones the second is refused as it is carried out.
    """
    sealed = seal_proof(proof, kind, letter or digest) if proof else ""
    WriterRequest.objects.add(kind=kind, letter_uuid=letter, digest=digest, sealed=sealed, language=language)
    logger.info("Request written down", extra={"event": "request_asked", "kind": kind.value})
