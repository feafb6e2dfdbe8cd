"""Where a cycle's reports stand on a day; past days can be asked because each step is an event."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from reports.deadlines import due_moment
from reports.models import ReportingCycle, Submission, SubmissionEvent

OWED = (Submission.State.DRAFT, Submission.State.RETURNED)
# Of the events these change the state, each into the one of its own name.
STEPS = [
    SubmissionEvent.Action.SUBMITTED,
    SubmissionEvent.Action.RETURNED,
    SubmissionEvent.Action.ACCEPTED,
]


@dataclass(frozen=True)
class CycleRow:
    """A cycle's reports by state; `overdue` of those that are owed are past their own due day."""

    cycle: ReportingCycle
    states: Counter
    overdue: int

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def owing(self) -> int:
        return sum(self.states[state] for state in OWED)

    @property
    def handed_in(self) -> int:
        return self.total - self.owing


def state_on(submission: Submission, on: date) -> str:
    """Its state at the end of the day; `steps` holds its events in order."""
    before = [step for step in submission.steps if step.at <= due_moment(on)]
    if len(before) == len(submission.steps):
        return submission.state
    return before[-1].action if before else Submission.State.DRAFT


def cycle_rows(days: Mapping[int, date]) -> dict[int, list[CycleRow]]:
    """By document, the cycles that had opened by its day, the last first; in a fixed number of queries."""
    cycles = ReportingCycle.objects.filter(document__in=days).select_related("document")
    cycles = cycles.defer("document__text", "document__findings").order_by("-due", "-pk")
    opened = [cycle for cycle in cycles if cycle.opens <= days[cycle.document_id]]
    submissions = _submissions(opened)
    rows: dict[int, list[CycleRow]] = defaultdict(list)
    for cycle in opened:
        rows[cycle.document_id].append(_row(cycle, submissions[cycle.pk], days[cycle.document_id]))
    return rows


def _submissions(cycles: list[ReportingCycle]) -> dict[int, list[Submission]]:
    steps = SubmissionEvent.objects.filter(action__in=STEPS).defer("texts").order_by("at", "pk")
    rows = Submission.objects.filter(cycle__in=cycles).select_related("cycle").defer("texts")
    by_cycle: dict[int, list[Submission]] = defaultdict(list)
    for submission in rows.prefetch_related(Prefetch("events", steps, to_attr="steps")):
        by_cycle[submission.cycle_id].append(submission)
    return by_cycle


def _row(cycle: ReportingCycle, submissions: list[Submission], on: date) -> CycleRow:
    states = [state_on(submission, on) for submission in submissions]
    overdue = [
        submission.due < on and state in OWED for submission, state in zip(submissions, states, strict=True)
    ]
    return CycleRow(cycle, Counter(states), sum(overdue))
