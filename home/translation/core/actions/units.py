"""Writing, approving and returning one string. Each locks it, checks the version and logs who did it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from home.translation.choices import NoticeKind, Right, UnitAct
from home.translation.core.actions.notices import notify
from home.translation.core.read_models.quality_report import blocking, longest_of
from home.translation.models import Unit, UnitEvent
from home.translation.permissions import OwnText, needs_review, require
from home.translation.quality.base import Context, Finding, Pair
from home.translation.quality.catalogue import CHECKS
from home.translation.text.links import ids_of, move_links
from home.translation.text.markup import BadText, accepted

ONE_SITTING = timedelta(minutes=30)


class Conflict(Exception):
    """Somebody else was faster, or the original changed; `unit` is the string as it is now."""

    def __init__(self, unit: Unit) -> None:
        super().__init__()
        self.unit = unit


class LinksDiffer(BadText):
    """The text does not have the links of the original; `wanted` are their ids."""

    def __init__(self, wanted: list[str]) -> None:
        super().__init__(_("The links must be those of the original: %s.") % (", ".join(wanted) or "—"))
        self.wanted = wanted


class Blocked(BadText):
    """The text cannot be approved as it is; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


@transaction.atomic
def save_draft(
    unit: Unit,
    text: str,
    *,
    by: User | None,
    version: int | None,
    tool: str = "",
    act: UnitAct = UnitAct.SAVED,
) -> Unit:
    """Save `text` as the draft; return the unit. `tool` names the machine that wrote it, "" for a person.

    Raises Conflict, NotYours, BadText. An approved text stays public until the draft is approved.
    """
    require(by, Right.TRANSLATE, unit.translation.target_locale)
    text = accepted(text)
    if sorted(ids_of(text)) != sorted(unit.attrs):
        raise LinksDiffer(sorted(unit.attrs))
    _require_room(unit, text)
    unit = _take(unit, version)
    before = unit.draft or ""
    kind = StringTranslation.TRANSLATION_TYPE_MACHINE if tool else StringTranslation.TRANSLATION_TYPE_MANUAL
    draft = _drafts(unit).first() or _new_draft(unit)
    draft.data, draft.translation_type, draft.tool_name = text, kind, tool
    draft.last_translated_by, draft.has_error, draft.field_error = by, False, ""
    draft.save()
    _note_text(unit, act, by, before=before, after=text, reason=tool)
    unit.draft, unit.draft_type, unit.draft_error, unit.is_returned = text, kind, False, False
    return unit


def _require_room(unit: Unit, text: str) -> None:
    """Refuse a draft too long for its field: that of a title is shown in lists of pages, too."""
    longest = longest_of(unit)
    if longest is not None and len(text) > longest:
        raise Blocked(CHECKS["length"].find(Pair("", text, "", ""), Context(longest=longest)))


def keep_carried(unit: Unit, *, by: User | None, version: int | None) -> Unit:
    """Confirm that the older text is still right: it becomes the draft."""
    text = move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)
    return save_draft(unit, text, by=by, version=version)


@transaction.atomic
def approve(unit: Unit, *, by: User | None, version: int | None) -> Unit:
    """Let the draft be public from the next publication on. Raises Conflict, NotYours, OwnText, BadText."""
    require(by, Right.REVIEW, unit.translation.target_locale)
    unit = _take(unit, version)
    draft = _drafts(unit).first()
    if draft is None:
        raise Conflict(_read(unit))
    accepted(draft.data)
    if found := blocking(unit, draft.data):
        raise Blocked(found)
    if draft.has_error:
        raise Conflict(_read(unit))
    _check_second_person(unit, draft, by)
    before = unit.approved_text
    _approve(unit, draft.data, by)
    _note(unit, UnitAct.APPROVED, by, before=before, after=draft.data)
    return unit


@transaction.atomic
def leave_out(unit: Unit, *, by: User | None, version: int | None) -> Unit:
    """Decide that this string does not appear in this language. Raises Conflict, NotYours."""
    require(by, Right.REVIEW, unit.translation.target_locale)
    unit = _take(unit, version)
    before = unit.approved_text
    _approve(unit, "", by)
    _drafts(unit).delete()
    _note(unit, UnitAct.LEFT_OUT, by, before=before)
    unit.draft = unit.draft_type = unit.draft_error = None
    return unit


@transaction.atomic
def return_unit(
    unit: Unit, *, by: User | None, version: int | None, reason: str, reasons: Iterable[str] = ()
) -> Unit:
    """Give the draft back with a sentence and values of ReturnReason. Raises Conflict, NotYours."""
    require(by, Right.REVIEW, unit.translation.target_locale)
    unit = _take(unit, version)
    draft = _drafts(unit).first()
    if draft is None:
        raise Conflict(_read(unit))
    _note(unit, UnitAct.RETURNED, by, before=draft.data, reason=reason, reasons=list(reasons))
    notify([draft.last_translated_by], unit.translation, NoticeKind.RETURNED, by=by)
    unit.is_returned = True
    return unit


def _take(unit: Unit, version: int | None) -> Unit:
    """Lock the string and increase its version; raise Conflict where it changed since the person saw it."""
    ours = Unit.objects.filter(pk=unit.pk, version=version or 0, is_active=True)
    if version is None or not ours.update(version=F("version") + 1):
        raise Conflict(_read(unit))
    return _read(unit)


def _read(unit: Unit) -> Unit:
    return Unit.objects.with_drafts().with_original().get(pk=unit.pk)


def _drafts(unit: Unit) -> QuerySet[StringTranslation]:
    """Return the only draft there is, or none."""
    return StringTranslation.objects.filter(
        translation_of=unit.string_id, context=unit.context_id, locale=unit.translation.target_locale_id
    )


def _new_draft(unit: Unit) -> StringTranslation:
    return StringTranslation(
        translation_of=unit.string, context=unit.context, locale=unit.translation.target_locale
    )


def _check_second_person(unit: Unit, draft: StringTranslation, by: User | None) -> None:
    if by and draft.last_translated_by_id == by.pk and needs_review(unit.translation.target_locale):
        raise OwnText


def _approve(unit: Unit, text: str, by: User | None) -> None:
    unit.approved_text, unit.approved_at, unit.approved_by = text, timezone.now(), by
    unit.carried_text = unit.carried_source = unit.former_draft = ""
    unit.carried_attrs, unit.carried_likeness = {}, None
    unit.save()


def _note_text(unit: Unit, act: UnitAct, by: User | None, **texts: str) -> None:
    """Log a saved text; continued writing by the same person is one step, not one for each pause."""
    since = timezone.now() - ONE_SITTING
    last = UnitEvent.objects.filter(unit=unit).last()
    is_typed = act == UnitAct.SAVED
    if last and by and is_typed and (last.act, last.by_id) == (act, by.pk) and last.at > since:
        last.after = texts["after"]
        last.save(update_fields=["after"])
    else:
        _note(unit, act, by, **texts)


def _note(unit: Unit, act: UnitAct, by: User | None, **facts: Any) -> None:
    UnitEvent.objects.create(unit=unit, act=act, by=by, **facts)
