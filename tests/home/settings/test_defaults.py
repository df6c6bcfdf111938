"""A project that only installs the apps may leave every setting of ours out."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import global_settings

from home.settings import defaults
from home.settings.defaults import DEFAULTS, Settings
from home.settings.rings import OPTIONAL_RINGS, PUBLIC_RINGS, STAFF_RINGS
from tests.architecture.sources import module_of, sources, tree_of


def settings_read_by_the_apps():
    """Return the names that are asked of `settings` anywhere in the apps."""
    apps = (path for path in sources() if not module_of(path).startswith("cms"))
    nodes = (node for path in apps for node in ast.walk(tree_of(path)))
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr.isupper() and ast.unparse(node.value) == "settings"
    }


@pytest.fixture
def bare(monkeypatch):
    """A project that says nothing but where it lies and that somebody develops it."""
    project = SimpleNamespace(BASE_DIR="/srv/site", DEBUG=True, WAGTAILADMIN_BASE_URL="http://localhost:8000")
    monkeypatch.setattr(defaults, "of_project", project)
    return project


def test_every_setting_that_the_apps_read_has_a_default():
    read = settings_read_by_the_apps()

    assert {"KEY_FILES", "SITE_ROLE"} <= read
    assert {name for name in read - set(DEFAULTS) if not hasattr(global_settings, name)} == set()


@pytest.mark.parametrize("name", DEFAULTS)
def test_what_a_project_leaves_out_has_its_default(bare, name):
    assert getattr(Settings(), name) is not None


def test_what_a_project_sets_counts(bare):
    bare.SITE_ROLE = "public"

    assert Settings().SITE_ROLE == "public"
    assert set(Settings().KEY_FILES) == {*PUBLIC_RINGS, *OPTIONAL_RINGS}


def test_keys_lie_below_the_project(bare):
    assert Settings().KEY_FILES["letters_private"] == Path("/srv/site/var/keys/letters_private")
    assert set(STAFF_RINGS) <= set(Settings().KEY_FILES)


def test_a_project_that_nobody_develops_is_one_that_the_world_sees(bare):
    bare.DEBUG = False

    assert Settings().PRODUCTION and Settings().LETTERS_REFUSED_WITH_DEMO_ACCOUNTS


def test_a_name_that_is_no_setting_stays_an_error(bare):
    with pytest.raises(AttributeError):
        Settings().NO_SUCH_SETTING  # noqa: B018
