"""Words of records in one table: many small strings on a page, saved, approved and published from there."""

import pytest
from wagtail.models import Locale

from home.translation.choices import Right, UnitState
from home.translation.core.actions.sync import submit
from home.translation.core.actions.units import return_unit
from home.translation.models import Unit
from prisoner_pages.models import Charge, ChargeArticle, Interest, Occupation
from tests.factories.desk import open_site
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
WORDS = "/admin/desk/words/?language=en"


@standing
def words():
    open_site("en", "crh")
    made = [_word(Occupation, name) for name in ("Вчитель", "Муляр")] + [_word(Interest, "Шахи")]
    for word in made:
        submit(word, [Locale.objects.get(language_code="en")])
    return made


def _word(model, name, **fields):
    word = model(name=name, locale=Locale.get_default(), live=False, **fields)
    word.save()
    word.save_revision().publish()
    return model.objects.get(pk=word.pk)


def form_of(**texts):
    """Return what a browser sends: each word as it stands, or as `texts` says by the word's number."""
    data = {}
    for number, unit in enumerate(Unit.objects.with_drafts().order_by("pk")):
        data[f"text-{unit.pk}"] = texts.get(f"n{number}", unit.draft or "")
        data[f"version-{unit.pk}"] = unit.version
    return data


def states():
    return [unit.state for unit in Unit.objects.with_drafts().order_by("pk")]


@pytest.mark.full(LONG)
def test_words_go_from_nothing_to_public_on_one_page(client, words, as_person):
    as_person("translator", Right.TRANSLATE)
    client.post(WORDS, form_of(n0="Teacher", n1="Mason"))
    assert states() == [UnitState.TRANSLATED, UnitState.TRANSLATED, UnitState.EMPTY]

    as_person("reviewer", Right.REVIEW, Right.PUBLISH)
    client.post(WORDS, {**form_of(), "do": "approve-all"})
    assert states() == [UnitState.REVIEWED, UnitState.REVIEWED, UnitState.EMPTY]
    client.post(WORDS, {"do": "publish"})

    public = Occupation.objects.filter(locale__language_code="en", live=True)
    assert sorted(public.values_list("name", flat=True)) == ["Mason", "Teacher"]
    assert not Interest.objects.filter(locale__language_code="en").exists()


@pytest.mark.full(LONG)
def test_a_returned_word_is_not_approved_with_all_that_wait(client, words, as_person):
    as_person("translator", Right.TRANSLATE)
    client.post(WORDS, form_of(n0="Teacher", n1="Mason"))
    returned = Unit.objects.order_by("pk")[0]
    return_unit(returned, by=None, version=returned.version, reason="Not a school")
    as_person("reviewer", Right.REVIEW)

    client.post(WORDS, {**form_of(), "do": "approve-all"})

    assert states() == [UnitState.RETURNED, UnitState.REVIEWED, UnitState.EMPTY]


def test_one_word_is_approved_by_its_button(client, words, as_person):
    as_person("translator", Right.TRANSLATE)
    client.post(WORDS, form_of(n0="Teacher", n1="Mason"))
    as_person("reviewer", Right.REVIEW)
    unit = Unit.objects.order_by("pk")[1]

    client.post(WORDS, {**form_of(), "do": f"approve-{unit.pk}"})

    assert states() == [UnitState.TRANSLATED, UnitState.REVIEWED, UnitState.EMPTY]


def test_what_a_person_wrote_themselves_waits_for_another_and_they_are_told(client, words, as_person):
    as_person("both", Right.TRANSLATE, Right.REVIEW)

    answer = client.post(WORDS, {**form_of(n0="Teacher"), "do": "approve-all"})

    assert answer.status_code == 409
    assert answer.content.decode().count('aria-invalid="true"') == 1
    assert states()[0] == UnitState.TRANSLATED


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_and_what_was_typed_stays(
    client, words, as_person
):
    as_person("translator", Right.TRANSLATE)
    stale = form_of(n0="Mine")
    client.post(WORDS, form_of(n0="Theirs"))

    answer = client.post(WORDS, stale)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in html and 'value="Mine"' in html
    assert Unit.objects.with_drafts().order_by("pk")[0].draft == "Theirs"


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_use_is_shown_and_counted_once_a_person(client, words, as_person):
    article = _word(ChargeArticle, "Диверсія", code="281", part="1")
    submit(article, [Locale.objects.get(language_code="en")])
    for number in range(3):
        record = PrisonerFactory(slug=f"person-{number}")
        record.occupations = words[:1]
        record.charges = [Charge(code="281", part="1"), Charge(code="30", part="1")]
        record.save()
    as_person("translator", Right.TRANSLATE)

    rows = client.get(WORDS).context["rows"]

    assert {unit.string.data: unit.uses for unit in rows} == {
        "Вчитель": 3,
        "Муляр": 0,
        "Шахи": 0,
        "Диверсія": 3,
    }


@pytest.mark.both_databases
def test_filters_narrow_the_table_and_odd_ones_are_ignored(client, words, as_person):
    as_person("translator", Right.TRANSLATE)
    client.post(WORDS, form_of(n0="Teacher"))

    def shown(query):
        return [unit.string.data for unit in client.get(f"{WORDS}&{query}").context["rows"]]

    assert sorted(shown("")) == ["Вчитель", "Муляр", "Шахи"]
    assert shown("kind=interest") == ["Шахи"]
    assert sorted(shown("missing=1")) == ["Муляр", "Шахи"]
    assert sorted(shown("kind=zz&missing=zz&p=zz")) == ["Вчитель", "Муляр", "Шахи"]


def test_a_right_in_one_language_changes_no_other(client, words, as_person):
    as_person("crimean", Right.TRANSLATE, Right.REVIEW, Right.PUBLISH, language="crh")

    client.post(WORDS, {**form_of(n0="Teacher"), "do": "approve-all"})

    assert states() == [UnitState.EMPTY] * 3


@pytest.mark.parametrize("rights", [[Right.REVIEW], [Right.PUBLISH]])
def test_without_the_right_nothing_is_written(client, words, as_person, rights):
    as_person("person", *rights)

    client.post(WORDS, {**form_of(n0="Teacher"), "do": "approve-all"})

    assert states() == [UnitState.EMPTY] * 3


@pytest.mark.both_databases
def test_odd_input_is_no_error_of_the_server(client, words, as_person):
    as_person("translator", Right.TRANSLATE, Right.PUBLISH)
    unit = Unit.objects.order_by("pk")[0]
    odd = {
        f"text-{unit.pk}": "x" * 30_000,
        f"version-{unit.pk}": "9" * 40,
        "text-x": "y",
        "text-9" + "9" * 30: "z",
    }

    assert client.post(WORDS, {**odd, "do": "approve-zz"}).status_code in (302, 409)
    assert client.post(WORDS, {"do": "publish"}).status_code == 302


@pytest.mark.both_databases
def test_words_stand_by_kind_and_by_the_alphabet(client, words, as_person):
    english = Locale.objects.get(language_code="en")
    for name in ("ґрафік", "агроном", "їздовий", "єгер"):
        submit(_word(Occupation, name), [english])
    as_person("translator", Right.TRANSLATE)

    rows = client.get(WORDS, {"kind": "occupation"}).context["rows"]

    names = [row.source_words for row in rows if row.source_words in ("ґрафік", "агроном", "їздовий", "єгер")]
    assert names == ["агроном", "ґрафік", "єгер", "їздовий"]


@pytest.mark.full(LONG)
def test_queries_do_not_grow_with_words(client, words, as_person, django_assert_max_num_queries):
    english = Locale.objects.get(language_code="en")
    for number in range(20):
        submit(_word(Occupation, f"Фах {number}"), [english])
    as_person("translator", Right.TRANSLATE)
    client.get(WORDS)

    with django_assert_max_num_queries(30):
        client.get(WORDS)
