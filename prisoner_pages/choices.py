"""The words a fact may take. Pure: everything above imports it."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Status(models.TextChoices):
    """Where a person stands. Blank in a source is unknown and stays so."""

    UNKNOWN = "unknown", _("not known")
    DETAINED = "detained", _("detained")
    HOUSE_ARREST = "house_arrest", _("under house arrest")
    ON_TRIAL = "on_trial", _("on trial")
    SENTENCED = "sentenced", _("sentenced")
    IN_TRANSFER = "in_transfer", _("being transferred")
    INCOMMUNICADO = "incommunicado", _("held incommunicado")
    HOSPITAL = "hospital", _("in a prison hospital")
    RELEASED = "released", _("released")
    RELEASED_UNDER_CONTROL = "released_under_control", _("released under supervision")
    EXCHANGED = "exchanged", _("freed in an exchange")
    DIED = "died", _("died")
    MISSING = "missing", _("missing")


class MailStatus(models.TextChoices):
    """Whether letters reach this person, as far as a source says."""

    UNKNOWN = "unknown", _("not known")
    CAN = "can", _("can receive letters")
    CANNOT = "cannot", _("cannot receive letters")


class MailReason(models.TextChoices):
    NOT_STATED = "", _("not stated")
    DETENTION_RULES = "detention_rules", _("the rules of the place of detention")
    INCOMMUNICADO = "incommunicado", _("held without contact")
    NO_CENSOR = "no_censor", _("the place has no censor")
    LISTED_SENDERS = "listed_senders", _("only senders from a list are let through")
    FAMILY_ASKED = "family_asked", _("the family asked not to write")
    OWN_WISH = "own_wish", _("own wish")


class FacilityKind(models.TextChoices):
    REMAND = "remand", _("remand prison")
    PRISON = "prison", _("prison")
    COLONY = "colony", _("penal colony")
    HOSPITAL = "hospital", _("prison hospital")
    TRANSIT = "transit", _("transit prison")
    OTHER = "other", _("other place")


class FacilityMail(models.TextChoices):
    OPEN = "open", _("letters are accepted")
    NO_CENSOR = "no_censor", _("no censor: letters lie unread")
    BLOCKED = "blocked", _("letters are not let through")
    CLOSED = "closed", _("the place is closed")
    UNKNOWN = "unknown", _("not known")


class PostAnswer(models.TextChoices):
    """What somebody tells of the post at a place."""

    ARRIVE = "arrive", _("letters arrive")
    DO_NOT = "do_not", _("letters do not arrive")


class ToldBy(models.TextChoices):
    """Who tells it; never told on."""

    FAMILY = "family", _("family")
    LAWYER = "lawyer", _("lawyer")
    FREED = "freed", _("somebody who was freed")
    PARTNER = "partner", _("a partner’s own experience")


class DatePrecision(models.TextChoices):
    DAY = "day", pgettext_lazy("date precision", "exact day")
    MONTH = "month", pgettext_lazy("date precision", "month and year")
    YEAR = "year", pgettext_lazy("date precision", "year only")
    BEFORE = "before", pgettext_lazy("date precision", "before this day")
    AFTER = "after", pgettext_lazy("date precision", "after this day")


class Sex(models.TextChoices):
    UNKNOWN = "", _("not stated")
    MALE = "m", _("male")
    FEMALE = "f", _("female")


class Origin(models.TextChoices):
    UNKNOWN = "", _("not stated")
    CRIMEAN_TATAR = "crimean_tatar", _("Crimean Tatar")
    OTHER = "other", _("other")


class Region(models.TextChoices):
    CRIMEA = "crimea", _("Crimea")
    SEVASTOPOL = "sevastopol", _("Sevastopol")
    KHERSON = "kherson", _("Kherson region")
    ZAPORIZHZHIA = "zaporizhzhia", _("Zaporizhzhia region")
    OTHER = "other", _("other region")


class Instance(models.TextChoices):
    FIRST = "first", _("first instance")
    APPEAL = "appeal", _("appeal")
    CASSATION = "cassation", _("cassation")
    UNKNOWN = "", _("not stated")


class Regime(models.TextChoices):
    UNKNOWN = "", _("not stated")
    GENERAL = "general", _("general regime")
    STRICT = "strict", _("strict regime")
    SPECIAL = "special", _("special regime")
    SETTLEMENT = "settlement", _("colony-settlement")
    PRISON = "prison", _("prison regime")


class EventKind(models.TextChoices):
    DETAINED = "detained", _("detained")
    ARREST = "arrest", _("remanded in custody")
    CHARGED = "charged", _("charge brought")
    TRIAL = "trial", _("trial began")
    VERDICT = "verdict", _("verdict")
    APPEAL = "appeal", _("appeal heard")
    TRANSFER = "transfer", _("transferred")
    LETTERS_STOPPED = "letters_stopped", _("letters stopped")
    RELEASED = "released", _("released")
    EXCHANGED = "exchanged", _("freed in an exchange")
    DIED = "died", _("died")


class SourceKind(models.TextChoices):
    MEDIA = "media", _("media")
    HUMAN_RIGHTS = "human_rights", _("human rights organisation")
    OFFICIAL = "official", _("official body")
    COURT = "court", _("court")
    FAMILY = "family", _("family")
    LAWYER = "lawyer", _("lawyer")
    OTHER = "other", _("other")


class CopyFormat(models.TextChoices):
    """In which form a page of a source is kept; the value is what Pillow calls it."""

    PDF = "PDF", "PDF"
    JPEG = "JPEG", "JPEG"
    PNG = "PNG", "PNG"
    WEBP = "WEBP", "WebP"


class FactGroup(models.TextChoices):
    """What is verified together and grows old together."""

    IDENTITY = "identity", _("name and birth")
    PLACE = "place", _("place of detention")
    VERDICT = "verdict", _("charge and verdict")
    HEALTH = "health", _("health")
    MAIL = "mail", _("letters")


class ClaimOutcome(models.TextChoices):
    """What became of a value that a source states otherwise."""

    WAITS = "waits", _("waits for a decision")
    SHOWN = "shown", _("stands beside the record’s own value")
    TAKEN = "taken", _("taken: the record says so now")
    CLOSED = "closed", _("closed: the record keeps its value")


class ListStep(models.TextChoices):
    """How far an uploaded list is."""

    COLUMNS = "columns", _("its columns are to be named")
    CHECKING = "checking", _("is looked through")
    CHECKED = "checked", _("waits for your choice")
    TAKING = "taking", _("is written into drafts")
    OVER = "over", _("taken")


class RowOutcome(models.TextChoices):
    """What becomes of a row of a list."""

    CREATED = "created", _("new record")
    UPDATED = "updated", _("changes a record")
    PROPOSED = "proposed", _("left to another partner")
    UNCHANGED = "unchanged", _("nothing new")
    SKIPPED = "skipped", _("passed over")


# Rows that write something.
CHANGING_OUTCOMES = (RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.PROPOSED)


class Scope(models.TextChoices):
    """What a consent is about."""

    NAME = "name", _("name")
    PHOTO = "photo", _("photo")
    LETTERS = "letters", _("letters")
    HEALTH = "health", _("health")
    FAMILY = "family", _("family")
    HOME = "home", _("home")
    BIRTHDAY = "birthday", _("birthday")
    ORIGIN = "origin", _("origin")


class Basis(models.TextChoices):
    GIVEN = "given", _("given by the person or the family")
    LISTED = "listed", _("listed as a recipient by a source")
    PUBLISHED = "published", _("already public, with a source")


class PauseForm(models.TextChoices):
    QUIET = "quiet", _("quiet: as if the page did not exist")
    OPEN = "open", _("open: a kind sentence says the page was withdrawn")


class PartnerKind(models.TextChoices):
    STATE_BODY = "state_body", _("state body")
    NGO = "ngo", _("non-governmental organisation")
    EMBASSY = "embassy", _("embassy")
    MINISTRY = "ministry", _("ministry")
    INTERNATIONAL = "international", _("international body")
    LIBRARY = "library", _("library")
    OTHER = "other", _("other organisation")


class ParticipationRole(models.TextChoices):
    ORGANISER = "organiser", _("organiser")
    HOST = "host", _("host")
    PARTICIPANT = "participant", _("participant")
    SUPPORTER = "supporter", _("supporter")


class FigureSubject(models.TextChoices):
    PRISONERS = "prisoners", _("people in prison")
    LETTERS = "letters", _("letters")


class Qualifier(models.TextChoices):
    EXACT = "", _("exactly as stated")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    ALMOST = "almost", _("almost")
    ABOUT = "about", _("about")


class EmbedKind(models.TextChoices):
    """What a partner can show in a frame on a site of its own; the value stands in the frame's address."""

    PEOPLE = "people", _("People one can write to, others every day")
    OWN_PEOPLE = "our-people", _("Our own people one can write to, others every day")
    PERSON = "person", _("One person")
    CAMPAIGN = "campaign", _("A campaign")
    COUNTER = "counter", _("The number of letters of a campaign")


class PairAnswer(models.TextChoices):
    """What somebody said of two records that may be about one person."""

    APART = "apart", _("No, these are different people. Do not warn again")
    OPEN = "open", _("I do not know yet. Save it, I will look again")
