from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    default = True

    def ready(self):
        from cms import checks  # noqa: F401


class StaffUsersConfig(WagtailUsersAppConfig):
    """Accounts of staff in the admin, which mind the seats at letter desks."""

    user_viewset = "letters.oversight.viewsets.StaffViewSet"
