from home.translation.models.desk import DeskTranslation, LocalePolicy, LocaleRole, Unit, UnitEvent
from home.translation.models.errands import BulkJob, DigestChoice, InterfaceProposal, Notice
from home.translation.models.glossary import GlossaryTerm, GlossaryTranslation
from home.translation.models.settings import TranslationSettings
from home.translation.models.talk import Answer, Dismissal, Question

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
