"""One string: two writers, two persons, rights by language, and queries that stay few."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale

from home.translation.choices import Right, UnitAct, UnitState
from home.translation.core.actions.sync import submit, sync
from home.translation.core.actions.units import (
    Conflict,
    LinksDiffer,
    approve,
    keep_carried,
    leave_out,
    return_unit,
    save_draft,
)
from home.translation.models import LocalePolicy, LocaleRole, Unit, UnitEvent
from home.translation.permissions import NotYours, OwnText
from tests.factories.desk import (
    block,
    edit,
    open_for,
    open_site,
    publish,
    source_page,
    translate_all,
    units_of,
)
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
LINKED = '<p>Слова УКР <a href="https://one.example/">там УКР</a></p>'


@standing
def page():
    open_site("en", "crh")
    return source_page([block("paragraph", LINKED)])


@standing
def translation(page):
    return open_for(page, "en", "crh")[0]


def person(name, *rights, language="en", until=None):
    user = get_user_model().objects.create_user(name)
    for right in rights:
        locale = Locale.objects.get(language_code=language)
        LocaleRole.objects.create(user=user, locale=locale, right=right, until=until)
    return user


def unit_of(translation, path="intro"):
    return next(unit for unit in units_of(translation) if unit.context.path.startswith(path))


@pytest.mark.both_databases
def test_second_writer_is_told_and_nothing_is_lost(translation):
    unit = unit_of(translation)
    save_draft(unit, "First", by=None, version=unit.version)

    with pytest.raises(Conflict) as refused:
        save_draft(unit, "Second", by=None, version=unit.version)

    assert refused.value.unit.draft == "First"


@pytest.mark.both_databases
def test_string_that_left_the_original_while_open_is_a_conflict(page, translation):
    unit = unit_of(translation)
    edit(page, intro="Зовсім інший УКР вступ")

    with pytest.raises(Conflict):
        save_draft(unit, "Too late", by=None, version=unit.version)


@pytest.mark.parametrize("right", [Right.REVIEW, Right.PUBLISH])
def test_only_a_translator_writes(translation, right):
    unit = unit_of(translation)

    with pytest.raises(NotYours):
        save_draft(unit, "Text", by=person("a", right), version=unit.version)


@pytest.mark.parametrize("act", [approve, leave_out])
def test_only_a_reviewer_decides(translation, act):
    unit = unit_of(translation)
    unit = save_draft(unit, "Text", by=None, version=unit.version)

    with pytest.raises(NotYours):
        act(unit, by=person("a", Right.TRANSLATE, Right.PUBLISH), version=unit.version)


def test_a_right_in_one_language_is_none_in_another(translation):
    unit = unit_of(translation)

    with pytest.raises(NotYours):
        save_draft(unit, "Text", by=person("a", Right.TRANSLATE, language="crh"), version=unit.version)


@pytest.mark.parametrize("superuser", [True, False])
def test_a_right_that_ended_yesterday_is_none(translation, superuser):
    yesterday = timezone.localdate() - timedelta(days=1)
    user = person("a", Right.TRANSLATE, until=yesterday)
    user.is_superuser = superuser
    user.save()
    unit = unit_of(translation)

    with pytest.raises(NotYours):
        save_draft(unit, "Text", by=user, version=unit.version)


def test_nobody_approves_their_own_text(translation):
    both = person("a", Right.TRANSLATE, Right.REVIEW)
    unit = unit_of(translation)
    unit = save_draft(unit, "Text", by=both, version=unit.version)

    with pytest.raises(OwnText):
        approve(unit, by=both, version=unit.version)

    assert Unit.objects.get(pk=unit.pk).approved_at is None


def test_where_the_rules_of_the_language_say_so_one_person_suffices(translation):
    LocalePolicy.objects.create(locale=translation.target_locale, needs_review=False)
    both = person("a", Right.TRANSLATE, Right.REVIEW)
    unit = unit_of(translation)
    unit = save_draft(unit, "Text", by=both, version=unit.version)

    assert approve(unit, by=both, version=unit.version).state == UnitState.REVIEWED


@pytest.mark.both_databases
def test_a_text_edited_after_its_approval_waits_again(translation):
    unit = unit_of(translation)
    unit = save_draft(unit, "Text", by=None, version=unit.version)
    unit = approve(unit, by=None, version=unit.version)

    unit = save_draft(unit, "Other", by=None, version=unit.version)

    assert (unit.state, unit.approved_text) == (UnitState.TRANSLATED, "Text")
    assert list(Unit.objects.waiting()) == [unit]


def test_links_of_a_text_are_those_of_the_original(translation):
    unit = unit_of(translation, "body")

    for text in ("Words", 'Words <a id="a2">there</a>', 'Words <a id="a1">a</a> <a id="a1">b</a>'):
        with pytest.raises(LinksDiffer):
            save_draft(unit, text, by=None, version=unit.version)

    assert save_draft(unit, 'Words <a id="a1">there</a>', by=None, version=unit.version).draft


@pytest.mark.both_databases
def test_older_text_said_to_be_still_right_is_the_draft(page, translation):
    translate_all(translation)
    edit(page, body=[block("paragraph", LINKED.replace("Слова", "Слово"), page.body[0].id)])
    unit = unit_of(translation, "body")
    assert unit.state == UnitState.CHANGED

    unit = keep_carried(unit, by=None, version=unit.version)

    assert unit.draft == 'Слова ENG <a id="a1">там ENG</a>'
    assert approve(unit, by=None, version=unit.version).carried_text == ""


@pytest.mark.both_databases
def test_a_minor_change_moves_the_approval(page, translation):
    translate_all(translation)
    page.intro = "Вступ, УКР"
    page.save()

    sync(page, minor=True)

    unit = unit_of(translation)
    assert (unit.string.data, unit.state, unit.approved_text) == (
        "Вступ, УКР",
        UnitState.REVIEWED,
        "Вступ ENG",
    )


def test_an_unapproved_draft_is_offered_after_the_original_changed(page, translation):
    unit = unit_of(translation)
    save_draft(unit, "Half a thought", by=None, version=unit.version)

    edit(page, intro="Вступ УКР інакше")

    unit = unit_of(translation)
    assert (unit.state, unit.former_draft, unit.carried_text) == (UnitState.EMPTY, "Half a thought", "")


def test_a_string_left_out_counts_as_decided(translation):
    for unit in units_of(translation):
        if unit.context.path == "intro":
            leave_out(unit, by=None, version=unit.version)
    translate_all(translation)

    assert publish(translation).intro == ""
    assert unit_of(translation).state == UnitState.LEFT_OUT


@pytest.mark.both_databases
def test_history_says_who_did_what(translation):
    writer, reviewer = person("a", Right.TRANSLATE), person("b", Right.REVIEW)
    unit = unit_of(translation)
    unit = save_draft(unit, "Text", by=writer, version=unit.version)
    unit = return_unit(unit, by=reviewer, version=unit.version, reason="term")
    unit = save_draft(unit, "Other", by=writer, version=unit.version)
    unit = approve(unit, by=reviewer, version=unit.version)

    told = UnitEvent.objects.filter(unit=unit).values_list("act", "by__username", "before", "after", "reason")

    assert list(told) == [
        (UnitAct.SAVED, "a", "", "Text", ""),
        (UnitAct.RETURNED, "b", "Text", "", "term"),
        (UnitAct.SAVED, "a", "Text", "Other", ""),
        (UnitAct.APPROVED, "b", "", "Other", ""),
    ]


@pytest.mark.both_databases
def test_queries_stay_few(page, translation, django_assert_max_num_queries):
    writer = person("a", Right.TRANSLATE)
    unit = unit_of(translation)

    with django_assert_max_num_queries(3):
        assert [unit.state for unit in units_of(translation)]
    with django_assert_max_num_queries(12):
        unit = save_draft(unit, "Text", by=writer, version=unit.version)
    with django_assert_max_num_queries(12):
        approve(unit, by=None, version=unit.version)
    with django_assert_max_num_queries(30 + 8 * 2):
        sync(page)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_opening_for_ten_languages_takes_at_most_50_queries(page, django_assert_max_num_queries):
    locales = [
        Locale.objects.get_or_create(language_code=code)[0] for code in ["de", "fr", "pl", "cs", "bg", "sv"]
    ]
    other = source_page([block("paragraph", LINKED), block("heading", "Ще УКР")], slug="other")

    with django_assert_max_num_queries(50):
        submit(other, [*locales, *Locale.objects.filter(language_code__in=["en", "crh"])])
