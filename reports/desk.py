"""What waits for a user: the office's reviews and drafts, a liaison's reports, figures and instructions."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from reports.cycles import dues_of
from reports.deadlines import Due
from reports.models import DayOverride, Submission
from reports.standing import CycleRow, cycle_rows
from reports.wording import days_words, due_words
from tasks.asof import default_day
from tasks.models import Document, Instruction, Task
from tasks.permissions import is_office_somewhere

LAST_CYCLES, LAST_HANDED_IN = 4, 6


@dataclass(frozen=True)
class Report:
    """A submission with how its time stands, counted to the last day of a document whose years are over."""

    submission: Submission
    on: date

    @property
    def words(self) -> str:
        return due_words(self.submission, self.on)

    @property
    def late(self) -> bool:
        return self.submission.is_editable and self.submission.due < self.on

    @property
    def returned(self) -> bool:
        return self.submission.state == Submission.State.RETURNED


@dataclass(frozen=True)
class Asked:
    """An instruction with how the time for its answer stands."""

    instruction: Instruction
    on: date

    @property
    def words(self) -> str:
        due = self.instruction.answer_due
        return days_words((due - self.on).days) if due else ""

    @property
    def late(self) -> bool:
        return bool(self.instruction.answer_due) and self.instruction.answer_due < self.on


@dataclass(frozen=True)
class Desk:
    """Lists of rows, each with the most urgent first; empty where the role has no such work."""

    is_office: bool = False
    is_liaison: bool = False
    drafts: list[Document] = field(default_factory=list)
    to_review: list[Report] = field(default_factory=list)
    asked_extensions: list[Report] = field(default_factory=list)
    cycles: list[CycleRow] = field(default_factory=list)
    has_one_document: bool = True
    owed: list[Report] = field(default_factory=list)
    handed_in: list[Report] = field(default_factory=list)
    instructions: list[Asked] = field(default_factory=list)
    tasks: int = 0
    next_due: tuple[Document, Due] | None = None

    @property
    def is_clear(self) -> bool:
        return not (self.drafts or self.to_review or self.asked_extensions or self.owed or self.instructions)


def desk_of(user, today: date) -> Desk:
    """The desk of an office coordinator or a liaison; somebody who is both sees both."""
    rows = {"next_due": next_due(user, today)}
    if is_office_somewhere(user, None):
        rows |= {"is_office": True} | _office_rows(user, today)
    if user.department_ids:
        rows |= {"is_liaison": True} | _liaison_rows(user, today)
    return Desk(**rows)


def _office_rows(user, today: date) -> dict:
    documents = Document.objects.filter(region__in=user.regions_as("office")).select_related("region")
    documents = list(documents.defer("text", "findings"))
    published = [one for one in documents if one.state == Document.State.PUBLISHED]
    submissions = _submissions().filter(cycle__document__in=published)
    asked = submissions.owed().filter(extension_asked__isnull=False).order_by("extension_asked")
    return {
        "drafts": [one for one in documents if one.is_draft],
        "to_review": _reports(submissions.filter(state="submitted").order_by("submitted_at"), today),
        "asked_extensions": _reports(asked, today),
        "cycles": _latest_cycles(published, today),
        "has_one_document": len(published) == 1,
    }


def _latest_cycles(documents: list[Document], today: date) -> list[CycleRow]:
    rows = cycle_rows({document.pk: today for document in documents})
    latest = sorted((row for of_one in rows.values() for row in of_one), key=lambda row: row.cycle.due)
    return latest[: -LAST_CYCLES - 1 : -1]


def _liaison_rows(user, today: date) -> dict:
    mine = user.department_ids
    own = _submissions().filter(department__in=mine, cycle__opens__lte=today)
    tasks = Task.objects.for_departments(mine) | Task.objects.with_share_of(mine)
    tasks = tasks.filter(document__state=Document.State.PUBLISHED)
    handed_in = own.exclude(pk__in=own.owed().values("pk")).order_by("-submitted_at")
    owed = _reports(own.owed(), today)
    return {
        "owed": sorted(owed, key=lambda report: (not report.returned, report.submission.due)),
        "handed_in": _reports(handed_in[:LAST_HANDED_IN], today),
        "instructions": _instructions(tasks, today),
        "tasks": tasks.leaves().distinct().count(),
    }


def _instructions(tasks, today: date) -> list[Asked]:
    """Those on the departments' tasks, and on the whole of which they have a part."""
    on_these = Q(task__in=tasks.values("pk")) | Q(task__in=tasks.values("parent"))
    waiting = Instruction.objects.filter(on_these, answered_by__isnull=True)
    waiting = waiting.select_related("task__document", "leader").defer("task__text", "task__document__text")
    first = waiting.order_by(F("answer_due").asc(nulls_last=True), "pk")
    return [Asked(one, default_day(one.task.document, today)) for one in first]


def _submissions():
    published = Submission.objects.filter(cycle__document__state=Document.State.PUBLISHED)
    return published.select_related("cycle__document__region", "department").defer(
        "texts", "cycle__document__text", "cycle__document__findings"
    )


def _reports(submissions, today: date) -> list[Report]:
    return [Report(one, default_day(one.cycle.document, today)) for one in submissions]


def next_due(user, today: date) -> tuple[Document, Due] | None:
    """The next report that is owed on any document that the user sees, opened or not."""
    documents = Document.objects.visible_to(user).filter(
        state=Document.State.PUBLISHED, last_year__gte=today.year - 1
    )
    calendar = DayOverride.objects.calendar()
    dues = [
        (due, document)
        for document in documents.defer("text", "findings")
        for due in dues_of(document, calendar)
        if due.due >= today
    ]
    first = min(dues, key=lambda one: (one[0].due, one[1].pk), default=None)
    return first and (first[1], first[0])
