import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
application = get_wsgi_application()

from cms.checks import refuse_unsafe_start  # noqa: E402  it asks models, which are loaded only now

refuse_unsafe_start()
