"""What a clerk adds to a ledger while checking it, and what the selected words propose for it."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.extraction.quantities import find_quantities
from tasks.forms import checking
from tasks.models import Document

FORMS = {
    "add-target": checking.NewTargetForm,
    "add-unit": checking.NewUnitForm,
    "add-section": checking.NewSectionForm,
    "split": checking.SplitForm,
}
# Only a task has units and can be split.
OF_TASK = ("add-unit", "split")
HEADINGS = {
    "add-target": _("Add a target"),
    "add-unit": _("Add a unit"),
    "add-section": _("Add a section: it takes the tasks that follow its heading"),
    "split": _("Split: the new task begins with these words"),
}
CEILING = ("以内", "以下", "之内", "内", "及以下")
ABOUT = ("左右", "上下")
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
        return {"due": document.last_day}
    start, end = selection
    chosen = document.text[start:end]
    words = chosen.strip()
    at = start + len(chosen) - len(chosen.lstrip())
    initial = {"words": words, "at": at, "name": words, "title": words, "due": document.last_day}
    if do == "add-section" and (read := HEADED.match(words)):
        return initial | {"ordinal": read[1], "title": read[2]}
    return initial | _figure(words)


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
