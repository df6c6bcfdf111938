from home.translation.models.bulk import BulkJob
from home.translation.models.desk import DeskTranslation, LocalePolicy, LocaleRole, Unit, UnitEvent
from home.translation.models.glossary import GlossaryTerm, GlossaryTranslation
from home.translation.models.interface import InterfaceProposal
from home.translation.models.notices import DigestChoice, Notice
from home.translation.models.questions import Answer, Dismissal, Question
from home.translation.models.settings import TranslationSettings

__all__ = [
    "Answer",
    "BulkJob",
    "DeskTranslation",
    "DigestChoice",
    "Dismissal",
    "GlossaryTerm",
    "GlossaryTranslation",
    "InterfaceProposal",
    "LocalePolicy",
    "LocaleRole",
    "Notice",
    "Question",
    "TranslationSettings",
    "Unit",
    "UnitEvent",
]
