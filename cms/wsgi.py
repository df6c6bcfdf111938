import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
django = get_wsgi_application()

# E402: they ask models, which are loaded only now.
from home.checks import refuse_unsafe_start  # noqa: E402
from home.kept_pages.wsgi import KeptPages  # noqa: E402
from home.site.read_models import remember_surroundings  # noqa: E402

refuse_unsafe_start()
remember_surroundings()
application = KeptPages(django)
