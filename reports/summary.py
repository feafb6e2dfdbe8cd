"""All that a cycle's summary says, as plain records; excel.py writes them and asks no database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from reports.deadlines import is_late
from reports.models import ReportingCycle, Submission
from tasks.lights import Light, Verdict
from tasks.models import Assignment, Document, ProgressEntry, Project, Section, Target, Task
from tasks.status import TaskStatus, target_status, task_statuses


@dataclass(frozen=True)
class Source:
    """The entry that a figure or a sentence was taken from."""

    entry: int
    task: int
    number: str
    department: str
    reporter: str
    logged_at: datetime
    as_of: date
    indicator: str = ""
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Said:
    """What one department reported on a task in the cycle's period."""

    department: str
    narrative: str
    problem: str
    next_step: str
    source: Source


@dataclass(frozen=True)
class FigureRow:
    """A target with what was reached by the day; several sources where its shares add up."""

    target: Target
    task: Task | None
    verdict: Verdict
    leads: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class TaskRow:
    task: Task
    section: Section | None
    status: TaskStatus
    leads: str
    others: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class ReportRow:
    """A department's report; `texts` are its words once handed in, as a draft is still its writer's own."""

    submission: Submission
    late: bool
    texts: Mapping[str, str]


@dataclass(frozen=True)
class SectionRow:
    """How many of a section's tasks show which light."""

    section: Section | None
    lights: Counter

    @property
    def total(self) -> int:
        return self.lights.total()


@dataclass(frozen=True)
class Summary:
    cycle: ReportingCycle
    document: Document
    on: date
    made_at: datetime
    sample: bool
    sections: list[SectionRow] = field(default_factory=list)
    tasks: list[TaskRow] = field(default_factory=list)
    figures: list[FigureRow] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    reports: list[ReportRow] = field(default_factory=list)

    @property
    def lights(self) -> Counter:
        return sum((row.lights for row in self.sections), Counter())


def default_day(cycle: ReportingCycle, today: date) -> date:
    """The day whose state a cycle's summary shows: its due day, or today while that is to come."""
    return min(cycle.due, today)


def summarise(cycle: ReportingCycle, on: date) -> Summary:
    """The summary of a cycle as of a day, in a fixed number of queries."""
    document = cycle.document
    tasks = list(document.tasks.select_related("section").defer("text").order_by("order"))
    statuses = task_statuses(tasks, on)
    entries = _entries(document, on)
    units = _units(document)
    said = _words_of_period(entries, cycle)
    rows = [_task_row(task, statuses[task.pk], units[task.pk], said[task.pk]) for task in tasks]
    projects, reports = _projects(document), _reports(cycle)
    return Summary(
        cycle=cycle,
        document=document,
        on=on,
        made_at=timezone.now(),
        sample=any(row.sample for row in [*entries, *projects, *(one.submission for one in reports)]),
        sections=section_rows((row.task, row.status.light) for row in rows),
        tasks=rows,
        figures=_figures(document, on, entries, units),
        projects=projects,
        reports=reports,
    )


def _entries(document: Document, on: date) -> list[ProgressEntry]:
    """Standing entries up to the day, the latest first."""
    entries = ProgressEntry.objects.standing().up_to(on).filter(task__document=document)
    entries = entries.select_related("department", "reporter", "task", "target").defer("task__text")
    return list(entries.order_by("-as_of", "-pk"))


def _units(document: Document) -> dict[int, list[Assignment]]:
    units: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.filter(task__document=document).order_by("order"):
        units[assignment.task_id].append(assignment)
    return units


def _named(assignments: Iterable[Assignment]) -> str:
    return "、".join(assignment.wording for assignment in assignments)


def _leads(assignments: list[Assignment]) -> str:
    return _named(assignment for assignment in assignments if assignment.leads)


def _task_row(task: Task, status: TaskStatus, assigned: list[Assignment], entries) -> TaskRow:
    return TaskRow(
        task=task,
        section=task.section,
        status=status,
        leads=_leads(assigned),
        others=_named(assignment for assignment in assigned if not assignment.leads),
        said=tuple(map(_said, entries)),
    )


def _words_of_period(entries: list[ProgressEntry], cycle: ReportingCycle) -> dict[int, list[ProgressEntry]]:
    """By task, each department's last words within the cycle's period."""
    latest: dict[int, dict[int, ProgressEntry]] = defaultdict(dict)
    for entry in entries:
        has_words = entry.narrative or entry.problem or entry.next_step
        if has_words and cycle.starts_on <= entry.as_of <= cycle.ends_on:
            latest[entry.task_id].setdefault(entry.department_id, entry)
    return defaultdict(list, {task: list(words.values()) for task, words in latest.items()})


def _said(entry: ProgressEntry) -> Said:
    return Said(entry.department.name, entry.narrative, entry.problem, entry.next_step, _source(entry))


def _source(entry: ProgressEntry) -> Source:
    return Source(
        entry=entry.pk,
        task=entry.task_id,
        number=entry.task.number,
        department=entry.department.name,
        reporter=str(entry.reporter),
        logged_at=entry.created_at,
        as_of=entry.as_of,
        indicator=entry.target.indicator if entry.target else "",
        value=entry.value,
        unit=entry.target.unit if entry.target else "",
    )


def section_rows(tasks: Iterable[tuple[Task, Light]]) -> list[SectionRow]:
    """Counts of the numbered tasks' lights, in the document's order; subtasks count with their task."""
    lights: dict[Section | None, list[Light]] = defaultdict(list)
    for task, light in tasks:
        if task.parent_id is None:
            lights[task.section].append(light)
    return [SectionRow(section, Counter(found)) for section, found in lights.items()]


def _figures(document, on, entries, units) -> list[FigureRow]:
    sources = _figure_sources(entries)
    targets = document.targets.filter(binding=True).select_related("task").defer("task__text")
    return [
        FigureRow(
            target=target,
            task=target.task,
            verdict=target_status(target, on),
            leads=_leads(units[target.task_id]),
            sources=_sources_of(target, sources),
        )
        for target in targets.with_actual(on).order_by("order")
    ]


def _figure_sources(entries: list[ProgressEntry]) -> dict[int, dict[int | None, Source]]:
    """The latest entry with a value of each target, by share; None is the target itself."""
    sources: dict[int, dict[int | None, Source]] = defaultdict(dict)
    for entry in entries:
        if entry.value is not None:
            sources[entry.target_id].setdefault(entry.allocation_id, _source(entry))
    return sources


def _sources_of(target: Target, sources) -> tuple[Source, ...]:
    """The sources that make up the target's actual value (TargetQuerySet.with_actual states the rule)."""
    found = sources.get(target.pk, {})
    shares = tuple(source for share, source in found.items() if share is not None)
    if shares and target.kind == Target.Kind.AMOUNT:
        return shares
    return (found[None],) if None in found else ()


def _projects(document: Document) -> list[Project]:
    projects = Project.objects.filter(task__document=document, task__dropped_on=None).select_related(
        "task", "department"
    )
    return list(projects.defer("task__text").order_by("task__order", "pk"))


def _reports(cycle: ReportingCycle) -> list[ReportRow]:
    submissions = cycle.submissions.select_related("department", "cycle")
    return [_report(one) for one in submissions.order_by("department__region", "department_id")]


def _report(submission: Submission) -> ReportRow:
    at = submission.submitted_at
    handed_in = submission.state in (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
    return ReportRow(
        submission=submission,
        late=bool(at and is_late(at, submission.due)),
        texts=submission.texts if handed_in else {},
    )
