from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tasks.models.department import Department
from tasks.models.target import Allocation, FigureField, Project, Target
from tasks.models.task import Task


class AppendOnly(Exception):
    """Somebody tried to change or delete what was reported."""


class ProgressEntryQuerySet(models.QuerySet):
    def standing(self) -> "ProgressEntryQuerySet":
        """Entries that no later entry corrects."""
        return self.filter(corrected_by__isnull=True)

    def up_to(self, on) -> "ProgressEntryQuerySet":
        return self.filter(as_of__lte=on)

    def visible_to(self, user) -> "ProgressEntryQuerySet":
        """A liaison sees the own departments' entries, an overseer all of the region's documents."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(department__in=user.department_ids) | Q(task__document__region__in=user.overseen_regions)
        )

    def update(self, **kwargs):
        raise AppendOnly("progress entries are never changed; log a correction")

    def delete(self):
        raise AppendOnly("progress entries are never deleted; log a correction")

    def remove_samples(self) -> int:
        """Deletes invented entries, the only ones that may go; returns how many."""
        samples = self.filter(sample=True)
        Evidence.objects.filter(entry__in=samples).delete()
        return samples._raw_delete(self.db)


class ProgressEntry(models.Model):
    """What a department reported on a task, as of a day; a correction is a new entry."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="entries", verbose_name=_("task"))
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("target")
    )
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("share")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("project")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="entries", verbose_name=_("department")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries", verbose_name=_("reporter")
    )
    as_of = models.DateField(_("as of"))
    value = FigureField(_("value"), null=True, blank=True)
    narrative = models.TextField(_("progress"), blank=True)
    problem = models.TextField(_("problem"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    state = models.CharField(_("state of the task"), max_length=12, choices=Task.State, blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    created_at = models.DateTimeField(_("logged at"), auto_now_add=True)
    # One page sent once: its entries share it, and a page that is sent again logs nothing twice.
    sending = models.UUIDField(null=True, editable=False)
    sample = models.BooleanField(_("sample data"), default=False)

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = ["-as_of", "-id"]
        constraints = [
            models.CheckConstraint(
                name="entry_says_something",
                condition=Q(value__isnull=False) | ~Q(narrative="", problem="", next_step="", state=""),
                violation_error_message=_("Enter a figure or some words on the progress."),
            ),
            models.CheckConstraint(
                name="entry_value_measures_something",
                condition=Q(value__isnull=True) | Q(target__isnull=False),
                violation_error_message=_("A figure needs the target that it measures."),
            ),
            models.CheckConstraint(
                name="entry_share_is_of_a_target",
                condition=Q(allocation__isnull=True) | Q(target__isnull=False),
            ),
            models.UniqueConstraint(
                # Where a page has no figure or no share, 0 stands for it: NULLs are never equal.
                "sending",
                "department",
                Coalesce("target", Value(0)),
                Coalesce("allocation", Value(0)),
                name="entry_once_per_sending",
            ),
        ]
        indexes = [
            # the latest value of a target (TargetQuerySet.with_actual)
            models.Index(fields=["target", "-as_of", "-id"], name="entry_latest_of_target"),
            models.Index(fields=["allocation", "-as_of", "-id"], name="entry_latest_of_share"),
            models.Index(fields=["task", "-as_of"], name="entry_latest_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.department} · {self.as_of}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly("progress entries are never changed; log a correction")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("progress entries are never deleted; log a correction")


class Evidence(models.Model):
    """A file that supports an entry; served only through a page that checks who asks."""

    entry = models.ForeignKey(ProgressEntry, models.PROTECT, related_name="evidence")
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m/", max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.name


class InstructionQuerySet(models.QuerySet):
    def up_to(self, on) -> "InstructionQuerySet":
        """Given by the day; what is said once a document's years are over belongs to its last day."""
        ended = on.year if (on.month, on.day) == (12, 31) else on.year - 1
        return self.filter(Q(given_on__lte=on) | Q(task__document__last_year__lte=ended))


class Instruction(models.Model):
    """A leader's written instruction on a task, and the entry that answers it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="instructions", verbose_name=_("task"))
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="instructions", verbose_name=_("leader")
    )
    text = models.TextField(_("instruction"))
    given_on = models.DateField(_("given on"))
    answer_due = models.DateField(_("answer due"), null=True, blank=True)
    answered_by = models.ForeignKey(
        ProgressEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("answered by"),
    )
    sample = models.BooleanField(_("sample data"), default=False)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(name="instruction_has_words", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:40]
