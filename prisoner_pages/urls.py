"""Addresses below a language's prefix, before Wagtail's; those outside any; those of staff below /admin/."""

from prisoner_pages.campaigns import urls as campaigns
from prisoner_pages.embeds import urls
from prisoner_pages.frame import urls as frame
from prisoner_pages.lists import urls as lists
from prisoner_pages.opening import urls as opening
from prisoner_pages.partners import urls as partners
from prisoner_pages.people import urls as people
from prisoner_pages.places import urls as places
from prisoner_pages.records import urls as records
from prisoner_pages.search import urls as search
from prisoner_pages.syndication import urls as syndication
from prisoner_pages.vocabularies import urls as vocabularies

urlpatterns = [*people.urlpatterns, *search.urlpatterns, *syndication.urlpatterns, *urls.urlpatterns]
root_urlpatterns = [*syndication.root_urlpatterns, *urls.root_urlpatterns]
staff_urlpatterns = [
    *campaigns.urlpatterns,
    *vocabularies.urlpatterns,
    *records.urlpatterns,
    *places.urlpatterns,
    *lists.urlpatterns,
    *partners.urlpatterns,
    *opening.urlpatterns,
    *frame.urlpatterns,
    *urls.staff_urlpatterns,
]
