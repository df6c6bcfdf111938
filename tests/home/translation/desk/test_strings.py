"""One string at a time: what a page that saves by itself is answered."""

import pytest
from django.test import Client

from home.translation.choices import Right, UnitAct, UnitState
from home.translation.core.actions.units import save_draft
from home.translation.models import Unit, UnitEvent
from tests.factories.desk import block, edit, open_for, open_site, source_page, translate, units_of
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
# Session, person, their rights in Wagtail and their profile.
OF_THE_ADMIN = 5
RICH = (
    '<h2>Розділ УКР</h2><p>Слова <b>УКР</b> <a href="https://one.example/">там</a></p>'
    "<ul><li>Перше УКР</li></ul>"
)


@standing
def page():
    open_site("en", "crh")
    return source_page([block("heading", "Назва & УКР"), block("paragraph", RICH)])


@standing
def translation(page):
    return open_for(page, "en", "crh")[0]


def unit_of(translation, words):
    return next(unit for unit in units_of(translation) if words in unit.string.data)


def send(client, unit, action="save", **data):
    return client.post(f"{DESK}units/{unit.pk}/{action}/", {"version": unit.version, **data})


@pytest.mark.full(LONG)
def test_a_saved_string_says_its_version_and_state(client, translation, as_person):
    as_person("translator", Right.TRANSLATE)
    unit = unit_of(translation, "Вступ")

    answer = send(client, unit, text="  An intro\n")

    assert answer.status_code == 200
    assert (answer.json()["version"], answer.json()["state"]) == (1, UnitState.TRANSLATED)
    assert unit_of(translation, "Вступ").draft == "An intro"
    assert "no-store" in answer.headers["Cache-Control"]


def test_plain_text_needs_no_marks_of_html(client, translation, as_person):
    as_person("translator", Right.TRANSLATE)
    unit = unit_of(translation, "Назва &amp;")

    send(client, unit, text="Title & <b>")

    assert unit_of(translation, "Назва &amp;").draft == "Title &amp; &lt;b&gt;"
    assert "Title &amp; &lt;b&gt;</textarea>" in client.get(f"{DESK}{translation.pk}/").content.decode()


@pytest.mark.parametrize(
    "text",
    ["<script>x</script>", "<b>open", "no link", '<a id="a9">x</a>', "", "x\u202ey", "x" * 20_001],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(client, translation, as_person, text):
    as_person("translator", Right.TRANSLATE)
    unit = unit_of(translation, "Слова")

    answer = send(client, unit, text=text)

    assert answer.status_code == 400
    assert len(answer.json()["fault"]) > 15
    assert unit_of(translation, "Слова").draft is None


def test_whoever_is_second_is_told_what_stands(client, translation, as_person):
    as_person("translator", Right.TRANSLATE)
    unit = unit_of(translation, "Вступ")
    save_draft(unit, "Theirs &amp; all", by=None, version=unit.version)

    answer = send(client, unit, text="Mine")

    assert answer.status_code == 409
    assert (answer.json()["stands"], answer.json()["version"]) == ("Theirs & all", 1)


def test_a_string_that_left_the_original_names_the_one_that_stands_there_now(
    client, page, translation, as_person
):
    as_person("translator", Right.TRANSLATE)
    old = {words: unit_of(translation, words) for words in ("Вступ", "Перше")}
    edit(page, intro="Вступ зовсім інший УКР", body=page.body.raw_data[:1])

    intro, gone = [send(client, unit, text="Mine").json() for unit in old.values()]

    assert intro["successor"] == unit_of(translation, "Вступ зовсім").pk
    assert "stands" not in intro
    assert gone["successor"] is None


def test_a_reviewer_approves_returns_and_leaves_out(client, translation, as_person):
    for unit in units_of(translation):
        save_draft(unit, unit.string.data.replace("УКР", "ENG"), by=None, version=unit.version)
    as_person("reviewer", Right.REVIEW)
    intro, item, title = (unit_of(translation, words) for words in ("Вступ", "Перше", "Назва УКР"))

    assert send(client, title, "approve").status_code in (200, 400)
    assert send(client, item, "leave-out").json()["state"] == UnitState.LEFT_OUT
    returned = send(client, intro, "return", **{f"reason-{intro.pk}": "Too dry"})

    assert "Too dry" in returned.json()["foot"]
    assert UnitEvent.objects.filter(unit=intro, act=UnitAct.RETURNED, reason="Too dry").exists()


def test_older_text_is_kept_with_one_button(client, page, translation, as_person):
    for unit in units_of(translation):
        translate(unit, unit.string.data.replace("УКР", "ENG").replace("Вступ", "Intro"))
    edit(page, intro="Вступ новий УКР")
    as_person("translator", Right.TRANSLATE)

    answer = send(client, unit_of(translation, "Вступ"), "keep")

    assert (answer.json()["text"], answer.json()["state"]) == ("Intro ENG", UnitState.TRANSLATED)


@pytest.mark.parametrize("action", ["save", "approve", "return", "keep", "leave-out"])
def test_a_right_in_another_language_finds_no_string_here(client, translation, as_person, action):
    as_person("other", *Right, language="crh")
    unit = unit_of(translation, "Вступ")

    answer = send(client, unit, action, text="Mine")

    assert (answer.status_code, list(answer.json())) == (404, ["fault"])
    assert Unit.objects.get(pk=unit.pk).version == 0


def test_a_right_that_ends_meanwhile_is_told_and_is_no_login(client, translation, as_person):
    as_person("reviewer", Right.REVIEW)

    answer = send(client, unit_of(translation, "Вступ"), text="Mine")

    assert answer.status_code == 403
    assert answer.json()["fault"]


@pytest.mark.both_databases
@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_odd_versions_are_a_conflict(client, translation, as_person, version):
    as_person("translator", Right.TRANSLATE)

    answer = client.post(
        f"{DESK}units/{unit_of(translation, 'Вступ').pk}/save/", {"text": "x", "version": version}
    )

    assert answer.status_code == 409


def test_a_login_elsewhere_gives_the_page_a_new_token(client, translation, as_person):
    user = as_person("translator", Right.TRANSLATE)

    assert client.get(f"{DESK}session/").json()["person"] == user.pk
    assert Client().get(f"{DESK}session/").status_code == 302


def test_what_is_written_in_one_sitting_is_one_step_of_the_history(client, translation, as_person):
    as_person("translator", Right.TRANSLATE)

    for text in ("A", "An in", "An intro"):
        send(client, unit_of(translation, "Вступ"), text=text)

    told = UnitEvent.objects.filter(unit__string__data__contains="Вступ").values_list("before", "after")
    assert list(told) == [("", "An intro")]


def test_strings_stand_in_the_frames_of_the_page(client, page, translation, as_person):
    as_person("translator", Right.TRANSLATE)

    units = client.get(f"{DESK}{translation.pk}/").context["units"]

    frames = {unit.source_words.split()[0]: unit.frame for unit in units}
    assert frames == {
        "Назва": "heading",  # the title, and then the heading
        "Вступ": "text",
        "Розділ": "heading",
        "Слова": "text",
        "Перше": "item",
    }
    assert units[0].frame == "title"
    assert '<span class="string__link">там<sup>a1</sup></span>' in next(
        unit.seen for unit in units if unit.links
    )


@pytest.mark.full(LONG)
def test_saving_takes_few_queries_and_the_page_as_many_for_312_strings_as_for_3(
    client, translation, as_person, django_assert_max_num_queries
):
    as_person("translator", Right.TRANSLATE)
    client.get(f"{DESK}{translation.pk}/")
    unit = unit_of(translation, "Вступ")
    with django_assert_max_num_queries(OF_THE_ADMIN + 12):
        send(client, unit, text="Text")

    long = source_page([block("paragraph", f"<p>Абзац {number} УКР</p>") for number in range(308)], slug="l")
    many = open_for(long, "en")[0]

    with django_assert_max_num_queries(OF_THE_ADMIN + 25):
        assert len(client.get(f"{DESK}{many.pk}/").context["units"]) >= 310
