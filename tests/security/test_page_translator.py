"""A translator with rights on English walks every URL of the admin: the front of the desk opens, no more."""

import pytest
from django.test import Client
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.translation.choices import Right
from home.translation.core.actions.sync import submit
from home.translation.team.actions.roles import give_right
from tests.factories.partners import employ
from tests.security.admin_rows import Row
from tests.security.admin_urls import ROWS
from tests.security.test_foreign_partner import (
    admin_patterns,
    database_digest,
    requests_of,
    try_address,
    world,  # noqa: F401
)
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
# The front of the desk names public texts that are open in English. What `admin_urls` opens to everybody
# in the admin shows nothing of a partner’s.
OPEN = {f"translation_desk:{name}" for name in ("index", "mail", "session", "interface", "words")}
# They lead to the list of the desk and name a text that is open in English there (the last test).
OPEN |= {"desk_for_page", "wagtail_localize:submit_page_translation"}


@pytest.fixture
def translator(world):  # noqa: F811
    user = employ("translator-of-english")
    for right in (Right.TRANSLATE, Right.REVIEW):
        give_right(user, right, Locale.objects.get(language_code="en"), by=None)
    return user


@pytest.fixture
def in_bulgarian(world):  # noqa: F811
    submit(world.live_story, [Locale.objects.get_or_create(language_code="bg")[0]])
    return Translation.objects.get(target_locale__language_code="bg")


@pytest.mark.full(LONG)
@pytest.mark.parametrize("method", first_of(["get", "post"]))
def test_nothing_opens_but_the_front_of_the_desk(world, translator, in_bulgarian, method):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(translator)
    before, found = database_digest(), []
    for name, _path, arguments in admin_patterns():
        if name in {None, "wagtailadmin_logout", "account_logout"} or name not in ROWS or name in OPEN:
            continue
        row = row_of(name, in_bulgarian)
        for address, query in requests_of(world, name, arguments, row):
            if wrong := try_address(client, method, address, query, row):
                found.append(f"{name} {address} {query}: {wrong}")

    assert found == [], "\n".join(found)
    assert client.get("/admin/").status_code == 200  # nothing on the way ended the session
    assert database_digest() == before


def row_of(name, translation):
    """Return the row of an address; at the desk it names a text in another language than the translator's."""
    row = ROWS[name]
    if not name.startswith("translation_desk:"):
        return row
    return Row(False, {**row.arguments, "pk": f"={translation.pk}"}, row.query, ("translation_digestchoice",))


def test_the_way_to_the_desk_tells_no_title_of_a_draft(world, translator):  # noqa: F811
    client = Client()
    client.force_login(translator)

    answer = client.get(f"/admin/localize/submit/page/{world.draft_story.pk}/")

    assert answer.headers["Location"] == "/admin/desk/"
