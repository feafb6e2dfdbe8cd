"""The figures that a department is to report: its shares, else its tasks' targets, and how they stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from tasks.lights import Verdict, expected_share, figure, target_light
from tasks.models import Allocation, Assignment, Department, ProgressEntry, Target, Task
from tasks.status import thresholds_of, trajectory_of

FAR_OFF = 10


@dataclass(frozen=True)
class Figure:
    """What one department reports one value of: a whole target, or its allocated share of it."""

    target: Target
    department: Department
    allocation: Allocation | None = None
    leads: bool = False
    last: ProgressEntry | None = None
    by_others: bool = False

    @property
    def key(self) -> str:
        what = f"a{self.allocation.pk}" if self.allocation else f"t{self.target.pk}"
        return f"{what}-{self.department.pk}"

    @property
    def goal(self) -> Decimal:
        return self.allocation.value if self.allocation else self.target.value

    @property
    def due(self) -> date:
        return self.allocation.due if self.allocation else self.target.due

    @property
    def last_value(self) -> Decimal | None:
        return self.last.value if self.last else None

    def verdict(self, on: date) -> Verdict:
        """The light of what this department itself reported."""
        target, whole = self.target, self.allocation is None
        return target_light(
            comparator=target.comparator if whole or target.comparator != "range" else ">=",
            kind=target.kind,
            value=self.goal,
            value_to=target.value_to if whole else None,
            baseline=target.baseline if whole else None,
            actual=self.last_value,
            start=target.starts_on,
            due=self.due,
            on=on,
            trajectory=trajectory_of(target),
            thresholds=thresholds_of(target.document),
        )

    def expected(self, on: date) -> Decimal | None:
        return expected_value(self.target, on, self.allocation)


def expected_value(target: Target, on: date, allocation: Allocation | None = None) -> Decimal | None:
    """What should be reached by the day, as exact as the goal is written; None for a ceiling."""
    if target.comparator == "<=":
        return None
    goal = allocation.value if allocation else target.value
    share = expected_share(
        target.starts_on, allocation.due if allocation else target.due, on, trajectory_of(target)
    )
    from_baseline = target.kind == Target.Kind.LEVEL and target.baseline is not None and not allocation
    base = target.baseline if from_baseline and target.baseline < goal else Decimal(0)
    places = max(-goal.normalize().as_tuple().exponent, 1 if target.kind == Target.Kind.LEVEL else 0)
    return (base + (goal - base) * share).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def figures_of(departments: Iterable[int], on: date, task: Task | None = None) -> list[Figure]:
    """All that these departments are to report, of one task or of every open one; what they lead comes first.

    In a fixed number of queries. A cumulative target that is divided is reported by its shares only.
    """
    ids = list(departments)
    roles = _roles(ids, task)
    targets = _open_targets(ids, task)
    shares = _shares(ids, targets)
    bodies = Department.objects.in_bulk(ids)
    last, reported_by = _reports(targets, on)
    figures = []
    for target in targets:
        for pk in sorted(ids, key=lambda pk: not roles.get((target.task_id, pk), False)):
            if share := shares.get((target.pk, pk)):
                figures.append(Figure(target, bodies[pk], share, True, last.get((target.pk, share.pk, pk))))
            if (target.task_id, pk) in roles and not _only_by_shares(target):
                leads = roles[target.task_id, pk]
                others = bool(reported_by[target.pk] - {pk})
                figures.append(
                    Figure(target, bodies[pk], None, leads, last.get((target.pk, None, pk)), others)
                )
    return figures


def _only_by_shares(target: Target) -> bool:
    return target.divided and target.kind == Target.Kind.AMOUNT


def _roles(ids: list[int], task: Task | None) -> dict[tuple[int, int], bool]:
    """Whether the department leads, by task and department; in a group every member leads if it does."""
    within = Q(task=task) if task else Q(task__document__state="published")
    roles: dict[tuple[int, int], bool] = {}
    for field, department in (("department", "department_id"), ("group__members", "group__members")):
        named = Assignment.objects.filter(within, **{f"{field}__in": ids}).order_by("order")
        for task_id, pk, role, order in named.values_list("task", department, "role", "order"):
            leads = Assignment(role=role, order=order).leads
            roles[task_id, pk] = roles.get((task_id, pk), False) or leads
    return roles


def _open_targets(ids: list[int], task: Task | None) -> list[Target]:
    tasks = Task.objects.filter(pk=task.pk) if task else Task.objects.all()
    mine = tasks.for_departments(ids) | tasks.with_share_of(ids)
    is_open = mine.filter(document__state="published").exclude(state=Task.State.CLOSED)
    targets = Target.objects.filter(task__in=is_open.values("pk"), binding=True)
    divided = Exists(Allocation.objects.filter(target=OuterRef("pk")))
    rows = targets.annotate(divided=divided).select_related("task", "document")
    return list(rows.order_by("document__region", "document", "task__order", "order"))


def _shares(ids: list[int], targets: list[Target]) -> dict[tuple[int, int], Allocation]:
    shares = Allocation.objects.filter(department__in=ids, target__in=targets)
    return {(share.target_id, share.department_id): share for share in shares}


def _reports(targets: list[Target], on: date):
    """The last entry by (target, share, department), and who reported each target as a whole."""
    entries = ProgressEntry.objects.standing().up_to(on).filter(target__in=targets, value__isnull=False)
    last = {}
    reported_by = defaultdict(set)
    for entry in entries.order_by("as_of", "pk"):
        last[entry.target_id, entry.allocation_id, entry.department_id] = entry
        if entry.allocation_id is None:
            reported_by[entry.target_id].add(entry.department_id)
    return last, reported_by


def doubts(
    *,
    target: Target,
    allocation: Allocation | None,
    department: Department,
    value: Decimal,
    as_of: date,
    corrects: ProgressEntry | None = None,
) -> list[str]:
    """Why a value may be a slip of the pen: sentences for the user, none if it looks right."""
    goal = allocation.value if allocation else target.value
    found = []
    if goal > 0 and value > goal * FAR_OFF:
        found.append(
            _("%(value)s is more than ten times the target of %(goal)s.")
            % {"value": figure(value), "goal": figure(goal)}
        )
    before = ProgressEntry.objects.standing().up_to(as_of)
    before = before.filter(target=target, allocation=allocation, value__isnull=False)
    last = before.exclude(pk=corrects and corrects.pk).order_by("-as_of", "-pk").first()
    if last:
        found += _beside_the_last(last, department, value, as_of)
    return found


def _beside_the_last(last: ProgressEntry, department: Department, value: Decimal, as_of: date) -> list[str]:
    words = {"value": figure(value), "last": figure(last.value), "day": last.as_of.isoformat()}
    own = last.department_id == department.pk
    if own and (value, as_of) == (last.value, last.as_of):
        return [_("%(value)s has been logged for %(day)s already.") % words]
    if last.target.kind != Target.Kind.AMOUNT or value >= last.value:
        return []
    if own:
        only_up = _(
            "%(value)s is less than the %(last)s reported as of %(day)s, and this figure only adds up."
        )
        return [only_up % words]
    # Another unit's entry is not shown to this one.
    return [_("%(value)s is less than another unit reported as of %(day)s.") % words]
