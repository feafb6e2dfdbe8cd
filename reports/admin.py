"""Administrators keep the calendar and look after deliveries; what was reported is only looked at."""

from django.contrib import admin

from reports.models import DayOverride, Reminder, ReportingCycle, Submission, SubmissionEvent


class ReadOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(DayOverride)
class DayOverrideAdmin(admin.ModelAdmin):
    list_display = ["day", "workday", "note"]
    list_filter = ["workday"]
    date_hierarchy = "day"


@admin.register(ReportingCycle)
class ReportingCycleAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["document", "kind", "year", "nominal", "due", "opens"]
    list_filter = ["kind", "year"]
    list_select_related = ["document"]


class EventInline(ReadOnly, admin.TabularInline):
    model = SubmissionEvent
    fields = ["at", "action", "by", "comment"]
    extra = 0


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["cycle", "department", "state", "submitted_at", "decided_at"]
    list_filter = ["state"]
    list_select_related = ["cycle", "department"]
    search_fields = ["department__name"]
    exclude = ["texts"]
    inlines = [EventInline]


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = [
        "submission",
        "rule",
        "audience",
        "channel",
        "day",
        "state",
        "attempts",
        "sent_at",
        "error",
    ]
    list_filter = ["state", "channel", "audience"]
    list_select_related = ["submission__cycle", "submission__department"]
    date_hierarchy = "day"
