"""Rules of the architecture that Django itself asks for at every start."""

from django.apps import apps
from django.core import checks
from wagtail.models import Page

from home.models import BasePage

OUR_APPS = ("home", "translation", "headless", "prisoner_pages", "letters")


@checks.register
def pages_keep_the_rules(app_configs, **kwargs) -> list[checks.Error]:
    pages = [model for model in apps.get_models() if issubclass(model, Page)]
    return faults_of([page for page in pages if page._meta.app_label in OUR_APPS])


def faults_of(pages: list[type[Page]]) -> list[checks.Error]:
    """Return an error for each page class that is no BasePage or says nothing of its translation."""
    found = []
    for page in pages:
        if not issubclass(page, BasePage):
            found.append(checks.Error(f"{page.__name__} must extend BasePage.", obj=page, id="home.E001"))
        elif not names_translation(page):
            hint = "Fields that are not named would go to translators by default, numbers and notes included."
            words = f"{page.__name__} must name its translatable_fields."
            found.append(checks.Error(words, hint=hint, obj=page, id="home.E002"))
    return found


def names_translation(page: type[Page]) -> bool:
    own = page.__mro__[: page.__mro__.index(BasePage)]
    return any("translatable_fields" in vars(ancestor) for ancestor in own)
