"""What the checking page shows: the marked text beside the ledger, whose rows are opened to be corrected."""

from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.findings import findings_of
from tasks.forms import checking
from tasks.marking import Mark, paragraphs
from tasks.models import Assignment, Department, DepartmentGroup, Document, Section, Target, Task
from tasks.seen import token
from tasks.views import additions
from tasks.views.additions import Addition
from tasks.views.marks import document_marks

Row = Document | Section | Task | Assignment | Target | DepartmentGroup


@dataclass(frozen=True)
class Bound:
    """A form that was refused: the row and deed it belongs to, and what had been seen of the row."""

    kind: str
    pk: int
    do: str
    form: forms.Form
    seen: str = ""


@dataclass
class Item:
    """A row of the ledger; with a form where somebody is to correct it, else in words."""

    kind: str
    row: Row
    form: forms.Form | None = None
    seen_before: str = ""
    is_new: bool = False
    # How many tasks a section holds.
    tasks: int = 0

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def template(self) -> str:
        alone = self.kind if self.kind in ("head", "group") else "row"
        return f"tasks/includes/check_{alone}.html"

    @property
    def fields_template(self) -> str:
        return f"tasks/includes/check_{self.kind}.html"

    @property
    def words_template(self) -> str:
        return f"tasks/includes/words_{self.kind}.html"

    @property
    def seen(self) -> str:
        return self.seen_before or token(self.row)

    @property
    def doubt(self) -> str:
        return _doubt_of(self.row)

    @property
    def has_place(self) -> bool:
        return self.row.start is not None

    @property
    def leads_to_text(self) -> bool:
        """A unit does once it is opened: there are hundreds."""
        return self.has_place and self.kind != "unit"

    @property
    def may_go(self) -> bool:
        """A group stands in the document; only its members are in doubt."""
        return self.kind != "group"

    @property
    def label(self) -> str:
        if self.kind == "group":
            return _("Unit group")
        task = self.row if self.kind == "task" else self.row.task
        return _("Task %(number)s") % {"number": task.number} if task else _("Goal of the document")


@dataclass
class Card:
    """A task with its units and figures, and the form to add to it where one is asked for."""

    task: Item | None
    units: list[Item] = field(default_factory=list)
    targets: list[Item] = field(default_factory=list)
    addition: Addition | None = None

    @property
    def items(self) -> list[Item]:
        return [*([self.task] if self.task else []), *self.units, *self.targets]


class CheckPage:
    """`asked` is the address: the row to `edit`, what to `add` and where. `bound` keeps what was typed."""

    def __init__(self, document: Document, asked: dict | None = None, bound: Bound | None = None):
        self.document = document
        self.asked = asked or {}
        self.bound = bound
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
        marks = document_marks(
            self.document, self.tasks, self.goal_rows, name=_place, href=_address, only_titles=True
        )
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
            item = self.item("section", section)
            within = [card for pk, card in cards if pk == section.pk]
            item.tasks = len(within)
            chapters.append((item, within))
        return chapters

    @cached_property
    def goals(self) -> Card:
        targets = [self.item("target", goal) for goal in self.goal_rows]
        return Card(None, targets=targets, addition=self._of_document("add-target"))

    @property
    def new_section(self) -> Addition | None:
        return self._of_document("add-section")

    @property
    def new_task(self) -> Addition | None:
        """One that begins outside all others."""
        return self._of_document("begin")

    def _of_document(self, do: str) -> Addition | None:
        found = self._addition("head", self.document.pk)
        return found if found and found.do == do else None

    @cached_property
    def may_be_published(self) -> bool:
        return bool(self.tasks) and not self.doubts

    @cached_property
    def head(self) -> Item:
        return self.item("head", self.document)

    @cached_property
    def doubts(self) -> list[Item]:
        """Rows that nobody has confirmed, in the order of the text, then groups."""
        cards = [self.goals, *(card for _section, cards in self.chapters for card in cards)]
        open_items = [item for card in cards for item in card.items if item.doubt]
        rows = sorted(open_items, key=lambda item: item.row.start or 0)
        return [*rows, *(group for group in self.groups if group.doubt)]

    @cached_property
    def groups(self) -> list[Item]:
        named = DepartmentGroup.objects.named_in(self.document).order_by("pk").prefetch_related("members")
        return [self.item("group", group) for group in named]

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
        """Departments of the region, or below it, that another document names too."""
        regions = type(self.document.region).objects.within(self.document.region_id)
        others = Assignment.objects.filter(department__region__in=regions)
        return set(others.exclude(task__document=self.document).values_list("department", flat=True))

    def item(self, kind: str, row: Row) -> Item:
        """The row, to be corrected if it is in doubt or somebody asked for it."""
        item = Item(kind, row)
        if kind == "unit":
            # In the first document of a region all are new, which says nothing.
            known = self._known_elsewhere
            item.is_new = bool(known and row.department_id) and row.department_id not in known
        bound = self.bound
        if bound and (bound.kind, bound.pk, bound.do) == (kind, row.pk, "save"):
            item.form, item.seen_before = bound.form, bound.seen
        elif kind == "head" or item.doubt or self.asked.get("edit") == item.anchor:
            item.form = self.form(kind, row)
        return item

    def form(self, kind: str, row: Row, data=None) -> forms.Form:
        """The form that corrects the row: with its values, or with what was typed (`data`)."""
        if kind == "head":
            return checking.HeadForm(data, instance=row)
        form_class, initial, extra = self._form_of(kind, row)
        return form_class(data, initial=initial, auto_id=f"{kind}-{row.pk}-%s", **extra)

    def _form_of(self, kind: str, row: Row) -> tuple[type[forms.Form], dict, dict]:
        if kind == "task":
            initial = {"number": row.number, "title": row.title, "section": row.section_id}
            return checking.TaskForm, initial, {"sections": self.sections}
        if kind == "unit":
            name = str(row.department or row.group)
            initial = {"name": name, "role": row.role, "collective": bool(row.group_id)}
            return checking.UnitForm, initial, {}
        if kind == "group":
            members = [(member.pk, member.name) for member in row.members.all()] if row.pk else []
            others = [pair for pair in self._governments if pair not in members]
            initial = {"members": [pk for pk, _name in members]}
            return checking.GroupForm, initial, {"candidates": members + others}
        form_class = {"section": checking.SectionForm, "target": checking.TargetForm}[kind]
        return form_class, {name: getattr(row, name) for name in form_class.base_fields}, {}

    def _card(self, task: Task) -> Card:
        units = [self.item("unit", unit) for unit in task.assignments.all()]
        targets = [self.item("target", target) for target in task.targets.all()]
        return Card(self.item("task", task), units, targets, self._addition("task", task.pk))

    def _addition(self, kind: str, pk: int) -> Addition | None:
        """The form to add to this row, if it was refused just now or is asked for."""
        bound = self.bound
        if bound and (bound.kind, bound.pk) == (kind, pk) and bound.do in additions.FORMS:
            return Addition(bound.do, kind, pk, bound.form)
        if self._asked_for and self._asked_for[1:] == (kind, pk):
            do = self._asked_for[0]
            initial = additions.proposal(self.document, do, self._selection)
            return Addition(do, kind, pk, additions.FORMS[do](initial=initial, auto_id="add-%s"))
        return None

    @cached_property
    def in_no_task(self) -> bool:
        """Whether a unit was to be added to a task, and none was named nor holds the words."""
        return self.asked.get("add") == "add-unit" and self._asked_for is None

    @cached_property
    def _asked_for(self) -> tuple[str, str, int] | None:
        """What is to be added, and to which row: the named task or the one that holds the words, else the
        document. Where a task begins, it splits the one that holds the words.
        """
        do = self.asked.get("add")
        if do not in additions.FORMS:
            return None
        start = self.asked.get("start")
        holding = [
            task
            for task in self.tasks
            if task.pk == self.asked.get("task")
            or (start is not None and task.start is not None and task.start <= start < task.end)
        ]
        begins = do in ("split", "begin")
        if holding and do != "add-section":
            return "split" if begins else do, "task", holding[-1].pk
        return None if do == "add-unit" else ("begin" if begins else do, "head", self.document.pk)

    @property
    def _selection(self) -> tuple[int, int] | None:
        start, end = self.asked.get("start"), self.asked.get("end")
        return None if start is None or end is None else (start, end)


def _doubt_of(row: Row) -> str:
    if not isinstance(row, DepartmentGroup):
        return getattr(row, "doubt", "")
    if row.confirmed:
        return ""
    number = len(row.members.all())
    words = ngettext(
        "Does this mean %(n)s unit? Look at the members.",
        "Does this mean %(n)s units? Look at the members.",
        number,
    )
    return words % {"n": number}


def _place(kind: str, row) -> str:
    return f"at-{'target' if kind == 'goal' else kind}-{row.pk}"


def _address(kind: str, row) -> str:
    return f"#{'target' if kind == 'goal' else kind}-{row.pk}"
