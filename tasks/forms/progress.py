"""What a liaison writes on a task: figures, words and files on one page."""

from datetime import date
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks import evidence
from tasks.figures import Figure
from tasks.forms.figures import FigureForm, FigureRow, date_input, day_input, left_over
from tasks.models import Department, ProgressEntry, Task
from tasks.progress import (
    REPORTABLE,
    WORDS,
    log_progress,
    log_report,
    open_instructions,
    refuse_closed,
    refuse_day,
    reported_state,
)
from urbanplan.refusal import Refusal


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each of a kind that evidence may be."""

    widget = FilesInput(attrs={"multiple": True, "accept": evidence.ACCEPT})

    def clean(self, data, initial=None) -> list:
        files = [super(FilesField, self).clean(file, initial) for file in data or []]
        refused = []
        for file in files:
            try:
                evidence.check(file)
            except Refusal as refusal:
                refused.append(str(refusal))
        if refused:
            raise forms.ValidationError(refused)
        return files

    def run_validators(self, value) -> None:
        """evidence.check says more."""


class WordsField(forms.CharField):
    def __init__(self, label: str, rows: int):
        area = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, required=False, max_length=10_000, widget=area)

    def to_python(self, value) -> str:
        """With the line ends of the database, so that unchanged words are the same words."""
        return super().to_python(value).replace("\r\n", "\n")


class ReportForm(forms.Form):
    """A page on one task for one department; its figures are `figure_forms`, one for each."""

    sending = forms.UUIDField(widget=forms.HiddenInput)
    as_of = forms.DateField(label=gettext_lazy("As of"))
    narrative = WordsField(gettext_lazy("Progress"), 4)
    problem = WordsField(gettext_lazy("Problem"), 2)
    next_step = WordsField(gettext_lazy("Next step"), 2)
    state = forms.ChoiceField(label=gettext_lazy("State of the task"), required=False)
    answers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("This answers"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    max_upload = settings.MAX_UPLOAD_BYTES
    files = FilesField(label=gettext_lazy("Evidence"), required=False, max_length=250)

    def __init__(
        self,
        *args,
        task: Task,
        department: Department,
        figures: list[Figure],
        today: date,
        day: date,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.task, self.department, self.today = task, department, today
        self.fields["sending"].initial = uuid4
        self.fields["as_of"].initial = day
        self.fields["as_of"].widget = day_input(task.document, today)
        unchanged = _("as it is (%(state)s)") % {"state": Task.State(reported_state(task)).label}
        self.fields["state"].choices = [("", unchanged), *REPORTABLE]
        self.fields["answers"].queryset = open_instructions(task)
        if not self.fields["answers"].queryset.exists():
            del self.fields["answers"]
        self.figure_forms = [self._figure_form(figure) for figure in figures]

    def _figure_form(self, figure: Figure, **more) -> FigureForm:
        data = self.data if self.is_bound else None
        return FigureForm(data, figure=figure, today=self.today, day=self.day, **more)

    @property
    def figure_rows(self) -> list[FigureRow]:
        return [FigureRow(form, self.fields["as_of"].initial) for form in self.figure_forms]

    def day(self) -> date:
        """The day of the page, for figures that have no other."""
        return self.cleaned_data.get("as_of") or self.fields["as_of"].initial

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.figure_forms)])

    def clean_as_of(self) -> date:
        try:
            refuse_day(self.task.document, self.cleaned_data["as_of"], self.today)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data["as_of"]

    def clean(self):
        lost = left_over(self.data, self.figure_forms)
        try:
            refuse_closed(self.task)
        except Refusal as refusal:
            typed = [_("You typed %(values)s.") % {"values": "、".join(lost)}] if lost else []
            raise forms.ValidationError([str(refusal), *typed]) from refusal
        if lost:
            raise forms.ValidationError(
                _("The figures of this task have changed. You typed %(values)s: enter it again below.")
                % {"values": "、".join(lost)}
            )
        return self.cleaned_data

    def renew_sending(self) -> None:
        """The page may be sent again as a new one."""
        self.data = self.data.copy()
        self.data["sending"] = str(uuid4())

    def said(self) -> dict:
        data = self.cleaned_data
        words = {name: data[name] for name in (*WORDS, "state", "files", "as_of", "sending")}
        return words | {"answers": list(data.get("answers") or ()), "today": self.today}

    def reported(self) -> list:
        return [one for form in self.figure_forms if (one := form.reported())]

    def save(self, by) -> list[ProgressEntry]:
        return log_report(
            task=self.task, department=self.department, by=by, figures=self.reported(), **self.said()
        )


class CorrectionForm(ReportForm):
    """The page of one entry, filled with what it says; an emptied value takes the figure back."""

    def __init__(self, *args, entry: ProgressEntry, figures: list[Figure], **kwargs):
        self.entry = entry
        initial = {name: getattr(entry, name) for name in (*WORDS, "state")}
        super().__init__(*args, initial=initial, figures=[], **kwargs)
        self.fields["as_of"].initial = entry.as_of
        self.fields.pop("answers", None)
        first = {"value": f"{entry.value.normalize():f}"} if entry.value is not None else {}
        self.figure_forms = [self._figure_form(figure, corrects=entry, initial=first) for figure in figures]
        for form in self.figure_forms:
            del form.fields["as_of"]

    def clean(self):
        super().clean()
        if not self._changes():
            raise forms.ValidationError(_("Nothing is different from the entry that you are correcting."))
        return self.cleaned_data

    def _changes(self) -> bool:
        entry, data = self.entry, self.cleaned_data
        values = [form.cleaned_data.get("value") for form in self.figure_forms if form.is_valid()]
        same_value = not self.figure_forms or values == [entry.value]
        names = ("as_of", "state", *WORDS)
        return (
            not same_value or bool(data.get("files")) or any(data.get(n) != getattr(entry, n) for n in names)
        )

    def save(self, by) -> list[ProgressEntry]:
        value = next((one.value for one in self.reported()), None)
        entry = log_progress(
            task=self.task,
            department=self.department,
            by=by,
            value=value,
            target=self.entry.target,
            allocation=self.entry.allocation,
            corrects=self.entry,
            confirmed=True,
            **self.said(),
        )
        return [entry]


class InstructionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Instruction"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    answer_due = forms.DateField(label=gettext_lazy("Answer due"), required=False, widget=date_input())


class ClosingForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Closed on"), widget=date_input())
