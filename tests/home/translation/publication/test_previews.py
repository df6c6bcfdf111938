"""A text as it would be published and with drafts: nothing written, nothing kept, nobody else let in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import StandardPage
from home.translation.choices import Right
from home.translation.core.actions.units import save_draft
from tests.factories.desk import block, edit, publish, translate, translate_all, units_of
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def see(client, in_english, person):
    client.force_login(person("translator", Right.TRANSLATE))

    def ask(of):
        return client.get(f"{DESK}{in_english.pk}/preview/", {"of": of})

    return ask


def test_nothing_of_the_source_stands_in_what_would_be_published(see, in_english):
    translate(units_of(in_english).get(context__path="title"))

    html = see("published").content.decode()

    assert "УКР" not in html
    assert "Назва ENG" in html


def test_drafts_are_shown_and_what_is_missing_stands_there_in_its_own_language(see, in_english, person):
    unit = units_of(in_english).get(context__path="intro")
    save_draft(unit, "My draft", by=None, version=unit.version)

    html = see("drafts").content.decode()

    assert f'data-unit="{unit.pk}"' in html
    assert "My draft" in html
    assert html.count("УКР") >= 3
    for piece in html.split("УКР")[:-1]:
        opened = piece.rsplit("<", 1)[-1]
        assert 'lang="uk"' in opened or opened.startswith(("title", "meta")), opened


@pytest.mark.full(LONG)
def test_an_older_text_is_shown_as_older(see, text, in_english):
    translate_all(in_english)
    publish(in_english)
    edit(text, intro="Вступ новий УКР")

    for of in ("published", "drafts"):
        html = see(of).content.decode()
        assert "desk-text--older" in html
        assert "новий" not in html


def test_a_preview_makes_no_page_and_writes_nothing(see, in_english):
    with CaptureQueriesContext(connection) as captured:
        for of in ("published", "drafts"):
            assert see(of).status_code == 200

    written = [query["sql"] for query in captured.captured_queries if query["sql"].startswith(WRITES)]
    assert [sql for sql in written if "session" not in sql] == []
    assert StandardPage.objects.filter(slug="long-text").count() == 1


def test_no_browser_keeps_it_no_robot_lists_it_and_only_we_frame_it(see):
    answer = see("drafts")

    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_another_language_and_an_original_that_was_taken_down_have_none(
    client, see, text, in_english, in_crimean_tatar
):
    assert client.get(f"{DESK}{in_crimean_tatar.pk}/preview/").status_code == 404
    assert see("everything").status_code == 404
    text.unpublish()
    assert see("drafts").status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_queries_do_not_grow_with_strings(see, text, in_english, django_assert_max_num_queries, count):
    edit(text, body=[block("paragraph", f"<p>Абзац {number} УКР</p>") for number in range(count)])
    see("drafts")

    with django_assert_max_num_queries(45):
        see("drafts")
