"""What the ledger already knows of a department's work in a cycle, so that a report need not ask again."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from reports.models import ReportingCycle, Submission
from tasks.lights import Verdict, figure, percent
from tasks.models import Allocation, Assignment, Instruction, ProgressEntry, Project, Target, Task
from tasks.models.target import latest_day, latest_value
from tasks.status import TaskStatus, target_status, task_statuses


@dataclass
class KnownFigure:
    """A target of a task, and the department's own share of it where the office has allocated one."""

    target: Target
    verdict: Verdict
    share: Allocation | None = None


@dataclass
class KnownTask:
    task: Task
    role: str
    status: TaskStatus
    figures: list[KnownFigure] = field(default_factory=list)
    entries: list[ProgressEntry] = field(default_factory=list)


@dataclass
class Known:
    on: date
    tasks: list[KnownTask]
    projects: list[Project]
    instructions: list[Instruction]

    @property
    def figures(self) -> list[KnownFigure]:
        return [figure for task in self.tasks for figure in task.figures]


def figures_day(cycle: ReportingCycle, today: date) -> date:
    """The day whose figures a report shows: the end of its period, or today while that lies ahead."""
    return min(cycle.ends_on, today)


def known_of(submission: Submission, on: date) -> Known:
    """In a fixed number of queries; tasks in the document's order, entries of the period, newest first."""
    cycle, department = submission.cycle, submission.department_id
    document = cycle.document
    tasks = list(document.tasks.for_departments([department]).leaves().order_by("order"))
    roles = _roles(tasks, department)
    statuses = task_statuses(tasks, on)
    figures = _figures(tasks, department, on)
    entries = _entries(tasks, department, cycle, on)
    return Known(
        on=on,
        tasks=[
            KnownTask(task, roles[task.pk], statuses[task.pk], figures[task.pk], entries[task.pk])
            for task in tasks
        ],
        projects=list(
            Project.objects.filter(
                task__document=document, task__dropped_on=None, department=department
            ).select_related("task")
        ),
        instructions=_answered_instructions(tasks, on),
    )


def _roles(tasks: list[Task], department: int) -> dict[int, str]:
    """In which role the department answers for each task; being named itself counts before a group."""
    named = Assignment.objects.filter(Q(department=department) | Q(group__members=department), task__in=tasks)
    groups_first = named.order_by(F("department").asc(nulls_first=True)).distinct()
    return {one.task_id: _role(one) for one in groups_first}


def _role(one: Assignment) -> str:
    return Assignment.Role.LEAD.label if one.leads else one.get_role_display()


def _figures(tasks: list[Task], department: int, on: date) -> dict[int, list[KnownFigure]]:
    own = Allocation.objects.filter(department=department).annotate(
        actual=latest_value(on, allocation=OuterRef("pk")),
        actual_on=latest_day(on, allocation=OuterRef("pk")),
    )
    targets = (
        Target.objects.filter(task__in=tasks, binding=True)
        .select_related("document", "task")
        .prefetch_related(Prefetch("allocations", own, to_attr="own_shares"))
        .with_actual(on)
        .order_by("order")
    )
    figures = defaultdict(list)
    for target in targets:
        share = target.own_shares[0] if target.own_shares else None
        figures[target.task_id].append(KnownFigure(target, target_status(target, on), share))
    return figures


def _entries(tasks: list[Task], department: int, cycle: ReportingCycle, on: date):
    found = ProgressEntry.objects.standing().filter(
        task__in=tasks, department=department, as_of__gte=cycle.starts_on, as_of__lte=on
    )
    entries = defaultdict(list)
    for entry in found.select_related("target", "reporter"):
        entries[entry.task_id].append(entry)
    return entries


def _answered_instructions(tasks: list[Task], on: date) -> list[Instruction]:
    given = Instruction.objects.up_to(on).filter(task__in=tasks)
    return list(given.select_related("task", "leader", "answered_by"))


def figures_text(known: Known) -> str:
    """Ready words for the part on figures: one line for each figure of the department's tasks."""
    return "\n".join(_figure_line(number, one) for number, one in enumerate(known.figures, start=1))


def _figure_line(number: int, one: KnownFigure) -> str:
    target = one.target
    # The department answers for its own share where it has one, not for the total.
    measured = one.share or target
    goal = f"{figure(measured.value)}{target.unit}"
    if measured.actual is None:
        said = _("%(indicator)s: target %(goal)s, not yet reported.")
        return f"{number}. " + said % {"indicator": target.indicator, "goal": goal}
    said = _("%(indicator)s: %(actual)s of %(goal)s%(share)s, as of %(day)s.")
    return f"{number}. " + said % {
        "indicator": target.indicator,
        "actual": f"{figure(measured.actual)}{target.unit}",
        "goal": goal,
        "share": _share_words(target, measured.actual, measured.value),
        "day": measured.actual_on.isoformat(),
    }


def _share_words(target: Target, actual: Decimal, value: Decimal) -> str:
    """How much of an amount is done; of a level (97 %) a share would mislead."""
    if target.kind != Target.Kind.AMOUNT or value <= 0:
        return ""
    return _(" (%(share)s)") % {"share": percent(actual / value)}


def projects_text(known: Known) -> str:
    return "\n".join(_project_line(number, one) for number, one in enumerate(known.projects, start=1))


def _project_line(number: int, project: Project) -> str:
    facts = [f"{number}. {project.name}", project.get_state_display()]
    if project.completed_investment is not None and project.planned_investment is not None:
        facts.append(
            _("%(done)s of %(planned)s (10,000 yuan) invested")
            % {"done": figure(project.completed_investment), "planned": figure(project.planned_investment)}
        )
    if project.physical_progress is not None:
        facts.append(_("physical progress %(percent)s%%") % {"percent": figure(project.physical_progress)})
    return _(", ").join(facts)


def _said(known: Known, what: str) -> str:
    """What was logged in the period, task by task, oldest first."""
    lines = [
        _("%(what)s: %(words)s") % {"what": row.task, "words": getattr(entry, what)}
        for row in known.tasks
        for entry in reversed(row.entries)
        if getattr(entry, what)
    ]
    return "\n".join(lines)


# A word in a part's name tells what it asks for; the seven parts of the Ningxia notice and their like.
READY_TEXTS = (
    ("指标", figures_text),
    ("项目", projects_text),
    ("问题", lambda known: _said(known, "problem")),
    ("下一步", lambda known: _said(known, "next_step")),
    ("成效", lambda known: _said(known, "narrative")),
)


def ready_text(known: Known, part: str) -> str:
    """What may be put into a part of the report as it is; "" where the ledger knows nothing of it."""
    return next((write(known) for word, write in READY_TEXTS if word in part), "")
