"""How many queries the desk may ask, however many strings and languages there are."""

import pytest
from wagtail.models import Locale

from home.languages.info import CONTENT_LANGUAGES
from home.translation.core.actions.sync import submit, sync
from home.translation.core.actions.units import save_draft
from home.translation.desk.read_models.work import strings_of
from tests.factories.desk import block, open_for, open_site, source_page, translate_all
from tests.standing import standing
from tests.tiers import MANY

pytestmark = [pytest.mark.django_db, pytest.mark.full(MANY)]
TARGETS = [code for code, _name in CONTENT_LANGUAGES if code != "uk"]
PARAGRAPHS = "".join(f'<p>Абзац {n} УКР, <a href="https://example.org/{n}">місце</a></p>' for n in range(30))
BODY = [block("heading", "Розділ УКР"), block("paragraph", PARAGRAPHS), block("heading", "Кінець УКР")]


@standing(autouse=True)
def site():
    open_site(*TARGETS)


def test_opening_a_page_in_all_languages(django_assert_max_num_queries):
    locales = list(Locale.objects.filter(language_code__in=TARGETS))
    submit(source_page(BODY), locales)
    other = source_page(BODY, slug="other")

    with django_assert_max_num_queries(30):
        submit(other, locales)


@pytest.mark.parametrize("languages", [1, 8])
def test_taking_over_a_changed_page(django_assert_max_num_queries, languages):
    page = source_page(BODY)
    for translation in open_for(page, *TARGETS[:languages]):
        translate_all(translation)
    page.body = [*page.body.raw_data, block("heading", "Ще УКР")]
    page.intro = "Інший УКР вступ"

    with django_assert_max_num_queries(30 + 8 * languages):
        sync(page)


def test_states_of_all_strings(django_assert_max_num_queries):
    (translation,) = open_for(source_page(BODY), "en")

    with django_assert_max_num_queries(3):
        states = [unit.state for unit in strings_of(translation)]

    assert len(states) == 34


@pytest.mark.both_databases
def test_saving_a_string(django_assert_max_num_queries):
    (translation,) = open_for(source_page(BODY), "en")
    unit = strings_of(translation)[0]

    with django_assert_max_num_queries(12):
        save_draft(unit, "Text", by=None, version=unit.version)
