"""The lists of moderation in the admin: coordinators change them, nobody else."""

import pytest
from django.urls import reverse

from letters.models import AdviceReason, AdviceText, ReasonChip, WatchedWord, WritingAid, WritingAidText
from letters.screening.actions.word_lists import load_words, mark_clear_words
from letters.text.word_lists import watched_words
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import AUDITOR, COORDINATOR
from tests.letters.our_languages import OURS
from tests.tiers import LONG


@pytest.fixture
def coordinator(world, django_user_model):
    user = django_user_model.objects.create_user("lists", "lists@staff.example", "password")
    user.groups.add(group_of(COORDINATOR))
    return user


@pytest.mark.both_databases
def test_coordinator_adds_a_watched_word(client, coordinator):
    client.force_login(coordinator)

    answer = client.post(
        reverse("watched_words:add"),
        {"language": "uk", "kind": "risky", "word": "вигадк*", "reason": "Приклад"},
    )

    assert answer.status_code == 302
    assert WatchedWord.objects.filter(word="вигадк*").exists()


def test_a_word_of_which_staff_alone_are_told_is_lent_to_no_other_language(world):
    word = WatchedWord.objects.create(language="uk", kind="risky", word="вигадк*", reason="Приклад")

    stopped = {code for code in OURS if word in WatchedWord.objects.for_text_in(code)}
    assert stopped == {"uk"}


def test_coordinator_changes_the_words_of_a_reason(client, coordinator):
    client.force_login(coordinator)
    chip = ReasonChip.objects.get(slug="hints")
    page = client.get(reverse("letter_reasons:edit", args=[chip.pk])).content.decode()
    assert "Загадки й натяки" in page

    texts = list(chip.texts.all())
    fields = {"slug": chip.slug, "kind": chip.kind, "position": chip.position, "is_offered": ""}
    fields |= {"texts-TOTAL_FORMS": len(texts), "texts-INITIAL_FORMS": len(texts)}
    for number, text in enumerate(texts):
        values = {"id": text.pk, "language": text.language, "label": text.label, "text": "Інакше"}
        fields |= {f"texts-{number}-{name}": value for name, value in values.items()}
    assert client.post(reverse("letter_reasons:edit", args=[chip.pk]), fields).status_code == 302

    chip.refresh_from_db()
    assert not chip.is_offered and {text.text for text in chip.texts.all()} == {"Інакше"}


@pytest.mark.both_databases
def test_advice_in_a_coordinators_words_is_told_on_the_next_page(client, coordinator, world):
    page = client.get("/uk/letters/write/vilnyi/").content.decode()
    assert "Через політику цензор" in page and "вигадк" not in page
    advice = AdviceReason.objects.get(slug="politics")
    texts = list(advice.texts.all())
    client.force_login(coordinator)

    fields = {"slug": advice.slug, "name": advice.name}
    fields |= {"texts-TOTAL_FORMS": len(texts), "texts-INITIAL_FORMS": len(texts)}
    for number, text in enumerate(texts):
        values = {
            "id": text.pk,
            "language": text.language,
            "text": f"Інакше {text.language}",
            "softer": "Так",
        }
        fields |= {f"texts-{number}-{name}": value for name, value in values.items()}
    assert client.post(reverse("writing_advice:edit", args=[advice.pk]), fields).status_code == 302
    word = {"language": "uk", "kind": "risky", "word": "вигадк*", "reason": "Приклад", "advice": advice.pk}
    assert client.post(reverse("watched_words:add"), word).status_code == 302

    page = client.get("/uk/letters/write/vilnyi/").content.decode()
    assert "Інакше uk" in page and "Інакше en" not in page and "вигадк*" in page


@pytest.mark.both_databases
def test_beginning_in_a_coordinators_words_is_offered_on_the_next_page(client, coordinator, world):
    assert "Пишу Вам, бо…" in client.get("/uk/letters/write/vilnyi/").text
    client.force_login(coordinator)

    fields = {"slug": "tea", "name": "Чай", "kind": "start", "position": 0, "is_offered": "on"}
    fields |= {"texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 0}
    fields |= {"texts-0-language": "uk", "texts-0-text": "До чаю…"}
    assert client.post(reverse("writing_aids:add"), fields).status_code == 302
    aid = WritingAid.objects.get(slug="because")
    fields = {"slug": aid.slug, "name": aid.name, "kind": aid.kind, "position": aid.position}
    fields |= {"texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0}
    assert client.post(reverse("writing_aids:edit", args=[aid.pk]), fields).status_code == 302

    page = client.get("/uk/letters/write/vilnyi/").text
    assert "До чаю…" in page and "Пишу Вам, бо…" not in page


@pytest.mark.parametrize(
    ("text", "ticked", "is_taken"),
    [
        ("Тут війна й ракети.", "", False),
        ("Пишіть на olena@example.org", "", False),
        ("А Ви що читаєте?", "", False),
        ("А Ви що читаєте?", "on", True),
        ("Надворі цвіте бузок.", "", True),
    ],
)
def test_example_that_a_first_reader_would_stop_or_that_hides_a_question_is_refused(
    client, coordinator, text, ticked, is_taken
):
    client.force_login(coordinator)
    fields = {"slug": "own", "name": "Своє", "kind": "everyday", "position": 0, "is_offered": "on"}
    fields |= {"texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 0, "asks_for_answer": ticked}

    answer = client.post(
        reverse("writing_aids:add"), {**fields, "texts-0-language": "uk", "texts-0-text": text}
    )

    assert WritingAid.objects.filter(slug="own").exists() == is_taken == (answer.status_code == 302)
    if "війна" in text:
        assert "перший читач: війна, ракети" in answer.text


def test_list_of_words_costs_the_same_however_many_have_advice(
    client, coordinator, django_assert_max_num_queries
):
    client.force_login(coordinator)

    with django_assert_max_num_queries(14):
        page = client.get(reverse("watched_words:index")).content.decode()
    assert page.count("Справа й суд") > 1


def test_screener_and_auditor_find_the_lists_closed(client, screener, django_user_model):
    auditor = django_user_model.objects.create_user("auditor", "auditor@staff.example", "password")
    auditor.groups.add(group_of(AUDITOR))

    for user in (screener, auditor):
        client.force_login(user)
        for name in (
            "watched_words:index",
            "watched_words:add",
            "letter_reasons:index",
            "writing_advice:index",
            "writing_aids:index",
        ):
            assert client.get(reverse(name)).status_code == 302


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_loading_again_adds_what_is_missing_and_leaves_the_rest(db):
    WatchedWord.objects.filter(language="uk", word="війн*").delete()
    WatchedWord.objects.filter(language="en", word="war").update(reason="own words")

    assert (load_words(), load_words()) == (1, 0)
    assert WatchedWord.objects.get(language="en", word="war").reason == "own words"
    assert WatchedWord.objects.get(language="uk", word="війн*").advice.slug == "war"


@pytest.mark.both_databases
def test_words_known_before_are_sorted_as_the_file_has_them_and_those_of_coordinators_stay(db):
    clear = {word[:3] for word in watched_words() if word.is_clear}
    marked = WatchedWord.objects.filter(is_clear=True).values_list("language", "kind", "word")
    assert set(marked) == clear
    WatchedWord.objects.create(language="uk", kind="signature", word="отаман*", reason="Приклад")
    WatchedWord.objects.update(is_clear=False)

    mark_clear_words(WatchedWord)

    assert set(marked.all()) == clear


@pytest.mark.both_databases
def test_loading_again_gives_no_advice_that_a_coordinator_took_from_a_word(db):
    assert WatchedWord.objects.filter(advice=None).count() == 0  # the migration has told of every word
    WatchedWord.objects.filter(language="en", word="war").update(advice=None)
    AdviceReason.objects.get(slug="hint").delete()
    WritingAid.objects.get(slug="kettle").delete()

    assert load_words() == 2
    assert set(WritingAid.objects.get(slug="kettle").texts.values_list("language", flat=True)) == OURS
    assert WatchedWord.objects.get(language="en", word="war").advice is None
    assert set(AdviceReason.objects.get(slug="hint").texts.values_list("language", flat=True)) == OURS


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_loading_again_adds_languages_to_our_own_words_and_none_to_those_of_coordinators(db):
    texts = (
        WritingAidText.objects.filter(aid__slug__in=["kettle", "snow"]),
        AdviceText.objects.filter(advice__slug__in=["hint", "call"]),
    )
    for of_kind in texts:
        of_kind.exclude(language__in=["uk", "en"]).delete()
    WritingAidText.objects.filter(aid__slug="snow", language="uk").update(text="Інакше")
    AdviceText.objects.filter(advice__slug="call", language="en").update(softer="otherwise")

    added = 2 * (len(OURS) - 2)
    assert (load_words(), load_words()) == (added, 0)
    assert [of_kind.count() for of_kind in texts] == [len(OURS) + 2] * 2
    assert "Katze schläft" in WritingAidText.objects.get(aid__slug="kettle", language="de").text
    assert AdviceText.objects.get(advice__slug="hint", language="sv").softer == "säg det klart och enkelt."
    assert WritingAidText.objects.get(aid__slug="snow", language="uk").text == "Інакше"
