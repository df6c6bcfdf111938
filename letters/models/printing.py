import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import HoldReason
from letters.choices.paper import FileKind, LeftOut, PrintTrouble, RunState
from letters.models.desk import LetterDesk
from letters.models.letter import Letter
from letters.paper_sizes import address_formats
from letters.querysets.printing import DayPackQuerySet, PrintedLetterQuerySet, PrintFileQuerySet
from prisoner_pages.models import Facility


class DayPack(models.Model):
    """The runs that one person prints, packs and posts in one go: one set of files in one order."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey(LetterDesk, models.PROTECT, related_name="packs")
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.BUILDING)
    envelope_format = models.CharField(max_length=10, choices=address_formats)
    has_blank_sheets = models.BooleanField(_("with blank sheets for the answer"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(null=True)
    # The maker's: the manifest and the sheets between the places are in it.
    language = models.CharField(max_length=10, default="uk")
    # A worker is building it until then; after that it may have died, and another one may go on.
    worked_until = models.DateTimeField(null=True)

    objects = DayPackQuerySet.as_manager()

    class Meta:
        verbose_name = _("day pack")
        verbose_name_plural = _("day packs")

    def __str__(self) -> str:
        return str(self.uuid)

    def file_name(self, kind: FileKind, printed: "PrintedLetter | None" = None) -> str:
        """Return the name of a file, or of the file of one letter printed again, as it lies on a disk.

        It tells nothing but which files belong together and in which order they are needed.
        """
        ending = "txt" if kind == FileKind.ELECTRONIC else "pdf"
        again = f"-{printed.pk}" if printed else ""
        return f"{self.uuid.hex[:8]}-{list(FileKind).index(kind) + 1}{again}.{ending}"

    @property
    def is_worked_on(self) -> bool:
        return self.worked_until is not None and self.worked_until > timezone.now()


class PrintRun(models.Model):
    """The letters to one place that are printed together, frozen at the version they had."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pack = models.ForeignKey(DayPack, models.CASCADE, related_name="runs")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="print_runs")
    position = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.BUILDING)

    class Meta:
        verbose_name = _("print run")
        verbose_name_plural = _("print runs")
        ordering = ["pack", "position"]


class PrintedLetter(models.Model):
    """One letter in a run: its place in the order, its number on paper, its pages."""

    run = models.ForeignKey(PrintRun, models.CASCADE, related_name="printed")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="printings")
    position = models.PositiveIntegerField()
    letter_version = models.PositiveIntegerField()
    # Random, for this printing alone; not derived from the tracking code.
    number = models.CharField(_("number on paper"), max_length=12, unique=True)
    pages = models.PositiveSmallIntegerField(null=True)
    sheets = models.PositiveSmallIntegerField(null=True)
    grams = models.PositiveSmallIntegerField(null=True)
    # The chunk of the pack's letters in which it is set.
    chunk = models.PositiveIntegerField(default=0)
    # Why it is in no file of the pack (PrintTrouble or LeftOut); never content.
    fault = models.CharField(max_length=200, blank=True)
    # Until posted, pulled or faulty: a letter is in one open run at most.
    is_open = models.BooleanField(default=True)

    objects = PrintedLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed letter")
        verbose_name_plural = _("printed letters")
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=models.Q(is_open=True), name="letter_in_one_open_run"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def fault_words(self) -> str | Promise:
        return FAULT_WORDS.get(self.fault, self.fault)


FAULT_WORDS = dict([*LeftOut.choices, *PrintTrouble.choices])


class Omission(models.Model):
    """A letter that was chosen for a pack and never taken into it, and why."""

    pack = models.ForeignKey(DayPack, models.CASCADE, related_name="omissions")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=LeftOut.choices)
    hold = models.CharField(max_length=20, blank=True, choices=HoldReason.choices)

    class Meta:
        ordering = ["pack", "reason", "pk"]
        constraints = [models.UniqueConstraint(fields=["pack", "letter"], name="one_omission_a_letter")]

    def __str__(self) -> str:
        return self.get_reason_display()


class PrintFile(models.Model):
    """A part of a pack's files, sealed; made chunk by chunk, so that a killed job goes on where it was."""

    pack = models.ForeignKey(DayPack, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    chunk = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    # The one letter in it that was printed again; None for a part of the whole pack.
    printed = models.ForeignKey(PrintedLetter, models.CASCADE, null=True, related_name="reprints")

    objects = PrintFileQuerySet.as_manager()

    class Meta:
        ordering = ["pack", "kind", "chunk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "kind", "chunk"], condition=models.Q(printed=None), name="one_chunk_a_file"
            ),
            models.UniqueConstraint(
                fields=["printed", "kind"],
                condition=models.Q(printed__isnull=False),
                name="one_reprint_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.chunk}"

    @property
    def field(self) -> str:
        """The field that the sealed part names inside: moved to another row, it does not open."""
        return f"{self.kind}:{self.chunk}:{self.printed_id or ''}"


class FileCopy(models.Model):
    """One opening of a file: a copy that lies on somebody's disk until they say that it is destroyed."""

    pack = models.ForeignKey(DayPack, models.CASCADE, related_name="copies")
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    number = models.CharField(max_length=12, blank=True)  # of the one letter, when it was printed again
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    # Who said that downloads and spoilt paper are gone.
    destroyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pack", "opened_at"]

    def __str__(self) -> str:
        return self.get_kind_display()
