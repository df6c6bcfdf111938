"""A password is more than what is tried first; what it is written with is its owner's choice."""

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cms.settings import base


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password-2026-!!!",
        "qwertyuiop123456",
        "LettersFreeCrimea2026",
        "листи до вільного криму"[:5] + "вільногокриму26",
        "adminAdminAdmin1",
        "iloveyou & zmina 1",
        "zmina2026footbal" + "l",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "viter nad stepom 2026",
        "вітер над степом уночі",
        "correct horse battery staple",
        "letters to my grandmother",
        "83649107352846",
        " spaces at both ends ",
        "x" * 5 + "ґудзик" * 30,
    ],
)
def test_long_ones_of_any_signs_are_taken(password):
    validate_password(password)


def test_they_are_stored_by_a_function_that_takes_its_time():
    assert not hasattr(base, "PASSWORD_HASHERS")  # Django's own choice
    assert global_settings.PASSWORD_HASHERS[0].endswith("PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.iterations >= 600_000
