"""Logging: one line to standard error, from an allow-list of fields (home.site.middleware.request_log)."""

from typing import Any


def logging_as(*, json: bool) -> dict[str, Any]:
    """Return Django's LOGGING: a line of JSON for each event where machines read it, else one for people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"safe": {"()": "home.site.middleware.request_log.SafeFormatter", "json": json}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "safe"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django's own handlers would mail errors, and print addresses; a 404 is in our request line.
            "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "django.security": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "django.db.backends": {"handlers": ["nowhere"], "propagate": False},
            "gunicorn": {"level": "ERROR"},  # its warnings quote addresses
            "django_tasks": {"level": "WARNING"},
            "modelsearch": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            "fido2": {"level": "WARNING"},  # it logs which key somebody has
            "botocore": {"level": "WARNING"},
            "boto3": {"level": "WARNING"},
            "urllib3": {"level": "WARNING"},
            "PIL": {"level": "WARNING"},
        },
    }


LOGGING = logging_as(json=False)
