"""Dates and numbers for Django's filters, from the tables of the languages.

Django imports `home.languages.formats.<code>.formats` (FORMAT_MODULE_PATH) and has its own formats for those
that declare none.
"""

import sys
from types import ModuleType

from home.languages.table import LANGUAGES

for code, language in LANGUAGES.items():
    if language.formats:
        module = ModuleType(f"{__name__}.{code}.formats")
        vars(module).update(language.formats)
        sys.modules[f"{__name__}.{code}"] = sys.modules[module.__name__] = module
