"""Asking for the story of a person in another language."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home.translation.core.actions.sync import submit
from home.translation.publication.read_models import unopened
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.permissions.partners import require_editor

NOTHING_TO_ASK = _("There is no public story in Ukrainian, or its translation was asked for already.")


@transaction.atomic
def ask_for_translation(record: Prisoner, *, language: str, by: User | None) -> None:
    """Put the public story on the desk of those who translate into this language.

    Raises ValidationError where there is no public story, or it lies on the desk already.
    """
    require_editor(by, record.partner)
    locale = Locale.objects.get(language_code=language)
    story = unopened(PrisonerPage, locale).filter(prisoner=record).first()
    if story is None:
        raise ValidationError(NOTHING_TO_ASK)
    submit(story, [locale])
    log_record(record, "ask_for_translation", by=by, language=language)
