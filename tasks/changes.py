"""What an amendment changes, in the words of the page: each field as it was and as it is or would be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tasks.marking import Mark, Piece, pieces
from tasks.models import Assignment, Change, DepartmentGroup, Document, Section, Target, Task

MODELS = {
    Change.Kind.HEAD: Document,
    Change.Kind.SECTION: Section,
    Change.Kind.TASK: Task,
    Change.Kind.UNIT: Assignment,
    Change.Kind.TARGET: Target,
    Change.Kind.GROUP: DepartmentGroup,
}
# A clause with the mark that ends it.
CLAUSE = re.compile(r"[^,，;；、。:：()（）\s]*(?:[,，;；、。:：()（）]|\s+|$)")
LONG, AROUND = 160, 40


@dataclass(frozen=True)
class Field:
    """A field of a row; the pieces of words that went and that came are marked "gone" and "come"."""

    label: str
    old: list[Piece]
    new: list[Piece]
    is_long: bool = False


@dataclass(frozen=True)
class Shown:
    change: Change
    fields: list[Field]

    @property
    def action(self) -> str:
        return {"added": _("added"), "dropped": _("dropped"), "changed": _("changed")}[self.change.action]


@dataclass(frozen=True)
class Group:
    """The changes of one task, or of what belongs to no task; `task` is None there and for one that comes."""

    heading: str
    task: Task | None
    rows: list[Shown]


def shown(change: Change) -> Shown:
    names = dict.fromkeys([*change.old, *change.new])
    if change.kind == Change.Kind.UNIT and change.action != "changed":
        names.pop("name", None)  # The row's own name says it.
    fields = [_field(change, name) for name in names]
    return Shown(change, [one for one in fields if one.old or one.new])


def groups(changes: Iterable[Change]) -> list[Group]:
    """Those that follow each other in one task; changes come in their order, with their tasks."""
    found = []
    for _key, rows in groupby(changes, key=_home):
        same = list(rows)
        found.append(Group(_heading(same[0]), same[0].task, [shown(one) for one in same]))
    return found


def _home(change: Change) -> tuple[str, int]:
    if change.task_id:
        return "task", change.task_id
    if change.kind == Change.Kind.TASK:
        return "new task", change.pk
    return "goals" if change.kind == Change.Kind.TARGET else "document", 0


def _heading(change: Change) -> str:
    if change.task:
        return _("Task %(number)s") % {"number": change.task}
    if change.kind == Change.Kind.TASK:
        return _("New task")
    return _("Goals of the document") if change.kind == Change.Kind.TARGET else _("The document")


def _field(change: Change, name: str) -> Field:
    old, new = (_said(change.kind, name, values.get(name, "")) for values in (change.old, change.new))
    before, after = compared(old, new)
    return Field(_label(change.kind, name), before, after, max(len(old), len(new)) > LONG)


def _label(kind: str, name: str) -> str:
    extra = {
        "name": pgettext("body", "unit"),
        "leads": _("leads"),
        "task": _("task"),
        "units": _("units"),
        "targets": _("targets"),
        "members": _("members"),
    }
    return extra[name] if name in extra else str(MODELS[kind]._meta.get_field(name).verbose_name)


def _said(kind: str, name: str, value: str) -> str:
    if value in ("yes", "no"):
        return _("yes") if value == "yes" else _("no")
    fields = {one.name: one for one in MODELS[kind]._meta.get_fields()}
    choices = dict(getattr(fields.get(name), "flatchoices", None) or ())
    return str(choices.get(value, value))


def compared(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts with what differs marked, clause by clause, and long stretches that are the same left out.

    Nothing is marked where one is empty.
    """
    if not old or not new:
        return _marked(old, []), _marked(new, [])
    befores, afters = _clauses(old), _clauses(new)
    steps = SequenceMatcher(None, befores, afters, autojunk=False).get_opcodes()
    was, now = _Side("gone"), _Side("come")
    for same, i, j, k, m in steps:
        gone, come = "".join(befores[i:j]), "".join(afters[k:m])
        if same == "equal":
            gone = come = _shortened(gone, is_first=i == 0, is_last=j == len(befores))
        was.add(gone, differs=same != "equal")
        now.add(come, differs=same != "equal")
    return was.pieces(), now.pieces()


@dataclass
class _Side:
    kind: str
    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    def add(self, words: str, differs: bool) -> None:
        if words and differs:
            self.marks.append(Mark(len(self.text), len(self.text) + len(words), self.kind))
        self.text += words

    def pieces(self) -> list[Piece]:
        return _marked(self.text, self.marks)


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    """What stands around a change; the whole where it is hardly longer, or nothing differs at all."""
    if len(text) <= LONG or (is_first and is_last):
        return text
    return ("" if is_first else text[:AROUND]) + "……" + ("" if is_last else text[-AROUND:])


def _clauses(text: str) -> list[str]:
    return [match.group() for match in CLAUSE.finditer(text) if match.group()]


def _marked(text: str, marks: list[Mark]) -> list[Piece]:
    return pieces(text, marks) if text else []
