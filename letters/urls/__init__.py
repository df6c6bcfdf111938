"""Public addresses below the language."""

from letters.erasure import urls
from letters.family import urls as family
from letters.following import urls as following
from letters.writing import urls as writing

app_name = "letters"
urlpatterns = [pattern for folder in (writing, following, family, urls) for pattern in folder.urlpatterns]
