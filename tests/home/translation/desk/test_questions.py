"""Questions stay with an original that changes: they follow to what took the place of their string."""

import pytest

from home.translation.desk.actions.questions import answer, ask
from home.translation.desk.read_models.questions import answerable_by, questions_on
from home.translation.models import Question
from tests.factories.desk import block, edit, open_for, open_site, source_page, units_of
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
ONE, TWO = "Оксану перевезли взимку до Владивостока УКР", "Листи доходять туди за місяць УКР"


@standing
def page():
    open_site("en", "crh")
    return source_page([text(ONE, TWO)])


@standing
def translation(page):
    return open_for(page, "en", "crh")[0]


def text(*paragraphs, id_="5b0c5e3f-6b4b-4c86-9d8c-1f1f4b2f4f01"):
    return block("paragraph", "".join(f"<p>{words}</p>" for words in paragraphs), id_)


def string_of(translation, words):
    return next(unit for unit in units_of(translation) if unit.string.data == words)


def asked_on(translation, words):
    """Return [(question, what its string said before)] of a string, as the drawer shows it."""
    return [(asked.text, asked.older_words) for asked in questions_on(string_of(translation, words))]


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_question_follows_to_the_changed_string_in_every_language(page, translation):
    ask(string_of(translation, ONE), "Which winter?", by=None)
    changed = ONE.replace("взимку", "у грудні")

    edit(page, body=[text(changed, TWO)])

    for each in translation.source.translations.all():
        assert asked_on(each, changed) == [("Which winter?", ONE)]
        assert asked_on(each, TWO) == []


@pytest.mark.full(LONG)
def test_answered_questions_follow_with_their_answers(page, translation, leader):
    question = ask(string_of(translation, ONE), "Which winter?", by=None)
    answer(question, "The last", by=leader)
    changed = ONE.replace("взимку", "у грудні")

    edit(page, body=[text(changed, TWO)])

    (asked,) = questions_on(string_of(translation, changed))
    assert [given.text for given in asked.answers.all()] == ["The last"]


@pytest.mark.full(LONG)
def test_after_many_changes_the_note_says_what_was_asked_about(page, translation):
    ask(string_of(translation, ONE), "Which winter?", by=None)
    once = ONE.replace("взимку", "у грудні")
    twice = once.replace("перевезли", "відвезли")

    edit(page, body=[text(once, TWO)])
    edit(page, body=[text(twice, TWO)])

    assert asked_on(translation, twice) == [("Which winter?", ONE)]


def test_a_change_taken_back_leaves_no_note(page, translation):
    ask(string_of(translation, ONE), "Which winter?", by=None)

    edit(page, body=[text(ONE.replace("взимку", "у грудні"), TWO)])
    edit(page, body=[text(ONE, TWO)])

    assert asked_on(translation, ONE) == [("Which winter?", "")]


def test_a_question_follows_a_string_to_another_block(page, translation):
    ask(string_of(translation, ONE), "Which winter?", by=None)

    edit(page, body=[text(TWO), block("heading", ONE)])

    assert asked_on(translation, ONE) == [("Which winter?", "")]


def test_a_question_about_a_heading_that_is_written_anew_follows_to_it(page, translation):
    ask(string_of(translation, "Вступ УКР"), "To whom?", by=None)

    edit(page, intro="Зовсім інше УКР")

    assert asked_on(translation, "Зовсім інше УКР") == [("To whom?", "Вступ УКР")]


def test_a_question_that_was_being_written_while_the_original_changed_goes_to_what_stands_now(
    page, translation
):
    unit = string_of(translation, ONE)
    changed = ONE.replace("взимку", "у грудні")
    edit(page, body=[text(changed, TWO)])
    unit.refresh_from_db(fields=["is_active"])

    ask(unit, "Which winter?", by=None)

    assert asked_on(translation, changed) == [("Which winter?", ONE)]


def test_editors_are_told_that_a_string_is_gone_and_keep_the_question(page, translation, leader):
    ask(string_of(translation, ONE), "Which winter?", by=None)

    edit(page, body=[text(TWO)])

    (question,) = answerable_by(leader)
    assert not question.stands
    assert question.string.data == ONE


def test_questions_of_other_texts_stay_where_they_are(page, translation):
    other = open_for(source_page([text(ONE)], slug="other"), "en")[0]
    ask(string_of(other, ONE), "Which winter?", by=None)

    edit(page, body=[text(TWO)])

    assert Question.objects.get().string.data == ONE
    assert asked_on(other, ONE) == [("Which winter?", "")]
