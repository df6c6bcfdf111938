"""The search that is within reach everywhere in the admin: in the menu, and on the first page."""

from typing import Any

from wagtail.admin.search import SearchArea


class QuickSearch(SearchArea):
    """Stands before Wagtail's own areas, and so in the menu; `prompt` says what to type."""

    def __init__(self, label: Any, url: str, *, prompt: Any, **kwargs: Any) -> None:
        super().__init__(label, url, order=0, **kwargs)
        self.prompt = prompt
