from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.cycle import ReportingCycle
from tasks.models import Department

OWED = ("draft", "returned")


def _is_overdue(on: date) -> Q:
    past_due = Q(extended_to__isnull=True, cycle__due__lt=on) | Q(extended_to__lt=on)
    return Q(state__in=OWED) & past_due


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SubmissionQuerySet":
        """The own departments' submissions; for overseers of the region all of them."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(department__in=user.department_ids) | Q(cycle__document__region__in=user.overseen_regions)
        )

    def owed(self) -> "SubmissionQuerySet":
        """What the department still has to hand in."""
        return self.filter(state__in=OWED)

    def overdue(self, on: date) -> "SubmissionQuerySet":
        return self.filter(_is_overdue(on))

    def with_delivery(self) -> "SubmissionQuerySet":
        """Adds what a board shows: `effective_due`; `last_told` (NULL: never); `trouble`, why its unit was
        not told last; `turn`, by which owed reports come first, then those that wait for the office.
        """
        from reports.models.reminder import Reminder

        told = Reminder.objects.filter(submission=OuterRef("pk"), audience=Reminder.Audience.LIAISON)
        last = told.filter(state=Reminder.State.SENT).order_by("-sent_at")
        failed = told.exclude(error="").exclude(state=Reminder.State.SKIPPED).order_by("-day", "pk")
        return self.annotate(
            effective_due=Coalesce("extended_to", "cycle__due"),
            last_told=Subquery(last.values("sent_at")[:1]),
            trouble=Subquery(failed.values("error")[:1]),
            turn=Case(When(state__in=OWED, then=0), When(state="submitted", then=1), default=2),
        )

    def counts(self, on: date) -> dict[str, int]:
        """How many are in each state, how many are overdue on the day, how many there are."""
        states = {state: Count("pk", filter=Q(state=state)) for state in Submission.State.values}
        return self.aggregate(**states, overdue=Count("pk", filter=_is_overdue(on)), total=Count("pk"))


class Submission(models.Model):
    """What one department hands in for one cycle; `texts` holds its words by the cycle's parts.

    `version` grows with every saved change: who saves on an older one is shown both texts.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    cycle = models.ForeignKey(
        ReportingCycle, models.CASCADE, related_name="submissions", verbose_name=_("cycle")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="submissions", verbose_name=_("department")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("saved by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    comment = models.TextField(_("comment of the office"), blank=True)
    extension_asked = models.DateField(_("extension asked until"), null=True, blank=True)
    extension_reason = models.TextField(_("reason for the extension"), blank=True)
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    sample = models.BooleanField(_("sample data"), default=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["cycle", "department"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "department"], name="submission_once_per_department"),
            models.CheckConstraint(
                name="submission_submitted_by_somebody",
                condition=Q(state="draft") | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                violation_error_message=_("A submitted report has a day and a person."),
            ),
            models.CheckConstraint(
                name="submission_decided_by_somebody",
                condition=~Q(state__in=["accepted", "returned"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                violation_error_message=_("A decision has a day and a person."),
            ),
            models.CheckConstraint(
                name="submission_returned_with_comment",
                condition=~Q(state="returned") | ~Q(comment=""),
                violation_error_message=_("Say why the report is returned."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.department}"

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.pk])

    @property
    def due(self) -> date:
        return self.extended_to or self.cycle.due

    @property
    def is_editable(self) -> bool:
        return self.state in OWED


class SubmissionEvent(models.Model):
    """One step of a submission's way, kept for good: who did what, when, with which words."""

    class Action(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        EXTENSION_ASKED = "extension_asked", _("Extension asked")
        EXTENSION_GRANTED = "extension_granted", _("Extension granted")
        EXTENSION_REFUSED = "extension_refused", _("Extension refused")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")
    action = models.CharField(_("action"), max_length=20, choices=Action)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True)
    texts = models.JSONField(_("texts as handed in"), default=dict, blank=True)

    class Meta:
        verbose_name = _("submission event")
        verbose_name_plural = _("submission events")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {timezone.localtime(self.at):%Y-%m-%d %H:%M}"
