"""Rows of a draft ledger as small forms; what they say is done by tasks.editing."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tasks.models import Assignment, Document, Section, Target
from tasks.numerals import read_figure
from urbanplan.refusal import Refusal


class FigureInput(forms.Field):
    """A figure as people type it (9,087 or 0.9万); shown without trailing zeros."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return read_figure(value, "")
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    def prepare_value(self, value):
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class RowForm(forms.Form):
    """A form in one line: labels are for those who do not see the column it stands in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            css = {
                forms.CheckboxInput: "form-check-input",
                forms.Select: "form-select form-select-sm",
            }.get(type(field.widget), "form-control form-control-sm")
            field.widget.attrs |= {"class": css, "aria-label": field.label, "title": field.label}


# A document of no such year exists, and calendars, days and years must stay in reach of their arithmetic.
FIRST_YEAR, LAST_YEAR = 1949, 2099


class HeadForm(forms.ModelForm):
    first_year = forms.IntegerField(label=_("first year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(label=_("last year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    class Meta:
        model = Document
        fields = (
            *("title", "number", "issuer", "issued_on", "first_year", "last_year"),
            *("half_year_month", "half_year_day", "annual_month", "annual_day", "day_off"),
        )
        widgets = {"issued_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean(self):
        cleaned = super().clean()
        for report in ("half_year", "annual"):
            month, day = cleaned.get(f"{report}_month"), cleaned.get(f"{report}_day")
            if None not in (month, day) and not _is_day(month, day):
                self.add_error(f"{report}_day", _("There is no such day."))
        return cleaned


def _is_day(month: int, day: int) -> bool:
    """A day of every year: 29 February is none."""
    try:
        date(2023, month, day)
    except ValueError:
        return False
    return True


class SectionForm(RowForm):
    ordinal = forms.CharField(label=_("Ordinal"), max_length=20)
    title = forms.CharField(label=_("Title"), max_length=200)


class NewSectionForm(SectionForm):
    words = forms.CharField(
        label=_("Words of the document"),
        max_length=300,
        required=False,
        help_text=_("With which its heading begins; without them it holds no task yet."),
    )
    at = forms.IntegerField(label="", required=False, min_value=0, widget=forms.HiddenInput)
    field_order = ("words",)


class TaskForm(RowForm):
    number = forms.CharField(label=_("Number"), max_length=20)
    title = forms.CharField(label=_("Title"), max_length=200)
    section = forms.TypedChoiceField(label=_("Section"), required=False, empty_value=None)

    def __init__(self, *args, sections: list[Section], **kwargs):
        super().__init__(*args, **kwargs)
        by_pk = {section.pk: section for section in sections}
        self.fields["section"].choices = [("", "—"), *((pk, str(section)) for pk, section in by_pk.items())]
        self.fields["section"].coerce = lambda pk: by_pk[int(pk)]


class UnitForm(RowForm):
    name = forms.CharField(
        label=_("Unit"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Assignment.Role.choices)
    collective = forms.BooleanField(label=_("Several units (a collective)"), required=False)


class TargetForm(RowForm):
    indicator = forms.CharField(label=_("Indicator"), max_length=200)
    comparator = forms.ChoiceField(label=_("Comparator"), choices=Target.Comparator.choices)
    value = FigureInput(label=_("Value"))
    value_to = FigureInput(label=_("Upper value"), required=False)
    unit = forms.CharField(label=_("Unit of measure"), max_length=30, required=False)
    due = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Target.Kind.choices)
    binding = forms.BooleanField(label=_("Binding"), required=False, initial=True)


class Words(forms.Form):
    """Words of the document that a new row rests on, and where they were selected."""

    words = forms.CharField(label=_("Words of the document"), max_length=300)
    at = forms.IntegerField(label="", required=False, min_value=0, widget=forms.HiddenInput)


class NewTargetForm(TargetForm, Words):
    field_order = ("words",)
    kind = None


class NewUnitForm(UnitForm):
    words = forms.CharField(label=_("Words of the document"), max_length=100, required=False)


class NewTaskForm(RowForm, Words):
    number = forms.CharField(label=_("Number of the new task"), max_length=20)
    title = forms.CharField(label=_("Title of the new task"), max_length=200)
    field_order = ("words",)


class GroupForm(forms.Form):
    members = forms.TypedMultipleChoiceField(
        label=_("Members"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, candidates: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = candidates
