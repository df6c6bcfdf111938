"""Whose post takes letters to Russia: kept by coordinators with a source, told where one prints."""

import pytest
from django.urls import reverse

from letters.models import PostCountry
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import AUDITOR, COORDINATOR

PAGE = "/prisoners/vilnyi/print/"
SOURCE = "https://post.example/notice"
ADD = {"name": "Вигаданія", "post": "works", "source_url": SOURCE, "as_of": "2026-05-03"}


def names(**by_language):
    fields = {"names-TOTAL_FORMS": len(by_language), "names-INITIAL_FORMS": 0}
    for number, (language, name) in enumerate(by_language.items()):
        fields |= {f"names-{number}-language": language, f"names-{number}-name": name}
    return fields


def said_at(client, language):
    text = client.get(f"/{language}{PAGE}").content.decode()
    return " ".join(text.partition('class="facts"')[2].partition("</dl>")[0].split())


@pytest.fixture
def coordinator(world, django_user_model):
    user = django_user_model.objects.create_user("countries", "countries@staff.example", "password")
    user.groups.add(group_of(COORDINATOR))
    return user


@pytest.mark.both_databases
def test_country_of_a_coordinator_is_told_with_day_and_source_on_the_next_page(client, coordinator):
    assert "Inventia" not in said_at(client, "en")
    client.force_login(coordinator)

    answer = client.post(reverse("post_countries:add"), ADD | names(uk="Вигаданія", en="Inventia"))

    assert answer.status_code == 302
    said = said_at(client, "en")
    assert "It does:</dt><dd> Inventia (as of " in said and "3 May 2026" in said
    assert f'<a href="{SOURCE}" rel="noopener noreferrer">source</a>' in said


def test_name_that_is_missing_is_told_in_the_next_language_and_marked(client, coordinator):
    client.force_login(coordinator)
    client.post(reverse("post_countries:add"), ADD | {"post": "stopped"} | names(uk="Вигаданія"))

    assert '<span lang="uk">Вигаданія</span>' in said_at(client, "en")


@pytest.mark.parametrize(
    "missing",
    [{"source_url": ""}, {"as_of": ""}, {"as_of": "2999-01-01"}, {"source_url": "ftp://a.example/"}],
)
def test_nothing_is_said_of_a_post_without_a_source_and_its_day(client, coordinator, missing):
    client.force_login(coordinator)

    assert client.post(reverse("post_countries:add"), ADD | missing | names(uk="А")).status_code == 200
    assert not PostCountry.objects.filter(name="Вигаданія").exists()


def test_not_knowing_needs_no_source(client, coordinator):
    client.force_login(coordinator)
    unknown = {"post": "unknown", "source_url": "", "as_of": ""}
    client.post(reverse("post_countries:add"), ADD | unknown | names(uk="Вигаданія"))

    assert "Вигаданія" in said_at(client, "uk")


def test_as_long_as_nothing_is_known_the_page_says_to_ask_at_a_post_office(client, world):
    assert not PostCountry.objects.exists()
    assert "Запитайте у відділенні" in client.get(f"/uk{PAGE}").content.decode()


def test_list_is_closed_to_others(client, world, screener, django_user_model):
    auditor = django_user_model.objects.create_user("auditor", "auditor@staff.example", "password")
    auditor.groups.add(group_of(AUDITOR))

    for user in (screener, auditor):
        client.force_login(user)
        assert client.get(reverse("post_countries:index")).status_code == 302


def test_countries_cost_the_page_no_query_each(client, world, django_assert_max_num_queries):
    client.get(f"/uk{PAGE}")
    with django_assert_max_num_queries(12):
        client.get(f"/uk{PAGE}")
