"""The texts of a letter as they were handed on: kept whole, sealed, one number after the other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from letters.choices.letters import TextStage
from letters.models import Letter, LetterTranslation, TextVersion
from letters.sealing.sealed_box import seal_text, unseal_text

# The reason of a text that was approved as its writer wrote it: {AS_IS: its language}.
AS_IS = "as_is"


@dataclass(frozen=True)
class OpenedVersion:
    """`reason`: {"reasons": [slugs], "note": text} of a text sent back, {AS_IS: language}, or {}."""

    stage: TextStage
    by: str  # "" when the account is gone
    at: datetime
    text: str = field(repr=False)
    reason: dict = field(repr=False)


def keep_version(
    letter: Letter,
    stage: TextStage,
    *,
    by: User,
    text: str,
    reason: Mapping[str, Any] | None = None,
    signature: str = "",
) -> TextVersion:
    """Keep the text as handed on now. The letter's row must be locked by the caller."""
    last = letter.text_versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    sealed_reason = _seal(letter, f"reason {number}", json.dumps(reason)) if reason else ""
    return TextVersion.objects.create(
        letter=letter,
        number=number,
        stage=stage,
        by=by,
        at=timezone.now(),
        sealed_text=_seal(letter, f"text {number}", text),
        sealed_reason=sealed_reason,
        sealed_signature=_seal(letter, f"signature {number}", signature) if signature else "",
    )


def drop_last_version(letter: Letter, stage: TextStage) -> None:
    """Take back what the last hand-over kept, when that is undone; the text itself stays with the letter."""
    last = letter.text_versions.order_by("-number").first()
    if last and last.stage == stage:
        last.delete()


def forget_approval(letter: Letter) -> None:
    """Take reader and mark of a lone translator from the text. The letter's row must be locked."""
    LetterTranslation.objects.filter(letter=letter).update(reader=None, is_lone=False)


def newest_version(letter: Letter) -> TextVersion | None:
    """Return the TextVersion handed on last, or None; that of `newest_versions` where a list has them."""
    found = getattr(letter, "newest_versions", None)
    return next(iter(letter.text_versions.newest() if found is None else found), None)


def versions_of(letter: Letter) -> list[OpenedVersion]:
    """Return the OpenedVersions of the letter, oldest first; not for show. Raises UnsealError."""
    return [open_version(version) for version in letter.text_versions.select_related("letter", "by")]


def open_version(version: TextVersion) -> OpenedVersion:
    """Return the OpenedVersion of a TextVersion; not for show. Raises UnsealError."""
    sealed, name = version.sealed_reason, f"reason {version.number}"
    reason = json.loads(unseal_text(sealed, letter=version.letter.uuid, field=name)) if sealed else {}
    text = unseal_text(version.sealed_text, letter=version.letter.uuid, field=f"text {version.number}")
    by = version.by.get_username() if version.by else ""
    return OpenedVersion(TextStage(version.stage), by, version.at, text, reason)


def signature_of(version: TextVersion) -> str:
    """Return the signature that was approved with the text, "" for none; not for show. Raises UnsealError."""
    sealed, name = version.sealed_signature, f"signature {version.number}"
    return sealed and unseal_text(sealed, letter=version.letter.uuid, field=name)


def _seal(letter: Letter, name: str, text: str) -> str:
    return seal_text(text, letter=letter.uuid, field=name)
