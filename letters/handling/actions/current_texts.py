"""The texts of a letter as they stand, unsealed for the work of the actions themselves: never for show.

What somebody is shown goes through `letters.handling.actions.opening`, which asks who they are and logs it.
"""

import json
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils import timezone

from letters.models import Letter, LetterTranslation
from letters.sealing.sealed_box import seal_text, unseal_text
from letters.text.parts import Span, left_out, without_parts

FIELD, DISMISSALS, CORRECTION = "translation", "dismissals", "correction"


def hidden_parts(letter: Letter) -> list[Span]:
    """Return the spans [{"start", "end"}] that translators do not see."""
    if not letter.sealed_hidden:
        return []
    return json.loads(unseal_text(letter.sealed_hidden, letter=letter.uuid, field="hidden"))


def text_to_translate(letter: Letter) -> str:
    """Return the original as its translator reads it."""
    return without_parts(_body(letter), hidden_parts(letter))


def original_for_paper(letter: Letter) -> str:
    """Return the original without its hidden parts: what is printed where the place reads the language."""
    return left_out(_body(letter), hidden_parts(letter))


def translation_of(letter: Letter) -> LetterTranslation:
    """Return the LetterTranslation, a new one with nothing in it where there is none."""
    stored = LetterTranslation.objects.filter(letter=letter).first() or LetterTranslation()
    stored.letter = letter
    return stored


def marked_text(translation: LetterTranslation) -> str:
    """Return the Russian text with the marks of its rows (text.side_by_side), "" while there is none."""
    if not translation.sealed_text:
        return ""
    return unseal_text(translation.sealed_text, letter=translation.letter.uuid, field=FIELD)


def dismissals_of(translation: LetterTranslation) -> dict[str, str]:
    """Return {key of a remark: why it does not apply}."""
    if not translation.sealed_dismissals:
        return {}
    return json.loads(
        unseal_text(translation.sealed_dismissals, letter=translation.letter.uuid, field=DISMISSALS)
    )


def sealed_dismissals(letter: Letter, reasons: Mapping[str, str]) -> str:
    return seal_text(json.dumps(reasons), letter=letter.uuid, field=DISMISSALS) if reasons else ""


def put_text(translation: LetterTranslation, marked: str) -> None:
    """Set the text and what goes with it, one version further; the caller saves.

    A correction that was not finished goes: it was one of the text that stood before.
    """
    translation.sealed_text = seal_text(marked, letter=translation.letter.uuid, field=FIELD)
    translation.sealed_correction, translation.corrector = "", None
    _date(translation)


def marked_correction(translation: LetterTranslation) -> str:
    """Return a reader's unfinished correction with the marks of its rows, "" for none."""
    if not translation.sealed_correction:
        return ""
    return unseal_text(translation.sealed_correction, letter=translation.letter.uuid, field=CORRECTION)


def put_correction(translation: LetterTranslation, marked: str, by: User) -> None:
    """Set what `by` has corrected so far, "" for nothing, one version further; the caller saves."""
    sealed = seal_text(marked, letter=translation.letter.uuid, field=CORRECTION) if marked else ""
    translation.sealed_correction, translation.corrector = sealed, by if marked else None
    _date(translation)


def _date(translation: LetterTranslation) -> None:
    translation.version += 1
    translation.saved_at = timezone.now()


def has_translation(letter: Letter) -> bool:
    """Is there a Russian text, be it only begun?"""
    return LetterTranslation.objects.filter(letter=letter).exclude(sealed_text="").exists()


def _body(letter: Letter) -> str:
    return unseal_text(letter.sealed_body, letter=letter.uuid, field="body")
