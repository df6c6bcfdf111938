"""The files of all translations that a list shows, as one zip."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.translation.desk.filters import chosen_locales, narrow, read
from home.translation.desk.read_models.work import locales_of, translations_of
from home.translation.desk.views.overview import MOST_FILES, for_the_desk
from home.translation.exchange.read_models.outgoing import files_of
from home.translation.files.archive import zipped
from home.translation.files.formats import FORMATS


@for_the_desk
def fetch(request, name):
    """Answer with a zip of what the filters in the address show, as long as that is not too much at once."""
    if name not in FORMATS:
        raise Http404
    filters = read(request.GET)
    found = _listed(request.user, filters)
    if not 0 < len(found) <= MOST_FILES:
        messages.warning(request, _("Nothing was fetched: the list is empty or too long."))
        return redirect(f"{reverse('translation_desk:index')}?{urlencode(filters.address)}")
    answer = StreamingHttpResponse(zipped(files_of(found, FORMATS[name], get_language())))
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name_of(found)}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _listed(user, filters):
    chosen = chosen_locales(locales_of(user), filters)
    found = narrow(translations_of(user).filter(target_locale__in=chosen), filters, user)
    return list(found.order_by("target_locale", "source__object_repr", "pk")[: MOST_FILES + 1])


def _name_of(translations):
    """Languages and nothing else: a name stays in lists of downloads."""
    languages = sorted({each.target_locale.language_code for each in translations})
    return f"translations-{'-'.join(languages)}.zip"
