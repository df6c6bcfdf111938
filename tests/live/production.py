"""Settings of a process whose lines are read: as tests have them, and logging as production does."""

from cms.settings.test import *  # noqa: F403
from home.settings.logs import logging_as

LOGGING = logging_as(json=True)
ROOT_URLCONF = "tests.live.failing_address"
