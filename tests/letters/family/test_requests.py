"""What staff do with a relative's request, and who does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.day.entries import entry_named
from letters.choices.family import FamilyAnswer
from letters.choices.letters import Keeping
from letters.erasure.actions.retention_run import keep_times
from letters.family.actions.answering import answer_family_request, open_family_request
from letters.models import FamilyRequest
from letters.retention.rules import RETENTION_RULES
from prisoner_pages.choices import ToldBy
from prisoner_pages.models import Facility, PostNote
from prisoner_pages.records.actions.merging import merge_records
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.partners import (
    employ,
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.family.family_world import WORDS, proof, the_request, told
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
LIST = "/admin/letters/family/"
FOLLOW = "/uk/letters/status/"


@standing
def person(db):
    open_locales("uk", "en")
    return PrisonerFactory(partner=open_partner("zmina"), slug="vilnyi", writable=True)


@pytest.fixture
def editor(person):
    return employ_editor(person.partner)


def address(request, more=""):
    return f"{LIST}{request.uuid}/{more}"


def waiting(user):
    return entry_named("family-requests", user).rows(user)


@pytest.mark.full(LONG)
def test_editor_of_the_partner_finds_it_reads_it_and_that_is_logged(client, person, editor):
    told(client, reach="сестра")
    desk = logged_in(editor)
    found = the_request()

    assert waiting(editor).count() == 1 and str(found.uuid) in desk.get(LIST).text
    closed_page = desk.get(address(found)).text
    opened = desk.post(address(found)).text

    assert WORDS not in closed_page + desk.get(LIST).text
    assert WORDS in opened and "сестра" in opened
    entry = ModelLogEntry.objects.get(action="letters.read_family_request")
    assert (entry.user, entry.object_id) == (editor, str(person.pk)) and entry.data == {"request": found.pk}


def test_editor_hides_on_the_word_answers_and_the_relative_reads_it(client, person, editor):
    code, desk = told(client, wish="hide", words=""), logged_in(editor)
    found = the_request()

    desk.post(address(found, "pause/"))
    person.refresh_from_db()
    assert client.get("/uk/prisoners/vilnyi/").status_code == 404
    desk.post(address(found, "answer/"), {"answer": "at_once", "close": ""})

    assert person.paused_at is not None and person.pauses.get().paused_by == editor
    assert waiting(editor).count() == 0
    assert "Те, що не могло чекати" in client.post(FOLLOW, {"code": code}).text


@pytest.mark.parametrize("sent", [{"close": ""}, {"answer": "", "close": ""}, {"answer": "x", "close": ""}])
def test_nothing_is_closed_without_an_answer(client, person, editor, sent):
    told(client)
    assert logged_in(editor).post(address(the_request(), "answer/"), sent).status_code == 422
    assert the_request().closed_on is None


def test_closing_keeps_the_words_that_were_answered_before(client, person, editor):
    code, desk = told(client), logged_in(editor)
    desk.post(address(the_request(), "answer/"), {"answer": "done", "words": "Дякуємо за слово."})
    desk.post(address(the_request(), "answer/"), {"answer": "done", "close": ""})

    assert the_request().closed_on and "Дякуємо за слово." in client.post(FOLLOW, {"code": code}).text


def test_coordinator_closes_nothing_that_only_the_partner_reads(client, person):
    told(client)
    desk = logged_in(employ_coordinator())
    answered = desk.post(address(the_request(), "answer/"), {"answer": "done", "close": ""}, follow=True)

    assert the_request().closed_on is None and the_request().answer == ""
    assert "answer-title" not in desk.get(address(the_request())).text and answered.status_code in (200, 403)


def test_request_about_a_namesake_goes_on_to_the_right_partner(client, person, editor):
    other = PrisonerFactory(slug="inshyi", partner=open_partner("pen"))
    told(client)
    after = logged_in(editor).post(address(the_request(), "name/"), {"slug": other.slug}, follow=True)

    assert after.status_code == 200 and str(other.partner) in after.text
    assert waiting(editor).count() == 0
    assert waiting(employ_editor(other.partner)).count() == 1


@pytest.mark.full(LONG)
def test_no_editor_learns_by_trying_which_hidden_records_others_have(client, person, editor):
    hidden = PrisonerFactory(slug="inshyi", partner=open_partner("pen"))
    pause_prisoner(hidden, by=employ_moderator(hidden.partner))
    told(client)
    desk = logged_in(editor)
    answers = [desk.post(address(the_request(), "name/"), {"slug": slug}) for slug in ("inshyi", "nemaye")]

    errors = [answer.context["name_form"].errors for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422] and the_request().slug == "vilnyi"
    assert errors[0] == errors[1]


def test_closed_request_says_nothing_untrue_of_a_public_person(client, person, editor):
    told(client)
    desk = logged_in(editor)
    desk.post(address(the_request(), "answer/"), {"answer": "done", "close": ""})

    assert "на сайті не видно" not in desk.get(address(the_request())).text


@pytest.mark.parametrize("who", first_of(["stranger", "coordinator", "administrator"]))
def test_nobody_outside_the_partner_reads_a_word(client, person, who):
    told(client)
    found = the_request()
    user = {
        "stranger": lambda: employ_editor(open_partner("pen")),
        "coordinator": employ_coordinator,
        "administrator": lambda: employ("root"),
    }[who]()
    user.is_superuser = who == "administrator"
    user.save()
    desk = logged_in(user)

    with pytest.raises(PermissionDenied):
        open_family_request(found, by=user)
    for method in (desk.get, desk.post):
        assert WORDS not in method(address(found), follow=True).text
    assert not ModelLogEntry.objects.filter(action="letters.read_family_request").exists()


def test_foreign_partner_finds_nothing_and_changes_nothing(client, person):
    told(client, wish="hide")
    desk, found = logged_in(employ_editor(open_partner("pen"))), the_request()

    assert str(found.uuid) not in desk.get(LIST).text
    for path in ("", "pause/", "answer/", "note/", "name/"):
        values = {"answer": "done", "close": "", "slug": "vilnyi", "on": "10.2026"}
        assert desk.post(address(found, path), values).status_code == 404
    person.refresh_from_db()
    assert person.paused_at is None and the_request().closed_on is None and the_request().answer == ""


def test_coordinator_hides_without_reading(client, person):
    told(client, wish="hide")
    coordinator = employ_coordinator()
    logged_in(coordinator).post(address(the_request(), "pause/"))

    person.refresh_from_db()
    assert person.paused_at is not None


def test_request_of_nobody_is_the_coordinators_who_gives_it_to_the_partner(client, person, editor):
    told(client, "", who="Вигаданий Вільний")
    coordinator = employ_coordinator()
    desk, found = logged_in(coordinator), the_request()

    assert waiting(editor).count() == 0 and waiting(coordinator).count() == 1
    assert WORDS in desk.post(address(found)).text
    assert desk.post(address(found, "name/"), {"slug": "ne-buvalo"}).status_code == 422
    desk.post(address(found, "name/"), {"slug": "vilnyi"})

    assert waiting(editor).count() == 1
    with pytest.raises(PermissionDenied):
        open_family_request(the_request(), by=coordinator)


@pytest.mark.full(LONG)
def test_request_for_somebody_hidden_or_merged_comes_to_the_partner(client, person, editor):
    hidden = PrisonerFactory(partner=person.partner, slug="prykhovana")
    double = PrisonerFactory(partner=person.partner, slug="dvichi")
    pause_prisoner(hidden, by=None)
    merge_records(person, merged=double, uuid=uuid4(), by=employ_moderator(person.partner))
    told(client, "prykhovana")
    told(client, "dvichi")

    assert waiting(editor).count() == 2


def test_what_may_not_wait_stands_first(client, person, editor):
    told(client)
    told(client, wish="post", words="", arrives="arrive")
    told(client, wish="hide", words="")

    assert [each.wish for each in waiting(editor)] == ["hide", "correct", "post"]


def test_what_came_without_proof_stands_below_all_else_and_says_so(client, person, editor):
    told(client, wish="withdraw", words="")
    told(client, proof=proof())

    assert [each.wish for each in waiting(editor)] == ["correct", "withdraw"]
    assert logged_in(editor).get(LIST).text.count("без контрольного обчислення") == 1


def test_hiding_stands_first_without_proof_too_unless_it_is_a_flood(client, person, editor, monkeypatch):
    told(client, wish="post", words="", arrives="arrive", proof=proof())
    told(client, wish="hide", words="")
    told(client, wish="hide", words="", reach="сестра", proof=proof())
    monkeypatch.setattr("letters.querysets.family.A_PAGE", 1)
    order = [("hide", False), ("hide", True), ("post", False)]
    assert [(each.wish, each.is_unproven) for each in waiting(editor)] == order

    told(client, wish="hide", words="", reach="потік")
    order = [("hide", False), ("post", False), ("hide", True), ("hide", True)]
    assert [(each.wish, each.is_unproven) for each in waiting(editor)] == order


def test_one_that_waits_for_a_week_is_a_line_of_my_day_and_tells_for_how_long(client, person, editor):
    told(client)
    late = entry_named("family-requests-late", editor)
    assert late.rows(editor).count() == 0
    FamilyRequest.objects.update(received_on=timezone.localdate() - timedelta(days=8))

    assert late.rows(editor).count() == 1
    told(client, words="Друге")
    page = logged_in(editor).get(late.leads_to())
    assert len(page.context["waiting"]) == 1 and "8 днів" in page.text


def test_letters_that_arrive_become_a_note_only_when_an_editor_takes_it(client, person, editor):
    person.facility = Facility.objects.create(name_ru="ИК-1", name_uk="ВК-1")
    person.save()
    told(client, wish="post", words=WORDS, arrives="arrive", heard="у жовтні")
    assert not PostNote.objects.exists()

    logged_in(editor).post(address(the_request(), "note/"), {"answer": "arrive", "on": "10.2026"})

    note = PostNote.objects.get()
    assert (note.told_by, note.partner, note.noted_by) == (ToldBy.FAMILY, person.partner, editor)
    assert note.waits and not note.source


def test_closed_request_is_deleted_in_time_and_may_be_opened_again_before(client, person, editor):
    told(client)
    desk, found = logged_in(editor), the_request()
    desk.post(address(found, "answer/"), {"answer": "done", "close": ""})
    assert str(found.uuid) in desk.get(LIST).text
    desk.post(address(found, "answer/"), {"reopen": ""})
    assert waiting(editor).count() == 1
    desk.post(address(found, "answer/"), {"answer": "done", "close": ""})

    closed = the_request().closed_on
    days = RETENTION_RULES[Keeping.FAMILY].days
    for passed, left in ((days - 1, 1), (days + 1, 0)):
        FamilyRequest.objects.update(closed_on=closed.fromordinal(closed.toordinal() - passed))
        keep_times()
        assert FamilyRequest.objects.count() == left


def test_one_that_waits_is_kept_however_long(client, person):
    told(client)
    FamilyRequest.objects.update(received_on="2020-01-01")
    keep_times()

    assert FamilyRequest.objects.exists()


def test_words_of_staff_are_opened_by_the_code_alone(client, person, editor):
    code, other = told(client), told(client, words="Інше")
    row = FamilyRequest.objects.first()
    answer_family_request(row, by=editor, answer=FamilyAnswer.MORE, words="Подзвоніть у суботу.")
    row.refresh_from_db()

    assert "суботу" in client.post(FOLLOW, {"code": code}).text
    assert "суботу" not in client.post(FOLLOW, {"code": other}).text
    assert row.for_code and "суботу".encode() not in bytes(row.for_code)


def test_words_that_no_key_seals_are_refused_and_those_of_others_are_not_shown(client, person, editor):
    code = told(client)
    FamilyRequest.objects.update(answer_key=None)
    with pytest.raises(ValidationError):
        answer_family_request(the_request(), by=editor, answer=FamilyAnswer.MORE, words="Слова")
    assert the_request().answer == ""

    FamilyRequest.objects.update(answer=FamilyAnswer.DONE, for_code=b"forged")
    assert "forged" not in client.post(FOLLOW, {"code": code}).text
