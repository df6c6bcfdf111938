"""What the API and webhooks ask of the project."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from home.checks import INPUT_GUARD, SECURITY_HEADERS
from home.settings.requirements import START, Condition, Needed, broken, faults_of_middleware

API_MIDDLEWARE = "home.headless.middleware.ApiMiddleware"
MIDDLEWARE = (
    Needed(
        "headless.E001",
        API_MIDDLEWARE,
        "answers below /api/ with problems instead of pages, within limits, and opens answers to partners",
        after=(SECURITY_HEADERS,),
        before=(INPUT_GUARD,),
    ),
)
CONDITIONS = (
    Condition(
        "headless.E002",
        "Webhooks may be sent into our own network.",
        "WEBHOOKS_MAY_REACH_PRIVATE is for tests and development: take it out of the settings.",
        lambda s: not (s.PRODUCTION and s.WEBHOOKS_MAY_REACH_PRIVATE),
    ),
)


@checks.register(START)
def project_is_ready(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    return [*broken(CONDITIONS), *faults_of_middleware(MIDDLEWARE)]
