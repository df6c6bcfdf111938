"""How Wagtail shows the links of a text: as the API tells them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from wagtail.rich_text.pages import PageLinkHandler

from home.languages.info import SOURCE_LANGUAGE
from home.linked_pages import page_linked_by
from home.models import HomePage
from prisoner_pages.public.read_models.addresses import paths_of


class PublicLinkHandler(PageLinkHandler):
    """Leads to what a visitor may open; of a link to a draft, whose address has its title, the words."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: Sequence[Mapping[str, str]]) -> list[str]:
        linked = [page_linked_by(attributes) for attributes in attrs_list]
        language = get_language() or SOURCE_LANGUAGE
        public = HomePage.objects.live().values_list("locale__language_code", flat=True)
        wanted = {page for page in linked if page is not None}
        paths = paths_of(wanted, language=language, languages=[language, *public]) if wanted else {}
        return [f'<a href="{paths[page]}">' if page in paths else "<a>" for page in linked]
