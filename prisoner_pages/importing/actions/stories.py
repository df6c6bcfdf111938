"""The short texts of a row become stories: one page a language, the text public or waiting for an editor."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.pages.actions.publishing import keep_draft
from home.translation.core.actions.text_entry import (
    ParentNotTranslated,
    keep_new_text,
    place_new_story,
    place_story,
)
from home.translation.core.read_models.latest_texts import last_text
from prisoner_pages.facts.actions.changes import authors_of_draft, log_record, save_draft
from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.importing.actions.imported_facts import remember_text
from prisoner_pages.importing.actions.run import Run
from prisoner_pages.importing.actions.words import is_own_draft
from prisoner_pages.importing.read_models.person_rows import STORY_COLUMNS
from prisoner_pages.models import Claim, ImportedFact, Prisoner, PrisonerPage
from prisoner_pages.stories.actions.drafts import first_story

ENGLISH = "en"

# Why a text waits, beside what the text itself says (importing.prose.REASONS).
PAUSED = "paused"


def line_of(language: str) -> str:
    """The line of ImportedFact that keeps what a list last said in that language."""
    return f"story_{language}"


def _goes_live(record: Prisoner, run: Run) -> bool:
    """Nothing becomes public behind a pause, to appear unread on the day it ends."""
    return run.publish and record.paused_at is None


# --- New -------------------------------------------------------------------------------------------
def tell_first_stories(record: Prisoner, row: PersonRow, run: Run) -> list[PrisonerPage]:
    """Make the pages of a record that has none: the Ukrainian one, and an English one for an English text.

    A text that is held back waits as an unpublished revision; the page shows the name and the facts.
    """
    is_live = _goes_live(record, run)
    shown = {} if row.held_because else row.stories
    by = None if is_live else run.by
    original = first_story(record, intro=shown.get(SOURCE_LANGUAGE, ""), by=by, live=is_live)
    pages = {SOURCE_LANGUAGE: original}
    if ENGLISH in row.stories and (page := _first_in_english(original, shown.get(ENGLISH, ""), row, run)):
        pages[ENGLISH] = page
    elif ENGLISH in row.stories:
        record.imported_facts.filter(field=line_of(ENGLISH)).delete()  # comes with the section
    for language, page in pages.items():
        if page.intro != row.stories.get(language, ""):
            by = run.by if language == SOURCE_LANGUAGE else None
            keep_new_text(page, fields={"intro": row.stories[language]}, by=by)
    _log_held(record, row)
    return list(pages.values())


def _first_in_english(original: PrisonerPage, intro: str, row: PersonRow, run: Run) -> PrisonerPage | None:
    fields = {"title": original.prisoner.name_in(ENGLISH), "intro": intro}
    locale = run.words.english_locale
    try:
        if locale:
            return place_new_story(original, locale=locale, fields=fields, by=None, live=original.live)
    except ParentNotTranslated:
        pass
    _leave_out_english(row, run)
    return None


def _tell_in_english(
    original: PrisonerPage, record: Prisoner, row: PersonRow, run: Run
) -> PrisonerPage | None:
    try:
        return _tell(original, ENGLISH, record, row, run)
    except (ParentNotTranslated, Locale.DoesNotExist):
        _leave_out_english(row, run)
        return None


def _leave_out_english(row: PersonRow, run: Run) -> None:
    run.warn(row, STORY_COLUMNS[ENGLISH], _("The partner has no English section: its text was left out."))


def texts_of(row: PersonRow) -> dict[str, str]:
    """Return what the row tells, by the lines of ImportedFact that keep it."""
    return {line_of(language): text for language, text in row.stories.items()}


def _tell(original: PrisonerPage, language: str, record: Prisoner, row: PersonRow, run: Run) -> PrisonerPage:
    """Put the row's text into the page, in public if the operator publishes and nothing speaks against it."""
    title, text = record.name_in(language), row.stories.get(language, "")
    page = original if language == SOURCE_LANGUAGE and original.live else None
    if _goes_live(record, run) and page is None:
        shown = {"title": title, "intro": "" if row.held_because else text}
        page = _place(original, language, shown, live=True)
    if page is None or page.intro != text:
        page = _place(original, language, {"title": title, "intro": text}, live=False, by=run.by)
    return page


def _place(
    original: PrisonerPage, language: str, fields: dict[str, str], *, live: bool, by: User | None = None
) -> PrisonerPage:
    """Text in another language has one road into a page; the Ukrainian one is the original itself."""
    if language != SOURCE_LANGUAGE:
        return place_story(original, locale=language, fields=fields, by=None, live=live)
    page = original
    for name, value in fields.items():
        setattr(page, name, value)
    if not live:
        keep_draft(page, by=by)
    else:
        revision = page.save_revision(user=by)
        revision.publish(user=None, skip_permission_checks=True)
        page.refresh_from_db()
    return page


def _log_held(record: Prisoner, row: PersonRow) -> None:
    reasons = [*row.held_because, *([PAUSED] if record.paused_at else [])]
    if reasons and row.stories:
        log_record(record, "hold_text", by=None, reasons=reasons)


# --- Known -----------------------------------------------------------------------------------------
def change_stories(record: Prisoner, row: PersonRow, run: Run, known: Mapping[str, ImportedFact]) -> bool:
    """Take the texts that changed in the row, where nobody edited the page since; return whether any did."""
    pages = {page.locale.language_code: page for page in record.pages.select_related("locale")}
    if SOURCE_LANGUAGE not in pages:
        remember_text(record, row, texts_of(row))
        tell_first_stories(record, row, run)
        return True
    changed = [_change(language, pages, record, row, run, known) for language in row.stories]
    if any(changed):
        _log_held(record, row)
    return any(changed)


def _change(
    language: str,
    pages: dict[str, PrisonerPage],
    record: Prisoner,
    row: PersonRow,
    run: Run,
    known: Mapping[str, ImportedFact],
) -> bool:
    old, text = known.get(line_of(language)), row.stories[language]
    if old and old.stated == text:
        return False
    original = pages[SOURCE_LANGUAGE]
    if language in pages:
        changed = _take_text(original, pages[language], language, row, run, old)
    else:
        changed = bool(_tell_in_english(original, record, row, run))
    if changed or language in pages:
        remember_text(record, row, {line_of(language): text})
    return changed


def _take_text(
    original: PrisonerPage,
    page: PrisonerPage,
    language: str,
    row: PersonRow,
    run: Run,
    old: ImportedFact | None,
) -> bool:
    title, intro, text = last_text(page, "title"), last_text(page, "intro"), row.stories[language]
    if intro == text:
        return False
    if intro not in ("", old.held if old else ""):
        _claim_text(original.prisoner, row, run, language)
        return True
    shown = _goes_live(original.prisoner, run) and page.live and not row.held_because
    _place(original, language, {"title": title, "intro": text}, live=shown, by=run.by)
    return True


def _claim_text(record: Prisoner, row: PersonRow, run: Run, language: str) -> None:
    Claim.objects.get_or_create(
        prisoner=record,
        field=line_of(language),
        value=row.stories[language][:500],
        source_url=row.sources[0],
        defaults={"stated_on": str(row.stated_on or ""), "needs_decision": True},
    )
    run.warn(row, STORY_COLUMNS[language], _("The story was edited since: an editor has to decide."))


def rename_stories(record: Prisoner, before: Mapping[str, str]) -> None:
    """Give the pages the record's new name, where they bore the old one; `before` is {language: old name}."""
    pages = {
        page.locale.language_code: page for page in record.pages.select_related("locale", "latest_revision")
    }
    for language, page in pages.items():
        old, new = before[language], record.name_in(language)
        if old == new:
            continue
        if language == SOURCE_LANGUAGE:
            _rename(page, old, new, is_paused=record.paused_at is not None)
        else:
            _rename_beside(pages[SOURCE_LANGUAGE], page, old, new, is_paused=record.paused_at is not None)


def _rename_beside(
    original: PrisonerPage, page: PrisonerPage, old: str, new: str, *, is_paused: bool
) -> None:
    """Like `_rename`, in another language. A text that waits there goes on waiting."""
    waiting, title = last_text(page, "intro"), last_text(page, "title")
    language, is_public = page.locale.language_code, page.live and not is_paused
    if is_public and page.title == old:
        _place(original, language, {"title": new}, live=True)
    if title == old and (page.has_unpublished_changes or not is_public):
        _place(original, language, {"title": new, "intro": waiting}, live=False)


def _rename(page: PrisonerPage, old: str, new: str, *, is_paused: bool) -> None:
    """Both what is public and a draft that waits, which keeps its authors and its text."""
    waits, authors = page.has_unpublished_changes, authors_of_draft(page)
    draft = page.get_latest_revision_as_object()
    if page.live and page.title == old and not is_paused:
        page.title = new
        page.save_revision(user=None).publish(user=None, skip_permission_checks=True)
    if (waits or is_paused) and draft.title == old:
        draft.title = new
        save_draft(draft, authors)


def publish_stories(record: Prisoner, row: PersonRow, run: Run) -> bool:
    """Publish the draft stories an import left, as far as their texts may be shown; return whether it did."""
    drafts = [page for page in record.pages.select_related("locale") if is_own_draft(page)]
    for page in sorted(drafts, key=lambda page: page.locale.language_code != SOURCE_LANGUAGE):
        original = record.pages.get(locale__language_code=SOURCE_LANGUAGE)
        _tell(original, page.locale.language_code, record, row, run)
    return bool(drafts)
