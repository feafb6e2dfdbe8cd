from reports.models.cycle import DayOverride, ReportingCycle
from reports.models.reminder import Message, Reminder
from reports.models.submission import Submission, SubmissionEvent

__all__ = ["DayOverride", "Message", "Reminder", "ReportingCycle", "Submission", "SubmissionEvent"]
