"""From a Ukrainian page to a public English one, and what is public after each edit of the Ukrainian one."""

import pytest
from wagtail_localize.models import Translation

from home.models import StandardPage
from home.translation.choices import UnitState, WorkState
from home.translation.core.actions.publish import NotReady, target_of
from home.translation.core.actions.units import save_draft
from home.translation.core.read_models.sources import is_taken
from home.translation.desk.read_models.work import cells
from tests.factories.desk import (
    SOURCE_MARK,
    block,
    edit,
    open_for,
    open_site,
    publish,
    source_page,
    translate,
    translate_all,
    units_of,
)
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
TEXT = (
    '<p>Перший УКР абзац із <a href="https://one.example/">посиланням</a>.</p>'
    "<p>Другий УКР абзац, зовсім про інше: зима, гори й тиша.</p>"
    "<ul><li>Яблука УКР</li><li>Груші УКР</li></ul>"
)
BODY = [
    block("heading", "Розділ УКР", "11111111-1111-4111-8111-111111111111"),
    block("paragraph", TEXT, "22222222-2222-4222-8222-222222222222"),
    block(
        "quote", {"quote": "Слова УКР", "attribution": "Хтось УКР"}, "33333333-3333-4333-8333-333333333333"
    ),
]


@standing
def page(db):
    open_site("en", "crh")
    return source_page(BODY)


@standing
def published(page):
    (translation,) = open_for(page, "en")
    translate_all(translation)
    publish(translation)
    return page, translation


def changed(body, number, value):
    return [{**each, "value": value} if place == number else each for place, each in enumerate(body)]


def shown(client):
    answer = client.get("/en/long-text/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert SOURCE_MARK not in html
    return html


def states(translation):
    return {unit.string.data: unit.state for unit in units_of(translation)}


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_opening_makes_no_page(page, client):
    (translation,) = open_for(page, "en")

    assert target_of(translation) is None
    assert client.get("/en/long-text/").status_code == 404
    assert set(states(translation).values()) == {UnitState.EMPTY}


@pytest.mark.both_databases
def test_first_publishing_needs_every_string_reviewed(page, client):
    (translation,) = open_for(page, "en")
    for unit in list(units_of(translation))[1:]:
        translate(unit)

    with pytest.raises(NotReady):
        publish(translation)

    assert client.get("/en/long-text/").status_code == 404
    assert not StandardPage.objects.filter(locale__language_code="en").exists()


def test_first_publishing_needs_the_page_above(page):
    (translation,) = open_for(page, "en")
    translate_all(translation)
    StandardPage.objects.get(pk=page.pk).get_parent().get_translation(translation.target_locale).unpublish()

    with pytest.raises(NotReady):
        publish(translation)


@pytest.mark.both_databases
def test_published_page_says_what_was_approved(published, client):
    html = shown(client)

    for words in ("Розділ ENG", "Перший ENG", "Другий ENG", "Яблука ENG", "Слова ENG", "Хтось ENG"):
        assert words in html
    assert 'href="https://one.example/"' in html


def test_what_is_public_stays_done_when_a_further_language_is_opened(published):
    page, translation = published

    open_for(page, "crh")

    assert state_of(translation) == WorkState.PUBLIC


def test_what_is_public_stays_done_when_its_original_is_published_as_it_was(published):
    page, translation = published

    page = edit(page)

    assert is_taken(page)
    assert state_of(translation) == WorkState.PUBLIC


@pytest.mark.both_databases
def test_what_changed_in_the_original_waits_to_be_published_though_no_word_did(published):
    page, translation = published
    edit(page, body=[BODY[1], BODY[0], BODY[2]])
    assert state_of(translation) == WorkState.PUBLISH

    open_for(page, "crh")
    edit(page)

    assert state_of(translation) == WorkState.PUBLISH


def state_of(translation):
    found = Translation.objects.filter(pk=translation.pk)
    [cell] = cells(found.select_related("source", "target_locale", "desk"))
    return cell.state


@pytest.mark.both_databases
def test_a_changed_word_leaves_the_older_text(published, client):
    page, translation = published
    edit(page, body=changed(BODY, 1, TEXT.replace("Перший УКР абзац", "Перший УКР абзац нині")))

    publish(translation)

    assert "Перший ENG абзац із" in shown(client)
    assert UnitState.CHANGED in states(translation).values()


@pytest.mark.full(LONG)
def test_a_new_paragraph_and_a_new_item_stay_away_until_approved(published, client):
    page, translation = published
    text = TEXT.replace("<ul>", "<p>Zzzz qqqq УКР</p><ul><li>Xxxx wwww УКР</li>")
    edit(page, body=changed(BODY, 1, text))
    publish(translation)
    html = shown(client)
    assert "Zzzz" not in html
    assert "<p></p>" not in html
    assert "<li></li>" not in html

    translate_all(translation)
    publish(translation)

    html = shown(client)
    assert "Zzzz qqqq ENG" in html
    assert html.index("Zzzz qqqq ENG") < html.index("Xxxx wwww ENG") < html.index("Яблука ENG")


@pytest.mark.full(LONG)
def test_a_paragraph_both_moved_and_changed_keeps_its_older_text_where_it_stands_now(published, client):
    page, translation = published
    paragraphs = [
        f"<p>{words}</p>" for words in ("Вранці пив каву УКР", "Удень возив людей УКР", "Увечері читав УКР")
    ]
    page = edit(page, body=changed(BODY, 1, "".join(paragraphs)))
    translate_all(translation)
    first, second, third = paragraphs

    edit(page, body=changed(BODY, 1, first + third + second.replace("людей", "людину")))
    publish(translation)

    html = shown(client)
    assert html.index("Увечері читав ENG") < html.index("Удень возив людей ENG")


@pytest.mark.full(LONG)
def test_a_removed_block_goes_and_a_moved_one_moves(published, client):
    page, translation = published
    edit(page, body=[BODY[2], BODY[1]])

    publish(translation)

    html = shown(client)
    assert "Розділ ENG" not in html
    assert html.index("Слова ENG") < html.index("Перший ENG")
    assert set(states(translation).values()) == {UnitState.REVIEWED}


def test_a_new_block_stays_away(published, client):
    page, translation = published
    edit(page, body=[block("heading", "Новий УКР розділ"), *BODY])

    publish(translation)

    assert "Новий" not in shown(client)
    assert "<h2></h2>" not in shown(client)


@pytest.mark.full(LONG)
def test_an_untranslated_attribution_is_left_out_and_the_quotation_stays(published, client):
    page, translation = published
    quote = {"quote": "Слова УКР", "attribution": ""}
    page = edit(page, body=changed(BODY, 2, quote))
    edit(page, body=changed(BODY, 2, {**quote, "attribution": "Інша УКР людина"}))

    publish(translation)

    html = shown(client)
    assert "Слова ENG" in html
    assert "Інша" not in html


def test_links_lead_where_the_original_leads(published, client):
    page, translation = published
    edit(page, body=changed(BODY, 1, TEXT.replace("https://one.example/", "https://other.example/")))

    publish(translation)

    html = shown(client)
    assert 'href="https://other.example/"' in html
    assert "one.example" not in html


def test_a_change_taken_back_costs_no_work(published):
    page, translation = published
    page = edit(page, intro="Зовсім УКР інший вступ")
    edit(page, intro="Вступ УКР")

    assert set(states(translation).values()) == {UnitState.REVIEWED}


@pytest.mark.full(LONG)
def test_after_two_changes_the_last_approved_text_is_still_offered(published, client):
    page, translation = published
    page = edit(page, intro="Вступ УКР удруге")
    edit(page, intro="Вступ УКР утретє")

    (unit,) = [unit for unit in units_of(translation) if unit.context.path == "intro"]

    assert (unit.carried_text, unit.carried_source) == ("Вступ ENG", "Вступ УКР")
    publish(translation)
    assert "Вступ ENG" in shown(client)


def test_a_block_made_anew_keeps_its_approval(published):
    page, translation = published
    edit(page, body=[block("heading", "Розділ УКР"), *BODY[1:]])

    assert set(states(translation).values()) == {UnitState.REVIEWED}


def test_an_unreviewed_draft_never_becomes_public(published, client):
    page, translation = published
    unit = next(unit for unit in units_of(translation) if unit.context.path == "intro")
    save_draft(unit, "Draft of a stranger", by=None, version=unit.version)

    publish(translation)

    assert "Draft of a stranger" not in shown(client)
    assert "Вступ ENG" in shown(client)


def test_two_equal_paragraphs_are_one_work_and_show_twice(page, client):
    page = edit(page, body=[block("paragraph", "<p>Двічі УКР</p><p>Двічі УКР</p>")])
    (translation,) = open_for(page, "en")
    translate_all(translation)

    publish(translation)

    assert shown(client).count("Двічі ENG") == 2
