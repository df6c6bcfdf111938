"""Write anew the picture of the architecture, the list of folders, the guide to roles, the table of sizes."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

from docs.developers import folders, picture, roles, size  # noqa: E402

picture.PATH.write_text(picture.drawn(), encoding="utf-8")
folders.PATH.write_text(folders.listed(folders.PATH.read_text(encoding="utf-8")), encoding="utf-8")
for language in roles.LANGUAGES:
    roles.path_in(language).write_text(roles.written(language), encoding="utf-8")
size.PATH.write_text(size.told(size.PATH.read_text(encoding="utf-8"), size.today()), encoding="utf-8")
