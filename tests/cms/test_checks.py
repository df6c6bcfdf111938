import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as running
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from cms.checks import IN_PRODUCTION
from cms.urls import addresses
from home.checks import CONDITIONS, NEVER_INSTALLED, forbidden_apps, refuse_unsafe_start
from home.headless.checks import CONDITIONS as OF_WEBHOOKS
from home.settings.rings import STAFF_RINGS
from letters import settings as asked_for
from letters.checks import CONDITIONS as OF_LETTERS
from prisoner_pages.demo.actions.accounts import DEMO_GROUP
from tests.tiers import WHOLE_PROGRAMS
from tests.waiting import LONGEST_SECONDS

ROOT = Path(__file__).parents[2]
KEPT = {name: getattr(asked_for, name) for name in asked_for.KEPT}
# Broken settings for each condition, by the number of its check and what its words begin with.
BROKEN = {
    ("home.E011", "SITE_ROLE"): {"SITE_ROLE": "both"},
    ("home.E012", "The"): {"STAFF_CONTENT_SECURITY_POLICY": {}},
    ("home.E013", "Log"): {"LOGGING": {"version": 1}},
    ("home.E014", "No"): {"TEMPLATES": []},
    ("home.E016", "Originals"): {"STORAGES": {"default": {"BACKEND": "some.PublicFiles"}}},
    ("home.E017", "Templates"): {"INSTALLED_APPS": ["wagtail.admin", "home", "allauth.mfa"]},
    ("letters.E016", "Whoever"): {"INSTALLED_APPS": ["home", "wagtail.users", "wagtail.admin"]},
    ("headless.E002", "Webhooks"): {"WEBHOOKS_MAY_REACH_PRIVATE": True},
    ("letters.E012", "A"): {"SITE_ROLE": "public", "KEY_FILES": dict.fromkeys(STAFF_RINGS)},
    ("letters.E013", "SITE_ROLE=all"): {"SITE_ROLE": "all"},
    ("letters.E014", "Letters"): {"LETTERS_REFUSED_WITH_DEMO_ACCOUNTS": False},
    **{("letters.E015", name): {name: "something else"} for name in KEPT},
    ("cms.E012", "DEBUG"): {"DEBUG": True},
    ("cms.E013", "Two-step"): {"SITE_ROLE": "staff", "SECOND_STEP": False},
    ("cms.E014", "ALLOWED_HOSTS"): {"ALLOWED_HOSTS": ["*"]},
    ("cms.E018", "A"): {"MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True},
    ("cms.E015", "Cookies"): {"SESSION_COOKIE_SECURE": False},
    ("cms.E016", "Links"): {"SITE_URL": "https://elsewhere.example"},
    ("cms.E019", "The"): {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}},
}
SOUND = {
    **KEPT,
    "PRODUCTION": True,
    "SITE_ROLE": "public",
    "CONTENT_SECURITY_POLICY": {"DIRECTIVES": {}},
    "STAFF_CONTENT_SECURITY_POLICY": {"default-src": []},
    "LOGGING": asked_for.LOGGING,
    "TEMPLATES": running.TEMPLATES,
    "STORAGES": running.STORAGES,
    "KEY_FILES": {"letters_public": "x"},
    "DEBUG": False,
    "WEBHOOKS_MAY_REACH_PRIVATE": False,
    "INSTALLED_APPS": running.INSTALLED_APPS,
    "SECOND_STEP": True,
    "ALLOWED_HOSTS": ["letters.example"],
    "SITE_URL": "https://letters.example",
    "STAFF_URL": "https://staff.example",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "LETTERS_REFUSED_WITH_DEMO_ACCOUNTS": True,
}
ALL_CONDITIONS = {
    (condition.id, condition.words.split()[0]): condition
    for condition in (*CONDITIONS, *OF_WEBHOOKS, *OF_LETTERS, *IN_PRODUCTION)
}


def test_every_condition_is_tried():
    assert set(BROKEN) == set(ALL_CONDITIONS)


@pytest.mark.parametrize("identifier", ALL_CONDITIONS, ids=" ".join)
def test_condition_holds_when_sound_and_fails_when_broken(identifier):
    condition = ALL_CONDITIONS[identifier]

    assert condition.holds(SimpleNamespace(**SOUND))
    assert not condition.holds(SimpleNamespace(**{**SOUND, **BROKEN[identifier]}))


@pytest.mark.parametrize(
    ("staff_url", "holds"),
    [("https://staff.example", True), ("https://letters.example", False), ("https://other.example", False)],
)
def test_a_staff_host_has_an_address_of_its_own_to_which_mail_to_staff_leads(staff_url, holds):
    [condition] = [each for each in IN_PRODUCTION if each.id == "cms.E016"]
    host = {"SITE_ROLE": "staff", "ALLOWED_HOSTS": ["staff.example"], "STAFF_URL": staff_url}

    assert condition.holds(SimpleNamespace(**{**SOUND, **host})) is holds


@pytest.mark.parametrize("handler", [{}, {"formatter": "plain"}], ids=["without a formatter", "with another"])
def test_a_handler_that_writes_lines_as_they_come_is_unsafe(handler):
    [condition] = [each for each in CONDITIONS if each.id == "home.E013"]
    handlers = {**asked_for.LOGGING["handlers"], "file": {"class": "logging.FileHandler", **handler}}

    assert not condition.holds(SimpleNamespace(LOGGING={**asked_for.LOGGING, "handlers": handlers}))


@pytest.mark.parametrize("name", NEVER_INSTALLED)
def test_forbidden_app_is_named(monkeypatch, name):
    monkeypatch.setattr("home.checks.apps.is_installed", lambda installed: installed == name)

    assert [(error.id, name in error.msg) for error in forbidden_apps()] == [("home.E015", True)]


def make_demo_account(user_model):
    user = user_model.objects.create_user("editor.pen", password="a password of the demo")
    user.groups.add(Group.objects.create(name=DEMO_GROUP))


@pytest.mark.django_db
class TestDemoAccounts:
    def test_production_does_not_start_with_them(self, settings, django_user_model):
        settings.PRODUCTION = True
        make_demo_account(django_user_model)

        with pytest.raises(ImproperlyConfigured, match=r"prisoner_pages\.E004: Demo accounts"):
            refuse_unsafe_start()

    def test_machine_on_a_desk_does(self, django_user_model):
        make_demo_account(django_user_model)

        refuse_unsafe_start()


def opens(role, path):
    resolver = URLResolver(RegexPattern(r"^/"), addresses(role))
    return any(pattern.pattern.match(path) for pattern in resolver.url_patterns[:-1])


def test_public_host_has_no_admin_and_no_documents():
    for path in ("admin/", "admin/login/", "documents/1/x.pdf"):
        assert opens("staff", path)
        assert not opens("public", path)
    assert opens("public", "robots.txt")


MAKE_KEYS = """
import django
from django.core.management import call_command
django.setup()
call_command("letters_keys", "make")
"""


def start(*, command="import cms.wsgi", **environ):
    """Start a production process as gunicorn would, with this environment only."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", command],
        env={**clean, "DJANGO_SETTINGS_MODULE": "cms.settings.production", **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
    )


# A start asks nothing of the database but what it can do without.
AWAY = "postgres://nobody@127.0.0.1:1/none"


@pytest.fixture
def sound_environ(tmp_path):
    return {
        "SITE_ROLE": "public",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "letters.example",
        "SITE_URL": "https://letters.example",
        "DATABASE_URL": AWAY,
        "VAR_DIR": str(tmp_path),
    }


OF_STAFF = {
    "SITE_ROLE": "staff",
    "STAFF_URL": "https://staff.letters.example",
    "ALLOWED_HOSTS": "staff.letters.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "letters@letters.example",
}


@pytest.mark.full(WHOLE_PROGRAMS)
@pytest.mark.parametrize(
    "name",
    [
        "SITE_ROLE",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DATABASE_URL",
        "STAFF_URL",
        "EMAIL_HOST",
        "DEFAULT_FROM_EMAIL",
    ],
)
def test_missing_variable_stops_production_and_is_named(sound_environ, name):
    environ = {**sound_environ, **OF_STAFF}
    del environ[name]

    process = start(**environ)

    assert process.returncode != 0
    assert f"ImproperlyConfigured: {name} is" in process.stderr


@pytest.mark.full(WHOLE_PROGRAMS)
@pytest.mark.parametrize("role", ["public", "staff"])
def test_production_stops_until_keys_are_there(sound_environ, role):
    of_staff = {**sound_environ, **OF_STAFF}
    own = of_staff if role == "staff" else sound_environ

    process = start(**own)
    assert process.returncode != 0
    assert "letters_public: missing" in process.stderr

    made = start(**of_staff, command=MAKE_KEYS)
    assert made.returncode == 0, made.stderr
    for ring in STAFF_RINGS if role == "public" else ():
        (Path(own["VAR_DIR"]) / "keys" / ring).unlink()
    process = start(**own)
    assert process.returncode == 0, process.stderr


@pytest.mark.full(WHOLE_PROGRAMS)
def test_production_refuses_to_be_public_and_staff_at_once(sound_environ):
    process = start(**{**sound_environ, "SITE_ROLE": "all"})

    assert process.returncode != 0
    assert "SITE_ROLE is 'all'" in process.stderr


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8001"}, "http://localhost:8001"),
        ({"PORT": "8001", "SITE_URL": "https://letters.example.org"}, "https://letters.example.org"),
    ],
)
def test_links_lead_to_the_port_of_the_site_unless_its_public_address_is_said(environ, address):
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    told = "from cms.settings.base import WAGTAILADMIN_BASE_URL as said; print(said)"

    process = subprocess.run(
        [sys.executable, "-c", told],
        env={**clean, **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert process.stdout.strip() == address
