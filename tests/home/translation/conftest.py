"""A text in two languages, and people who come to the desk."""

import pytest

from tests.factories.desk import block, desk_person, open_for, open_site, source_page
from tests.standing import standing


@standing
def text():
    open_site("en", "crh")
    return source_page([block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p><p>Два УКР</p>")])


@standing
def in_english(text):
    return open_for(text, "en", "crh")[0]


@standing
def in_crimean_tatar(in_english):
    return in_english.source.translations.get(target_locale__language_code="crh")


@pytest.fixture
def person(db):
    """Return a function that makes somebody with rights in a language."""
    return desk_person


@pytest.fixture
def as_person(client):
    """Return a function that makes somebody with rights in a language and logs them in."""

    def enter(name, *rights, **how):
        user = desk_person(name, *rights, **how)
        client.force_login(user)
        return user

    return enter


@standing
def leader(db):
    return desk_person("leader", leads=True)
