"""Review at the desk: returning with reasons, the history of a string, rules of a language."""

import pytest
from wagtail.models import Locale

from home.translation.choices import NoticeKind, Refusal, ReturnReason, Right, UnitAct, UnitState, WorkState
from home.translation.core.actions.units import approve, keep_carried, return_unit, save_draft
from home.translation.core.read_models.changed_originals import changes_of
from home.translation.core.read_models.returned_drafts import returned_in
from home.translation.desk.read_models.assignees import Eyes, eyes_in
from home.translation.models import LocalePolicy, Notice, UnitEvent
from home.translation.publication.actions.source_changes import call_minor
from home.translation.team.actions.assignments import claim
from home.translation.team.actions.unchanged import approve_unchanged
from tests.factories.desk import edit, publish, translate, translate_all, units_of
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"


@pytest.fixture
def written(in_english, person):
    """A string that a translator wrote, and the translator."""
    translator = person("translator", Right.TRANSLATE)
    unit = units_of(in_english).get(context__path="intro")
    return save_draft(unit, "An English intro", by=translator, version=unit.version), translator


class TestReturning:
    def test_reasons_and_note_are_shown_at_the_string_until_a_new_text_is_saved(
        self, client, written, in_english, person
    ):
        unit, translator = written
        reviewer = person("reviewer", Right.REVIEW)
        client.force_login(reviewer)
        sent = {
            f"text-{unit.pk}": unit.draft,
            f"version-{unit.pk}": unit.version,
            f"reasons-{unit.pk}": ["tone", "name", "made up"],
            f"reason-{unit.pk}": "Too loud <b>",
            "do": f"return-{unit.pk}",
        }

        client.post(f"{DESK}{in_english.pk}/", sent)

        assert UnitEvent.objects.get(act=UnitAct.RETURNED).reasons == ["name", "tone"]
        notice = Notice.objects.get()
        assert (notice.user, notice.kind) == (translator, NoticeKind.RETURNED)
        client.force_login(translator)
        html = client.get(f"{DESK}{in_english.pk}/").content.decode()
        assert "Too loud &lt;b&gt;" in html
        assert str(ReturnReason.TONE.label) in html
        fresh = units_of(in_english).get(pk=unit.pk)
        save_draft(fresh, "A calmer one", by=translator, version=fresh.version)
        assert returned_in(in_english) == {}

    def test_a_return_without_a_word_of_why_is_refused(self, client, written, in_english, person):
        unit, _translator = written
        client.force_login(person("reviewer", Right.REVIEW))
        sent = {f"text-{unit.pk}": unit.draft, f"version-{unit.pk}": unit.version, "do": f"return-{unit.pk}"}

        answer = client.post(f"{DESK}{in_english.pk}/", sent)

        assert answer.status_code == 409
        assert returned_in(in_english) == {}


class TestReturnedWork:
    """What a reviewer gave back lies with its translator until somebody writes it anew."""

    @pytest.fixture
    def desk(self, client, written, in_english, person):
        """Return a function that reads the desk; one string is returned, all others are reviewed."""
        unit, _translator = written
        for other in units_of(in_english).exclude(pk=unit.pk):
            translate(other)
        return_unit(unit, by=person("reviewer", Right.REVIEW), version=unit.version, reason="Calmer")
        client.force_login(person("reviewer"))
        return lambda query="": client.get(f"{DESK}?{query}")

    def test_matrix_and_lists_say_returned_in_words_and_with_its_mark(self, desk, in_english):
        answer = desk()

        ((_source, (cell,)),) = answer.context["rows"]
        assert (cell.state, cell.returned, cell.reviewed) == (WorkState.RETURNED, 1, cell.count - 1)
        html = answer.content.decode()
        assert "page-desk__cell--returned" in html
        assert "1 фрагмент повернуто" in html
        assert "1 текст із повернутими фрагментами" in html

    @pytest.mark.full(LONG)
    @pytest.mark.both_databases
    @pytest.mark.parametrize("state", first_of(WorkState))
    def test_it_is_found_as_returned_alone(self, desk, state):
        assert bool(desk(f"state={state}").context["rows"]) == (state == WorkState.RETURNED)

    @pytest.mark.both_databases
    def test_progress_counts_it_and_does_not_call_the_text_done(self, desk, in_english):
        (progress,) = desk().context["progress"]

        assert (progress.returned, progress.done) == (1, 0)

    def test_a_new_text_waits_for_review_again(self, desk, written, in_english):
        _unit, translator = written
        unit = units_of(in_english).get(context__path="intro")
        assert unit.state == UnitState.RETURNED

        unit = save_draft(unit, "A calmer intro", by=translator, version=unit.version)

        assert unit.state == UnitState.TRANSLATED
        ((_source, (cell,)),) = desk().context["rows"]
        assert (cell.state, cell.returned) == (WorkState.REVIEW, 0)

    def test_a_public_text_whose_new_draft_was_returned_still_lies_with_its_translator(
        self, client, in_english, person
    ):
        translator = person("translator", Right.TRANSLATE)
        translate_all(in_english)
        publish(in_english)
        claim(in_english, Right.TRANSLATE, by=translator)
        unit = units_of(in_english).get(context__path="intro")
        unit = save_draft(unit, "Another intro", by=translator, version=unit.version)
        return_unit(unit, by=None, version=unit.version, reason="Calmer")
        client.force_login(translator)

        answer = client.get(DESK)

        assert [cell.state for cell in answer.context["given"]] == [WorkState.RETURNED]
        assert answer.context["progress"][0].done == 0

    def test_approving_all_unchanged_passes_it_over(self, text, in_english, person):
        translate_all(in_english)
        edit(text, intro="Вступ новий УКР")
        unit = units_of(in_english).get(context__path="intro")
        unit = keep_carried(unit, by=None, version=unit.version)
        return_unit(unit, by=None, version=unit.version, reason="Not any more")

        assert approve_unchanged(in_english, by=None).done == 0

    def test_the_editor_says_so_at_the_string(self, client, desk, in_english):
        html = client.get(f"{DESK}{in_english.pk}/").content.decode()

        assert "string__state--returned" in html
        assert 'data-state="returned"' in html


class TestHistory:
    def test_it_says_who_did_what_and_which_words_changed(self, client, written, in_english, person):
        unit, translator = written
        reviewer = person("reviewer", Right.REVIEW)
        unit = return_unit(unit, by=reviewer, version=unit.version, reason="Shorter", reasons=["tone"])
        unit = save_draft(unit, "An intro", by=translator, version=unit.version)
        approve(unit, by=reviewer, version=unit.version)
        client.force_login(translator)

        answer = client.get(f"{DESK}units/{unit.pk}/history/")

        html = answer.content.decode()
        assert [event.act for event in answer.context["events"]] == ["approved", "saved", "returned", "saved"]
        assert "<del>English </del>" in html
        assert "Shorter" in html
        assert "translator" in html

    def test_it_shows_texts_as_they_are_read(self, client, written, in_english):
        unit, translator = written
        save_draft(unit, "Salt &amp; pepper", by=translator, version=unit.version)
        client.force_login(translator)

        html = client.get(f"{DESK}units/{unit.pk}/history/").content.decode()

        assert "&amp; pepper" in html
        assert "&amp;amp;" not in html

    def test_a_minor_change_of_the_original_is_told_in_the_language_of_the_text(self, client, text, written):
        unit, translator = written
        approve(unit, by=None, version=unit.version)
        edit(text, intro=f"{text.intro}!")
        source = unit.translation.source
        call_minor(source, {change.key for change in changes_of(source)}, by=None)
        client.force_login(translator)
        new = units_of(unit.translation).get(context=unit.context)

        (event,) = client.get(f"{DESK}units/{new.pk}/history/").context["events"]

        assert [each.text for each in event.changes] == ["An English intro"]

    def test_another_language_is_closed(self, client, written, person):
        unit, _translator = written
        client.force_login(person("other", Right.TRANSLATE, language="crh"))

        assert client.get(f"{DESK}units/{unit.pk}/history/").status_code == 404

    def test_queries_do_not_grow_with_events(self, client, written, django_assert_max_num_queries):
        unit, translator = written
        for number in range(20):
            unit = save_draft(unit, f"Text {number}", by=translator, version=unit.version)
        client.force_login(translator)
        client.get(f"{DESK}units/{unit.pk}/history/")

        with django_assert_max_num_queries(16):
            client.get(f"{DESK}units/{unit.pk}/history/")


class TestRules:
    @pytest.mark.full(LONG)
    def test_a_language_says_whether_two_people_are_there(self, text, person):
        locale = Locale.objects.get(language_code="en")
        assert eyes_in(locale) == Eyes.MISSING
        person("both", Right.TRANSLATE, Right.REVIEW)
        assert eyes_in(locale) == Eyes.MISSING
        person("second", Right.REVIEW)
        assert eyes_in(locale) == Eyes.TWO
        LocalePolicy.objects.create(locale=locale, needs_review=False)
        assert eyes_in(locale) == Eyes.ONE

    @pytest.mark.full(LONG)
    @pytest.mark.both_databases
    def test_only_who_leads_the_desk_sees_and_changes_them(self, client, text, person, leader):
        locale = Locale.objects.get(language_code="en")
        client.force_login(person("publisher", *Right))
        assert client.get(f"{DESK}languages/").status_code in (302, 403)
        assert client.post(f"{DESK}languages/{locale.pk}/", {}).status_code in (302, 403)
        assert not LocalePolicy.objects.exists()

        client.force_login(leader)
        client.post(f"{DESK}languages/{locale.pk}/", {"en-allows_machine": "on"})

        policy = LocalePolicy.objects.get()
        assert (policy.needs_review, policy.allows_machine) == (False, True)
        assert str(Eyes.ONE.label) in client.get(f"{DESK}languages/").content.decode()
        assert client.post(f"{DESK}languages/{Locale.get_default().pk}/", {}).status_code == 404

    def test_the_editor_says_that_a_second_person_is_missing(self, client, in_english, person):
        client.force_login(person("alone", *Right))

        assert str(Eyes.MISSING.label) in client.get(f"{DESK}{in_english.pk}/").content.decode()


def test_what_waits_for_whom_stands_above_the_strings(client, written, in_english, person):
    _unit, translator = written
    person("reviewer", Right.REVIEW)
    client.force_login(translator)

    work = client.get(f"{DESK}{in_english.pk}/").context["work"]

    assert (work.waiting, work.returned, [str(one) for one in work.reviewers]) == (1, 0, ["reviewer"])


class TestUnchanged:
    @pytest.fixture
    def still_right(self, text, in_english, person):
        """Two strings whose older text a translator kept, one that a translator wrote anew."""
        translate_all(in_english)
        edit(text, intro="Вступ новий УКР", title="Назва нова УКР", search_description="Опис УКР")
        translator = person("translator", Right.TRANSLATE)
        for path in ("intro", "title"):
            unit = units_of(in_english).get(context__path=path)
            keep_carried(unit, by=translator, version=unit.version)
        unit = units_of(in_english).get(context__path="search_description")
        save_draft(unit, "A description", by=translator, version=unit.version)
        return in_english

    def test_what_was_found_still_right_is_approved_at_once_and_nothing_else(
        self, client, still_right, person
    ):
        client.force_login(person("reviewer", Right.REVIEW))

        client.post(f"{DESK}{still_right.pk}/approve-unchanged/")

        open_paths = [unit.context.path for unit in units_of(still_right) if not unit.approved_at]
        assert open_paths == ["search_description"]

    def test_own_texts_are_refused_one_by_one_with_the_reason(self, still_right, person):
        reviewer = person("reviewer", Right.REVIEW, Right.TRANSLATE)
        unit = units_of(still_right).get(context__path="intro")
        save_draft(unit, unit.draft, by=reviewer, version=unit.version)

        outcome = approve_unchanged(still_right, by=reviewer)

        assert (outcome.done, outcome.refused) == (1, {Refusal.OWN_TEXT: 1})

    def test_a_translator_cannot(self, client, still_right, person):
        client.force_login(person("other", Right.TRANSLATE))

        assert client.post(f"{DESK}{still_right.pk}/approve-unchanged/").status_code in (302, 403)
        assert units_of(still_right).unapproved().count() == 3
