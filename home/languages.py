"""The languages of the site: their own names, alphabets and what Django must know of Crimean Tatar.

Read by the settings before Django's apps are loaded, so nothing here imports a model.
"""

from django.conf import locale as django_locale

# Order = order of the switcher. The first is the source language of every story.
CONTENT_LANGUAGES = [
    ("uk", "Українська"),
    ("en", "English"),
    ("crh", "Qırımtatarca"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("pl", "Polski"),
    ("cs", "Čeština"),
    ("bg", "Български"),
    ("sv", "Svenska"),
]
SOURCE_LANGUAGE = "uk"
# Wagtail's admin has no Crimean Tatar; Russian is no language of this site.
ADMIN_LANGUAGES = [pair for pair in CONTENT_LANGUAGES if pair[0] != "crh"]


def install_language_info():
    """Tell Django of Crimean Tatar (Latin script), which its own table lacks."""
    django_locale.LANG_INFO["crh"] = {
        "bidi": False,
        "code": "crh",
        "name": "Crimean Tatar",
        "name_local": "Qırımtatarca",
    }


def collation_key(text, language):
    return text.casefold()
