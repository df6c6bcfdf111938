"""A profile on its way into another language: each step is the action that its people would take."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from wagtail_localize.models import Translation

from docs.screenshots import ROOT
from docs.screenshots.story import person
from home.translation.choices import Right
from home.translation.core.actions.sync import sync
from home.translation.core.actions.units import return_unit, save_draft
from home.translation.models import Unit
from home.translation.team.actions.assignments import claim, set_due
from prisoner_pages.models import PrisonerPage

PAGES = ROOT / "docs" / "screenshots" / "pages.toml"


@dataclass(frozen=True)
class PageStory:
    """What is there to be seen: a text, and its strings that wait for translator and reviewer."""

    translation: Translation
    unread: Unit
    waiting: Unit


def tell_pages():
    """Bring the profile to where it is shown; return the PageStory."""
    told = tomllib.loads(PAGES.read_text())
    first, second = told["changed"]
    translation = taken_over(changed(told), told["language"])
    waiting = translated(string_with(translation, second["after"]), second)
    new = string_with(translation, told["new"]["original"])
    written(new, told["new"]["text"])
    returned(new, told["new"])
    handed_out(translation, told["due_in_days"])
    return PageStory(translation, string_with(translation, first["after"]), waiting)


def changed(told):
    """Change the Ukrainian profile as its editor would, and publish it."""
    page = PrisonerPage.objects.get(prisoner__slug=told["person"], locale__language_code="uk")
    blocks = [dict(block) for block in page.body.raw_data]
    for each in told["changed"]:
        for block in blocks:
            block["value"] = block["value"].replace(each["before"], each["after"])
    new = f"<p>{told['new']['original']}</p>"
    page.body = [*blocks, {"type": "paragraph", "value": new, "id": str(uuid4())}]
    page.save_revision().publish(skip_permission_checks=True)
    return PrisonerPage.objects.get(pk=page.pk)


def taken_over(page, language):
    """Let the desk read the changed original now, and not when its worker comes to it."""
    source = sync(page)
    return source.translations.get(target_locale__language_code=language)


def string_with(translation, words):
    """Return the string of the text whose original holds these words."""
    units = Unit.objects.with_drafts().select_related("translation__target_locale", "string", "context")
    return units.get(translation=translation, is_active=True, string__data__contains=words)


def translated(unit, told):
    """Mend the older translation where the original changed."""
    return written(unit, unit.carried_text.replace(told["text_before"], told["text_after"]))


def written(unit, text):
    return save_draft(unit, text, by=person("translator.en"), version=unit.version)


def returned(unit, told):
    unit.refresh_from_db(fields=["version"])
    by = person("reviewer.en")
    return_unit(unit, by=by, version=unit.version, reasons=told["reasons"], reason=told["note"])


def handed_out(translation, days):
    claim(translation, Right.TRANSLATE, by=person("translator.en"))
    claim(translation, Right.REVIEW, by=person("reviewer.en"))
    due = timezone.localdate() + timedelta(days=days)
    set_due(Translation.objects.filter(pk=translation.pk), due, by=person("coordinator"))
