"""A page in Ukrainian, each of whose strings carries УКР, and its translation by the desk's own acts."""

from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.models import HomePage, StandardPage
from home.translation.core.actions.publish import publish_translation
from home.translation.core.actions.sync import submit, sync
from home.translation.core.actions.units import approve, save_draft
from home.translation.models import Unit
from home.translation.team.actions.roles import give_right
from prisoner_pages.models import PrisonerPage
from prisoner_pages.partners.actions.locales import open_locale
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory

SOURCE_MARK = "УКР"


def block(kind, value, id_=None):
    return {"type": kind, "value": value, "id": id_ or str(uuid4())}


def open_site(*languages):
    for language in ("uk", *languages):
        open_locale(language, title=f"Letters {language}", intro="", by=None, live=True)


def source_page(body, *, slug="long-text", **fields):
    """Return a live Ukrainian reference page with `body`, a list of `block()`."""
    fields = {"title": "Назва УКР", "intro": "Вступ УКР", **fields}
    page = StandardPage(slug=slug, body=body, **fields)
    HomePage.objects.get(locale__language_code="uk").add_child(instance=page)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def edit(page, **fields):
    """Change the Ukrainian page, publish it and let the desk take it over; return it anew."""
    page = StandardPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page = StandardPage.objects.get(pk=page.pk)
    sync(page)
    return page


def desk_person(name, *rights, language="en", leads=False):
    """Return the account of this name, made at first: with rights in a language, or leading the desk."""
    user, is_new = get_user_model().objects.get_or_create(username=name)
    if is_new:
        for right in rights:
            give_right(user, right, Locale.objects.get(language_code=language), by=None)
        if leads:
            names = ["access_admin", "change_localerole"]
            user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return user


def open_for(page, *languages):
    """Open the page for translation; return its translations in the order of `languages`."""
    submit(page, [Locale.objects.get(language_code=language) for language in languages])
    found = Translation.objects.filter(source__object_id=page.translation_key)
    return [found.get(target_locale__language_code=language) for language in languages]


def english(text):
    """Return a text that is recognisably the English one of a Ukrainian string; links stay."""
    return text.replace(SOURCE_MARK, "ENG")


def units_of(translation):
    return (
        Unit.objects.filter(translation=translation)
        .active()
        .with_drafts()
        .select_related("string", "context", "translation__target_locale")
    )


def translate(unit, text=None):
    unit = save_draft(unit, text or english(unit.string.data), by=None, version=unit.version)
    return approve(unit, by=None, version=unit.version)


def translate_all(translation):
    for unit in units_of(translation):
        if not unit.approved_at:
            translate(unit)


def publish(translation):
    return publish_translation(translation, by=None)


def own_story():
    """Return the public story of Petro Solovchak, which calls him by the given name alone."""
    partner = PartnerFactory(slug="zmina", section=True)
    person = PrisonerFactory(
        name_uk="Петро Соловчак", name_en="Petro Solovchak", partner=partner, stories=["uk"]
    )
    story = PrisonerPage.objects.get(prisoner=person)
    story.intro = "У порту Петра називали майстром УКР"
    story.save_revision().publish()
    return story
