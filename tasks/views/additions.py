"""What a clerk adds to a ledger while checking it, and what the selected words propose for it."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.extraction.outline import read_items, tidy
from tasks.extraction.quantities import find_quantities
from tasks.forms import checking
from tasks.models import Document

FORMS = {
    "add-target": checking.NewTargetForm,
    "add-unit": checking.NewUnitForm,
    "add-section": checking.NewSectionForm,
    "split": checking.NewTaskForm,
    "begin": checking.NewTaskForm,
}
HEADINGS = {
    "add-target": _("Add a target"),
    "add-unit": _("Add a unit"),
    "add-section": _("Add a section: it takes the tasks that follow its heading"),
    "split": _("Split: the new task begins with these words"),
    "begin": _("A new task begins with these words"),
}
CEILING = ("以内", "以下", "之内", "内", "及以下")
ABOUT = ("左右", "上下")
BULLETS = "◆◇●○■□▲△★☆·•—- "
NUMERAL = "[一二三四五六七八九十百]+"
# 二、… (三)… 第四章 …
HEADED = re.compile(rf"([\(\uff08]{NUMERAL}[\)\uff09]|{NUMERAL}|第{NUMERAL}[章节编])[、.\uff0e\s]*(.+)")


@dataclass(frozen=True)
class Addition:
    """A form that adds to a task, or to the document itself (kind "head")."""

    do: str
    kind: str
    pk: int
    form: forms.Form

    @property
    def heading(self):
        return HEADINGS[self.do]

    @property
    def button(self):
        return _("Split") if self.do == "split" else _("Add")

    @property
    def back(self) -> str:
        """Where the page was before."""
        return f"task-{self.pk}" if self.kind == "task" else "ledger"


def proposal(document: Document, do: str, selection: tuple[int, int] | None) -> dict:
    """What the selected words say of the row to add."""
    if not selection:
        new = {"number": next_number(document)} if do == "begin" else {}
        return new | {"due": document.last_day}
    start, end = selection
    chosen = document.text[start:end]
    words = chosen.strip()
    at = start + len(chosen) - len(chosen.lstrip())
    if do in ("split", "begin"):
        return _new_task(document, words, at)
    initial = {"words": words, "at": at, "name": words, "title": words, "due": document.last_day}
    if do == "add-section" and (read := HEADED.match(words)):
        return initial | {"ordinal": read[1], "title": read[2]}
    return initial | _figure(words)


def _new_task(document: Document, words: str, at: int) -> dict:
    """Its words are those of the first line that find the place; the title is without the printed number."""
    fields = checking.NewTaskForm.base_fields
    line = words.partition("\n")[0].rstrip()
    printed = next((item for item in read_items(line, len(line), []) if item.start == 0), None)
    title = tidy(line[printed.body :] if printed else line).lstrip(BULLETS)
    return {
        "words": line[: fields["words"].max_length].rstrip(),
        "at": at,
        "number": next_number(document, at, printed.number if printed else None),
        "title": title[: fields["title"].max_length],
    }


def next_number(document: Document, at: int | None = None, printed: int | None = None) -> str:
    """The printed number, or the one behind the task before, or one behind the last; whichever is free first.

    What splits a part of a task is counted with the parts of that task.
    """
    tasks = list(document.tasks.order_by("order"))
    taken = {task.number for task in tasks}
    placed = [task for task in tasks if at is not None and task.start is not None and task.start < at]
    over = next((task.parent_id for task in reversed(placed) if at < task.end), None)
    counted = [task for task in tasks if task.parent_id == over]
    before = [task for task in placed if task.parent_id == over]
    by_parts = any("." in task.number for task in counted)
    wishes = [str(printed)] if printed and not by_parts else []
    wishes += [_one_more(task.number) for task in (*before[-1:], *counted[-1:])]
    highest = max((int(head[0]) for number in taken if (head := re.match(r"\d{1,9}", number))), default=0)
    return next((wish for wish in wishes if wish and wish not in taken), str(highest + 1))


def _one_more(number: str) -> str:
    """9 -> 10, 2.5 -> 2.6; "" for a number that ends otherwise."""
    last = re.search(r"\d{1,9}\Z", number)
    return f"{number[: last.start()]}{int(last[0]) + 1}" if last else ""


def _figure(words: str) -> dict:
    read = next(iter(find_quantities(words, 0, len(words))), None)
    if read is None:
        return {"indicator": words}
    indicator = words[: read.start].strip() or words
    comparator = "<=" if read.bound in CEILING else "~" if read.bound in ABOUT else ">="
    if read.value_to is not None:
        comparator = "range"
    figure = {"value": read.value, "value_to": read.value_to, "unit": read.unit}
    return figure | {"indicator": indicator, "comparator": comparator}
