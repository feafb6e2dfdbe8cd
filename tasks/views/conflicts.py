"""What a clerk is told whose row somebody else changed, or took out, while they were typing."""

from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Assignment, DepartmentGroup, Document, Section, Target, Task
from tasks.views.check_page import CheckPage

MODELS = {
    "head": Document,
    "section": Section,
    "task": Task,
    "unit": Assignment,
    "target": Target,
    "group": DepartmentGroup,
}


@dataclass(frozen=True)
class Lost:
    """A row that is gone: who took it out, and what was typed for it as pairs of label and words."""

    sentence: str
    typed: list[tuple[str, str]]


def rows_of(document: Document, kind: str):
    """The rows of the kind that the document's ledger has now."""
    return {
        "head": Document.objects.filter(pk=document.pk),
        "section": document.sections,
        "task": document.tasks,
        "target": document.targets,
        "unit": Assignment.objects.filter(task__document=document, task__dropped_on=None),
        "group": DepartmentGroup.objects.named_in(document),
    }[kind]


def was_here(document: Document, kind: str, pk: int) -> bool:
    """Whether the document's ledger had this row once."""
    rows = MODELS[kind].history.filter(id=pk)
    if kind == "unit":
        return rows.filter(task_id__in=Task.history.filter(document=document).values("id")).exists()
    return rows.filter(**{"region": document.region} if kind == "group" else {"document": document}).exists()


def lost(kind: str, pk: int, form: forms.Form | None) -> Lost:
    sentence = _taken_out(MODELS[kind].history.filter(id=pk).first())
    typed = [(bound.label, said(bound.field, bound.value())) for bound in form or () if not bound.is_hidden]
    return Lost(sentence, typed)


def _taken_out(last) -> str:
    """A row may also be gone with what it hung on."""
    if last is None or not (last.history_type == "-" or getattr(last, "dropped_on", None)):
        return _("This row is no longer in the ledger.")
    sentence = _("%(who)s took this row out of the ledger at %(at)s.") % _signature(last)
    return f"{sentence} ({last.history_change_reason})" if last.history_change_reason else sentence


def changed(page: CheckPage, kind: str, row, form: forms.Form | None) -> str:
    """Who changed the row and to what: of what was typed only the fields that now differ."""
    last = row.history.first()
    now = page.form(kind, row)
    theirs = {name: said(field, now.get_initial_for_field(field, name)) for name, field in now.fields.items()}
    mine = {name: said(now.fields[name], value) for name, value in form.cleaned_data.items()} if form else {}
    differing = [
        _("%(label)s: %(words)s") % {"label": now.fields[name].label, "words": words}
        for name, words in theirs.items()
        if mine.get(name) != words
    ]
    sentences = [
        _("%(who)s changed this at %(at)s, after you had opened it.") % _signature(last) if last else "",
        _("It now reads: %(now)s.") % {"now": _("; ").join(differing)} if differing else "",
        _("What you typed still stands here; save again to put it in the place of theirs.") if form else "",
    ]
    return " ".join(filter(None, sentences))


def _signature(record) -> dict:
    at = timezone.localtime(record.history_date)
    return {"who": record.history_user or _("Somebody"), "at": f"{at:%Y-%m-%d %H:%M}"}


def said(field: forms.Field, value) -> str:
    """A field's value in the words of its form."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    words = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        chosen = set(map(str, value))
        return "、".join(label for key, label in words.items() if key in chosen) or "—"
    shown = field.prepare_value(value)
    return words.get(str(shown), str(shown)) if shown not in field.empty_values else "—"
