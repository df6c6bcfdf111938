"""Whether there is a site, and who keeps it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.models import PartnerIndexPage


def there_is_a_site() -> bool:
    """Say whether the tree is there under which partners have their sections. Raises DatabaseError."""
    return PartnerIndexPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).exists()


def administrators() -> QuerySet[User]:
    return get_user_model().objects.filter(is_superuser=True, is_active=True)
