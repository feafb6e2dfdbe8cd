from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from tasks.models.region import Region


def default_report_sections() -> list[str]:
    """The seven parts that the Ningxia notice of 2022 asks each unit's report to have."""
    return ["成效", "亮点", "工作措施", "指标完成情况", "项目完成情况", "存在问题", "下一步工作措施"]


class DocumentQuerySet(models.QuerySet):
    def published(self) -> "DocumentQuerySet":
        return self.exclude(state=Document.State.DRAFT)

    def visible_to(self, user) -> "DocumentQuerySet":
        """All of the regions that the user oversees; published ones that name a department of theirs.

        Drafts are the office's own.
        """
        if user.is_superuser:
            return self
        named = Q(tasks__assignments__department__in=user.department_ids) | Q(
            tasks__assignments__group__members__in=user.department_ids
        )
        # A query of its own: one more join to many would multiply the rows of the others.
        shared = Document.objects.filter(tasks__targets__allocations__department__in=user.department_ids)
        named |= Q(pk__in=shared.values("pk"))
        seen = self.filter(
            Q(region__in=user.regions_as("office"))
            | (~Q(state=Document.State.DRAFT) & (Q(region__in=user.overseen_regions) | named))
        )
        return self.filter(pk__in=seen.values("pk"))


class Document(models.Model):
    """A policy document as published, and the rules of its ledger."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CLOSED = "closed", _("closed")

    class DayOff(models.TextChoices):
        EARLIER = "earlier", _("the working day before")
        SAME = "same", _("the same day")
        LATER = "later", _("the working day after")

    region = models.ForeignKey(Region, models.PROTECT, related_name="documents", verbose_name=_("region"))
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issuer = models.CharField(_("issuer"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    original = models.FileField(_("original file"), upload_to="originals/", max_length=200)
    original_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    text = models.TextField(_("clean text"))
    findings = models.JSONField(_("findings"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    half_year_month = models.PositiveSmallIntegerField(_("half-year report: month"), default=6)
    half_year_day = models.PositiveSmallIntegerField(_("half-year report: day"), default=20)
    annual_month = models.PositiveSmallIntegerField(_("annual report: month"), default=11)
    annual_day = models.PositiveSmallIntegerField(_("annual report: day"), default=21)
    day_off = models.CharField(
        _("when the day is a day off"), max_length=10, choices=DayOff, default=DayOff.EARLIER
    )
    reports_named = models.BooleanField(_("the document names its report days"), default=False)
    report_sections = models.JSONField(_("parts of a report"), default=default_report_sections)
    yellow_margin = models.DecimalField(
        _("yellow margin"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.15"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text=_("How far the share done may lie behind the share expected before a light turns red."),
    )
    silent_days = models.PositiveSmallIntegerField(_("days without a report until yellow"), default=60)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["text", "findings"])

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["region", "-last_year", "id"]
        constraints = [
            models.CheckConstraint(
                name="document_years_in_order",
                condition=Q(first_year__lte=F("last_year")),
                violation_error_message=_("The first year must not be after the last."),
            ),
            models.CheckConstraint(
                name="document_published_has_moment",
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                violation_error_message=_("A published document has the moment of its publication."),
            ),
            models.UniqueConstraint(
                fields=["region", "title"],
                name="document_title_once_per_region",
                violation_error_message=_("This region already has a document of this title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def years(self) -> str:
        both = {self.first_year, self.last_year}
        return "–".join(str(year) for year in sorted(both))

    @property
    def first_day(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.last_year, 12, 31)


class Section(models.Model):
    """A division that carries tasks or goals; `start` and `end` bound its heading in the clean text."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="sections")
    ordinal = models.CharField(_("ordinal"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"))
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "ordinal"],
                name="section_ordinal_once",
                violation_error_message=_("This document already has a section of this ordinal."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}、{self.title}"
