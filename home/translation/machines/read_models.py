"""The machine that coordinators turned on for a kind of text."""

from collections.abc import Callable

from wagtail.models import Locale

from home.settings.defaults import settings
from home.translation.choices import Machine, Purpose
from home.translation.machines.base import NoTranslator, Translator
from home.translation.machines.deepl import DeepL
from home.translation.machines.dummy import Dummy
from home.translation.machines.libretranslate import LibreTranslate
from home.translation.models import LocalePolicy, TranslationSettings

MACHINES: dict[str, Callable[..., Translator]] = {
    Machine.DUMMY: Dummy,
    Machine.LIBRETRANSLATE: LibreTranslate,
    Machine.DEEPL: DeepL,
}


def translator_for(purpose: Purpose) -> Translator:
    """Return the Translator for a Purpose; NoTranslator unless it is set up here and turned on by hand."""
    machine = TranslationSettings.machine_for(purpose)
    options = settings.TRANSLATION_MACHINES.get(machine)
    return NoTranslator() if options is None else MACHINES[machine](**options)


def page_translator(locale: Locale) -> Translator:
    """Return the Translator for texts of pages in a language; NoTranslator unless its rules allow one."""
    allowed = LocalePolicy.objects.filter(locale=locale, allows_machine=True).exists()
    return translator_for(Purpose.PAGES) if allowed else NoTranslator()
