"""The translator's panel of a letter: original and Russian side by side, saved while one writes."""

from django.contrib.auth.models import User
from django.utils.translation import get_language

from home.site.requests import StaffRequest
from home.translation.choices import Machine
from letters.choices.desk import Act, DeskRole
from letters.choices.letters import LetterState, TextStage
from letters.choices.words import ChipKind
from letters.handling.actions.opening import OpenedTranslation, open_source_and_translation
from letters.handling.panels import Panel
from letters.handling.read_models import labels_of
from letters.handling.view_types import Context
from letters.models import Letter
from letters.permissions.letters import is_lone_translator, roles_for
from letters.text.side_by_side import in_rows, plain, rows_of
from letters.text.transliteration import RUSSIAN
from letters.translating.actions.translating import look_over, machine_for
from letters.translating.read_models import paper_for
from letters.translating.views.saving import Sent
from letters.translating.views.text_context import aids_for, changes_in, explained, signs_for


def translates(user: User, letter: Letter) -> bool:
    """Does the user translate this letter now?"""
    return letter.state == LetterState.ACCEPTED and DeskRole.TRANSLATOR in roles_for(user, letter)


def translating(request: StaffRequest, letter: Letter, *, sent: Sent | None = None) -> Context | None:
    """Open original and text and return what the panel shows; None for who does not translate it now."""
    user = request.user
    if not translates(user, letter):
        return None
    source, opened = open_source_and_translation(letter=letter, by=user)
    marked = in_rows(sent.form.rows, source) if sent and sent.form.rows else opened.marked
    reasons = opened.dismissals | (sent.form.reasons if sent else {})
    machine = machine_for(letter)
    return {
        "letter": letter,
        "rows": rows_of(source, marked),
        "russian": RUSSIAN,
        "version": letter.version,
        "text_version": opened.stored.version,
        "saved_at": opened.stored.saved_at,
        "remarks": explained(look_over(letter, source, opened.stored, marked), reasons) if marked else [],
        "paper": paper_for(letter, plain(marked)) if marked else None,
        "signs": signs_for(letter),
        "machine": machine,
        "drafted_by": opened.stored.machine and Machine(opened.stored.machine).label,
        "came_back": came_back(opened),
        "is_lone": is_lone_translator(user, letter),
        "note_count": letter.notes.count(),
        "sent": sent,
        **aids_for(request, letter, source),
    }


def came_back(opened: OpenedTranslation) -> Context | None:
    """Return why the last reader sent the text back, in words, and what changed; None when nobody did."""
    if not opened.versions or opened.versions[-1].stage != TextStage.SENT_BACK:
        return None
    version, (theirs, since) = opened.versions[-1], changes_in(opened)
    labels = dict(labels_of(ChipKind.SEND_BACK, get_language()))
    return {
        "by": version.by,
        "at": version.at,
        "reasons": [labels.get(slug, slug) for slug in version.reason.get("reasons", [])],
        "note": version.reason.get("note", ""),
        "theirs": theirs,
        "since": since,
    }


PANEL = Panel(
    "letters/translating/translation_panel.html",
    translating,
    acts=frozenset({Act.SAVE_TRANSLATION, Act.TRANSLATE}),
)
