from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from home.languages.info import CONTENT_LANGUAGES
from home.site.read_models import public_languages
from home.site.views.errors import error_response, language_of


class LanguageMiddleware:
    """Answer in the language of the address, and only in languages whose first page is live.

    Replaces Django's LocaleMiddleware, which would set a language from a cookie, redirect `/ru/` to
    `/uk/ru/`, and let Wagtail show Ukrainian pages below the prefix of a language that is not public yet.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        prefix = request.path_info.split("/")[1]
        has_prefix = prefix in dict(CONTENT_LANGUAGES)
        if has_prefix and not self.is_public(request, prefix):
            return error_response(request, 404)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not has_prefix:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    def is_public(self, request: HttpRequest, code: str) -> bool:
        try:
            return code in public_languages(request)
        except DatabaseError:
            # A view that works without the database, as the letter form must, still gets its turn.
            return True
