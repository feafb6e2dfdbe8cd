from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.workdays import Calendar
from tasks.models import Document
from tasks.models.document import default_report_sections


class DayOverrideQuerySet(models.QuerySet):
    def calendar(self) -> Calendar:
        """The library's calendar with these days set by hand."""
        return Calendar(dict(self.values_list("day", "workday")))


class DayOverride(models.Model):
    """A day that an administrator declares working or free, against what the calendar library says."""

    day = models.DateField(_("day"), primary_key=True)
    workday = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    objects = DayOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("day override")
        verbose_name_plural = _("day overrides")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"


class ReportingCycleQuerySet(models.QuerySet):
    def open_on(self, day) -> "ReportingCycleQuerySet":
        return self.filter(opens__lte=day)

    def visible_to(self, user) -> "ReportingCycleQuerySet":
        return self.filter(document__in=Document.objects.published().visible_to(user))


class ReportingCycle(models.Model):
    """A round of reports.

    `nominal` is the day that the document names, `due` what its rule for a day off makes of it.
    """

    class Kind(models.TextChoices):
        HALF_YEAR = "half-year", _("half-year report")
        ANNUAL = "annual", _("annual report")
        SPECIAL = "special", _("special report")

    document = models.ForeignKey(Document, models.CASCADE, related_name="cycles", verbose_name=_("document"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period to"))
    nominal = models.DateField(_("day that the document names"))
    due = models.DateField(_("due"))
    opens = models.DateField(_("opens"))
    sections = models.JSONField(_("parts of a report"), default=default_report_sections)

    objects = ReportingCycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting cycle")
        verbose_name_plural = _("reporting cycles")
        ordering = ["-due", "document"]
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "nominal"], name="cycle_once_per_document"),
            models.CheckConstraint(
                name="cycle_days_in_order",
                condition=Q(starts_on__lte=F("ends_on"), opens__lte=F("due")),
                violation_error_message=_("A cycle opens before it is due."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(year)s %(kind)s") % {"year": self.year, "kind": self.get_kind_display()}

    def get_absolute_url(self) -> str:
        return reverse("cycle", args=[self.pk])
