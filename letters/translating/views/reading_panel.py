"""The Russian text for those who may read it and do not work on it now."""

from django.contrib.auth.models import User

from home.site.requests import StaffRequest
from letters.choices.letters import LetterPart
from letters.handling.actions.current_texts import has_translation, hidden_parts
from letters.handling.actions.opening import OpenedLetter, OpenedTranslation, open_both, open_translation
from letters.handling.panels import Panel
from letters.handling.view_types import Context
from letters.models import Letter
from letters.permissions.letters import has_emergency_access, may_read
from letters.text.parts import without_parts
from letters.text.side_by_side import rows_of
from letters.text.transliteration import RUSSIAN
from letters.translating.views.second_reading import reads


def reading(request: StaffRequest, letter: Letter) -> Context | None:
    """Open what the user may read and return what the panel shows; None where there is no text for them."""
    user = request.user
    if (
        reads(user, letter)
        or not may_read(user, LetterPart.TRANSLATION, letter)
        or not has_translation(letter)
    ):
        return None
    if has_emergency_access(user, letter):
        return None  # is shown all of it anyway
    opened, translated = _opened(user, letter)
    source = without_parts(opened.body, hidden_parts(letter)) if opened and not opened.hides_parts else ""
    return {
        "letter": letter,
        "russian": RUSSIAN,
        "text": translated.text,
        "rows": rows_of(source, translated.marked) if source else [],
        "name": opened and opened.name,
        "shows_drawing": letter.has_drawing and may_read(user, LetterPart.DRAWING, letter),
        "is_lone": translated.stored.is_lone,
    }


def _opened(user: User, letter: Letter) -> tuple[OpenedLetter | None, OpenedTranslation]:
    if may_read(user, LetterPart.ORIGINAL, letter):
        return open_both(letter=letter, by=user)
    return None, open_translation(letter=letter, by=user)


PANEL = Panel("letters/translating/reading_panel.html", reading)
