"""Narrows a liaison's own list, whose lights and roles the database does not know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.filters.tasks import LIGHTS
from tasks.my_tasks import MyTask

RANKS = [("0", _("Lead unit")), ("1", _("Responsible unit")), ("2", _("Cooperating unit"))]
RANKS += [("3", _("Share of a figure"))]


class MyTasksForm(forms.Form):
    q = forms.CharField(label=_("Words in title or text"), required=False, max_length=100)
    light = forms.ChoiceField(label=_("Light"), required=False, choices=[("", _("Every light")), *LIGHTS])
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Every role")), *RANKS])
    document = forms.ChoiceField(label=_("Document"), required=False)

    def __init__(self, *args, rows: list[MyTask], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        documents = {str(row.task.document_id): str(row.task.document) for row in rows}
        self.fields["document"].choices = [("", _("All documents")), *documents.items()]
        if len(documents) < 2:
            del self.fields["document"]

    @property
    def form(self) -> "MyTasksForm":
        """So that {% filter_form %} takes it for a FilterSet."""
        return self

    def narrowed(self) -> list[MyTask]:
        """The rows that every filter keeps; a value that is not offered filters nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return [row for row in self.rows if all(_keeps(row, *item) for item in asked.items())]


def _keeps(row: MyTask, name: str, value: str) -> bool:
    if name == "q":
        words = f"{row.task.number} {row.task.title} {row.task.text}"
        return value.casefold() in words.casefold()
    kept = {"light": row.status.light, "role": row.rank, "document": row.task.document_id}
    return str(kept[name]) == value
