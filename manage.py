#!/usr/bin/env python
"""Django's command line, with development settings unless told otherwise."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from home import __version__

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    if sys.argv[1:] in (["version"], ["--version"]):  # Django would name its own alone
        print(f"Letters to Free Crimea {__version__}, Django {django.__version__}")
    else:
        execute_from_command_line(sys.argv)
