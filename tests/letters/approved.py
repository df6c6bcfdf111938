"""Letters on their way through translation, made by the actions a test does not look at."""

from letters.choices.letters import LetterState, TextStage
from letters.handling.actions.current_texts import marked_text, put_text, text_to_translate, translation_of
from letters.handling.actions.text_versions import keep_version
from letters.models import LetterTranslation
from letters.text.side_by_side import in_rows, plain
from tests.letters.desk_world import make_letter

RUSSIAN = "Добрый день!"


def make_translated(prisoner, *rows, state=LetterState.TRANSLATED, **facts):
    """Return a letter whose Russian text, one string a paragraph, waits for the second reader."""
    letter = make_letter(prisoner, state=state, **facts)
    marked = in_rows(rows or [RUSSIAN], text_to_translate(letter))
    translation = LetterTranslation(letter=letter)
    put_text(translation, marked)
    translation.save()
    keep_version(letter, TextStage.HANDED_OVER, by=None, text=plain(marked))
    return letter


def make_approved(prisoner, *rows, state=LetterState.APPROVED, **facts):
    """Return a letter whose Russian text is approved."""
    letter = make_translated(prisoner, *rows, state=state, **facts)
    keep_version(letter, TextStage.APPROVED, by=None, text=translated_text(letter))
    return letter


def translated_text(letter):
    """Return the Russian text as it would be printed, "" while there is none."""
    return plain(marked_text(translation_of(letter)))
