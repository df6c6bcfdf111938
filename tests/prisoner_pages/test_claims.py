"""What sources state otherwise: editors read it in words, beside what the record says in the same words."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from prisoner_pages.actions.imports.facts import FACTS
from prisoner_pages.choices import EventKind, Origin, Regime
from prisoner_pages.models import CaseEvent, Charge, Claim, Occupation, Sentence
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

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


@pytest.mark.parametrize(("field", "stated", "held_words", "stated_words"), READ)
def test_a_claim_reads_in_words_beside_what_the_record_says(
    field, stated, held_words, stated_words, editor, record
):
    claim_of(record, field, stated)

    _person, _fact, held, says, *_rest = cells_of(editor)

    assert (held, says) == (held_words, stated_words)


def test_every_fact_an_import_may_claim_is_read_in_words_here():
    assert {fact.name for fact in FACTS} <= {field for field, *_values in READ}


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


def test_a_charge_that_a_source_states_reads_in_words_on_the_page(client, record):
    claim_of(record, "charges", "30 ч.2 + 278", shown_since=timezone.now())

    text = client.get(f"/en/prisoners/{record.slug}/").text

    assert "article 278 through article 30, part 2" in text
    assert "ч.2" not in text
