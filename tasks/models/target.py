from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from tasks.models.department import Department
from tasks.models.document import Document
from tasks.models.task import Task


class FigureField(models.DecimalField):
    """An exact figure of a ledger: up to 18 digits before and 6 after the point."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_digits", 24)
        kwargs.setdefault("decimal_places", 6)
        super().__init__(*args, **kwargs)


def latest_value(on, **which):
    """Subquery: the value last logged up to the day, of entries that no later entry corrects."""
    from tasks.models.progress import ProgressEntry

    entries = ProgressEntry.objects.standing().filter(value__isnull=False, as_of__lte=on, **which)
    return Subquery(entries.order_by("-as_of", "-pk").values("value")[:1])


def latest_day(on, **which):
    from tasks.models.progress import ProgressEntry

    entries = ProgressEntry.objects.standing().filter(value__isnull=False, as_of__lte=on, **which)
    return Subquery(entries.order_by("-as_of", "-pk").values("as_of")[:1])


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user) -> "TargetQuerySet":
        """Targets of the tasks that the user may see, and goals of the documents."""
        return self.filter(
            Q(task__in=Task.everything.visible_to(user))
            | Q(task__isnull=True, document__in=Document.objects.visible_to(user))
        )

    def with_actual(self, on) -> "TargetQuerySet":
        """Adds `actual` and `actual_on`: what was reached by the day, NULL where nothing was reported.

        Of a cumulative target with allocations it is the sum of the latest values of its shares.
        """
        shares = (
            Allocation.objects.filter(target=OuterRef("pk"))
            .annotate(latest=latest_value(on, allocation=OuterRef("pk")))
            .order_by()
            .values("target")
            .annotate(total=Sum("latest"))
            .values("total")
        )
        of_shares = models.Case(
            models.When(kind=Target.Kind.AMOUNT, then=Subquery(shares)), output_field=FigureField()
        )
        own = latest_value(on, target=OuterRef("pk"), allocation__isnull=True)
        return self.annotate(
            actual=Coalesce(of_shares, own, output_field=FigureField()),
            actual_on=latest_day(on, target=OuterRef("pk")),
        )


class LiveTargets(models.Manager.from_queryset(TargetQuerySet)):
    """The figures that bind today, and those that only describe."""

    def get_queryset(self) -> TargetQuerySet:
        return super().get_queryset().filter(dropped_on__isnull=True)


class Target(models.Model):
    """A result in numbers that the document commits somebody to reach or keep.

    Without a task it is a goal of the whole document. `start` and `end` bound its words in the clean text.
    """

    class Comparator(models.TextChoices):
        AT_LEAST = ">=", _("at least")
        AT_MOST = "<=", _("at most")
        ABOUT = "~", _("about")
        RANGE = "range", _("between")

    class Kind(models.TextChoices):
        AMOUNT = "amount", _("cumulative amount")
        LEVEL = "level", pgettext_lazy("kind of target", "level")

    document = models.ForeignKey(Document, models.CASCADE, related_name="targets", verbose_name=_("document"))
    task = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("task")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    indicator = models.CharField(_("indicator"), max_length=200)
    comparator = models.CharField(
        _("comparator"), max_length=5, choices=Comparator, default=Comparator.AT_LEAST
    )
    value = FigureField(_("value"))
    value_to = FigureField(_("upper value"), null=True, blank=True)
    # An index or a ratio has none: 城乡居民收入比缩小到1.9.
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    baseline = FigureField(_("baseline"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"))
    due = models.DateField(_("due"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.AMOUNT)
    trajectory = models.JSONField(
        _("trajectory"),
        default=list,
        blank=True,
        help_text=_('Expected shares by day, e.g. [["2022-06-30", "0.4"]]; empty for a straight line.'),
    )
    text = models.CharField(_("words of the document"), max_length=300)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    binding = models.BooleanField(
        _("binding"), default=True, help_text=_("Off for a figure that only describes or sets a standard.")
    )
    doubt = models.CharField(_("doubt"), max_length=300, blank=True)

    dropped_on = models.DateField(
        _("dropped on"),
        null=True,
        blank=True,
        help_text=_("Taken out by an amendment; it binds nobody since."),
    )

    objects = LiveTargets()
    everything = TargetQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["document", "order"]
        constraints = [
            models.CheckConstraint(
                name="target_range_has_two_ends",
                # A check that comes out NULL passes, so the missing end is named.
                condition=Q(value_to__isnull=False, value_to__gte=F("value"))
                | (Q(value_to__isnull=True) & ~Q(comparator="range")),
                violation_error_message=_("A range needs an upper value that is not below the lower."),
            ),
            models.CheckConstraint(
                name="target_starts_before_due",
                condition=Q(starts_on__lte=F("due")),
                violation_error_message=_("A target must not be due before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.indicator


class Allocation(models.Model):
    """A department's share of a target's total."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="allocations", verbose_name=_("target"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="allocations", verbose_name=_("department")
    )
    value = FigureField(_("value"), validators=[MinValueValidator(Decimal(0))])
    due = models.DateField(_("due"))
    sample = models.BooleanField(_("sample data"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["target", "department"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "department"],
                name="allocation_once_per_department",
                violation_error_message=_("This department already has a share of this target."),
            ),
            models.CheckConstraint(name="allocation_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.target} · {self.department}"


class Project(models.Model):
    """A project by which a task is carried out; investments in 万元 (10,000 yuan)."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    task = models.ForeignKey(Task, models.CASCADE, related_name="projects", verbose_name=_("task"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="projects", verbose_name=_("department")
    )
    name = models.CharField(_("name"), max_length=200)
    planned_investment = FigureField(_("planned investment (10,000 yuan)"), null=True, blank=True)
    completed_investment = FigureField(_("completed investment (10,000 yuan)"), null=True, blank=True)
    physical_progress = models.DecimalField(
        _("physical progress (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sample = models.BooleanField(_("sample data"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["task", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "name"],
                name="project_name_once_per_task",
                violation_error_message=_("This task already has a project of this name."),
            ),
            models.CheckConstraint(
                name="project_progress_is_percent",
                condition=Q(physical_progress__isnull=True)
                | Q(physical_progress__gte=0, physical_progress__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return self.name
