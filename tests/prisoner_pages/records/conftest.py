from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.standing import standing


@standing
def trees(db):
    return open_locales("uk", "en", "crh")


@standing
def record(trees):
    return PrisonerFactory(writable=True)


def member(username, partner, role):
    """A user in the partner's editors or moderators, whose group is made when missing."""
    group, _created = Group.objects.get_or_create(name=f"{partner.slug} {role}")
    setattr(partner, role, group)
    partner.save()
    user = get_user_model().objects.create_user(username)
    user.groups.add(group)
    return user


@standing
def editor(record):
    return member("editor", record.partner, "editors")


@standing
def moderator(record):
    return member("moderator", record.partner, "moderators")


@standing
def stranger(record):
    return member("stranger", PartnerFactory(slug="pen", section=True), "moderators")
