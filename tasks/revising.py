"""The accepted changes of a new version of a document, put into its ledger; its text comes under the rows."""

import logging
from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from tasks import editing, importing
from tasks.comparing import comparison, key_of, key_of_unit
from tasks.differences import Comparison, Proposal
from tasks.kinds import target_kind
from tasks.models import Amendment, Assignment, Change, Document, Edition, Section, Target, Task
from tasks.units import Units
from urbanplan.refusal import Refusal

logger = logging.getLogger(__name__)
Kind, Decision = Change.Kind, Change.Decision

NOWHERE = dict.fromkeys(("start", "end", "source_start", "source_end"))


class Stale(Refusal):
    """Another comparison comes out than the one that was decided on; `amending.compare_again` is due."""


def carry_out(amendment: Amendment, document: Document, by) -> None:
    """Inside the caller's transaction. Refuses what cannot stand together in one ledger."""
    # Whoever logs on a task meanwhile waits: saving the task must not undo the state that was reported.
    list(document.tasks.select_for_update().values_list("pk"))
    found = comparison(amendment)
    rows = _with_items(amendment, found)
    try:
        _Revision(amendment, document, found, rows, by).carry_out()
    except ValidationError as wrong:
        raise Refusal(" ".join(wrong.messages)) from wrong
    except (IntegrityError, DataError) as wrong:
        logger.exception("amendment %s cannot be stored", amendment.pk)
        raise Refusal(_("What was accepted cannot be stored together; decide otherwise.")) from wrong


def _with_items(amendment: Amendment, found: Comparison) -> list[tuple[Change, Proposal]]:
    """Each change with its proposal. The ledger stood still while the amendment was open, so the same
    comparison comes out; unless somebody gave the program another reader meanwhile.
    """
    changes = list(amendment.changes.select_related("task", "target"))
    keys = [(change.kind, change.row, change.new) for change in changes]
    if keys != [(one.kind, one.row, one.new) for one in found.proposals]:
        raise Stale(_("The program reads the document otherwise by now. Decide on what is new."))
    return list(zip(changes, found.proposals, strict=True))


class _Revision:
    def __init__(self, amendment, document, found: Comparison, rows: list[tuple[Change, Proposal]], by):
        self.amendment: Amendment = amendment
        self.document: Document = document
        self.found, self.by = found, by
        self.accepted = [row for row in rows if row[0].decision == Decision.ACCEPTED]
        self.rejected = [change for change, _proposal in rows if change.decision == Decision.REJECTED]
        self.units = Units(document.region, document)
        self.tasks: dict[str, Task] = {}
        self.made: set[tuple[str, int]] = set()
        self.said = set(found.same_words)
        self.leading: set[int] = set()
        self.led: dict[int, int] = {}

    def carry_out(self) -> None:
        self._refuse_contradictions()
        self._take_version()
        self._take_sections()
        self._note_leads()
        self._step_aside()
        self._drop()
        rows = Task.objects.in_bulk([row["id"] for row, _item in self.found.tasks])
        self.tasks = {item["number"]: rows[row["id"]] for row, item in self.found.tasks}
        for kind, deed in (
            (Kind.HEAD, self._head),
            (Kind.TASK, self._task),
            (Kind.UNIT, self._unit),
            (Kind.TARGET, self._target),
        ):
            for change, proposal in self.accepted:
                if change.kind == kind and change.new:
                    deed(change, proposal)
        self._refuse_parts_of_parts()
        self._place_rows()
        self._leave_sections()
        editing.put_in_order(self.document)

    # What cannot stand together

    def _refuse_contradictions(self) -> None:
        """No two tasks of one number, and no task or figure under one that is not in the ledger."""
        self._refuse_double_numbers()
        added = {one.place for change, one in self.accepted if change.kind == Kind.TASK and not change.old}
        there = added | {item["number"] for _row, item in self.found.tasks}
        for change, one in self.accepted:
            home = one.place if "task" in change.new else one.item["parent"] if "parent" in change.new else ""
            if home and home not in there:
                self._refuse_loose(change)
        dropped = self._dropped()
        for change in self.rejected:
            stays_a_part = change.kind == Kind.TASK and (not change.new or "parent" in change.new)
            if stays_a_part and change.row and change.task.parent_id in dropped:
                self._refuse_loose(change)
            if "task" in change.new and change.target.task_id in dropped:
                self._refuse_loose(change)

    def _refuse_loose(self, change: Change) -> None:
        raise Refusal(
            _("“%(row)s” would belong to a task that is not in the ledger. Decide otherwise on one of them.")
            % {"row": change.label}
        )

    def _refuse_double_numbers(self) -> None:
        gone = self._dropped()
        tasks = self.document.tasks.exclude(pk__in=gone).exclude(parent__in=gone)
        numbers = {task.pk: task.number for task in tasks}
        titles = {task.pk: task.title for task in tasks}
        for change, one in self.accepted:
            if change.kind == Kind.TASK and change.new:
                key = change.row or one.place
                numbers[key] = change.new.get("number", numbers.get(key))
                titles[key] = one.item["title"]
        taken: dict[str, str] = {}
        for key, number in numbers.items():
            if number in taken:
                raise Refusal(
                    _(
                        "“%(one)s” and “%(other)s” would both have the number %(number)s. "
                        "Decide otherwise on one of them."
                    )
                    % {"one": taken[number], "other": titles[key], "number": number}
                )
            taken[number] = titles[key]

    def _refuse_parts_of_parts(self) -> None:
        part = self.document.tasks.filter(parent__parent__isnull=False).first()
        if part:
            raise Refusal(
                _("“%(row)s” would be a part of a part. Decide otherwise on one of them.") % {"row": part}
            )

    def _dropped(self) -> set[int]:
        return {change.row for change, _one in self.accepted if change.kind == Kind.TASK and not change.new}

    # The version and its sections

    def _take_version(self) -> None:
        """The earlier file and text are kept; the new ones take their place under the ledger."""
        kept = ("number", "issued_on", "original", "original_name", "sha256", "text", "findings")
        Edition.objects.create(
            document=self.document,
            replaced_by=self.amendment,
            **{name: getattr(self.document, name) for name in kept},
        )
        self.old_text = self.document.text
        for name in ("original", "original_name", "sha256", "text"):
            setattr(self.document, name, getattr(self.amendment, name))
        self.document.findings = self.amendment.ledger.get("findings", [])
        self._save(self.document)

    def _take_sections(self) -> None:
        """A section that stays keeps its row. An ordinal stands once, so all step aside first."""
        self.old_sections = {section.pk: section for section in self.document.sections.all()}
        for pk in self.old_sections:
            Section.objects.filter(pk=pk).update(ordinal=f"~{pk}", start=None, end=None)
        stays = {item["ordinal"]: row["id"] for row, item in self.found.sections}
        said = {change.row: change.new for change, _one in self.accepted if change.kind == Kind.SECTION}
        self.sections = importing.sections_of(self.amendment.ledger["sections"])
        self.made_sections, self.ordinals = [], set()
        for _printed, section in self.sections:
            section.document = self.document
            old = self.old_sections.pop(stays.get(section.ordinal), None)
            if old is None:
                if section.ordinal not in self.found.bare_sections:
                    self.made_sections.append(section)
            else:
                fields = said.get(old.pk, {})
                section.pk = old.pk
                section.ordinal = fields.get("ordinal", old.ordinal)
                section.title = fields.get("title", old.title)
            section.ordinal = self._free_ordinal(section.ordinal)
            if old and (old.ordinal, old.title) == (section.ordinal, section.title):
                fields = ("ordinal", "order", "start", "end")
                Section.objects.filter(pk=old.pk).update(**{name: getattr(section, name) for name in fields})
            else:
                self._save(section)

    def _free_ordinal(self, ordinal: str) -> str:
        """Where a change of ordinals was accepted in part, the second of two is marked."""
        while ordinal in self.ordinals:
            ordinal += "*"
        self.ordinals.add(ordinal)
        return ordinal

    def _leave_sections(self) -> None:
        """Sections that the new version has no more, and those of its own to which no task came, go once they
        are empty; what the office added stays where its words stand.
        """
        for order, section in enumerate(self.old_sections.values(), start=len(self.sections) + 1):
            ordinal = self._free_ordinal(section.ordinal)
            place = self._where(self.old_text[section.start : section.end] if section.start else "", 0, None)
            Section.objects.filter(pk=section.pk).update(ordinal=ordinal, order=order, **place)
        old = [section for section in self.old_sections.values() if section.pk in self.found.gone_sections]
        for section in [*old, *self.made_sections]:
            if not section.tasks.exists():
                self._sign(section)
                section.delete()

    # The rows

    def _note_leads(self) -> None:
        """By task, the unit that leads as the first of its list before anything changes."""
        units = Assignment.objects.filter(task__document=self.document).order_by("task", "-order")
        self.led = dict(units.values_list("task", "pk"))

    def _step_aside(self) -> None:
        """What moves does not go along with a task that is dropped, and tasks may change numbers."""
        for change, _proposal in self.accepted:
            if not change.old or not change.new:
                continue
            if "number" in change.new and change.kind == Kind.TASK:
                Task.objects.filter(pk=change.row).update(number=f"~{change.row}")
            if "parent" in change.new:
                Task.objects.filter(pk=change.row).update(parent=None)
            if "task" in change.new:
                Target.objects.filter(pk=change.row).update(task=None)

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

    def _head(self, change: Change, proposal: Proposal) -> None:
        for name, value in change.new.items():
            setattr(self.document, name, _day(value) if name == "issued_on" else value)
        self.document.reports_named |= any(name.endswith(("_month", "_day")) for name in change.new)
        self.document.full_clean(exclude=["original"])
        self._save(self.document)

    def _task(self, change: Change, proposal: Proposal) -> None:
        item = proposal.item
        if not change.old:
            made = importing.make_task(
                self.document, _as_read(_sure(item)), 10_000, self.sections, self.tasks
            )
            importing.assign_units(made, [_sure(unit) for unit in item["units"]], self.units)
            # A figure that came from another task is moved, with what was logged on it.
            moved = {id(found) for _row, found in self.found.targets}
            self._make_targets(made, [row for row in item["targets"] if id(row) not in moved])
            self.tasks[made.number] = made
            self.made.add((Kind.TASK, made.pk))
            self._note(change, row=made.pk, task=made)
            return
        task = self.tasks[item["number"]]
        for name in change.new.keys() & {"number", "title"}:
            setattr(task, name, change.new[name])
        if "parent" in change.new:
            task.parent = self.tasks.get(item["parent"])
        if "section" in change.new:
            task.section = importing.section_of(_as_read(item), self.sections)
        if "text" in change.new:
            task.text = item["text"]
            self.said.add(task.pk)
        self._save(task)

    def _unit(self, change: Change, proposal: Proposal) -> None:
        if change.old:
            unit = Assignment.objects.get(pk=change.row)
            unit.role = change.new.get("role", unit.role)
            self._save(unit)
        else:
            unit = self._added_unit(change.task, _sure(proposal.item))
            self._note(change, row=unit.pk)
        if "leads" in change.new:
            self.leading.add(unit.pk)

    def _added_unit(self, task: Task, row: dict) -> Assignment:
        group = self.units.group(row["name"]) if row.get("group") else None
        body = {"group": group} if group else {"department": self.units.department(row["name"])}
        unit = task.assignments.filter(**body).first() or Assignment(task=task, **body)
        unit.wording, unit.role, unit.order = row["name"][: importing.LONGEST_NAME], row["role"], 10_000
        self._save(unit)
        return unit

    def _target(self, change: Change, proposal: Proposal) -> None:
        task = self.tasks.get(proposal.place) if proposal.place else None
        if not change.old:
            (made,) = self._make_targets(task, [proposal.item])
            self._note(change, row=made.pk, target=made)
            return
        target = Target.objects.get(pk=change.row)
        if "task" in change.new:
            target.task = task
            self._note(change, task=task)
        usual = target.kind == target_kind(target.indicator, target.unit)
        for name, value in change.new.items():
            if name != "task":
                setattr(target, name, _typed(name, value))
        if usual:
            target.kind = target_kind(target.indicator, target.unit)
        target.starts_on = min(target.starts_on, target.due)
        self._save(target)

    def _make_targets(self, task: Task | None, rows: list[dict]) -> list[Target]:
        made = importing.make_targets(self.document, [(task, _sure(row)) for row in rows], first=10_000)
        self.made |= {(Kind.TARGET, target.pk) for target in made}
        return made

    def _note(self, change: Change, **fields) -> None:
        for name, value in fields.items():
            setattr(change, name, value)
        change.save(update_fields=list(fields))

    # Where each row stands in the new text

    def _place_rows(self) -> None:
        """What the new version does not say stands nowhere in it: its words are those of the row."""
        kept = self._kept_fields()
        items = {(Kind.TASK, row["id"]): item for row, item in self.found.tasks}
        items |= {(Kind.TARGET, row["id"]): item for row, item in self.found.targets}
        places: dict[int | None, tuple[int, int | None]] = {None: (0, None)}
        for task in self.document.tasks.all():
            item = items.get((Kind.TASK, task.pk))
            if (Kind.TASK, task.pk) not in self.made:
                self._place_task(task, item)
                self._place_units(task, item)
            places[task.pk] = (task.start or 0, task.end or 0)
        for target in self.document.targets.all():
            if (Kind.TARGET, target.pk) in self.made:
                continue
            item = items.get((Kind.TARGET, target.pk))
            if item and "text" not in kept[Kind.TARGET, target.pk]:
                fields = importing.places_of(item) | {"text": item["text"]}
            else:
                fields = NOWHERE | self._where(target.text, *places[target.task_id])
            Target.objects.filter(pk=target.pk).update(**fields)
        for model in (Task, Target):
            gone = model.everything.filter(document=self.document, dropped_on__isnull=False)
            gone.update(**NOWHERE)

    def _kept_fields(self) -> dict[tuple[str, int], set[str]]:
        """By kind and row: the fields whose new words were rejected."""
        kept = defaultdict(set)
        for change in self.rejected:
            if change.row:
                kept[change.kind, change.row] |= change.new.keys()
        return kept

    def _place_task(self, task: Task, item: dict | None) -> None:
        """With the new version's words if they are its own; else where its own stand."""
        if item and task.pk in self.said:
            fields = importing.places_of(item) | {"text": item["text"]}
        else:
            fields = NOWHERE | self._where(task.text, 0, None)
        for name, value in fields.items():
            setattr(task, name, value)
        Task.objects.filter(pk=task.pk).update(**fields)

    def _where(self, text: str, first: int, last: int | None) -> dict[str, int]:
        at = self.document.text.find(text, first, last) if text else -1
        return {"start": at, "end": at + len(text)} if at >= 0 else {}

    def _place_units(self, task: Task, item: dict | None) -> None:
        """In the order in which the new version lists them, the others behind."""
        listed: dict[str, tuple[int, dict]] = {}
        for order, row in enumerate(item["units"] if item else []):
            listed.setdefault(key_of(row, self.units), (order, row))
        units = list(task.assignments.select_related("department", "group").order_by("order", "pk"))
        units.sort(key=lambda unit: listed.get(key_of_unit(unit), (len(listed), {}))[0])
        for order, unit in enumerate(self._first_leads(task, units), start=1):
            _order, row = listed.get(key_of_unit(unit), (0, None))
            place = row or self._where(unit.wording, task.start or 0, task.end or 0)
            Assignment.objects.filter(pk=unit.pk).update(
                order=order, start=place.get("start"), end=place.get("end")
            )

    def _first_leads(self, task: Task, units: list[Assignment]) -> list[Assignment]:
        """The first of a list leads: whoever did does so still, unless another was accepted as the lead."""
        if not units or units[0].role != Assignment.Role.RESPONSIBLE or units[0].pk in self.leading:
            return units
        return sorted(units, key=lambda unit: unit.pk != self.led.get(task.pk))

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
    """The task with its section's ordinal, by which the reader names it; names are what is compared."""
    return item | {"section": item["printed"]}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _typed(name: str, text: str):
    if name in ("value", "value_to"):
        return Decimal(text) if text else None
    if name == "due":
        return _day(text)
    return text == "yes" if name == "binding" else text
