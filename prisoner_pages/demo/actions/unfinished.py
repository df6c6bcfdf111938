"""Work begun and not done, for whoever logs in: by the acts of its people, done by the worker."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.jobs.queue import enqueue
from home.languages.info import SOURCE_LANGUAGE
from home.languages.written_dates import read_date
from home.translation.choices import Right
from home.translation.core.actions.catch_up import take_over
from home.translation.core.actions.sync import sync
from home.translation.core.actions.units import return_unit, save_draft
from home.translation.desk.actions.questions import ask
from home.translation.models import Unit
from home.translation.team.actions.assignments import claim, set_due
from prisoner_pages.choices import Basis, Scope
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.demo.reading import Table, content
from prisoner_pages.facts.actions.post_notes import note_post
from prisoner_pages.models import Claim, Facility, Partner, Prisoner, PrisonerPage
from prisoner_pages.records.actions.announcements import prepare_announcement
from prisoner_pages.stories.actions.drafts import create_story
from prisoner_pages.vocabularies.read_models import KINDS

LOAD_WORK = "prisoner_pages.load_demo_work"


def ask_for_work() -> None:
    """Have the worker load the work, where no invented person waits to be public yet."""
    if not _is_loaded():
        enqueue(LOAD_WORK)


def _is_loaded() -> bool:
    return Prisoner.objects.filter(invented=True, live=False).exists()


@transaction.atomic
def load_work() -> None:
    """Begin everything at once, or nothing; a job, safe to run twice. Nothing once the demo is removed."""
    if _is_loaded() or not Prisoner.objects.filter(invented=True).exists():
        return
    tables = content("unfinished")
    rows = {
        "person": _begin_person,
        "change": _change_record,
        "story": _change_story,
        "claim": _claim,
        "basis": _give_basis,
        "announcement": _prepare,
        "word": _propose,
        "note": _note_post,
    }
    # Texts first: what is published of a story would take the place of a draft.
    _work_at_text(tables["text"])
    _finish_text(tables["to_review"])
    for kind, load in rows.items():
        for row in tables[kind]:
            load(row)


def _user(username: str) -> User:
    return get_user_model().objects.get(username=username)


def _record(row: Table) -> Prisoner:
    return Prisoner.objects.get(slug=row["person"])


def _story(row: Table) -> PrisonerPage:
    return PrisonerPage.objects.get(prisoner__slug=row["person"], locale__language_code=SOURCE_LANGUAGE)


# --- Records and stories ---------------------------------------------------------------------------
def _begin_person(row: Table) -> None:
    by, partner = _user(row["by"]), Partner.objects.get(slug=row["partner"])
    names = {name: value for name, value in row.items() if name.startswith("name_")}
    record = Prisoner(slug=row["slug"], partner=partner, invented=True, live=False, **names)
    record.save()
    record.save_revision(user=by)
    create_story(record, by=by)
    _submit(record, row, by)


def _change_record(row: Table) -> None:
    by, draft = _user(row["by"]), _record(row)
    for name, value in row["facts"].items():
        setattr(draft, name, value)
    draft.save_revision(user=by)
    _submit(_record(row), row, by)


def _submit(record: Prisoner, row: Table, by: User) -> None:
    if row["is_submitted"]:
        waiting = record.get_workflow().start(record, by).current_task_state
        if asked := row.get("sent_back"):
            moderator = _user(asked["by"])
            waiting.task.specific.on_action(waiting, moderator, "reject", comment=asked["comment"])


def _change_story(row: Table) -> None:
    page = _story(row)
    page.intro = row["intro"]
    page.save_revision(user=_user(row["by"]))


def _claim(row: Table) -> None:
    said = {name: value for name, value in row.items() if name != "person"}
    Claim.objects.create(prisoner=_record(row), needs_decision=True, **said)


def _give_basis(row: Table) -> None:
    source = f"https://example.org/people/{row['person']}"
    by, scope = _user(row["by"]), Scope(row["scope"])
    give_consent(_record(row), scope=scope, basis=Basis.PUBLISHED, by=by, source_url=source)


def _prepare(row: Table) -> None:
    facts = {name: value for name, value in row.items() if name not in ("person", "by")}
    prepare_announcement([_record(row)], by=_user(row["by"]), family_knows=False, **facts)


def _propose(row: Table) -> None:
    source = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    word = KINDS[row["list"]].objects.create(name=row["name"], locale=source, live=False)
    word.save_revision(user=_user(row["by"]))


def _note_post(row: Table) -> None:
    place, on = Facility.objects.get(name_uk=row["place"]), read_date(row["on"])
    by, partner = _user(row["by"]), Partner.objects.get(slug=row["partner"])
    said = {name: row[name] for name in ("answer", "told_by", "source")}
    note_post(place, partner=partner, by=by, on=on, **said)


# --- At the desk for page translation --------------------------------------------------------------
def _work_at_text(told: Table) -> None:
    translation = _taken_over(told)
    translator, reviewer = _user(told["translator"]), _user(told["reviewer"])
    anew = _translate_anew(translation, told["changed"][1], translator)
    _return(translation, told["new"], translator, reviewer)
    ask(anew, told["question"], by=translator)
    claim(translation, Right.TRANSLATE, by=translator)
    claim(translation, Right.REVIEW, by=reviewer)
    due = timezone.localdate() + timedelta(days=told["due_in_days"])
    set_due(Translation.objects.filter(pk=translation.pk), due, by=_user(told["coordinator"]))


def _finish_text(told: Table) -> None:
    """Leave the text to its reviewer: whatever changed is translated anew."""
    translation = _taken_over(told)
    for each in told["changed"]:
        _translate_anew(translation, each, _user(told["translator"]))


def _translate_anew(translation: Translation, told: Table, by: User) -> Unit:
    unit = string_with(translation, told["after"])
    text = unit.carried_text.replace(told["text_before"], told["text_after"])
    return save_draft(unit, text, by=by, version=unit.version)


def _return(translation: Translation, told: Table, translator: User, reviewer: User) -> None:
    unit = string_with(translation, told["original"])
    unit = save_draft(unit, told["text"], by=translator, version=unit.version)
    unit.refresh_from_db(fields=["version"])
    return_unit(unit, by=reviewer, version=unit.version, reasons=told["reasons"], reason=told["note"])


def _taken_over(told: Table) -> Translation:
    """Have the original changed and published; the desk reads it before and after."""
    take_over(_story(told))
    source = sync(_changed(told))
    return source.translations.get(target_locale__language_code=told["language"])


def _changed(told: Table) -> PrisonerPage:
    page = _story(told)
    blocks: list[Any] = [dict(block) for block in page.body.raw_data]
    for each in told["changed"]:
        for block in blocks:
            block["value"] = block["value"].replace(each["before"], each["after"])
    new = told.get("new")
    added = [{"type": "paragraph", "value": f"<p>{new['original']}</p>", "id": str(uuid4())}] if new else []
    page.body = [*blocks, *added]
    page.save_revision().publish(skip_permission_checks=True)
    return _story(told)


def string_with(translation: Translation, words: str) -> Unit:
    """Return the string of the text whose original holds these words."""
    units = Unit.objects.with_drafts().select_related("translation__target_locale", "string", "context")
    return units.get(translation=translation, is_active=True, string__data__contains=words)
