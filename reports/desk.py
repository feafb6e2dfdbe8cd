"""What waits for a user: the office's reviews and drafts, a liaison's reports, figures and instructions."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from reports.models import ReportingCycle, Submission
from tasks.models import Document, Instruction, Task
from tasks.permissions import is_office_somewhere


@dataclass(frozen=True)
class Desk:
    """Lists of rows, each with the most urgent first; empty where the role has no such work."""

    drafts: list[Document] = field(default_factory=list)
    to_review: list[Submission] = field(default_factory=list)
    asked_extensions: list[Submission] = field(default_factory=list)
    open_cycles: list[ReportingCycle] = field(default_factory=list)
    owed: list[Submission] = field(default_factory=list)
    handed_in: list[Submission] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)
    tasks: int = 0

    @property
    def is_clear(self) -> bool:
        return not (self.drafts or self.to_review or self.asked_extensions or self.owed or self.instructions)


def desk_of(user, today: date) -> Desk:
    """The desk of an office coordinator or a liaison; somebody who is both sees both."""
    rows = _office_rows(user, today) if is_office_somewhere(user, None) else {}
    if user.department_ids:
        rows |= _liaison_rows(user, today)
    return Desk(**rows)


def _office_rows(user, today: date) -> dict:
    regions = user.regions_as("office")
    submissions = _submissions().filter(cycle__document__region__in=regions)
    cycles = ReportingCycle.objects.filter(document__region__in=regions).open_on(today)
    return {
        "drafts": list(Document.objects.filter(region__in=regions, state=Document.State.DRAFT)),
        "to_review": list(submissions.filter(state=Submission.State.SUBMITTED).order_by("submitted_at")),
        "asked_extensions": list(submissions.owed().filter(extension_asked__isnull=False)),
        "open_cycles": list(cycles.select_related("document").order_by("-due")[:6]),
    }


def _liaison_rows(user, today: date) -> dict:
    own = _submissions().filter(department__in=user.department_ids, cycle__opens__lte=today)
    tasks = Task.objects.for_departments(user.department_ids).filter(document__state="published")
    asked = Instruction.objects.filter(task__in=tasks, answered_by__isnull=True)
    return {
        "owed": list(own.owed().order_by("cycle__due")),
        "handed_in": list(own.exclude(pk__in=own.owed().values("pk")).order_by("-submitted_at")[:6]),
        "instructions": list(asked.select_related("task", "leader").order_by("answer_due")),
        "tasks": tasks.leaves().count(),
    }


def _submissions():
    documents = Q(cycle__document__state=Document.State.PUBLISHED)
    return Submission.objects.filter(documents).select_related("cycle__document__region", "department")
