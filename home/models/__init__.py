from home.models.base import BasePage
from home.models.daily import DailyJob
from home.models.findings import HealthFinding
from home.models.former_addresses import FormerAddress
from home.models.generations import Generation
from home.models.heartbeat import Heartbeat
from home.models.images import SiteImage, SiteRendition
from home.models.invitations import Invitation
from home.models.outbox import Outbox
from home.models.pages import HomePage, StandardPage
from home.models.search import SearchEntry
from home.models.second_steps import SecondStepReset
from home.models.sessions import StaffDevice, StaffSession
from home.models.settings import SiteSettings

__all__ = [
    "BasePage",
    "DailyJob",
    "FormerAddress",
    "Generation",
    "HealthFinding",
    "Heartbeat",
    "HomePage",
    "Invitation",
    "Outbox",
    "SearchEntry",
    "SecondStepReset",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "StaffDevice",
    "StaffSession",
    "StandardPage",
]
