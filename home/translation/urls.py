"""Addresses of the page translation desk, below /admin/desk/."""

from home.translation.desk import urls
from home.translation.exchange import urls as exchange
from home.translation.interface import urls as interface
from home.translation.publication import urls as publication
from home.translation.team import urls as team

app_name = "translation_desk"
urlpatterns = [
    pattern for folder in (urls, team, publication, exchange, interface) for pattern in folder.urlpatterns
]
