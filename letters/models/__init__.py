from letters.models.address import WriterAddress
from letters.models.bulk import BulkAct, BulkOutcome
from letters.models.desk import DeskMember, LetterDesk, PostageStep
from letters.models.digests import DayDigest, SharedKey
from letters.models.emergency_access import GlassBreak
from letters.models.family import FamilyRequest
from letters.models.letter import Letter, LetterDrawing
from letters.models.log import LetterLogEntry
from letters.models.printing import DayPack, FileCopy, Omission, PrintedLetter, PrintFile, PrintRun
from letters.models.replies import (
    NOBODY_ASKED,
    PlaceStop,
    PostReturn,
    Reply,
    ReplyLogEntry,
    ReplyPage,
    WriterCopy,
)
from letters.models.requests import WriterRequest
from letters.models.retention import ErasureRequest, ReleaseCopy, Tombstone
from letters.models.scans import (
    SCAN_FILE,
    SCANNED_PAGE,
    EventSheet,
    ScanBatch,
    ScanFile,
    ScannedPage,
    ScanOpening,
)
from letters.models.translation import LetterNote, LetterTranslation, TextVersion
from letters.models.words import (
    AdviceReason,
    AdviceText,
    CountryName,
    DrawChange,
    LetterLimit,
    PostCountry,
    ReasonChip,
    ReasonText,
    RetentionRule,
    WatchedWord,
    WritingAid,
    WritingAidText,
)

__all__ = [
    "NOBODY_ASKED",
    "SCANNED_PAGE",
    "SCAN_FILE",
    "AdviceReason",
    "AdviceText",
    "BulkAct",
    "BulkOutcome",
    "CountryName",
    "DayDigest",
    "DayPack",
    "DeskMember",
    "DrawChange",
    "ErasureRequest",
    "EventSheet",
    "FamilyRequest",
    "FileCopy",
    "GlassBreak",
    "Letter",
    "LetterDesk",
    "LetterDrawing",
    "LetterLimit",
    "LetterLogEntry",
    "LetterNote",
    "LetterTranslation",
    "Omission",
    "PlaceStop",
    "PostCountry",
    "PostReturn",
    "PostageStep",
    "PrintFile",
    "PrintRun",
    "PrintedLetter",
    "ReasonChip",
    "ReasonText",
    "ReleaseCopy",
    "Reply",
    "ReplyLogEntry",
    "ReplyPage",
    "RetentionRule",
    "ScanBatch",
    "ScanFile",
    "ScanOpening",
    "ScannedPage",
    "SharedKey",
    "TextVersion",
    "Tombstone",
    "WatchedWord",
    "WriterAddress",
    "WriterCopy",
    "WriterRequest",
    "WritingAid",
    "WritingAidText",
]
