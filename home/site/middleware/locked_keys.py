"""What needs keys that are locked says so on a page, and gives a long text that was typed back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from home.security.keyring import KeysLocked
from home.site.locked_words import TITLE, locked_words
from home.site.middleware.input_guard import letter_among
from home.site.views.errors import error_response, language_of


class LockedKeys:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, KeysLocked):
            return None
        typed = letter_among({name: str(value) for name, value in request.POST.items()})
        with translation.override(language_of(request)):
            words = str(TITLE), locked_words(exception)
        return error_response(request, 503, kept_text=typed, words=words)
