"""What sources state otherwise: read in words beside the record's, and taken into a draft by a button."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from prisoner_pages.choices import EventKind, Origin, Regime
from prisoner_pages.facts.read_models.declarations import IMPORTED
from prisoner_pages.models import (
    CaseEvent,
    CaseGroup,
    Charge,
    Claim,
    Facility,
    Occupation,
    Prisoner,
    Sentence,
)
from prisoner_pages.policies import ANNOUNCED_STATUSES
from tests.factories.facts import sample_of
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import first_of

DAY = datetime.date(1980, 4, 27)


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def record(zmina):
    """A person of whom every fact of an import's table is known."""
    record = PrisonerFactory(
        partner=zmina,
        writable=True,
        name_uk="Ім’я Прізвище",
        patronymic_uk="Батькович",
        name_en="Name Surname",
        name_crh="Ad Soyad",
        sex="m",
        birth_date=DAY,
        birth_precision="day",
        origin=Origin.CRIMEAN_TATAR,
    )
    record.charges = [Charge(code="205.5", part="2"), Charge(code="278", joined_code="30", joined_part="1")]
    record.sentences = [Sentence(years=12, months=6, regime=Regime.STRICT, prison_months=58)]
    record.case_events = [CaseEvent(kind=EventKind.DETAINED, date=DAY, date_precision="month")]
    record.occupations.set([word(Occupation, "журналіст")])
    record.save()
    return record


def word(model, name):
    word = model(name=name, locale=Locale.objects.get(language_code="uk"), live=True)
    word.save()
    return word


@pytest.fixture
def editor(zmina):
    return logged_in(in_english(employ_editor(zmina)))


def in_english(user):
    UserProfile.objects.filter(user=user).update(preferred_language="en")
    return user


def claim_of(record, field, value, **more):
    return Claim.objects.create(prisoner=record, field=field, value=value, needs_decision=True, **more)


def cells_of(client, place=0):
    """Return what stands in the columns of a claim: person, fact, the record's value, the source's."""
    page = html.fromstring(client.get(reverse("claims_to_decide")).content)
    row = page.xpath("//table[@class='listing']//tbody/tr")[place]
    return [" ".join(cell.text_content().split()) for cell in row.xpath("td")]


# Field, what an import wrote into the claim, what editors read of the record and of the source.
READ = [
    ("sentence", "14/0", "12 years 6 months", "14 years"),
    ("prison_months", "36", "4 years 10 months", "3 years"),
    ("regime", "general", "strict regime", "general regime"),
    ("status", "died", "sentenced", "died"),
    ("letters", "no", "can receive letters", "cannot receive letters"),
    ("mail_status", "cannot", "can receive letters", "cannot receive letters"),
    ("origin", "no", "Crimean Tatar", "other"),
    ("sex", "f", "male", "female"),
    ("birth_date", "1981", "27 April 1980", "1981"),
    ("detained_on", "2019-03-27", "April 1980", "27 March 2019"),
    (
        "charges",
        "205.5 ч.1; 30 ч.2 + 278",
        "article 205.5, part 2; article 278 through article 30, part 1",
        "article 205.5, part 1; article 278 through article 30, part 2",
    ),
    ("place", "ФКУ ИК-7", "Вигадана колонія (ФКУ ИК-0 (вымышленная))", "ФКУ ИК-7"),
    ("occupations", "правозахисник / human rights defender", "журналіст", "human rights defender"),
    ("cases", "Справа «А / Б» / Case A (terrorism)", "—", "Case A (terrorism)"),
    ("name_uk", "Інше Прізвище", "Ім’я Прізвище", "Інше Прізвище"),
    ("patronymic_uk", "Іншович", "Батькович", "Іншович"),
    ("name_en", "Other Surname", "Name Surname", "Other Surname"),
    ("name_crh", "Başqa Soyad", "Ad Soyad", "Başqa Soyad"),
    ("name_ru", "Другой Человек", "Вымышленный Человек Примерович", "Другой Человек"),
    ("unconfirmed_names", "Nejm Surname", "—", "Nejm Surname"),
    ("story_uk", "Інший текст.", "Коротко про Ім’я Прізвище.", "Інший текст."),
    ("sentence", "довічно", "12 years 6 months", "довічно"),
]
# A fact that nobody has written here is claimed as it is declared.
OTHERS = [fact for fact in IMPORTED if fact.name not in {field for field, *_values in READ}]
READ += [(fact.name, sample_of(fact)[0], "—", sample_of(fact)[1]) for fact in OTHERS]


@pytest.mark.parametrize(("field", "stated", "held_words", "stated_words"), first_of(READ))
def test_a_claim_reads_in_words_beside_what_the_record_says(
    field, stated, held_words, stated_words, editor, record
):
    claim_of(record, field, stated)

    _person, _fact, held, says, *_rest = cells_of(editor)

    assert (held, says) == (held_words, stated_words)


def test_words_in_another_language_than_the_readers_are_marked(editor, record):
    claim_of(record, "sentence", "довічно")

    page = html.fromstring(editor.get(reverse("claims_to_decide")).content)

    assert page.xpath("//td/span[@lang='uk']/text()") == ["довічно"]


@pytest.mark.both_databases
def test_a_page_of_claims_asks_as_often_as_one_claim(editor, record, django_assert_max_num_queries):
    for field, stated, *_words in READ:
        claim_of(record, field, stated)
    for place in range(3):
        claim_of(PrisonerFactory(partner=record.partner, name_uk=f"Я {place}"), "sentence", f"{place}/0")
    editor.get(reverse("claims_to_decide"))

    with django_assert_max_num_queries(25):
        assert len(cells_of(editor, 0)) == 5


def test_whoever_decides_on_a_further_page_stays_there(editor, record):
    claims = [claim_of(record, "sentence", f"{place}/0") for place in range(31)]
    page = html.fromstring(editor.get(f"{reverse('claims_to_decide')}?p=2").content)
    (form,) = page.xpath("//form[contains(@action, 'claims')]")

    answer = editor.post(form.get("action"), {"settle": ""})

    assert answer.url == f"{reverse('claims_to_decide')}?p=2"
    assert Claim.objects.to_decide().count() == len(claims) - 1


def test_a_charge_that_a_source_states_reads_in_words_on_the_page(client, record):
    claim_of(record, "charges", "30 ч.2 + 278", shown_since=timezone.now())

    text = client.get(f"/en/prisoners/{record.slug}/").text

    assert "article 278 through article 30, part 2" in text
    assert "ч.2" not in text


# --- Taking the source's value --------------------------------------------------------------------
# Field, the claim's value, how the draft reads afterwards.
TAKEN = [
    ("sentence", "14/0", "14 years"),
    ("prison_months", "36", "3 years"),
    ("regime", "general", "general regime"),
    ("status", "on_trial", "on trial"),
    ("letters", "no", "cannot receive letters"),
    ("origin", "no", "other"),
    ("sex", "f", "female"),
    ("birth_date", "1981-05", "May 1981"),
    ("detained_on", "2019-03-27", "27 March 2019"),
    ("charges", "30 ч.2 + 278", "article 278 through article 30, part 2"),
    ("place", "ФКУ ИК-7 Ставрополь", "ВК-7 (ФКУ ИК-7 Ставрополь)"),
    ("occupations", "правозахисник / human rights defender", "правозахисник"),
    ("cases", "Справа «А / Б» / Case A (terrorism)", "Справа «А / Б»"),
    ("name_uk", "Інше Прізвище", "Інше Прізвище"),
    ("patronymic_uk", "Іншович", "Іншович"),
    ("name_en", "Other Surname", "Other Surname"),
    ("name_crh", "Başqa Soyad", "Başqa Soyad"),
    ("name_ru", "Другой Человек", "Другой Человек"),
    ("unconfirmed_names", "Nejm Surname; Neym Surname", "Nejm Surname; Neym Surname"),
]
TAKEN += [(fact.name, *sample_of(fact)) for fact in OTHERS]


def press_take(client, claim):
    """Press the button in the claim's row, as its form sends it; return the messages that follow."""
    page = html.fromstring(client.get(reverse("claims_to_decide")).content)
    address = reverse("decide_claim", args=[claim.pk])
    buttons = page.xpath(f"//form[@action='{address}']//button[@name='take']/text()")
    assert buttons == ["Take the source’s value"]
    return told(client.post(address, {"take": ""}, follow=True))


def told(response):
    return [str(message) for message in response.context["messages"]]


@standing
def known_words(record):
    word(Occupation, "правозахисник")
    word(CaseGroup, "Справа «А / Б»")
    Facility.objects.create(name_ru="ФКУ ИК-7 Ставрополь", name_uk="ВК-7", name_en="")


@pytest.mark.both_databases
@pytest.mark.parametrize(("field", "value", "read"), first_of(TAKEN))
def test_the_sources_value_is_taken_into_a_draft_that_somebody_else_approves(
    field, value, read, editor, record, known_words
):
    claim = claim_of(record, field, value, source_url="https://example.org/list", stated_on="2026-05-01")
    before = cells_of(editor)[2]

    press_take(editor, claim)

    assert cells_of(editor)[2] == before, "the record itself waits for approval"
    record.refresh_from_db()
    draft = record.get_latest_revision()
    assert draft.user.username == "editor.zmina" and record.has_unpublished_changes
    draft.publish(skip_permission_checks=True)
    assert cells_of(editor)[2] == read
    assert "https://example.org/list" in {source.url for source in record.sources.all()}


def test_every_fact_of_an_import_can_be_taken():
    assert {fact.name for fact in IMPORTED} == {field for field, *_values in TAKEN}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    first_of(
        [
            ("sentence", "довічно", "can’t be taken as it stands"),
            ("birth_date", "31.04.1980", "can’t be taken as it stands"),
            ("charges", "205.5 ч.2" + "; 278" * 98 + "; 2", "can’t be taken as it stands"),
            ("sentence", "3/0", "Longer than the whole sentence"),
            ("place", "ФКУ ИК-99 Нигде", "are known by these words"),
            ("occupations", "невідоме / unheard", "not in the list of words yet"),
            ("sex", "m", "says so already"),
        ]
    ),
)
def test_what_cannot_be_taken_is_refused_in_words_and_drafts_nothing(field, value, reason, editor, record):
    claim = claim_of(record, field, value[:500])

    (said,) = press_take(editor, claim)

    assert reason in said
    assert not Prisoner.objects.get(pk=record.pk).has_unpublished_changes
    assert not Occupation.objects.filter(name="невідоме").exists()
    assert Claim.objects.get().needs_decision


def test_a_value_is_taken_on_top_of_a_draft_that_waits_and_twice_makes_no_second_draft(editor, record):
    record.patronymic_uk = "Чернетка"
    record.save_revision()
    claim = claim_of(record, "sex", "f")

    press_take(editor, claim)
    (said,) = press_take(editor, claim)

    draft = Prisoner.objects.get(pk=record.pk).get_latest_revision_as_object()
    assert (draft.patronymic_uk, draft.sex) == ("Чернетка", "f")
    assert "says so already" in said and record.revisions.count() == 2


def test_an_editor_of_another_partner_takes_nothing(record):
    claim = claim_of(record, "sex", "f")
    stranger = logged_in(employ_editor(open_partner("pen")))

    stranger.post(reverse("decide_claim", args=[claim.pk]), {"take": ""})

    assert not record.revisions.exists()


def test_while_the_record_waits_for_approval_its_editor_takes_nothing(editor, record, django_user_model):
    record.save_revision()
    author = django_user_model.objects.get(username="editor.zmina")
    record.get_workflow().start(record, author)
    claim = claim_of(record, "sex", "f")

    (said,) = press_take(editor, claim)

    assert "waits for approval" in said and record.revisions.count() == 1


# --- What two people announce ---------------------------------------------------------------------
@pytest.mark.parametrize("status", sorted(ANNOUNCED_STATUSES))
def test_an_announced_status_is_not_taken_but_leads_to_what_can_be_done(status, editor, record):
    claim = claim_of(record, "status", status)
    page = html.fromstring(editor.get(reverse("claims_to_decide")).content)
    (cell,) = page.xpath("//table[@class='listing']//td[last()]")

    assert not cell.xpath(".//button[@name='take']")
    assert "announced by two people" in cell.text_content()
    (link,) = cell.xpath(".//a")
    form = editor.get(link.get("href")).context
    assert form["form"]["status"].value() == status
    assert form["chosen"].people == [record]

    editor.post(reverse("decide_claim", args=[claim.pk]), {"take": ""})
    record = Prisoner.objects.get(pk=record.pk)
    assert record.status not in ANNOUNCED_STATUSES and not record.has_unpublished_changes
