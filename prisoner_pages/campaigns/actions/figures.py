"""A published figure is never changed: a wrong one is taken back, and perhaps another put in its place."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Figure
from prisoner_pages.permissions.partners import may_correct_figures, require


@transaction.atomic
def take_back_figure(figure: Figure, *, reason: str, by: User) -> Figure:
    """Show the figure nowhere any more; it stays in the list of staff, with the reason."""
    figure = _shown(figure, by)
    _take_back(figure, reason)
    log_record(figure, "take_back_figure", by=by)
    return figure


@transaction.atomic
def correct_figure(figure: Figure, *, reason: str, by: User, **facts: Any) -> Figure:
    """Put another figure in the place of one that is wrong; return it."""
    figure = _shown(figure, by)
    corrected = Figure(**facts)
    corrected.full_clean()
    corrected.save()
    _take_back(figure, reason)
    log_record(figure, "take_back_figure", by=by, corrected=corrected.pk)
    log_record(corrected, "correct_figure", by=by, wrong=figure.pk)
    return corrected


def _shown(figure: Figure, by: User) -> Figure:
    require(may_correct_figures(by))
    figure = Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    if figure.taken_back_at:
        raise ValidationError(_("The figure was taken back already."))
    return figure


def _take_back(figure: Figure, reason: str) -> None:
    figure.taken_back_at, figure.taken_back_because = timezone.now(), reason
    figure.save(update_fields=Figure.TAKEN_BACK)
