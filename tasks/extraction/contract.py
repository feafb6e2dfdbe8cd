"""What a careful reader takes from a policy document, as frozen records and as the JSON of the contract."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from .messages import MESSAGES


@dataclass(frozen=True)
class Doubt:
    code: str
    params: dict = field(default_factory=dict)

    @property
    def message(self) -> str:
        return MESSAGES[self.code] % self.params


@dataclass(frozen=True)
class Head:
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    region: str | None = None
    issued_on: date | None = None
    period: tuple[int, int] | None = None


@dataclass(frozen=True)
class Section:
    ordinal: str
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Unit:
    name: str
    role: str = "responsible"
    group: bool = False
    doubt: str | None = None
    start: int = 0
    end: int = 0
    doubt_code: str | None = None
    doubt_params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    indicator: str
    comparator: str
    value: Decimal
    value_to: Decimal | None
    unit: str
    due: date | None
    text: str
    must: bool = True
    doubt: str | None = None
    start: int = 0
    end: int = 0
    doubt_code: str | None = None
    doubt_params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    number: str
    section: str | None
    parent: str | None
    title: str
    units: tuple[Unit, ...] = ()
    targets: tuple[Target, ...] = ()
    doubt: str | None = None
    start: int = 0
    end: int = 0
    text: str = ""
    doubt_code: str | None = None
    doubt_params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    due: date
    kind: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Finding:
    code: str
    params: dict = field(default_factory=dict)
    start: int | None = None
    end: int | None = None
    level: str = "info"

    @property
    def message(self) -> str:
        return MESSAGES[self.code] % self.params


@dataclass(frozen=True)
class Extraction:
    head: Head
    sections: tuple[Section, ...]
    goals: tuple[Target, ...]
    tasks: tuple[Task, ...]
    reports: tuple[Report, ...]
    findings: tuple[Finding, ...]
    text: str
    source: str
    offsets: tuple  # two arrays: where each clean character starts and ends in the source
    report_sections: tuple[str, ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that the clean stretch [start, end) was read from."""
        starts, ends = self.offsets
        if not starts:
            return 0, 0
        start = min(max(start, 0), len(starts) - 1)
        last = min(max(end - 1, start), len(ends) - 1)
        return starts[start], ends[last]

    def to_json(self) -> dict:
        return {
            "document": _head_json(self.head),
            "sections": [self._spanned(section) for section in self.sections],
            "goals": [self._target_json(target) for target in self.goals],
            "tasks": [self._task_json(task) for task in self.tasks],
            "reports": [self._spanned(report) for report in self.reports],
            "report_sections": list(self.report_sections),
            "findings": [{**asdict(finding), "message": finding.message} for finding in self.findings],
        }

    def _spanned(self, record) -> dict:
        row = {key: _plain(value) for key, value in asdict(record).items()}
        row["source_start"], row["source_end"] = self.original_span(record.start, record.end)
        return row

    def _target_json(self, target: Target) -> dict:
        return self._spanned(target)

    def _unit_json(self, unit: Unit) -> dict:
        row = self._spanned(unit)
        if not unit.group:
            del row["group"]
        return row

    def _task_json(self, task: Task) -> dict:
        row = self._spanned(task)
        row["units"] = [self._unit_json(unit) for unit in task.units]
        row["targets"] = [self._target_json(target) for target in task.targets]
        return row


def _head_json(head: Head) -> dict:
    row = {key: _plain(value) for key, value in asdict(head).items()}
    row["period"] = list(head.period) if head.period else None
    return row


def _plain(value):
    """JSON has no decimal and no date; a figure keeps its digits as text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value
