"""Letters whose writers ticked the box, the month after which they are copies, and their way out."""

from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from letters.choices.letters import LetterState as S
from letters.erasure.actions.restore import after_restore, note_erased
from letters.erasure.actions.retention_run import keep_times
from letters.models import Letter, ReleaseCopy, Tombstone
from prisoner_pages.choices import Status
from prisoner_pages.models import Prisoner
from tests.letters.aged_letters import in_days, put

CANARY = "kanarkawritten"
BODY = f"Доброго дня!\n\nМи з котом <b>читаємо</b> про море & {CANARY}.\nДо зустрічі."


@pytest.fixture
def send(write, stick):
    """Send a letter with the box ticked and leave it posted."""

    def sent(**changes):
        fields = {"body": BODY, "name": f"Олена {CANARY}", "language": "uk", "for_release": "on", **changes}
        return put(write(**fields), S.POSTED)

    return sent


def emptied(*letters):
    """Let the times of keeping run a month after the letters went."""
    with in_days(31):
        keep_times()
    for letter in letters:
        letter.refresh_from_db()
    return letters[0] if letters else None


def freed(status=Status.RELEASED):
    Prisoner.objects.update(status=status)


def command(*arguments):
    out = StringIO()
    call_command("letters_release", *map(str, arguments), stdout=out)
    return out.getvalue()


def export(target):
    return command("export", "--prisoner", "vilnyi", target)


def texts_in(folder):
    """Return the texts of the letters in the pages, in their order."""
    pages = [page_in(path) for path in sorted(folder.iterdir())]
    return [text.get_text() for page in pages for text in page.select(".text")]


def page_in(path):
    return BeautifulSoup(path.read_text(), "html.parser")


def restored(*copies):
    """Put the copies back as a backup would, whose tombstones are older, and bring it up to date."""
    note_erased()
    Tombstone.objects.all().delete()
    for copy in copies:
        Letter.objects.filter(pk=copy.pk).update(state=S.POSTED, is_for_release=True)
        ReleaseCopy(letter_id=copy.pk, made_on=copy.made_on, offline=bytes(copy.offline)).save()
    return after_restore()
