from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.submission import Submission, SubmissionEvent


class ReminderQuerySet(models.QuerySet):
    def planned_by(self, on) -> "ReminderQuerySet":
        """Planned for the day or before and not yet sent."""
        return self.filter(state=Reminder.State.PLANNED, day__lte=on)


class Reminder(models.Model):
    """That one audience is told of a submission once, by one rule, on one channel."""

    class Audience(models.TextChoices):
        LIAISON = "liaison", _("Liaison")
        OFFICE = "office", _("Office coordinator")
        LEADER = "leader", _("Leader")

    class Channel(models.TextChoices):
        INBOX = "inbox", _("Inbox")
        MAIL = "mail", _("E-mail")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("skipped")

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="reminders", verbose_name=_("submission")
    )
    rule = models.CharField(_("rule"), max_length=20)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.LIAISON)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    event = models.ForeignKey(
        SubmissionEvent,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        help_text=_("What is told, where it is not only how the time stands."),
    )
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "rule", "audience", "channel"], name="reminder_once"
            ),
            models.CheckConstraint(
                name="reminder_sent_has_moment",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            # what send_due_reminders looks for
            models.Index(fields=["day"], name="reminder_planned", condition=Q(state="planned")),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.rule} · {self.audience} · {self.channel}"


class MessageQuerySet(models.QuerySet):
    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """A line in somebody's inbox; one for each reminder and person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox")
    reminder = models.ForeignKey(Reminder, models.CASCADE, null=True, blank=True, related_name="messages")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    link = models.CharField(_("link"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "reminder"], name="message_once_per_reminder"),
        ]

    def __str__(self) -> str:
        return self.subject
