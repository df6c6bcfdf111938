"""Machines that draft translations, read from an environment."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.settings.translation import machines
from home.translation.choices import Machine


def test_an_empty_environment_sets_up_no_machine():
    assert machines({}) == {}


def test_a_key_is_read_from_its_file_before_the_environment(tmp_path):
    (tmp_path / "key").write_text("of the file\n")

    found = machines(
        {"TRANSLATION_DEEPL_KEY": "of the environment", "TRANSLATION_DEEPL_KEY_FILE": str(tmp_path / "key")}
    )

    assert found["deepl"]["key"] == "of the file"
    assert machines({"TRANSLATION_DEEPL_KEY": "of the environment"})["deepl"]["key"] == "of the environment"


def test_a_key_file_that_is_missing_stops_the_start(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="TRANSLATION_DEEPL_KEY_FILE"):
        machines({"TRANSLATION_DEEPL_KEY_FILE": str(tmp_path / "none")})


def test_an_address_without_tls_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="TRANSLATION_LIBRETRANSLATE_URL"):
        machines({"TRANSLATION_LIBRETRANSLATE_URL": "http://translate.example.org"})

    assert "libretranslate" in machines({"TRANSLATION_LIBRETRANSLATE_URL": "http://127.0.0.1:5000"})


def test_machines_have_the_names_by_which_coordinators_choose_them():
    found = machines(
        {"TRANSLATION_DEEPL_KEY": "x", "TRANSLATION_LIBRETRANSLATE_URL": "https://translate.example.org"}
    )

    assert set(found) | {"dummy"} == set(Machine.values) - {""}
    assert set(settings.TRANSLATION_MACHINES) == {"dummy"}
