"""What every test stands on."""

import pytest
from wagtail.models import Collection, Locale, Page


@pytest.fixture(autouse=True)
def ground(request):
    """Put back what the migrations made and the flush after a transactional test has taken."""
    if is_transactional(request):
        request.getfixturevalue("transactional_db")
        restore_ground()


def is_transactional(request):
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or bool({"transactional_db", "live_server"} & set(request.fixturenames))


def restore_ground():
    locale, _created = Locale.objects.get_or_create(language_code="uk")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root", locale=locale)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
