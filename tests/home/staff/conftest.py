"""One partner with an editor who has a password."""

from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.home.staff.logins import with_password
from tests.standing import standing


@standing
def partner(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def editor(partner):
    return with_password(employ_editor(partner))
