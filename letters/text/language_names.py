"""Languages of letters in the words of the screen. Pure."""

from django.utils.translation import gettext_lazy, pgettext_lazy

LANGUAGE_WORDS = {
    "uk": gettext_lazy("Ukrainian"),
    "en": gettext_lazy("English"),
    "crh": pgettext_lazy("a language", "Crimean Tatar"),
    "de": gettext_lazy("German"),
    "fr": gettext_lazy("French"),
    "pl": gettext_lazy("Polish"),
    "cs": gettext_lazy("Czech"),
    "bg": gettext_lazy("Bulgarian"),
    "sv": gettext_lazy("Swedish"),
    "ru": gettext_lazy("Russian"),
    "tr": gettext_lazy("Turkish"),
}
