from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tasks.models.document import Document
from tasks.models.target import Target
from tasks.models.task import Task


class AmendmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AmendmentQuerySet":
        """What was changed is seen by whoever sees the document; what is only proposed, by its office."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(document__region__in=user.regions_as("office"))
            | Q(state=Amendment.State.DONE, document__in=Document.objects.visible_to(user))
        )

    def open(self) -> "AmendmentQuerySet":
        return self.filter(state=Amendment.State.OPEN)


class Amendment(models.Model):
    """A correction of a published ledger: why, by whom, and what it changes.

    One that brings a new version of the document holds its file, its clean text and what the reader found
    in it; its changes wait for a decision, row by row, and take effect together. One made by hand takes
    effect change by change.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("amendment", "open")
        DONE = "done", pgettext_lazy("amendment", "in force")
        DISCARDED = "discarded", pgettext_lazy("amendment", "discarded")

    document = models.ForeignKey(Document, models.PROTECT, related_name="amendments")
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("What for, and on what ground: a notice with its number.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    original = models.FileField(_("original file"), upload_to="originals/", max_length=200, blank=True)
    original_name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    text = models.TextField(_("clean text"), blank=True)
    ledger = models.JSONField(null=True, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="open"), name="amendment_one_open_per_document"
            ),
            models.CheckConstraint(name="amendment_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="amendment_ended_by_somebody",
                condition=Q(state="open", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    def get_absolute_url(self) -> str:
        return reverse("amendment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def brings_version(self) -> bool:
        """Whether it compares a new version of the document, rather than correcting by hand."""
        return bool(self.sha256)


class ChangeQuerySet(models.QuerySet):
    def in_force(self) -> "ChangeQuerySet":
        """By hand at once; of a new version when its amendment has ended."""
        return self.filter(decision=Change.Decision.ACCEPTED).filter(
            Q(amendment__state=Amendment.State.DONE) | Q(amendment__sha256="")
        )


class Change(models.Model):
    """One row of the ledger as it was and as it is or would be: fields by name, values as text.

    `old` is empty for what is added, `new` for what is dropped. An added row holds in `new` all that the
    reader found of it.
    """

    class Kind(models.TextChoices):
        HEAD = "head", _("document")
        SECTION = "section", _("section")
        TASK = "task", _("task")
        UNIT = "unit", pgettext_lazy("body", "unit")
        TARGET = "target", _("target")
        GROUP = "group", _("department group")

    class Decision(models.TextChoices):
        OPEN = "open", pgettext_lazy("decision", "undecided")
        ACCEPTED = "accepted", pgettext_lazy("decision", "accepted")
        REJECTED = "rejected", pgettext_lazy("decision", "rejected")

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # The row of its kind; a unit's is gone once it was dropped, and one that is proposed has none yet.
    row = models.PositiveBigIntegerField(null=True, blank=True)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="changes")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="changes")
    label = models.CharField(_("name"), max_length=300)
    old = models.JSONField(_("before"), default=dict, blank=True)
    new = models.JSONField(_("after"), default=dict, blank=True)
    doubt = models.CharField(_("doubt"), max_length=300, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["amendment", "order", "id"]
        constraints = [
            models.CheckConstraint(
                name="change_decided_by_somebody",
                condition=Q(decision="open", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def action(self) -> str:
        """added, dropped or changed."""
        if not self.old:
            return "added"
        return "changed" if self.new else "dropped"


class Edition(models.Model):
    """A wording of the document that a later one replaced; its file is kept byte for byte."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="editions")
    replaced_by = models.OneToOneField(Amendment, models.PROTECT, related_name="replaced")
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    original = models.FileField(_("original file"), upload_to="originals/", max_length=200)
    original_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    text = models.TextField(_("clean text"))
    findings = models.JSONField(_("findings"), default=list, blank=True)

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["document", "-id"]

    def __str__(self) -> str:
        return self.original_name
