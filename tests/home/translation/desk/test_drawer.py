"""The drawer beside a string, without scripts: what it shows, and what is done in it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from home.translation.choices import Machine, NoticeKind, Right, UnitState
from home.translation.core.actions.units import save_draft
from home.translation.desk.actions.questions import answer, ask
from home.translation.machines.actions import draft_by_machine
from home.translation.machines.base import TranslatorError
from home.translation.models import Answer, Dismissal, LocalePolicy, Notice, Question, TranslationSettings
from home.translation.permissions import NotYours
from home.translation.text.markup import words_of
from prisoner_pages.choices import PartnerKind
from prisoner_pages.partners.actions.workspaces import create_partner
from tests.factories.desk import (
    block,
    edit,
    open_for,
    open_site,
    own_story,
    publish,
    source_page,
    translate_all,
    units_of,
)
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.home.translation.glossary.test_glossary import add_term, forbid
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
WORDS = "Лист до Петра Соловчака дійшов за 5 днів УКР"


@standing
def page():
    open_site("en", "crh")
    return source_page([block("heading", WORDS)])


@pytest.fixture
def unit(page):
    return heading_of(open_for(page, "en")[0])


def heading_of(translation):
    return next(unit for unit in units_of(translation) if unit.context.path.startswith("body"))


def address(unit, rest="help"):
    return f"/admin/desk/units/{unit.pk}/{rest}/"


def main_of(answer):
    return answer.content.decode().partition("<main")[2]


@pytest.mark.full(LONG)
def test_memory_glossary_and_names_are_offered_with_figures(client, unit, as_person):
    other = open_for(source_page([block("heading", WORDS)], slug="other", title="Інша УКР"), "en")[0]
    translate_all(other)
    publish(other)
    forbid(add_term("лист", ("en", "letter")), "en", "missive")
    PrisonerFactory(name_uk="Петро Соловчак", name_en="Petro Solovchak", partner=PartnerFactory(slug="zmina"))
    as_person("translator", Right.TRANSLATE)

    html = main_of(client.get(address(unit)))

    for told in ("Інша УКР", WORDS.replace("УКР", "ENG"), "letter", "missive", "чому", "Petro Solovchak"):
        assert told in html
    assert [key in html for key in ('data-key="1"', 'data-key="3"', 'data-key="9"')] == [True, True, False]


@pytest.fixture
def own_words(page):
    """A string of a person's own story, which calls them by the given name alone."""
    return units_of(open_for(own_story(), "en")[0]).get(context__path="intro")


@pytest.mark.full(LONG)
def test_in_their_own_story_a_given_name_alone_is_enough(client, own_words, as_person):
    save_draft(own_words, "At the port they called him master", by=None, version=0)
    as_person("translator", Right.TRANSLATE)

    answer = client.get(address(own_words))

    [named] = answer.context["aids"].people
    assert (named.said, named.offer.text, named.form) == ("Петра", "Petro", "Petro Solovchak")
    assert any("Petro" in remark.sentence for remark in answer.context["aids"].remarks)


def test_in_another_story_a_given_name_alone_is_nobodys(client, own_words, page, as_person):
    edit(page, intro=words_of(own_words.string.data))
    as_person("translator", Right.TRANSLATE)

    unit = units_of(open_for(page, "en")[0]).get(context__path="intro")

    assert client.get(address(unit)).context["aids"].people == []


@pytest.mark.full(LONG)
def test_a_draft_of_another_page_is_never_shown(client, unit, as_person):
    hidden = source_page([block("heading", WORDS)], slug="hidden", title="Прихована УКР")
    translation = open_for(hidden, "en")[0]
    translate_all(translation)
    publish(translation)
    draft = heading_of(translation)
    save_draft(draft, "CANARY DRAFT", by=None, version=draft.version)
    as_person("translator", Right.TRANSLATE)
    assert "CANARY" not in main_of(client.get(address(unit)))

    hidden.unpublish()

    html = main_of(client.get(address(unit)))
    assert "Прихована" not in html
    assert WORDS.replace("УКР", "ENG") not in html


@pytest.mark.parametrize("rest", ["help", "ask", "set-aside", "draft"])
def test_a_right_in_one_language_opens_no_other(client, page, unit, as_person, rest):
    crh = heading_of(open_for(page, "crh")[0])
    as_person("translator", *Right)

    data = {"text": "?", "reason": "x", "signature": "x", "version": 0}
    assert client.get(address(crh, rest)).status_code in (404, 405)
    assert client.post(address(crh, rest), data).status_code in (404, 405)
    assert not Question.objects.exists()


def test_who_leads_sees_every_language_and_writes_in_none(client, unit):
    client.force_login(get_user_model().objects.create_superuser("root"))

    assert client.get(address(unit)).status_code == 200
    for rest, data in [("ask", {"text": "?"}), ("draft", {"version": 0})]:
        assert client.post(address(unit, rest), data).status_code in (302, 403)
    assert not Question.objects.exists()


@pytest.mark.full(LONG)
def test_queries_stay_few_with_everything_shown(client, unit, as_person, django_assert_max_num_queries):
    other = open_for(source_page([block("heading", WORDS)], slug="other", title="Інша УКР"), "en")[0]
    translate_all(other)
    publish(other)
    save_draft(unit, "Letter in six days", by=None, version=0)
    user = as_person("translator", Right.TRANSLATE)
    for _number in range(3):
        answer(ask(unit, "Why?", by=user), "So", by=get_user_model().objects.create_superuser(f"{_number}"))
    client.get(address(unit))

    with django_assert_max_num_queries(23):
        client.get(address(unit), headers={"X-Requested-With": "fetch"})


class TestWarnings:
    @pytest.fixture
    def unit(self, page):
        unit = heading_of(open_for(page, "en")[0])
        save_draft(unit, "A letter came in six days", by=None, version=0)
        return heading_of(unit.translation)

    @pytest.mark.both_databases
    def test_a_reason_sets_a_warning_aside_and_stands_beside_it(self, client, unit, as_person):
        as_person("translator", Right.TRANSLATE)
        [remark] = client.get(address(unit)).context["aids"].remarks

        client.post(address(unit, "set-aside"), {"signature": remark.signature, "reason": "In words"})

        [remark] = client.get(address(unit)).context["aids"].remarks
        assert remark.dismissal.reason == "In words"

    @pytest.mark.parametrize("reason", ["", " ", "x" * 501])
    def test_no_reason_or_an_odd_one_is_refused_in_words(self, client, unit, as_person, reason):
        as_person("translator", Right.TRANSLATE)
        [remark] = client.get(address(unit)).context["aids"].remarks

        answered = client.post(address(unit, "set-aside"), {"signature": remark.signature, "reason": reason})

        assert answered.status_code == 400
        assert 'role="alert"' in main_of(answered)
        assert not Dismissal.objects.exists()


class TestMachine:
    @pytest.fixture
    def machine(self, page):
        TranslationSettings.objects.create(pages_machine=Machine.DUMMY)

    def allow(self, unit):
        LocalePolicy.objects.create(locale=unit.translation.target_locale, allows_machine=True)

    def test_a_draft_is_saved_as_the_machines_and_not_approved(self, client, unit, machine, as_person):
        self.allow(unit)
        as_person("translator", Right.TRANSLATE)

        part = client.post(
            address(unit, "draft"), {"version": unit.version}, headers={"X-Requested-With": "fetch"}
        )

        assert "data-drafted" in part.content.decode()
        unit = heading_of(unit.translation)
        assert (unit.state, unit.approved_at) == (UnitState.MACHINE, None)
        assert unit.draft.startswith("тсиЛ од артеП")

    def test_links_keep_their_marks(self, client, page, machine, as_person):
        text = '<p>Ось <b>лист</b> &amp; <a href="https://one.example/">дорога УКР</a></p>'
        unit = heading_of(open_for(source_page([block("paragraph", text)], slug="linked"), "en")[0])
        self.allow(unit)
        as_person("translator", Right.TRANSLATE)

        client.post(address(unit, "draft"), {"version": 0})

        assert heading_of(unit.translation).draft == 'ьсО <b>тсил</b> &amp; <a id="a1">агород РКУ</a>'

    def test_nothing_is_sent_where_the_language_allows_no_machine(self, client, unit, machine, as_person):
        as_person("translator", Right.TRANSLATE)

        answered = client.post(address(unit, "draft"), {"version": 0})

        assert answered.status_code == 409
        assert heading_of(unit.translation).draft is None
        assert "drawer-machine" not in main_of(client.get(address(unit)))

    def test_nothing_is_sent_of_what_is_not_public(self, client, page, unit, machine, as_person):
        self.allow(unit)
        page.unpublish()
        translator = as_person("translator", Right.TRANSLATE)

        with pytest.raises(TranslatorError):
            draft_by_machine(unit, by=translator, version=0)
        # The desk does not even know of the text any more.
        assert client.post(address(unit, "draft"), {"version": 0}).status_code == 404
        assert heading_of(unit.translation).draft is None

    @pytest.mark.parametrize("version", first_of(["0", "7", "x", "9" * 30, ""]))
    def test_what_a_person_wrote_is_never_replaced(self, client, unit, machine, as_person, version):
        self.allow(unit)
        save_draft(unit, "A letter", by=None, version=0)
        as_person("translator", Right.TRANSLATE)

        assert client.post(address(unit, "draft"), {"version": version}).status_code == 409
        assert client.post(address(unit, "draft"), {"version": 1}).status_code == 409
        assert heading_of(unit.translation).draft == "A letter"


class TestQuestions:
    @pytest.fixture
    def editor(self, page):
        user = get_user_model().objects.create_superuser("editor")
        return user

    @pytest.mark.both_databases
    def test_every_language_sees_the_question_and_its_answer(self, client, page, unit, as_person, editor):
        translator = as_person("translator", Right.TRANSLATE)
        client.post(address(unit, "ask"), {"text": "Which Petro?"})

        client.force_login(editor)
        html = main_of(client.get("/admin/desk/questions/"))
        assert "Which Petro?" in html
        question = Question.objects.get()
        client.post(f"/admin/desk/questions/{question.pk}/answer/", {"text": "The elder"})

        assert "Which Petro?" not in main_of(client.get("/admin/desk/questions/"))
        assert "The elder" in main_of(client.get("/admin/desk/questions/?answered"))
        assert [(n.user, n.kind) for n in Notice.objects.all()] == [(translator, NoticeKind.ANSWERED)]
        as_person("crh", Right.TRANSLATE, language="crh")
        html = main_of(client.get(address(heading_of(open_for(page, "crh")[0]))))
        assert "Which Petro?" in html
        assert "The elder" in html

    def test_a_changed_original_keeps_its_questions_and_says_so(self, client, page, unit, as_person, editor):
        ask(unit, "Which Petro?", by=None)
        edit(page, body=[block("heading", "Без імені УКР", page.body.raw_data[0]["id"])])

        as_person("translator", Right.TRANSLATE)
        drawer = main_of(client.get(address(heading_of(unit.translation))))
        client.force_login(editor)
        questions = main_of(client.get("/admin/desk/questions/"))

        for html in (drawer, questions):
            assert "Which Petro?" in html
            assert f'<q lang="uk">{WORDS}</q>' in html

    @pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
    def test_an_odd_question_is_refused_and_kept_in_its_field(self, client, unit, as_person, text):
        as_person("translator", Right.TRANSLATE)

        answered = client.post(address(unit, "ask"), {"text": text})

        assert answered.status_code == 400
        assert "drawer-question-fault" in main_of(answered)
        assert not Question.objects.exists()

    def test_an_odd_answer_is_refused(self, client, unit, editor):
        question = ask(unit, "Which Petro?", by=None)
        client.force_login(editor)

        for text in ("", "x" * 2001, "a\0b"):
            answered = client.post(f"/admin/desk/questions/{question.pk}/answer/", {"text": text})
            assert answered.status_code == 400
        assert not Answer.objects.exists()

    def test_who_edits_nothing_answers_nothing(self, client, unit, as_person):
        question = ask(unit, "Which Petro?", by=None)
        user = as_person("translator", *Right)

        assert client.get("/admin/desk/questions/").status_code in (302, 403)
        assert client.post(f"/admin/desk/questions/{question.pk}/answer/", {"text": "x"}).status_code == 404
        with pytest.raises(NotYours):
            answer(question, "x", by=user)

    def test_an_editor_answers_about_their_own_pages_alone(self, client, unit):
        question = ask(unit, "Which Petro?", by=None)
        partner = create_partner(slug="zmina", kind=PartnerKind.NGO, name_uk="З", name_en="Z", by=None)
        user = get_user_model().objects.create_user("zmina")
        user.groups.add(partner.editors)
        client.force_login(user)

        html = main_of(client.get("/admin/desk/questions/"))

        assert "Which Petro?" not in html
        assert client.post(f"/admin/desk/questions/{question.pk}/answer/", {"text": "x"}).status_code == 404

    def test_queries_of_the_list_do_not_grow(self, client, unit, editor, django_assert_max_num_queries):
        client.force_login(editor)
        for _number in range(9):
            answer(ask(unit, "Which Petro?", by=None), "The elder", by=editor)
        client.get("/admin/desk/questions/?answered")

        with django_assert_max_num_queries(16):
            client.get("/admin/desk/questions/?answered")


def test_stranger_with_access_to_the_admin_finds_it_closed(client, unit):
    user = get_user_model().objects.create_user("stranger")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(address(unit)).status_code in (302, 403)
    assert client.get("/admin/desk/questions/").status_code in (302, 403)
