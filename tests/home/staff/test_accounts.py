"""Accounts in the form of administrators: made by invitation alone, and none passes for another."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.jobs.actions.outbox import send_due
from home.models import Invitation, Outbox
from home.staff.permissions import are_two
from home.staff.rules import look_of
from tests.factories.login import staff_account
from tests.factories.partners import logged_in
from tests.standing import standing

pytestmark = pytest.mark.django_db
LIST = "/admin/users/"


@standing
def people(db):
    return {name: staff_account(name, is_superuser=name in ("admin", "chief")) for name in NAMES}


NAMES = ("admin", "chief", "olena", "petro")


@pytest.fixture
def admin(people):
    return logged_in(people["admin"])


def change(client, user, **fields):
    """Send the form of an account as it stands, but for these fields; return the answer."""
    sent = {name: getattr(user, name) for name in ("username", "email")}
    boxes = {"is_active": "on", **({"is_superuser": "on"} if user.is_superuser else {})}
    names = {"first_name": "Ім’я", "last_name": "Прізвище"}
    return client.post(f"{LIST}edit/{user.pk}/", {**sent, **boxes, **names, **fields})


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_account_is_made_in_the_form(method, admin):
    sent = {"username": "nova", "email": "nova@example.org", "first_name": "x", "last_name": "y"}

    answer = getattr(admin, method)(f"{LIST}new/", sent)

    assert answer["Location"] == reverse("staff_invitations")
    assert "за запрошенням" in admin.get(answer["Location"]).text
    assert not get_user_model().objects.filter(username="nova").exists()


def test_the_button_of_the_list_leads_to_invitations(admin):
    page = admin.get(LIST).text

    assert reverse("staff_invitations") in page and f"{LIST}new/" not in page


def test_the_list_offers_nothing_for_many_at_once(admin):
    page = admin.get(LIST).text

    assert "olena" in page and "data-bulk-action-checkbox" not in page


def test_no_two_accounts_have_one_address(admin, people):
    answer = change(admin, people["olena"], email="PETRO@example.org")

    assert answer.status_code == 200 and "Цю адресу" in answer.text
    people["olena"].refresh_from_db()
    assert people["olena"].email == "olena@example.org"


def test_a_closed_account_opens_with_no_address_that_another_has_now(admin, people):
    people["olena"].is_active = False
    people["olena"].save()
    change(admin, people["petro"], email="olena@example.org")

    assert "Цю адресу" in change(admin, people["olena"]).text
    assert change(admin, people["olena"], email="other@example.org").status_code == 302


ALIKE = ["Petro", "реtrо", "PETRO", "ｐetro", "petr0", "pétro"]


@pytest.mark.parametrize("name", ALIKE)
def test_no_account_has_a_name_that_looks_like_another(name, admin, people):
    answer = change(admin, people["olena"], username=name)

    assert answer.status_code == 200 and "схоже" in answer.text
    people["olena"].refresh_from_db()
    assert people["olena"].username == "olena"


def test_a_name_changes_to_one_like_itself_and_to_a_new_one(admin, people):
    assert change(admin, people["olena"], username="Olena").status_code == 302
    assert change(admin, people["olena"], username="olena.k").status_code == 302


@pytest.mark.parametrize(
    "names", [("ivan", "іvan"), ("ilona", "1lona", "IIona"), ("сашко", "cашкo"), ("Ніна", "hiha")]
)
def test_names_that_look_alike_have_one_look(names):
    assert len({look_of(name) for name in names}) == 1


def test_names_of_a_staff_have_each_its_own_look():
    names = [
        "olena",
        "olga",
        "oleg",
        "petro",
        "pavlo",
        "ivan",
        "ihor",
        "anna",
        "hanna",
        "nadia",
        "nina",
        "dmytro",
        "denys",
        "oksana",
        "taras",
        *("олена", "ольга", "олег", "петро", "павло", "іван", "ігор", "анна", "ганна", "надія", "ніна"),
    ]

    assert len({look_of(name) for name in names}) == len(names)


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_account_is_deleted_so_that_those_it_invited_stay_in_one_hand(method, admin, people):
    middle, one, other = people["chief"], people["olena"], people["petro"]
    for account in (one, other):
        now = timezone.now()
        Invitation.objects.create(by=middle, account=account, sent_at=now, used_at=now)

    answer = getattr(admin, method)(f"{LIST}delete/{middle.pk}/", {})

    assert answer["Location"] == reverse("staff_person", args=[middle.pk])
    assert "не видаляють" in admin.get(answer["Location"]).text
    assert get_user_model().objects.filter(pk=middle.pk).exists()
    assert not are_two(*again(one, other))


def test_no_page_offers_to_delete_an_account(admin, people):
    for page in (LIST, f"{LIST}edit/{people['olena'].pk}/"):
        assert f"{LIST}delete/" not in admin.get(page).text


# --- Colleagues hear of it --------------------------------------------------------------------------


def mails_of(change):
    """Return the mails that a change has sent to colleagues, by who got them."""
    change()
    send_due()
    found = [message for message in mail.outbox if "/admin/people/" in message.body]
    return {message.to[0].partition("@")[0]: message.body for message in found}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "new@example.org"}, "адресу"),
        ({"is_active": ""}, "чи можна в нього увійти"),
        ({"is_superuser": "on"}, "що йому дозволено"),
    ],
)
def test_all_others_who_manage_the_staff_hear_that_an_account_was_changed(fields, words, admin, people):
    mails = mails_of(lambda: change(admin, people["olena"], **fields))

    assert set(mails) == {"chief"}
    assert "admin" in mails["chief"] and words in mails["chief"]
    assert f"/admin/people/{people['olena'].pk}/" in mails["chief"]
    assert "new@example.org" not in mails["chief"] and "olena" not in mails["chief"]


def test_they_hear_of_a_closed_account_that_is_opened_again(admin, people):
    people["olena"].is_active = False
    people["olena"].save()

    assert set(mails_of(lambda: change(admin, people["olena"]))) == {"chief"}


def test_they_hear_of_a_group(admin, people):
    group = Group.objects.create(name="x")

    assert set(mails_of(lambda: change(admin, people["olena"], groups=[group.pk]))) == {"chief"}


@pytest.mark.parametrize("role", ["coordinator", "admin"])
def test_they_hear_of_a_role_for_the_whole_site(role, admin, people):
    address = f"/admin/people/{people['olena'].pk}/"

    mails = mails_of(lambda: admin.post(address, {"roles": [f"account:{role}:"]}))

    assert set(mails) == {"chief"} and "що йому дозволено" in mails["chief"]


def test_nobody_hears_of_names_nor_once_they_manage_the_staff_no_more(admin, people):
    change(admin, people["olena"], first_name="Олена", username="olena.k")
    assert not Outbox.objects.filter(template="staff_changed").exists()

    change(admin, *again(people["olena"]), username="olena.k", email="new@example.org")
    people["chief"].is_superuser = False
    people["chief"].save()

    assert mails_of(lambda: None) == {}


# --- Who changed an account is no second person beside it ----------------------------------------


def again(*users):
    """Return the accounts as the next request finds them."""
    return [get_user_model().objects.get(pk=user.pk) for user in users]


@pytest.mark.parametrize(
    "fields", [{"email": "new@example.org"}, {"username": "somebody"}, {"is_superuser": "on"}]
)
def test_whoever_changed_an_account_is_no_second_person_beside_it(fields, admin, people):
    assert are_two(people["admin"], people["olena"])

    assert change(admin, people["olena"], **fields).status_code == 302

    one, changed, other = again(people["admin"], people["olena"], people["petro"])
    assert not are_two(one, changed) and not are_two(changed, one)
    assert are_two(one, other) and are_two(changed, other)


def test_nor_are_two_whom_one_person_changed(admin, people):
    for name in ("olena", "petro"):
        change(admin, people[name], email=f"new.{name}@example.org")

    assert not are_two(*again(people["olena"], people["petro"]))


def test_a_role_for_the_whole_site_binds_as_well(admin, people):
    answer = admin.post(f"/admin/people/{people['olena'].pk}/", {"roles": ["account:coordinator:"]})

    assert answer.status_code == 302 and not are_two(*again(people["admin"], people["olena"]))


def test_names_of_a_person_and_changes_of_ones_own_account_bind_nobody(admin, people):
    change(admin, people["olena"], first_name="Олена")
    change(admin, people["admin"], email="admin.new@example.org")

    assert are_two(*again(people["admin"], people["olena"]))
    assert not ModelLogEntry.objects.filter(action="home.change_account").exists()


@pytest.mark.parametrize("kind", ["delete", "assign_role", "set_active_state"])
def test_no_accounts_are_changed_many_at_once(kind, admin, people):
    group = Group.objects.first() or Group.objects.create(name="x")
    address = reverse("wagtail_bulk_action", args=["auth", "user", kind])

    admin.post(
        f"{address}?id={people['olena'].pk}", {"role": group.pk, "mark_as_active": "False", "next": LIST}
    )

    [olena] = again(people["olena"])
    assert olena.is_active and not olena.groups.exists()
