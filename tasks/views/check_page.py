"""What the checking page shows: the draft's text with its marks beside the ledger as rows to correct."""

from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.extraction.quantities import find_quantities
from tasks.findings import findings_of
from tasks.forms import checking
from tasks.marking import Mark, paragraphs
from tasks.models import Assignment, Department, DepartmentGroup, Document, Section, Target, Task
from tasks.views.marks import document_marks

CEILING = ("以内", "以下", "之内", "内", "及以下")
ABOUT = ("左右", "上下")


def values(row, form: type[forms.Form]) -> dict:
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}


@dataclass(frozen=True)
class Doubt:
    """What the office confirms or corrects before it publishes; `label` says of what."""

    kind: str
    row: Task | Assignment | Target | DepartmentGroup
    label: str
    words: str

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def may_go(self) -> bool:
        """A group stands in the document; only its members are in doubt."""
        return self.kind != "group"


@dataclass
class Item:
    """A row of the ledger with the form that corrects it."""

    kind: str
    row: Task | Assignment | Target | Section
    form: forms.Form
    is_new: bool = False

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def label(self) -> str:
        if self.kind == "task":
            return _("Task %(number)s") % {"number": self.row.number}
        if self.row.task is None:
            return _("Goal of the document")
        return _("Task %(number)s") % {"number": self.row.task.number}

    @property
    def doubt(self) -> Doubt:
        return Doubt(self.kind, self.row, self.label, self.row.doubt)


@dataclass
class Card:
    """A task with its units and figures, and the form to add to it where one is asked for."""

    task: Item | None
    units: list[Item] = field(default_factory=list)
    targets: list[Item] = field(default_factory=list)
    adding: str = ""
    add_form: forms.Form | None = None

    @property
    def items(self) -> list[Item]:
        return [*([self.task] if self.task else []), *self.units, *self.targets]


class CheckPage:
    """`bound` is a form that was refused, by the row and deed it belongs to; it keeps what was typed."""

    def __init__(self, document: Document, asked: dict | None = None, bound: dict | None = None):
        self.document = document
        self.asked = asked or {}
        self.bound = bound or {}
        self.findings = findings_of(document)

    @cached_property
    def sections(self) -> list[Section]:
        return list(self.document.sections.all())

    @cached_property
    def tasks(self) -> list[Task]:
        rows = self.document.tasks.select_related("section", "parent").order_by("order")
        return list(rows.prefetch_related("assignments__department", "assignments__group", "targets"))

    @cached_property
    def goal_rows(self) -> list[Target]:
        return list(self.document.targets.filter(task=None))

    @cached_property
    def lines(self):
        marks = document_marks(self.document, self.tasks, self.goal_rows, name=_place, href=_row)
        if self._selection:
            marks.append(Mark(*self._selection, "selected", "selected"))
        return paragraphs(self.document.text, marks)

    @cached_property
    def chapters(self) -> list[tuple[Item | None, list[Card]]]:
        """Cards by section, tasks without one first."""
        cards = [(task.section_id, self._card(task)) for task in self.tasks]
        loose = [card for section, card in cards if section is None]
        chapters = [(None, loose)] if loose else []
        for section in self.sections:
            item = self._item("section", section, checking.SectionForm)
            chapters.append((item, [card for pk, card in cards if pk == section.pk]))
        return chapters

    @cached_property
    def goals(self) -> Card:
        card = Card(None, targets=[self._target(goal) for goal in self.goal_rows])
        return self._with_addition(card, "head", self.document.pk)

    @cached_property
    def head_form(self) -> forms.Form:
        bound = self.bound.get(("head", self.document.pk, "save"))
        return bound or checking.HeadForm(instance=self.document)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """Rows that nobody has confirmed, in the order of the text, then groups."""
        cards = [self.goals, *(card for _section, cards in self.chapters for card in cards)]
        open_items = [item for card in cards for item in card.items if item.row.doubt]
        rows = sorted(open_items, key=lambda item: item.row.start or 0)
        groups = [group for group, _form in self.groups if not group.confirmed]
        return [*(item.doubt for item in rows), *map(_doubt_of_group, groups)]

    @cached_property
    def groups(self) -> list[tuple[DepartmentGroup, forms.Form]]:
        named = DepartmentGroup.objects.named_in(self.document).order_by("pk").prefetch_related("members")
        return [(group, self._group_form(group)) for group in named]

    @cached_property
    def bodies(self) -> list[str]:
        """Names to choose from: departments of the region and of those below it, and collectives."""
        groups = DepartmentGroup.objects.filter(region=self.document.region).values_list("wording", flat=True)
        return [*self._departments.values(), *groups]

    @cached_property
    def _departments(self) -> dict[int, str]:
        code = self.document.region_id
        within = Department.objects.filter(region__in=type(self.document.region).objects.within(code))
        return dict(within.values_list("pk", "name"))

    @cached_property
    def _governments(self) -> list[tuple[int, str]]:
        kind = Department.Kind.GOVERNMENT
        below = type(self.document.region).objects.within(self.document.region_id)
        rows = Department.objects.filter(kind=kind, region__in=below).order_by("region", "pk")
        return list(rows.values_list("pk", "name"))

    @cached_property
    def _known_elsewhere(self) -> set[int]:
        """Departments that another document names too; the others are new with this one."""
        others = Assignment.objects.exclude(task__document=self.document).exclude(department=None)
        return set(others.values_list("department", flat=True))

    def _item(self, kind: str, row, form: type[forms.Form], **extra) -> Item:
        bound = self.bound.get((kind, row.pk, "save"))
        fresh = bound or form(
            initial=extra.pop("initial", None) or values(row, form), auto_id=f"{kind}-{row.pk}-%s", **extra
        )
        return Item(kind, row, fresh)

    def _card(self, task: Task) -> Card:
        initial = {"number": task.number, "title": task.title, "section": task.section_id}
        item = self._item("task", task, checking.TaskForm, sections=self.sections, initial=initial)
        card = Card(item, [self._unit(unit) for unit in task.assignments.all()])
        card.targets = [self._target(target) for target in task.targets.all()]
        return self._with_addition(card, "task", task.pk)

    def _unit(self, unit: Assignment) -> Item:
        initial = {
            "name": unit.department or unit.group,
            "role": unit.role,
            "collective": bool(unit.group_id),
        }
        item = self._item("unit", unit, checking.UnitForm, initial=initial)
        item.is_new = bool(unit.department_id) and unit.department_id not in self._known_elsewhere
        return item

    def _target(self, target: Target) -> Item:
        return self._item("target", target, checking.TargetForm)

    def _group_form(self, group: DepartmentGroup) -> forms.Form:
        if bound := self.bound.get(("group", group.pk, "save")):
            return bound
        members = [(member.pk, member.name) for member in group.members.all()]
        others = [pair for pair in self._governments if pair not in members]
        return checking.GroupForm(
            initial={"members": [pk for pk, _name in members]},
            candidates=members + others,
            auto_id=f"group-{group.pk}-%s",
        )

    def _with_addition(self, card: Card, kind: str, pk: int) -> Card:
        for (bound_kind, bound_pk, do), form in self.bound.items():
            if (bound_kind, bound_pk) == (kind, pk) and do in ADDITIONS:
                card.adding, card.add_form = do, form
        if self._place_asked == (kind, pk):
            card.adding = self.asked["add"]
            card.add_form = ADDITIONS[card.adding](initial=self._proposal(), auto_id="add-%s")
        return card

    @cached_property
    def _place_asked(self) -> tuple[str, int] | None:
        """The card to which something is to be added: the named task, or the one that holds the words."""
        if self.asked.get("add") not in ADDITIONS:
            return None
        start = self.asked.get("start")
        holding = [
            task
            for task in self.tasks
            if task.pk == self.asked.get("task")
            or (start is not None and task.start is not None and task.start <= start < task.end)
        ]
        return ("task", holding[-1].pk) if holding else ("head", self.document.pk)

    def _proposal(self) -> dict:
        """What the selected words say of the row to add."""
        if not self._selection:
            return {"due": self.document.last_day}
        start, end = self._selection
        words = self.document.text[start:end]
        at = start + len(words) - len(words.lstrip())
        return {
            "words": words.strip(),
            "at": at,
            "name": words.strip(),
            "title": words.strip(),
        } | self._figure(words)

    @property
    def _selection(self) -> tuple[int, int] | None:
        start, end = self.asked.get("start"), self.asked.get("end")
        return None if start is None or end is None else (start, end)

    def _figure(self, words: str) -> dict:
        read = next(iter(find_quantities(words, 0, len(words))), None)
        initial = {"due": self.document.last_day}
        if read is None:
            return initial | {"indicator": words.strip()}
        indicator = words[: read.start].strip() or words.strip()
        comparator = "<=" if read.bound in CEILING else "~" if read.bound in ABOUT else ">="
        if read.value_to is not None:
            comparator = "range"
        figure = {"value": read.value, "value_to": read.value_to, "unit": read.unit}
        return initial | figure | {"indicator": indicator, "comparator": comparator}


ADDITIONS = {
    "add-target": checking.NewTargetForm,
    "add-unit": checking.NewUnitForm,
    "split": checking.SplitForm,
}


def _doubt_of_group(group: DepartmentGroup) -> Doubt:
    number = len(group.members.all())
    words = ngettext(
        "Does this mean %(n)s unit? Look at the members.",
        "Does this mean %(n)s units? Look at the members.",
        number,
    )
    return Doubt("group", group, _("Unit group"), words % {"n": number})


def _place(kind: str, row) -> str:
    return f"at-{'target' if kind == 'goal' else kind}-{row.pk}"


def _row(kind: str, row) -> str:
    return f"#{'target' if kind == 'goal' else kind}-{row.pk}"
