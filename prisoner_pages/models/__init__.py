from prisoner_pages.models.facility import Facility, FacilityMailStatus
from prisoner_pages.models.facts import (
    CaseEvent,
    Charge,
    Claim,
    Detention,
    FactUpdate,
    NameForm,
    Proposal,
    Sentence,
    Source,
    Verification,
)
from prisoner_pages.models.figures import Figure
from prisoner_pages.models.front_ends import FrontEnd
from prisoner_pages.models.imports import ImportedFact, ListColumn, ListedRow, ListImport
from prisoner_pages.models.pages import (
    CampaignIndexPage,
    CampaignPage,
    EventIndexPage,
    EventPage,
    PartnerIndexPage,
    PartnerPage,
    PrisonerIndexPage,
    PrisonerPage,
)
from prisoner_pages.models.partner import Participation, Partner
from prisoner_pages.models.pictures import ImageSubject
from prisoner_pages.models.prisoner import ListedName, Prisoner
from prisoner_pages.models.private import (
    AnnouncedPerson,
    Announcement,
    Assignment,
    BulkChange,
    BulkResult,
    Consent,
    Pause,
    PrisonerPrivate,
    SavedList,
)
from prisoner_pages.models.words import CaseGroup, ChargeArticle, Interest, Occupation, Place, Topic, Word
from prisoner_pages.models.workflow import PartnerApprovalTask

__all__ = [
    "AnnouncedPerson",
    "Announcement",
    "Assignment",
    "BulkChange",
    "BulkResult",
    "CampaignIndexPage",
    "CampaignPage",
    "CaseEvent",
    "CaseGroup",
    "Charge",
    "ChargeArticle",
    "Claim",
    "Consent",
    "Detention",
    "EventIndexPage",
    "EventPage",
    "Facility",
    "FacilityMailStatus",
    "FactUpdate",
    "Figure",
    "FrontEnd",
    "ImageSubject",
    "ImportedFact",
    "Interest",
    "ListColumn",
    "ListImport",
    "ListedName",
    "ListedRow",
    "NameForm",
    "Occupation",
    "Participation",
    "Partner",
    "PartnerApprovalTask",
    "PartnerIndexPage",
    "PartnerPage",
    "Pause",
    "Place",
    "Prisoner",
    "PrisonerIndexPage",
    "PrisonerPage",
    "PrisonerPrivate",
    "Proposal",
    "SavedList",
    "Sentence",
    "Source",
    "Topic",
    "Verification",
    "Word",
]
