"""Ground floor: the base page, standard pages, site settings, images, languages, jobs and outbox.

Imports Django, Wagtail and wagtail-localize only.
Open `home/models/pages.py` first, then `home/languages/languages.toml`.
"""

# Of the whole project: packages, `manage.py` and the API read it here. CHANGELOG.md says what is in it.
__version__ = "0.1.0"
