"""Addresses of the desk, below /admin/letters/; read by hosts that have an admin, and by no other."""

from letters.family.urls import desk as family
from letters.handling import urls as handling
from letters.intake import urls as intake
from letters.numbers import urls as numbers
from letters.oversight import urls as oversight
from letters.posting import urls as posting
from letters.printing import urls as printing
from letters.screening import urls as screening
from letters.translating import urls as translating

app_name = "letter_desk"
urlpatterns = [
    pattern
    for folder in (handling, family, intake, screening, translating, printing, posting, numbers, oversight)
    for pattern in folder.urlpatterns
]
