"""Public addresses below the language, and those of the desk below /admin/letters/."""

from letters.erasure import urls
from letters.following import urls as following
from letters.handling import urls as handling
from letters.intake import urls as intake
from letters.numbers import urls as numbers
from letters.oversight import urls as oversight
from letters.posting import urls as posting
from letters.printing import urls as printing
from letters.screening import urls as screening
from letters.translating import urls as translating
from letters.writing import urls as writing

app_name = "letters"
urlpatterns = [pattern for folder in (writing, following, urls) for pattern in folder.urlpatterns]
staff_urlpatterns = [
    pattern
    for folder in (handling, intake, screening, translating, printing, posting, numbers, oversight)
    for pattern in folder.urlpatterns
]
