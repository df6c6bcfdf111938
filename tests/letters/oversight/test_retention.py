"""The screens of those who watch over letters without reading them."""

import pytest
from django.contrib.auth.models import Permission
from django.db import models
from django.urls import reverse

from letters.choices.desk import DeskRole
from letters.choices.letters import Keeping, LetterState
from letters.models import Letter, LetterLogEntry, RetentionRule
from letters.retention.read_models import days_kept
from letters.retention.rules import RETENTION_RULES
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import COORDINATOR
from tests.letters.conftest import filled, make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing

KEEPING, LOG = "/admin/letters/keeping/", "/admin/letters/log/"


@standing
def letter(client, check_url):
    client.post(check_url, filled(email="olena@example.org"))
    return Letter.objects.get()


@standing
def coordinator(client, world):
    user = make_member(world.partner, "head", DeskRole.COORDINATOR)
    user.groups.add(group_of(COORDINATOR))
    client.force_login(user)
    return user


@standing
def auditor(client, world):
    user = make_member(world.partner, "auditor")
    codenames = ["audit_letters", "access_admin"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def days(**changes):
    current = {kind.value: rule.days for kind, rule in RETENTION_RULES.items() if rule.can_be_shortened}
    return {**current, **changes}


class TestKeeping:
    @pytest.mark.both_databases
    def test_coordinator_shortens_a_time_and_it_counts(self, client, coordinator):
        assert client.get(KEEPING).status_code == 200

        answer = client.post(KEEPING, days(sent=10))

        assert answer.status_code == 302
        assert days_kept()[Keeping.SENT] == 10
        assert RetentionRule.objects.count() == 1

    @pytest.mark.parametrize("value", ["31", "0", "-1", "", "x", "9" * 30])
    def test_time_out_of_bounds_is_refused_with_a_word(self, client, coordinator, value):
        answer = client.post(KEEPING, days(sent=value))

        assert answer.status_code == 422 and "error-message" in answer.content.decode()
        assert not RetentionRule.objects.exists()

    @pytest.mark.parametrize(
        "kind", [kind for kind, rule in RETENTION_RULES.items() if rule.can_be_shortened and rule.least > 1]
    )
    def test_nothing_that_waits_is_destroyed_overnight_by_one_account(self, client, coordinator, kind):
        least = RETENTION_RULES[kind].least

        assert client.post(KEEPING, days(**{kind.value: least - 1})).status_code == 422
        RetentionRule.objects.create(kind=kind, days=1)  # as an older version stored it

        assert days_kept()[kind] == least

    @pytest.mark.parametrize(
        "kind", [Keeping.LOG, Keeping.SCAN_OPENINGS, Keeping.TOMBSTONE, Keeping.QUESTION]
    )
    def test_times_that_checks_count_on_are_fixed(self, client, coordinator, kind):
        client.post(KEEPING, days(**{kind.value: 1}))

        assert days_kept()[kind] == RETENTION_RULES[kind].days

    @pytest.mark.parametrize("role", sorted(set(DeskRole) - {DeskRole.COORDINATOR}))
    def test_desk_staff_do_not_get_in(self, client, world, role):
        client.force_login(make_member(world.partner, "x", role))

        assert client.get(KEEPING).status_code in (302, 403)
        client.post(KEEPING, days(sent=1))
        assert not RetentionRule.objects.exists()


class TestLog:
    @pytest.mark.both_databases
    def test_auditor_finds_entries_by_letter_day_and_account_without_content(self, client, letter, auditor):
        entry = letter.log.get()

        for query in ({"letter": letter.uuid}, {"day": entry.day.isoformat()}, {}):
            page = client.get(LOG, query)
            assert [found.pk for found in page.context["page_obj"]] == [entry.pk]
            html = page.content.decode()
            for secret in ("Олена", "olena@example.org", "Ми з котом", letter.sealed_body[:40]):
                assert secret not in html
        assert not client.get(LOG, {"person": "nobody"}).context["page_obj"].object_list
        assert "no-store" in page.headers["Cache-Control"]

    def test_entry_that_was_changed_is_named(self, client, letter, auditor):
        models.QuerySet(LetterLogEntry).update(by_name="x")

        assert client.get(LOG, {"letter": letter.uuid}).context["faults"] == [1]

    @pytest.mark.both_databases
    @pytest.mark.parametrize("query", [{"letter": "x"}, {"day": "x"}, {"p": "x"}, {"person": "x" * 200}])
    def test_nonsense_is_no_fault_of_the_server(self, client, letter, auditor, query):
        assert client.get(LOG, query).status_code == 200

    @pytest.mark.parametrize("role", DeskRole)
    def test_desk_staff_do_not_read_the_log(self, client, world, role):
        client.force_login(make_member(world.partner, "x", role))

        assert client.get(LOG).status_code in (302, 403)


class TestErase:
    def url(self, letter):
        return reverse("letter_desk:erase", args=[letter.uuid])

    def test_coordinator_is_asked_and_then_the_letter_is_gone(self, client, letter, coordinator):
        page = client.get(self.url(letter))
        assert page.status_code == 200 and "Ми з котом" not in page.content.decode()

        assert client.post(self.url(letter), {"version": "99"}).status_code == 409
        assert Letter.objects.get().sealed_body
        assert client.post(self.url(letter), {"version": letter.version}).status_code == 302
        assert Letter.objects.get().state == LetterState.ERASED

    @pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 5000])
    def test_version_that_is_none_erases_nothing(self, client, letter, coordinator, version):
        assert client.post(self.url(letter), {"version": version}).status_code == 409
        assert Letter.objects.get().sealed_body

    def test_one_account_erases_only_so_many_in_a_day(self, client, letter, world, coordinator, monkeypatch):
        monkeypatch.setattr("letters.erasure.actions.erase.ERASED_A_DAY", 1)
        other = make_letter(world)
        assert client.post(self.url(letter), {"version": letter.version}).status_code == 302

        answer = client.post(self.url(other), {"version": other.version})

        assert answer.status_code == 403 and answer.context["is_over"]
        assert Letter.objects.get(pk=other.pk).sealed_body

    @pytest.mark.parametrize("role", sorted(set(DeskRole) - {DeskRole.COORDINATOR}))
    def test_other_roles_are_refused(self, client, letter, world, role):
        client.force_login(make_member(world.partner, "x", role))

        answer = client.post(self.url(letter), {"version": letter.version})

        assert answer.status_code in (302, 403, 404)
        assert Letter.objects.get().sealed_body
