"""Which languages each desk translates, noted where seats can be read, for a host that reads none."""

from collections.abc import Iterator

from django.db import transaction

from letters.models import DeskMember, LetterDesk

NOTE_LANGUAGES = "letters.note_languages"


def languages_have_changed() -> bool:
    return any(True for _desk in _otherwise())


@transaction.atomic
def note_languages() -> None:
    """Note of each desk which languages are translated there now, and nothing of by whom. A job, watched."""
    for desk in _otherwise():
        desk.save(update_fields=["languages_now"])


def _otherwise() -> Iterator[LetterDesk]:
    """Yield the desks of which something else is noted, with what is true now, not saved yet."""
    found = DeskMember.objects.seated().languages_by_desk()
    for desk in LetterDesk.objects.only("languages_now"):
        now = sorted(found.get(desk.pk, ()))
        if now != desk.languages_now:
            desk.languages_now = now
            yield desk
