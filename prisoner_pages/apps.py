from django.apps import AppConfig


class PrisonerPagesConfig(AppConfig):
    name = "prisoner_pages"
    label = "prisoner_pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from prisoner_pages.permissions.partners import register_policies
        from prisoner_pages.pictures.actions import register_daily_work
        from prisoner_pages.records.forms.records import PAGE_FORMS
        from prisoner_pages.registration import register_with_home
        from prisoner_pages.signals import connect, connect_mail
        from prisoner_pages.stories.actions.approval_mail import register_mail

        register_policies()
        connect()
        register_mail()
        connect_mail()
        register_with_home()
        register_daily_work()
        for page_class, form_class in PAGE_FORMS.items():
            page_class.base_form_class = form_class  # models lie below forms and cannot name them
