import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
application = get_wsgi_application()
# A server of its own runs no system checks; without sound keys it must not start.
call_command("check", tags=["keys"])
