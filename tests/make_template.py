"""Make the template of the test database before a test asks for it, as `.ci/run` does for both kinds:

DJANGO_SETTINGS_MODULE=cms.settings.test python -m tests.make_template
"""

import django

django.setup()

from tests.template import template  # noqa: E402

with template():
    pass
