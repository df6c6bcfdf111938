"""What the database user of the public host may do, by model: which columns it reads, which rows it adds.

It changes and deletes nothing. A model without a line here fails a test, so that each new table is thought
about once. Conditions on rows are PostgreSQL's, on the columns of the table itself; a subquery in them sees
what the user itself may see. Whether a picture may be shown is asked by what forbids it: what forbids
(`ImageSubject`) is read whole, since a row that is not seen would forbid nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from home.pictures.reencoding import EXTENSIONS
from letters.choices.letters import OF_A_FLOOD, HoldReason
from letters.hash_chain import START
from letters.querysets.family import WRITTEN as FAMILY_WRITTEN
from letters.querysets.requests import WRITTEN
from prisoner_pages.querysets.facts import SOURCE_IS_PRIVATE


@dataclass(frozen=True)
class AllBut:
    """Every field of the model except these."""

    fields: tuple[str, ...] = ()


Fields = AllBut | tuple[str, ...]
EVERY = AllBut()


@dataclass(frozen=True)
class Grant:
    """Names of fields; `rows` says which rows are read at all, `new_rows` what an added one must be like."""

    reads: Fields = ()
    adds: Fields = ()
    rows: str = ""
    new_rows: str = ""


NOTHING = Grant()
WHOLE = Grant(reads=EVERY)
LIVE_PAGE = "EXISTS (SELECT 1 FROM wagtailcore_page WHERE id = page_ptr_id)"
OF_LIVE_PAGE = Grant(reads=EVERY, rows=LIVE_PAGE)
SEEN_PERSON = "EXISTS (SELECT 1 FROM prisoner_pages_prisoner WHERE id = prisoner_id)"
SEEN_BY_KEY = "EXISTS (SELECT 1 FROM prisoner_pages_prisoner AS person WHERE person.id = key)"
OF_SEEN_PERSON = Grant(reads=EVERY, rows=SEEN_PERSON)

PAGES = {
    "wagtailcore.Page": Grant(reads=EVERY, rows="live"),
    "home.HomePage": OF_LIVE_PAGE,
    "home.StandardPage": OF_LIVE_PAGE,
    "prisoner_pages.PrisonerIndexPage": OF_LIVE_PAGE,
    "prisoner_pages.PrisonerPage": Grant(reads=EVERY, rows=f"{LIVE_PAGE} AND {SEEN_PERSON}"),
    "prisoner_pages.CampaignIndexPage": OF_LIVE_PAGE,
    "prisoner_pages.CampaignPage": OF_LIVE_PAGE,
    "prisoner_pages.CampaignPage_recipients": WHOLE,
    "prisoner_pages.EventIndexPage": OF_LIVE_PAGE,
    "prisoner_pages.EventPage": OF_LIVE_PAGE,
    "prisoner_pages.PartnerIndexPage": OF_LIVE_PAGE,
    "prisoner_pages.PartnerPage": OF_LIVE_PAGE,
}
# A person is seen while the record is published, the name may be told, and nobody has paused it; or was taken
# down with a word to visitors.
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
PEOPLE = {
    "prisoner_pages.Prisoner": Grant(
        reads=EVERY,
        rows="""
    EXISTS (
        SELECT 1 FROM prisoner_pages_consent AS basis
        WHERE basis.prisoner_id = prisoner_pages_prisoner.id AND basis.scope = 'name'
    ) AND (
        (live AND paused_at IS NULL)
        OR EXISTS (
            SELECT 1 FROM prisoner_pages_pause AS pause WHERE pause.prisoner_id = prisoner_pages_prisoner.id
        )
    )
""",
    ),
    "prisoner_pages.Pause": Grant(
        reads=("id", "prisoner", "form", "paused_at", "resumed_at", "was_live"),
        rows="form = 'open' AND resumed_at IS NULL AND was_live",
    ),
    "prisoner_pages.Consent": Grant(
        reads=AllBut(("given_by_encrypted", "proof_encrypted")),
        rows=f"withdrawn_at IS NULL AND (expires_on IS NULL OR expires_on >= {TODAY})",
    ),
    "prisoner_pages.ImageSubject": WHOLE,
    "prisoner_pages.FormerAddress": OF_SEEN_PERSON,
    "prisoner_pages.ListedName": OF_SEEN_PERSON,
    "prisoner_pages.Sentence": OF_SEEN_PERSON,
    # The title of one that is not public may tell who spoke. Whether a claim rests on it, a function says.
    "prisoner_pages.Source": Grant(reads=EVERY, rows=f"{SEEN_PERSON} AND is_public"),
    # What waits for a decision may be a death that nobody has announced.
    "prisoner_pages.Claim": Grant(
        reads=EVERY,
        rows=f"{SEEN_PERSON} AND shown_since IS NOT NULL AND settled_at IS NULL"
        f" AND NOT {SOURCE_IS_PRIVATE}(id)",
    ),
    "prisoner_pages.Verification": OF_SEEN_PERSON,
    "prisoner_pages.FactUpdate": OF_SEEN_PERSON,
    "prisoner_pages.Prisoner_cases": OF_SEEN_PERSON,
    "prisoner_pages.Prisoner_interests": OF_SEEN_PERSON,
    "prisoner_pages.Prisoner_occupations": OF_SEEN_PERSON,
}
LIVE = Grant(reads=EVERY, rows="live")
OF_LIVE_GATHERING = "EXISTS (SELECT 1 FROM wagtailcore_page WHERE id = COALESCE(campaign_id, event_id))"
CONTENT = {
    "home.Generation": WHOLE,
    "home.SearchEntry": Grant(
        reads=EVERY,
        rows=f"(until IS NULL OR until > {TODAY}) AND (kind <> 'person' OR {SEEN_BY_KEY})",
    ),
    # What has changed since when, of what the API lists; how it looked before is nobody's here.
    "headless.LogPlace": Grant(reads=("id", "turn", "forgotten")),
    "headless.PublicState": Grant(
        reads=("id", "key", "kind", "name", "turn", "changed_at", "public_since", "gone_since"),
        rows="key LIKE 'prisoner:%' OR kind IN ('campaign', 'event', 'partner')",
    ),
    "home.SiteImage": WHOLE,
    "home.SiteRendition": WHOLE,
    "home.SiteSettings": WHOLE,
    "prisoner_pages.CaseGroup": LIVE,
    "prisoner_pages.ChargeArticle": LIVE,
    "prisoner_pages.Interest": LIVE,
    "prisoner_pages.Observance": LIVE,
    "prisoner_pages.Occupation": LIVE,
    "prisoner_pages.Place": LIVE,
    "prisoner_pages.Topic": LIVE,
    "prisoner_pages.Facility": WHOLE,
    "prisoner_pages.FacilityMailStatus": WHOLE,
    "prisoner_pages.Figure": Grant(reads=EVERY, rows="taken_back_at IS NULL"),
    "prisoner_pages.FrontEnd": WHOLE,
    # Whom a draft names is nobody's but the staff's.
    "prisoner_pages.Participation": Grant(reads=EVERY, rows=OF_LIVE_GATHERING),
    "prisoner_pages.Partner": Grant(
        reads=EVERY,
        rows="""
    added_by_id IS NULL OR EXISTS (
        SELECT 1 FROM prisoner_pages_participation AS part
        WHERE part.partner_id = prisoner_pages_partner.id
    )
""",
    ),
    "wagtailcore.Locale": WHOLE,
    "wagtailcore.PageViewRestriction": WHOLE,
    "wagtailcore.Site": WHOLE,
    "wagtailredirects.Redirect": WHOLE,
    "contenttypes.ContentType": WHOLE,
}
# Whether a translation is behind its original: when, and no text of either.
TRANSLATIONS = {
    "translation.DeskTranslation": Grant(
        reads=("translation", "is_detached", "last_published_at", "published_source_at")
    ),
    "translation.Unit": Grant(reads=("id", "translation", "is_active", "approved_at", "approved_by")),
    "wagtail_localize.Translation": Grant(reads=("id", "source", "target_locale")),
    "wagtail_localize.TranslationSource": Grant(reads=("id", "object", "last_updated_at")),
}


def just_now(column: str) -> str:
    """The host may be a day before or behind the database; any other day breaks what counts with it."""
    return f"{column} BETWEEN {TODAY} - 1 AND {TODAY} + 1"


def any_of(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


# Bytes as sealed. A text of 6,000 characters takes 34,000; a drawing of 10 MB grows as it is encoded anew.
LONGEST_BODY, LONGEST_FIELD, LARGEST_DRAWING = 64 * 1024, 8 * 1024, 64 * 1024**2
ARRIVES = f"""
    state = 'received' AND version = 1 AND channel IN ('web', 'api')
    AND claimed_by_id IS NULL AND claimed_until IS NULL AND duplicate_of_id IS NULL
    AND email_index = '' AND duplicate_hash = '' AND flood_group ~ '^({OF_A_FLOOD}[0-9a-f]{{32}})?$'
    AND asked_for = '' AND closed_because = '' AND held_days = 0 AND sealed_hidden = ''
    AND {just_now("received_on")} AND {just_now("state_since")}
    AND (held_since IS NULL OR {just_now("held_since")})
    AND held_because IN ('', {any_of(HoldReason.values)})
    AND octet_length(sealed_body) <= {LONGEST_BODY} AND octet_length(sealed_name) <= {LONGEST_FIELD}
    AND octet_length(sealed_email) <= {LONGEST_FIELD} AND octet_length(sealed_wishes) <= {LONGEST_FIELD}
    AND (answer_key IS NULL OR octet_length(answer_key) = 32)
"""
BEGINS = f"""
    number = 1 AND action = 'received' AND by_id IS NULL AND by_name = '' AND at IS NULL
    AND state_before = '' AND state_after = 'received' AND detail = ''
    AND {just_now("day")} AND previous = '{START}' AND EXISTS (
        SELECT 1 FROM letters_letter AS letter
        WHERE letter.id = letter_id AND letter.state = 'received' AND letter.version = 1
        AND {just_now("letter.received_on")}
    )
"""  # noqa: S608
COMES_WITH_ITS_LETTER = f"""
    is_accepted IS NULL AND format IN ({any_of(EXTENSIONS)}) AND octet_length(sealed) <= {LARGEST_DRAWING}
    AND EXISTS (
        SELECT 1 FROM letters_letter AS letter
        WHERE letter.id = letter_id AND letter.state = 'received' AND letter.version = 1
        AND letter.has_drawing
    )
"""  # noqa: S608
# Of an answer all that its code opens: nothing of whom it is about, and nothing that was asked.
FAMILY = f"""
    {just_now("received_on")} AND slug ~ '^[-a-zA-Z0-9_]{{0,255}}$' AND sealed LIKE 'v1:%'
    AND char_length(code_digest) = 64 AND (answer_key IS NULL OR octet_length(answer_key) = 32)
"""
# Each row that is added takes a connection this long, and there are 60 of them: what comes in a flood comes
# slower than the worker looks through it, and a digest is not tried by adding a letter with it either.
UNHURRIED = "pg_sleep(0.02) IS NOT NULL"
# Found by their digests, which are not read (letters.querysets.by_digest).
LINKED = Grant(reads=("id", "asked_at", "confirmed_at"))
LETTERS = {
    "letters.Letter": Grant(
        reads=(
            *(
                "id",
                "uuid",
                "prisoner",
                "campaign",
                "event",
                "channel",
                "received_on",
                "state",
                "state_since",
            ),
            *("asked_for", "closed_because", "has_email", "has_drawing"),
            *("is_for_release", "version", "idempotency_key"),
            "is_unproven",  # Django asks what a column with a default of the database became
        ),
        adds=AllBut(("id",)),
        new_rows=f"{UNHURRIED} AND {ARRIVES}",
    ),
    "letters.LetterDrawing": Grant(reads=("letter",), adds=EVERY, new_rows=COMES_WITH_ITS_LETTER),
    "letters.LetterLogEntry": Grant(
        reads=("id", "letter", "number", "hash", "action"), adds=AllBut(("id",)), new_rows=BEGINS
    ),
    # Whether a link that somebody was mailed has been pressed.
    "letters.WriterAddress": LINKED,
    "letters.ErasureRequest": LINKED,
    "letters.WriterRequest": Grant(
        reads=("kind", "asked_at"),
        rows="kind = 'erase_mail'",  # how many there are
        adds=WRITTEN,
        new_rows=UNHURRIED,
    ),
    "letters.FamilyRequest": Grant(
        reads=("id", "uuid", "answer", "for_code", "language"),
        adds=FAMILY_WRITTEN,
        new_rows=f"{UNHURRIED} AND {FAMILY}",
    ),
    # How many letters are too many: asked as each arrives.
    "letters.LetterLimit": Grant(reads=("kind", "number")),
    # By what the draw goes; who changed it stands in the log alone.
    "letters.DrawChange": WHOLE,
    # Which languages it has translators for, and nothing of who they are.
    "letters.LetterDesk": Grant(reads=("id", "partner", "languages_now")),
    # Digests of keys, by which a host that starts sees whether it holds the same.
    "letters.SharedKey": WHOLE,
    # What writers are told of while writing; at which other words a first reader stops, the staff alone know.
    "letters.WatchedWord": Grant(
        reads=("id", "language", "kind", "word", "is_clear", "advice"), rows="advice_id IS NOT NULL"
    ),
    "letters.AdviceText": WHOLE,
    "letters.WritingAid": WHOLE,
    "letters.WritingAidText": WHOLE,
    "letters.ReasonChip": WHOLE,
    "letters.ReasonText": WHOLE,
    "letters.PostCountry": WHOLE,
    "letters.CountryName": WHOLE,
}
# Models by their apps: accounts, sessions, keys, revisions, jobs, mail, and all that only desks work with.
STAFF = {
    "account": "EmailAddress EmailConfirmation",
    "auth": "Group Group_permissions Permission User User_groups User_user_permissions",
    "django_tasks_database": "DBTaskResult",
    "headless": "Attempt Delivery Endpoint EndpointSecret Event",
    "home": "DailyJob FormerAddress HealthFinding Heartbeat Invitation Outbox SecondStepReset StaffDevice"
    " StaffSession",
    "letters": "AdviceReason BulkAct BulkOutcome DayDigest DayPack DeskMember EventSheet FileCopy"
    " GlassBreak LetterNote LetterTranslation Omission PlaceStop PostReturn PostageStep"
    " PrintFile PrintRun"
    " PrintedLetter ReleaseCopy Reply ReplyLogEntry ReplyPage RetentionRule ScanBatch ScanFile ScanOpening"
    " ScannedPage TextVersion Tombstone WriterCopy",
    "mfa": "Authenticator",
    # What a page shows of the first five stands in the record itself (`Prisoner.sheet`); what waits to be
    # announced is nobody's but the staff's.
    "prisoner_pages": "CaseEvent Charge Detention NameForm Prisoner_topics_to_avoid"
    " AnnouncedPerson Announcement Assignment BulkChange BulkResult ImportedFact ListColumn ListImport"
    " LetPass ListedRow PartnerApprovalTask PlaceProposal PostNote PrisonerPrivate Proposal RecordMerge"
    " RecordPair SavedList SourceCopy",
    "sessions": "Session",
    "taggit": "Tag TaggedItem",
    "translation": "Answer BulkJob BulkJob_locales DigestChoice Dismissal GlossaryTerm"
    " GlossaryTranslation InterfaceProposal LocalePolicy LocaleRole Notice Question TranslationSettings"
    " UnitEvent",
    "wagtail_localize": "LocaleSynchronization OverridableSegment RelatedObjectSegment SegmentOverride String"
    " StringSegment StringTranslation Template TemplateSegment TranslatableObject"
    " TranslationContext TranslationLog",
    "wagtailadmin": "Admin EditingSession FormState",
    "wagtailcore": "APIToken Collection CollectionViewRestriction CollectionViewRestriction_groups Comment"
    " CommentReply GroupApprovalTask GroupApprovalTask_groups GroupCollectionPermission GroupPagePermission"
    " GroupSitePermission ModelLogEntry PageLogEntry PageSubscription PageViewRestriction_groups"
    " ReferenceIndex Revision Task TaskState UploadedFile Workflow WorkflowContentType WorkflowPage"
    " WorkflowState WorkflowTask",
    "wagtaildocs": "Document",
    "wagtailembeds": "Embed",
    "wagtailimages": "Image Rendition",
    "wagtailsearch": "IndexEntry",
    "wagtailusers": "UserProfile",
}
GRANTS: dict[str, Grant] = {
    **PAGES,
    **PEOPLE,
    **CONTENT,
    **TRANSLATIONS,
    **LETTERS,
    **{f"{app}.{name}": NOTHING for app, names in STAFF.items() for name in names.split()},
}
# Tables of no model; the first is asked whether a host runs the release that the database is of.
OTHER_TABLES = ("django_migrations",)
