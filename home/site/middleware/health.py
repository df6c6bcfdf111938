"""Answers for those who watch over the site, before anything else: a balancer asks by IP, and over http."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from home.health.views import metrics
from home.site.views.health import alive, ready

ANSWERS = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}


class HealthAnswers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return ANSWERS.get(request.path_info, self.get_response)(request)
