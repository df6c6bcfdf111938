"""A relative's words arrive: sealed in one row, or not at all."""

import logging
import uuid

from django.db import IntegrityError, transaction

from letters.choices.family import FamilyWish
from letters.codes import code_for, digest_of
from letters.family.words import FIELD, FamilyWords
from letters.models import FamilyRequest
from letters.querysets.by_digest import with_digest
from letters.sealing.code_keys import public_half
from letters.sealing.sealed_box import seal_text

logger = logging.getLogger(__name__)


def send_family_request(
    *,
    wish: FamilyWish,
    slug: str,
    words: FamilyWords,
    nonce: str,
    page_language: str,
    is_unproven: bool = False,
) -> str:
    """Store what was written at the address of `slug`, whoever that is or isn't; return the code.

    The same form with the same words is the same request.
    """
    code = code_for(nonce, (wish.value, slug, *words.fingerprint))
    digest, key = digest_of(code), uuid.uuid4()
    sealed = seal_text(words.as_json(), letter=key, field=FIELD)
    about = {
        "uuid": key,
        "wish": wish.value,
        "slug": slug,
        "language": page_language,
        "is_unproven": is_unproven,
    }
    try:
        with transaction.atomic():
            FamilyRequest.objects.add(
                **about, sealed=sealed, code_digest=digest, answer_key=public_half(code, key)
            )
    except IntegrityError:
        if not with_digest(FamilyRequest.objects.all(), digest).exists():
            raise
    else:
        logger.info("Family request received", extra={"event": "family_request_received"})
    return code
