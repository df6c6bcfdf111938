"""Languages that our own words to writers are in; one whose words need sources waits for a native reader."""

from home.languages.info import CONTENT_LANGUAGES
from home.languages.table import declared

OURS = {code for code, _name in CONTENT_LANGUAGES if not declared(code).needs_sources}
