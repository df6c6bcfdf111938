"""Ground floor: the base page, standard pages, site settings, images, languages, jobs and outbox.

Imports Django, Wagtail and wagtail-localize only.
Open `home/models/pages.py` first, then `home/languages/info.py`.
"""
