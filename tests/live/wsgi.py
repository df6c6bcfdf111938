"""The site without the questions that a start asks: it has no database here."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
