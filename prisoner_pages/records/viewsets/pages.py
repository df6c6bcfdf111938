"""The screens of pages: Wagtail's own, but for what is said of an approval."""

from wagtail.admin.viewsets.pages import PageViewSet

from prisoner_pages.records.views.approval import ApprovePageView


class PageScreens(PageViewSet):
    workflow_action_view_class = ApprovePageView
