from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from tasks.models.department import Department, DepartmentGroup
from tasks.models.document import Document, Section


class TaskQuerySet(models.QuerySet):
    def for_departments(self, department_ids) -> "TaskQuerySet":
        """Tasks that name one of these departments, itself or as a member of a group."""
        named = Assignment.objects.filter(
            Q(department__in=department_ids) | Q(group__members__in=department_ids)
        )
        return self.filter(pk__in=named.values("task"))

    def with_share_of(self, department_ids) -> "TaskQuerySet":
        """Tasks of whose figures one of these departments has a share, even if the task does not name it."""
        shared = Task.everything.filter(targets__allocations__department__in=department_ids)
        return self.filter(pk__in=shared.values("pk"))

    def visible_to(self, user) -> "TaskQuerySet":
        """All tasks of the regions that the user oversees; else the published ones of their departments."""
        if user.is_superuser:
            return self
        mine = user.department_ids
        own = Task.everything.for_departments(mine) | Task.everything.with_share_of(mine)
        own = own.exclude(document__state="draft")
        return self.filter(
            Q(document__region__in=user.regions_as("office"))
            | (Q(document__region__in=user.overseen_regions) & ~Q(document__state="draft"))
            | Q(pk__in=own.values("pk"))
            | Q(pk__in=own.values("parent"))
        )

    def leaves(self) -> "TaskQuerySet":
        """Tasks that somebody works on: those without subtasks."""
        return self.exclude(pk__in=Task.objects.exclude(parent=None).values("parent"))


class LiveTasks(models.Manager.from_queryset(TaskQuerySet)):
    """The tasks that bind today."""

    def get_queryset(self) -> TaskQuerySet:
        return super().get_queryset().filter(dropped_on__isnull=True)


class Task(models.Model):
    """A numbered item of the document; a part that one responsibility clause closes is a subtask.

    `start` and `end` bound its text, clause included, in the document's clean text.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        BLOCKED = "blocked", _("blocked")
        CLOSED = "closed", _("closed")

    document = models.ForeignKey(Document, models.CASCADE, related_name="tasks", verbose_name=_("document"))
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("section")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="subtasks", verbose_name=_("parent task")
    )
    number = models.CharField(_("number"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    doubt = models.CharField(_("doubt"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NOT_STARTED)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    dropped_on = models.DateField(
        _("dropped on"),
        null=True,
        blank=True,
        help_text=_("Taken out by an amendment; it binds nobody since."),
    )

    objects = LiveTasks()
    everything = TaskQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["text"])

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                condition=Q(dropped_on__isnull=True),
                name="task_number_once_per_document",
                violation_error_message=_("This document already has a task of this number."),
            ),
            models.CheckConstraint(
                name="task_place_in_order",
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")),
            ),
            models.CheckConstraint(
                name="task_closed_by_somebody",
                condition=Q(state="closed", closed_on__isnull=False, closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True, closed_by__isnull=True)),
                violation_error_message=_("A closed task has a day and a person."),
            ),
            models.CheckConstraint(name="task_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]
        indexes = [models.Index(fields=["document", "order"])]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("task", args=[self.pk])


class Assignment(models.Model):
    """That a department or a group answers for a task; the first responsible unit leads by custom."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead unit")
        RESPONSIBLE = "responsible", _("Responsible unit")
        COOPERATING = "cooperating", _("Cooperating unit")

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    group = models.ForeignKey(
        DepartmentGroup, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    wording = models.CharField(_("wording"), max_length=100, help_text=_("The name that the document gives."))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.RESPONSIBLE)
    order = models.PositiveSmallIntegerField(_("order"))
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    doubt = models.CharField(_("doubt"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["task", "order"]
        constraints = [
            models.CheckConstraint(
                name="assignment_names_one_body",
                condition=Q(department__isnull=False, group__isnull=True)
                | Q(department__isnull=True, group__isnull=False),
                violation_error_message=_("An assignment names a department or a group, one of the two."),
            ),
            models.UniqueConstraint(fields=["task", "department"], name="assignment_department_once"),
            models.UniqueConstraint(fields=["task", "group"], name="assignment_group_once"),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def leads(self) -> bool:
        """A named lead unit, or the first unit of the list (the custom where no lead is named)."""
        return self.role == self.Role.LEAD or (self.role == self.Role.RESPONSIBLE and self.order == 1)
