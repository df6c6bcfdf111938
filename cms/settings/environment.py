"""Reading the environment so that what is missing or malformed is named, at once and by its name."""

import os

from django.core.exceptions import ImproperlyConfigured


def required(name: str, meaning: str) -> str:
    """Return the variable `name`. Raises ImproperlyConfigured, saying what it is for, when it is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: {meaning} See .env.example.")
    return value


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be one of {', '.join(choices)}.")
    return value


def whole_number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be a whole number.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """Return the parts of a list written with commas; never empty parts."""
    return [part.strip() for part in (os.environ.get(name) or default).split(",") if part.strip()]
