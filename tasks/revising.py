"""The accepted changes of a new version of a document, put into its ledger; its text comes under the rows."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from tasks import editing, importing
from tasks.comparing import comparison
from tasks.differences import Comparison, Proposal
from tasks.models import Amendment, Assignment, Change, Document, Edition, Section, Target, Task
from tasks.units import Units
from urbanplan.refusal import Refusal

Kind = Change.Kind


def carry_out(amendment: Amendment, document: Document, by) -> None:
    """Inside the caller's transaction. Refuses where two tasks would have one number."""
    found = comparison(amendment)
    accepted = [row for row in _with_items(amendment, found) if row[0].decision == Change.Decision.ACCEPTED]
    try:
        _Revision(amendment, document, found, accepted, by).carry_out()
    except (IntegrityError, ValidationError) as wrong:
        raise Refusal(
            _("Two tasks would have the same number, or a figure would be impossible; decide otherwise.")
        ) from wrong


def _with_items(amendment: Amendment, found: Comparison) -> list[tuple[Change, Proposal]]:
    """Each change with its proposal. The ledger stood still while the amendment was open, so the same
    comparison comes out; unless somebody gave the program another reader meanwhile.
    """
    changes = list(amendment.changes.select_related("task", "target"))
    keys = [(change.kind, change.row, change.new) for change in changes]
    if keys != [(one.kind, one.row, one.new) for one in found.proposals]:
        raise Refusal(_("The ledger has changed since the comparison; discard it and compare again."))
    return list(zip(changes, found.proposals, strict=True))


class _Revision:
    def __init__(self, amendment, document, found: Comparison, accepted, by):
        self.amendment: Amendment = amendment
        self.document: Document = document
        self.found, self.accepted, self.by = found, accepted, by
        self.units = Units(document.region)
        self.tasks: dict[str, Task] = {}
        self.made: set[tuple[str, int]] = set()

    def carry_out(self) -> None:
        self._take_version()
        self._take_sections()
        self._drop()
        self._free_numbers()
        rows = Task.objects.in_bulk([row["id"] for row, _item in self.found.tasks])
        self.tasks = {item["number"]: rows[row["id"]] for row, item in self.found.tasks if row["id"] in rows}
        for kind, deed in (
            (Kind.HEAD, self._head),
            (Kind.TASK, self._task),
            (Kind.UNIT, self._unit),
            (Kind.TARGET, self._target),
        ):
            for change, proposal in self.accepted:
                if change.kind == kind and change.new:
                    deed(change, proposal)
        self._place_rows()
        self._leave_old_sections()
        editing.put_in_order(self.document)

    def _take_version(self) -> None:
        """The earlier file and text are kept; the new ones take their place under the ledger."""
        kept = ("number", "issued_on", "original", "original_name", "sha256", "text", "findings")
        Edition.objects.create(
            document=self.document,
            replaced_by=self.amendment,
            **{name: getattr(self.document, name) for name in kept},
        )
        for name in ("original", "original_name", "sha256", "text"):
            setattr(self.document, name, getattr(self.amendment, name))
        self.document.findings = self.amendment.ledger.get("findings", [])
        self._save(self.document)

    def _take_sections(self) -> None:
        self.old_sections = list(self.document.sections.all())
        for section in self.old_sections:  # An ordinal stands once: the old ones step aside.
            Section.objects.filter(pk=section.pk).update(ordinal=f"~{section.pk}", start=None, end=None)
        self.sections = importing.make_sections(self.document, self.amendment.ledger["sections"])

    def _leave_old_sections(self) -> None:
        """Gone, but for those that still hold a task whose own change of section was rejected."""
        taken = {section.ordinal for _printed, section in self.sections}
        for order, section in enumerate(self.old_sections, start=len(self.sections) + 1):
            if not section.tasks.exists():
                section.delete()
                continue
            ordinal = section.ordinal if section.ordinal not in taken else f"{section.ordinal}*"
            Section.objects.filter(pk=section.pk).update(ordinal=ordinal, order=order)

    def _drop(self) -> None:
        for change, _proposal in self.accepted:
            if change.new:
                continue
            if change.kind == Kind.UNIT:
                for unit in Assignment.objects.filter(pk=change.row):
                    self._sign(unit)
                    unit.delete()
            elif change.task_id or change.target_id:
                row = change.target if change.kind == Kind.TARGET else change.task
                row.refresh_from_db()
                if row.dropped_on is None:
                    editing.drop(row, by=self.by, reason=self.amendment.reason)

    def _free_numbers(self) -> None:
        """Tasks that are numbered anew step aside first, since two may change places."""
        moving = [
            change.task_id
            for change, _proposal in self.accepted
            if change.kind == Kind.TASK and change.old and "number" in change.new
        ]
        for pk in moving:
            Task.objects.filter(pk=pk).update(number=f"~{pk}")

    def _head(self, change: Change, proposal: Proposal) -> None:
        for name, value in change.new.items():
            setattr(self.document, name, _day(value) if name == "issued_on" else value)
        self.document.full_clean(exclude=["original"])
        self._save(self.document)

    def _task(self, change: Change, proposal: Proposal) -> None:
        item = proposal.item
        if not change.old:
            made = importing.make_task(
                self.document, _as_read(_sure(item)), 10_000, self.sections, self.tasks
            )
            importing.assign_units(made, [_sure(unit) for unit in item["units"]], self.units)
            self._make_targets(made, item["targets"])
            self.tasks[made.number] = change.task = made
            change.row = made.pk
            change.save(update_fields=["row", "task"])
            self.made.add(("task", made.pk))
            return
        task = self.tasks[item["number"]]
        for name in change.new.keys() & {"number", "title"}:
            setattr(task, name, change.new[name])
        if "parent" in change.new:
            task.parent = self.tasks.get(item["parent"])
        if "text" in change.new:
            task.text = item["text"]
        self._save(task)

    def _unit(self, change: Change, proposal: Proposal) -> None:
        task = Task.objects.get(pk=change.task_id)
        if change.old:
            unit = Assignment.objects.get(pk=change.row)
            unit.role = change.new["role"]
            self._save(unit)
            return
        row = _sure(proposal.item)
        group = self.units.group(row["name"]) if row.get("group") else None
        body = {"group": group} if group else {"department": self.units.department(row["name"])}
        unit = task.assignments.filter(**body).first() or Assignment(task=task, **body)
        unit.wording, unit.role, unit.order = row["name"][:100], row["role"], 10_000
        self._save(unit)
        change.row = unit.pk
        change.save(update_fields=["row"])

    def _target(self, change: Change, proposal: Proposal) -> None:
        task = self.tasks.get(proposal.place) if proposal.place else None
        if not change.old:
            (change.target,) = self._make_targets(task, [proposal.item])
            change.row = change.target.pk
            change.save(update_fields=["row", "target"])
            return
        target = Target.objects.get(pk=change.row)
        for name, value in change.new.items():
            setattr(
                target, "task" if name == "task" else name, task if name == "task" else _typed(name, value)
            )
        if "text" in change.new:
            target.text = proposal.item["text"]
        target.starts_on = min(target.starts_on, target.due)
        self._save(target)

    def _make_targets(self, task: Task | None, rows: list[dict]) -> list[Target]:
        made = importing.make_targets(self.document, [(task, _sure(row)) for row in rows], first=10_000)
        self.made |= {("target", target.pk) for target in made}
        return made

    def _place_rows(self) -> None:
        """Where each row stands in the new text. What was not taken over stands nowhere in it."""
        kept = self._kept_fields()
        nowhere = dict.fromkeys(("start", "end", "source_start", "source_end"))
        items = {("task", row["id"]): item for row, item in self.found.tasks}
        items |= {("target", row["id"]): item for row, item in self.found.targets}
        for task in self.document.tasks.all():
            if ("task", task.pk) in self.made:
                continue
            item = items.get(("task", task.pk))
            fields = importing.places_of(item) if item and "text" not in kept["task", task.pk] else nowhere
            if item and "section" not in kept["task", task.pk]:
                fields = fields | {"section": importing.section_of(_as_read(item), self.sections)}
            Task.objects.filter(pk=task.pk).update(**fields)
            self._place_units(task, item)
        for target in self.document.targets.all():
            if ("target", target.pk) in self.made:
                continue
            item = items.get(("target", target.pk))
            here = item and "text" not in kept["target", target.pk]
            fields = importing.places_of(item) | {"text": item["text"]} if here else nowhere
            Target.objects.filter(pk=target.pk).update(**fields)

    def _kept_fields(self) -> dict[tuple[str, int], set[str]]:
        """By kind and row: the fields whose new words were rejected."""
        kept = defaultdict(set)
        for change in self.amendment.changes.filter(decision=Change.Decision.REJECTED).exclude(row=None):
            kept[change.kind, change.row] |= change.new.keys()
        return kept

    def _place_units(self, task: Task, item: dict | None) -> None:
        """Order and place of the units as the new version lists them; others behind, without a place."""
        rows = {row["name"]: (order, row) for order, row in enumerate(item["units"] if item else [], start=1)}
        for unit in task.assignments.all():
            order, row = rows.get(unit.wording, (1_000 + unit.order, {}))
            Assignment.objects.filter(pk=unit.pk).update(
                order=order, start=row.get("start"), end=row.get("end")
            )
        editing.number_units(task)

    def _save(self, row) -> None:
        self._sign(row)
        row.save()

    def _sign(self, row) -> None:
        row._history_user = self.by
        row._change_reason = self.amendment.reason[:100]


def _sure(row: dict) -> dict:
    """What a person accepted is in doubt no more."""
    return row | {"doubt": None, "doubt_code": None}


def _as_read(item: dict) -> dict:
    """The task with its section's ordinal, by which the reader names it; titles are what is compared."""
    return item | {"section": item["ordinal"]}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _typed(name: str, text: str):
    if name in ("value", "value_to"):
        return Decimal(text) if text else None
    if name == "due":
        return _day(text)
    return text == "yes" if name == "binding" else text
