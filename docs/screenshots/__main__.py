"""Start a demo in a folder of its own, have its pictures taken, stop it."""

import tempfile

from docs.screenshots.site import environment_of, manage, running_site

TAKE = """
from docs.screenshots.pages import tell_pages
from docs.screenshots.people import tell_people
from docs.screenshots.pictures import take_pictures
from docs.screenshots.story import tell
take_pictures({address!r}, tell(), tell_pages(), tell_people())
"""

with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
    environment = environment_of(folder)
    manage("letters_keys", "make", environment=environment)
    with running_site(environment) as address:
        manage("shell", "--no-imports", "-c", TAKE.format(address=address), environment=environment)
