"""My day on the first page of the admin."""

from typing import Any

from wagtail.admin.search import admin_search_areas
from wagtail.admin.ui.components import Component

from home.day.read_models import my_day_of
from home.day.search import QuickSearch
from home.site.requests import StaffRequest


class MyDay(Component):
    name = "my_day"
    order = 10
    template_name = "home/day/my_day.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {"day": my_day_of(request.user), "search": quick_search(request)}


def quick_search(request: StaffRequest) -> QuickSearch | None:
    areas = admin_search_areas.search_items_for_request(request)
    return next((area for area in areas if isinstance(area, QuickSearch)), None)
