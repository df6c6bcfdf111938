"""Writing, approving and returning one string. Each locks it, compares the version and notes who did it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from home.translation.choices import NoticeKind, Right, UnitAct
from home.translation.core.actions.notices import notify
from home.translation.core.read_models.quality_report import blocking, longest_of
from home.translation.models import Unit, UnitEvent
from home.translation.permissions import OwnText, needs_review, require
from home.translation.quality.base import Context, Pair
from home.translation.quality.catalogue import CHECKS
from home.translation.text.links import ids_of, move_links
from home.translation.text.markup import BadText, accepted

ONE_SITTING = timedelta(minutes=30)


class Conflict(Exception):
    """Somebody else was faster, or the original changed; `unit` is the string as it is now."""

    def __init__(self, unit):
        super().__init__()
        self.unit = unit


class LinksDiffer(BadText):
    """The text has not the links of the original; `wanted` are their ids."""

    def __init__(self, wanted):
        super().__init__(_("The links must be those of the original: %s.") % (", ".join(wanted) or "—"))
        self.wanted = wanted


class Blocked(BadText):
    """The text cannot be approved as it is; `findings` say why."""

    def __init__(self, findings):
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


@transaction.atomic
def save_draft(unit, text, *, by, version, tool="", act=UnitAct.SAVED):
    """Keep `text` as the draft; return the unit. `tool` names the machine that wrote it, "" a person.

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


def _require_room(unit, text):
    """The draft of a title is shown in lists of pages, too: what the field cannot hold is no draft either."""
    longest = longest_of(unit)
    if longest is not None and len(text) > longest:
        raise Blocked(CHECKS["length"].find(Pair("", text, "", ""), Context(longest=longest)))


def keep_carried(unit, *, by, version):
    """Say of the older text that it is still right: it becomes the draft."""
    text = move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)
    return save_draft(unit, text, by=by, version=version)


@transaction.atomic
def approve(unit, *, by, version):
    """Let the draft be public from the next publishing on. Raises Conflict, NotYours, OwnText, BadText."""
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
def leave_out(unit, *, by, version):
    """Decide that this string shall not appear in this language. Raises Conflict, NotYours."""
    require(by, Right.REVIEW, unit.translation.target_locale)
    unit = _take(unit, version)
    before = unit.approved_text
    _approve(unit, "", by)
    _drafts(unit).delete()
    _note(unit, UnitAct.LEFT_OUT, by, before=before)
    unit.draft = unit.draft_type = unit.draft_error = None
    return unit


@transaction.atomic
def return_unit(unit, *, by, version, reason, reasons=()):
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


def _take(unit, version):
    """Lock the string and count its version up; raise Conflict where it is not as the person saw it."""
    ours = Unit.objects.filter(pk=unit.pk, version=version, is_active=True)
    if not ours.update(version=F("version") + 1):
        raise Conflict(_read(unit))
    return _read(unit)


def _read(unit):
    around = ("translation__source__locale", "translation__source__specific_content_type")
    found = Unit.objects.with_drafts().select_related(
        "translation__target_locale", "string", "context", *around
    )
    return found.get(pk=unit.pk)


def _drafts(unit):
    """The one draft there is, or none."""
    return StringTranslation.objects.filter(
        translation_of=unit.string_id, context=unit.context_id, locale=unit.translation.target_locale_id
    )


def _new_draft(unit):
    return StringTranslation(
        translation_of=unit.string, context=unit.context, locale=unit.translation.target_locale
    )


def _check_second_person(unit, draft, by):
    if by and draft.last_translated_by_id == by.pk and needs_review(unit.translation.target_locale):
        raise OwnText


def _approve(unit, text, by):
    unit.approved_text, unit.approved_at, unit.approved_by = text, timezone.now(), by
    unit.carried_text = unit.carried_source = unit.former_draft = ""
    unit.carried_attrs, unit.carried_likeness = {}, None
    unit.save()


def _note_text(unit, act, by, **texts):
    """Note a saved text; one that the same person went on writing is one step, not a step for each pause."""
    since = timezone.now() - ONE_SITTING
    last = UnitEvent.objects.filter(unit=unit).last()
    is_typed = act == UnitAct.SAVED and by is not None
    if last and is_typed and (last.act, last.by_id) == (act, by.pk) and last.at > since:
        last.after = texts["after"]
        last.save(update_fields=["after"])
    else:
        _note(unit, act, by, **texts)


def _note(unit, act, by, **facts):
    UnitEvent.objects.create(unit=unit, act=act, by=by, **facts)
