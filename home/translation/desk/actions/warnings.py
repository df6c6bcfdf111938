"""Dismissing a warning about a translation, with the reason why it is right."""

from django.contrib.auth.models import User
from django.db import transaction

from home.translation.choices import Right, UnitAct
from home.translation.core.read_models.quality_report import page_findings, signature_of, terms_and_names
from home.translation.models import Dismissal, Unit, UnitEvent
from home.translation.permissions import require_one_of
from home.translation.quality.base import Finding


class NotWarnedOf(LookupError):
    """The text has no such warning now, or it is one that nobody can dismiss."""


@transaction.atomic
def set_aside(unit: Unit, *, signature: str, reason: str, by: User) -> Dismissal:
    """Store `reason` for the warning with this signature, for the current draft; return the Dismissal.

    Needs `with_drafts()`. Holds for this finding only: another one is reported again. The first reason
    stays. Raises NotYours, NotWarnedOf.
    """
    require_one_of(by, {Right.TRANSLATE, Right.REVIEW}, unit.translation.target_locale)
    finding = _warning(unit, signature)
    dismissal, made = Dismissal.objects.get_or_create(
        unit=unit, check_id=finding.check.id, signature=signature, defaults={"reason": reason, "by": by}
    )
    if made:
        told, text = f"{finding.sentence} {reason}", unit.draft or ""
        UnitEvent.objects.create(
            unit=unit, act=UnitAct.DISMISSED, by=by, before=text, after=text, reason=told
        )
    return dismissal


def _warning(unit: Unit, signature: str) -> Finding:
    terms, names = terms_and_names(unit)
    found = page_findings(unit, unit.draft, terms=terms, names=names) if unit.draft else []
    for finding in found:
        if not finding.blocks and signature_of(finding) == signature:
            return finding
    raise NotWarnedOf
