"""Saying why a translation is right although a check warns of it."""

from django.db import transaction

from home.translation.choices import Right, UnitAct
from home.translation.core.read_models.quality_report import page_findings, signature_of, terms_and_names
from home.translation.models import Dismissal, UnitEvent
from home.translation.permissions import require_one_of


class NotWarnedOf(LookupError):
    """The text as it stands gets no such warning, or it is one that nobody can set aside."""


@transaction.atomic
def set_aside(unit, *, signature, reason, by):
    """Keep `reason` beside the warning with this signature, for the draft as it stands; return the Dismissal.

    Needs `with_drafts()`. It holds for this finding alone: another fault is warned of anew. The first reason
    stays. Raises NotYours, NotWarnedOf.
    """
    require_one_of(by, {Right.TRANSLATE, Right.REVIEW}, unit.translation.target_locale)
    finding = _warning(unit, signature)
    dismissal, made = Dismissal.objects.get_or_create(
        unit=unit, check_id=finding.check.id, signature=signature, defaults={"reason": reason, "by": by}
    )
    if made:
        told, text = f"{finding.sentence} {reason}", unit.draft
        UnitEvent.objects.create(
            unit=unit, act=UnitAct.DISMISSED, by=by, before=text, after=text, reason=told
        )
    return dismissal


def _warning(unit, signature):
    terms, names = terms_and_names(unit)
    found = page_findings(unit, unit.draft, terms=terms, names=names) if unit.draft else []
    for finding in found:
        if not finding.blocks and signature_of(finding) == signature:
            return finding
    raise NotWarnedOf
