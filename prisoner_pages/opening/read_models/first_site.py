"""Whether there is a site, who keeps it, and the link by which its first administrator comes in."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from home.languages.info import SOURCE_LANGUAGE
from home.settings.defaults import settings
from prisoner_pages.models import PartnerIndexPage


def there_is_a_site() -> bool:
    """Say whether the tree is there under which partners have their sections. Raises DatabaseError."""
    return PartnerIndexPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).exists()


def administrators() -> QuerySet[User]:
    return get_user_model().objects.filter(is_superuser=True, is_active=True)


def first_login_link(user: User) -> str:
    """Return the address at which somebody without a password sets one, once, while it holds."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    path = reverse("wagtailadmin_password_reset_confirm", kwargs={"uidb64": uid, "token": token})
    return f"{settings.STAFF_URL}{path}"
