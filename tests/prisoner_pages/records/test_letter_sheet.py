"""What is missing for letters, of many people on one screen: filled in, pasted and saved row by row."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from prisoner_pages.can_be_written_to import Call
from prisoner_pages.choices import Basis, DatePrecision, FacilityMail, FactGroup, MailStatus, Scope, Status
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import Prisoner
from prisoner_pages.records.actions.letter_sheet import complete_for_letters
from prisoner_pages.records.actions.transfers import transfer_place
from prisoner_pages.records.read_models.letter_sheet import Said
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
SHEET = "/admin/letters-to-people/"
SOURCE, DAY = "https://example.org/recipients", "10.11.2026"
NAMES = (("Ремзі Вигаданко", "Remzi Vyhadanko", 1985), ("Ремзі Вигаданко", "Remzi Vyhadanko", 1990))
NAMES += (("Енвер Небувалий", "Enver Nebuvalyi", None),)


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(zmina):
    """Two of one name, born in different years, and one of another: public, and nothing known for letters."""
    return [
        PrisonerFactory(
            partner=zmina,
            status=Status.SENTENCED,
            stories=[],
            name_uk=name,
            name_en=english,
            name_ru=" ".join(reversed(name.split())),
            birth_date=year and date(year, 1, 2),
        )
        for name, english, year in NAMES
    ]


@standing
def colony(people):
    return FacilityFactory(name_ru="ФКУ ИК-16 (вымышленная)", name_uk="Вигадана колонія № 16")


@pytest.fixture
def editor(zmina):
    return employ_editor(zmina)


@pytest.fixture
def client(editor):
    return logged_in(editor)


def send(client, people, button="save", **fields):
    """Press a button of the sheet that shows these people; what isn't named stands as the sheet shows it."""
    shown = {f"r{person.pk}-name_ru": person.name_ru for person in people}
    return client.post(SHEET, {"row": [person.pk for person in people], button: "", **shown, **fields})


def row(person, **said):
    return {f"r{person.pk}-{name}": value for name, value in said.items()}


def typed(answer, person, field):
    (found,) = html.fromstring(answer.content).xpath(f"//*[@name='r{person.pk}-{field}']")
    return found.get("checked") is not None if found.get("type") == "checkbox" else found.get("value")


def refusals(answer):
    return {row.record.pk: " ".join(row.refusal) for row in answer.context["sheet"].rows if row.refusal}


def unused(answer):
    return dict(answer.context["sheet"].pasted.unused)


LISTED = {"listed": "on", "letters": MailStatus.CAN, "source": SOURCE, "on": DAY}


# --- Whom it shows ---------------------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_those_are_postable_to_whom_a_letter_would_be_posted_today(zmina):
    stale = timezone.localdate() - timedelta(days=61)
    open_facts = [{}, {"held_at": timezone.now()}, {"status": Status.IN_TRANSFER}, {"facility": None}]
    open_facts += [{"name_ru": "Небувалий Енвер"}, {"place_verified_on": stale}, {"live": False}]
    open_facts += [{"mail_status": MailStatus.UNKNOWN}, {"bases": [Scope.NAME]}, {"status": Status.DIED}]
    for facts in open_facts:
        PrisonerFactory(partner=zmina, stories=[], **{"writable": True, **facts})
    blocked = FacilityFactory(name_ru="ФКУ (закрыто)", mail_status=FacilityMail.BLOCKED)
    unwritten = FacilityFactory(name_ru="ФКУ (без адреса)", postal_index="")
    for facility in (blocked, unwritten):
        PrisonerFactory(partner=zmina, stories=[], writable=True, facility=facility)

    told = {
        each.pk
        for each in Prisoner.objects.all()
        if each.is_public and each.call_to_action.call is Call.WRITE
    }
    assert set(Prisoner.objects.postable().values_list("pk", flat=True)) == told
    assert len(told) == 1


def test_somebody_leaves_what_is_missing_once_all_is_known(zmina, people):
    PrisonerFactory(partner=zmina, writable=True, stories=[], birth_date=date(1980, 1, 1))

    assert set(Prisoner.objects.incomplete_for_letters()) == set(people)


def test_a_view_counts_whom_it_shows_and_another_partners_are_not_among_them(client, people):
    PrisonerFactory(partner=open_partner("pen"), stories=[], status=Status.SENTENCED)

    answer = client.get(f"{SHEET}?show=held")

    assert {view.name: view.count for view in answer.context["views"]} == {
        "missing": 3,
        "writable": 0,
        "postable": 0,
        "held": 3,
    }
    assert answer.context["page_obj"].paginator.count == 3


@pytest.mark.full(LONG)
def test_a_sheet_asks_no_more_for_many_people_than_for_few(client, people, zmina):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(SHEET).status_code == 200
        return len(asked)

    queries()
    few = queries()
    PrisonerFactory.create_batch(20, partner=zmina, stories=[], status=Status.SENTENCED)
    assert queries() == few


# --- Filling in and saving -------------------------------------------------------------------------
def test_a_list_of_recipients_makes_many_writable_by_one_act(client, people):
    filled = send(
        client,
        people,
        "fill",
        tick=[each.pk for each in people],
        **{"all-listed": "on", "all-letters": "can", "all-source": SOURCE, "all-on": DAY},
    )
    assert all(typed(filled, each, "source") == SOURCE and typed(filled, each, "listed") for each in people)
    assert not Prisoner.objects.accepting_letters()

    send(client, people, **{key: value for each in people for key, value in row(each, **LISTED).items()})

    assert set(Prisoner.objects.accepting_letters()) == set(people)
    given = people[0].consents.get(scope=Scope.LETTERS)
    assert (given.basis, given.source_url, given.given_on) == (Basis.LISTED, SOURCE, date(2026, 11, 10))


def test_what_is_filled_down_reaches_the_ticked_alone(client, people):
    answer = send(client, people, "fill", tick=[people[0].pk], **{"all-source": SOURCE})

    assert [typed(answer, each, "source") or "" for each in people] == [SOURCE, "", ""]


def test_a_source_is_filled_down_only_where_what_it_says_is_missing(client, people):
    said = {"all-listed": "on", "all-source": SOURCE}
    complete_for_letters(people[0], by=None, said=Said(is_listed=True, source_url=SOURCE))
    answer = send(client, people, "fill", tick_all="on", **said)

    assert [typed(answer, each, "source") or "" for each in people] == ["", SOURCE, SOURCE]


def test_one_refused_row_keeps_what_was_typed_and_the_others_are_saved(client, people):
    good, bad = people[0], people[2]
    answer = send(client, people, **row(good, **LISTED), **row(bad, **LISTED, place="ИК-99, нет такой"))

    assert answer.status_code == 422
    assert list(refusals(answer)) == [bad.pk]
    assert typed(answer, bad, "place") == "ИК-99, нет такой"
    assert set(Prisoner.objects.accepting_letters()) == {good}


def test_a_basis_names_its_source_and_a_place_the_day_of_it(client, people, colony):
    answer = send(
        client, people, **row(people[0], listed="on"), **row(people[1], place=colony.name_ru, source=SOURCE)
    )

    assert len(refusals(answer)) == 2
    assert not Prisoner.objects.filter(facility=colony) and not people[0].consents.filter(scope=Scope.LETTERS)


def test_whether_letters_arrive_is_known_as_of_a_day_of_a_source(client, people):
    answer = send(client, people, **row(people[0], letters=MailStatus.CAN, source=SOURCE))

    assert list(refusals(answer)) == [people[0].pk]
    assert Prisoner.objects.get(pk=people[0].pk).mail_status == MailStatus.UNKNOWN


def test_nobody_who_was_moved_meanwhile_is_still_there(client, people, colony, editor):
    stale = timezone.localdate() - timedelta(days=90)
    for place in (colony, FacilityFactory(name_ru="ФКУ ИК-17 (вымышленная)")):
        transfer_place(people[0], facility=place, by=editor, on=stale)
    said = row(people[0], still_there="on", held_at=colony.pk, source=SOURCE, on=DAY)

    assert list(refusals(send(client, people, **said))) == [people[0].pk]


def test_a_source_knows_a_place_on_its_day_and_not_since_when(client, people, colony):
    send(client, people, **row(people[0], place="ИК-16 (вымышленная)", on=DAY, source=SOURCE))
    send(client, people, **row(people[1], place=colony.name_ru, on=DAY, source=SOURCE))

    person = people[1]
    person.refresh_from_db()
    stay, check = person.detentions.get(), person.verifications.get(group=FactGroup.PLACE)
    assert person.facility == colony
    assert (stay.from_date, stay.from_precision) == (date(2026, 11, 10), DatePrecision.BEFORE)
    assert (check.verified_on, check.precision) == (date(2026, 11, 10), DatePrecision.DAY)


def test_names_and_years_wait_in_a_draft_for_another_person(client, people):
    person = people[2]
    said = row(person, name_ru="Небувалый Энвер Рустемович", birth_date="1979", source=SOURCE)
    send(client, people, submit="on", **said)

    person.refresh_from_db()
    draft = person.get_latest_revision_as_object()
    assert (person.name_ru, person.birth_year) == ("Небувалий Енвер", None)
    assert (draft.name_ru, draft.birth_year) == ("Небувалый Энвер Рустемович", 1979)
    assert person.current_workflow_state is not None
    shown = client.get(SHEET).context["sheet"].rows
    assert "name_ru" not in next(each.needs for each in shown if each.record == person)


def test_nothing_that_is_known_meanwhile_is_written_over(client, people, editor, colony):
    place = Said(place=colony, source_url=SOURCE, on=date(2026, 11, 1))
    complete_for_letters(people[0], by=editor, said=place)

    answer = send(client, people, **row(people[0], place="ФКУ ИК-0 (вымышленная)", on=DAY))

    assert list(refusals(answer)) == [people[0].pk]
    assert Prisoner.objects.get(pk=people[0].pk).facility == colony


def test_a_list_renews_no_basis_that_was_ended(client, people, editor):
    person = people[0]
    complete_for_letters(person, by=editor, said=Said(is_listed=True, source_url=SOURCE))
    withdraw_consent(person.consents.get(scope=Scope.LETTERS), by=editor)

    shown = client.get(SHEET)
    answer = send(client, people, **row(person, **LISTED))

    assert "listed" not in next(each.needs for each in shown.context["sheet"].rows if each.record == person)
    assert list(refusals(answer)) == [person.pk]
    assert not Prisoner.objects.accepting_letters()


# --- Pasting ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Небувалий Енвер", 2),
        ("Enver Nebuvalyi", 2),
        ("Небувалый Энвер Рустемович", 2),
        ("Remzi Vyhadanko\t\t\t1990", 1),
    ],
)
def test_a_pasted_name_in_any_spelling_finds_its_one_person(name, place, client, people):
    answer = send(client, [], "paste", rows=name)

    assert [each.record for each in answer.context["sheet"].rows] == [people[place]]


@pytest.mark.parametrize(
    "line",
    ["Ремзі Вигаданко", "Ремзі Вигаданко\t\t\t1977", "Небувалий", "Енв Небув", "Хтось Незнаний", "\t\tx"],
)
def test_a_line_that_names_nobody_or_several_is_listed_and_kept(line, client, people):
    answer = send(client, [], "paste", rows=line)

    assert not answer.context["sheet"].rows
    (why,) = unused(answer).values()
    assert why
    (kept,) = html.fromstring(answer.content).xpath("//textarea[@name='rows']")
    assert kept.text_content().strip() == line.strip()


def test_the_columns_of_a_list_are_known_by_their_headings_and_typed_into_the_sheet(client, people, colony):
    heads = "source_url\tfull_name_uk\tfull_name_ru\tcan_receive_letters\tfacility_name\tunknown"
    cells = (
        f"{SOURCE} ; https://example.org/b\tЕнвер Небувалий\tНебувалый Энвер Ильич\tтак\t{colony.name_ru}\tx"
    )
    answer = send(client, [], "paste", rows=f"{heads}\n{cells}")

    person = people[2]
    assert typed(answer, person, "name_ru") == "Небувалый Энвер Ильич"
    assert typed(answer, person, "source") == SOURCE
    assert typed(answer, person, "place") == colony.name_ru
    assert not unused(answer)
    assert not Prisoner.objects.filter(facility=colony)


def test_a_row_that_says_otherwise_than_the_record_is_told_and_changes_nothing(client, people, colony):
    person = people[0]
    answer = send(client, [], "paste", rows=f"{person.name_uk}\t\t\t1985\t{colony.name_ru}\tні")
    assert not answer.context["sheet"].pasted.otherwise
    complete_for_letters(
        person,
        by=None,
        said=Said(place=colony, letters=MailStatus.CAN, source_url=SOURCE, on=date(2026, 11, 1)),
    )

    answer = send(client, [], "paste", rows=f"{person.name_uk}\t\t\t1985\tФКУ (другая)\tні")

    ((_who, why),) = answer.context["sheet"].pasted.otherwise
    assert "місце утримання" in why and "чи доходять листи" in why and "народження" not in why


def test_more_rows_than_are_taken_stay_in_their_field(client, people):
    rows = "\n".join(f"Хтось Незнаний{number}" for number in range(151))
    answer = send(client, people, "paste", rows=rows)

    assert answer.status_code == 422
    (kept,) = html.fromstring(answer.content).xpath("//textarea[@name='rows']")
    assert len(kept.text_content().split("\n")) >= 151


# --- Whose, and what else may be sent ---------------------------------------------------------------
def test_people_of_another_partner_are_neither_shown_nor_changed(client, people):
    theirs = PrisonerFactory(partner=open_partner("pen"), stories=[], status=Status.SENTENCED)
    for button in ("save", "fill", "paste"):
        answer = send(client, [theirs], button, tick=theirs.pk, rows=theirs.name_uk, **row(theirs, **LISTED))
        assert theirs.name_uk not in html.fromstring(answer.content).xpath("string(//table)")

    assert not theirs.consents.filter(scope=Scope.LETTERS)


@pytest.mark.parametrize("button", ["save", "fill", "paste", "other"])
def test_whatever_is_sent_is_answered(button, client, people):
    odd = {"row": ["x", "-1", "9" * 30, people[0].pk, "٣"], "tick": "all", "rows": "\t\t\n\x0b\"'\t"}
    said = row(people[0], name_ru="1<", birth_date="31.02.1980", letters="?", source="javascript:1", on="?")

    assert client.post(SHEET, {**odd, **said, button: ""}).status_code in (200, 302, 422)
    assert client.get(f"{SHEET}?show=x&p=-7").status_code == 200


def test_who_keeps_the_places_completes_a_postal_address_for_all_who_are_held_there(client, people, zmina):
    place = FacilityFactory(name_ru="ФКУ (без индекса)", postal_index="")
    person = PrisonerFactory(partner=zmina, writable=True, stories=[], facility=place)
    asked = {f"p{place.pk}-postal_index": "431160"}

    send(client, [person], **asked)
    place.refresh_from_db()
    assert place.postal_index == ""
    send(logged_in(employ_coordinator()), [person], **asked)
    place.refresh_from_db()
    assert place.postal_index == "431160"
