"""Typed figures: a value of a target or share, and the division of a total."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.allocations import Share, candidates
from tasks.figures import Figure, doubts
from tasks.lights import Verdict
from tasks.lights import figure as in_words
from tasks.models import Document, ProgressEntry, Target
from tasks.numerals import read_figure
from tasks.progress import Reported, refuse_day
from urbanplan.refusal import Refusal

TYPED = {"inputmode": "decimal", "autocomplete": "off", "class": "typed-figure", "maxlength": 60}


def date_input(**attrs) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


def day_input(document: Document, today: date) -> forms.DateInput:
    """Offers the days for which the document takes figures."""
    return date_input(min=document.first_day.isoformat(), max=min(today, document.last_day).isoformat())


class FigureForm(forms.Form):
    """One value of a figure; left empty, nothing is reported.

    A doubtful value comes back with the doubts and a box; the box names the value for which it was ticked and
    counts for no other. `seen` is the entry that the page showed as the last one.
    """

    value = forms.CharField(
        label=gettext_lazy("Value"), required=False, max_length=60, widget=forms.TextInput(attrs=TYPED)
    )
    as_of = forms.DateField(label=gettext_lazy("Other day"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args,
        figure: Figure,
        today: date,
        day: Callable[[], date],
        corrects: ProgressEntry | None = None,
        **kwargs,
    ):
        super().__init__(*args, prefix=figure.key, **kwargs)
        self.figure, self.today, self.day, self.corrects = figure, today, day, corrects
        self.doubts: list[str] = []
        self.stamp = ""
        last = str(figure.last.pk) if figure.last else ""
        self.fields["seen"].initial = last
        self.fields["value"].widget.attrs |= {
            "data-unit": figure.target.unit,
            "aria-label": f"{figure.target.indicator} ({figure.target.unit})".removesuffix(" ()"),
        }
        self.fields["as_of"].widget = day_input(figure.target.document, today)
        self.fields["as_of"].widget.attrs["aria-label"] = _("Other day: %(what)s") % {"what": figure.target}

    def clean_value(self) -> Decimal | None:
        typed = self.cleaned_data["value"]
        try:
            value = read_figure(typed, self.figure.target.unit) if typed else None
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if value is not None and value < 0 and self.figure.target.kind == Target.Kind.AMOUNT:
            raise forms.ValidationError(_("An amount cannot be negative."))
        return value

    def clean(self):
        value = self.cleaned_data.get("value")
        if value is None or self.errors:
            return self.cleaned_data
        day = self.cleaned_data["as_of"] = self.cleaned_data.get("as_of") or self.day()
        try:
            refuse_day(self.figure.target.document, day, self.today)
        except Refusal as refusal:
            self.add_error("as_of" if "as_of" in self.fields else None, str(refusal))
        else:
            self._ask_about_doubts(value, day)
        return self.cleaned_data

    def _ask_about_doubts(self, value: Decimal, day: date) -> None:
        last = self.figure.last
        self.stamp = f"{value.normalize():f}@{day}@{last.pk if last else ''}"
        if self.data.get(self.add_prefix("confirmed")) == self.stamp or self._is_sent_again():
            return
        self.doubts = self._doubts(value, day)
        if self.doubts:
            self.add_error("value", forms.ValidationError(self.doubts, code="doubt"))

    def _is_sent_again(self) -> bool:
        last = self.figure.last
        return bool(last and last.sending and str(last.sending) == self.data.get("sending"))

    def _doubts(self, value: Decimal, day: date) -> list[str]:
        one = self.figure
        found = doubts(
            target=one.target,
            allocation=one.allocation,
            department=one.department,
            value=value,
            as_of=day,
            corrects=self.corrects,
        )
        last = one.last
        if last and self.cleaned_data["seen"] != str(last.pk) and not self.corrects:
            found.append(
                _("%(name)s logged %(value)s for %(day)s while you were writing.")
                % {"name": last.reporter, "value": in_words(last.value), "day": last.as_of.isoformat()}
            )
        return found

    def reported(self) -> Reported | None:
        """What this row reports; None where nothing was typed."""
        value = self.cleaned_data.get("value")
        if value is None:
            return None
        one = self.figure
        return Reported(one.target, value, self.cleaned_data["as_of"], one.allocation, confirmed=True)


@dataclass(frozen=True)
class FigureRow:
    """A figure on a page with the field for its value, and how it stands on the day."""

    form: FigureForm
    on: date

    @property
    def figure(self) -> Figure:
        return self.form.figure

    @property
    def expected(self) -> Decimal | None:
        return self.figure.expected(self.on)

    @property
    def verdict(self) -> Verdict:
        return self.figure.verdict(self.on)


def left_over(data, forms_: Iterable[FigureForm]) -> list[str]:
    """Values typed for figures that the page no longer has: the office divided them in the meantime."""
    known = {form.add_prefix("value") for form in forms_}
    return [
        data[name]
        for name in data
        if name[:1] in "at" and name.endswith("-value") and name not in known and data[name].strip()
    ]


def grouped_by_region(departments) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices under the names of their regions; the units that the task itself names come first."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for department in departments:
        label = _("Units of this task") if department.place == 0 else department.region.name
        groups.setdefault(label, []).append((department.pk, department.name))
    return list(groups.items())


class ShareForm(forms.Form):
    """A unit's share of a total; an empty row is no share."""

    department = forms.TypedChoiceField(
        label=gettext_lazy("Responsible unit"), coerce=int, required=False, empty_value=None
    )
    value = forms.CharField(
        label=gettext_lazy("Share"), required=False, max_length=60, widget=forms.TextInput(attrs=TYPED)
    )
    due = forms.DateField(label=gettext_lazy("Due"), widget=date_input())

    def __init__(self, *args, target: Target, departments: dict, choices: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.target, self.departments = target, departments
        self.fields["department"].choices = [("", "—"), *choices]
        self.fields["value"].widget.attrs["data-unit"] = target.unit
        self.fields["due"].initial = target.due
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean_value(self) -> Decimal | None:
        typed = self.cleaned_data["value"]
        try:
            value = read_figure(typed, self.target.unit) if typed else None
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if value is not None and value < 0:
            raise forms.ValidationError(_("A share cannot be negative."))
        return value

    def clean(self):
        chosen, value = self.cleaned_data.get("department"), self.cleaned_data.get("value")
        if chosen and value is None and "value" not in self.errors:
            self.add_error("value", _("Enter the share; 0 if there is none."))
        if value is not None and not chosen and "department" not in self.errors:
            self.add_error("department", _("Choose the unit of this share."))
        return self.cleaned_data

    def share(self) -> Share | None:
        data = self.cleaned_data
        if not data.get("department") or data.get("DELETE"):
            return None
        return Share(self.departments[data["department"]], data["value"], data["due"])


def _figure_or_zero(typed: str, unit: str) -> Decimal:
    try:
        return read_figure(typed, unit)
    except Refusal:
        return Decimal(0)


class BaseShareFormSet(forms.BaseFormSet):
    def __init__(self, *args, target: Target, **kwargs):
        units = list(candidates(target).select_related("region"))
        self.target = target
        form_kwargs = {
            "target": target,
            "departments": {unit.pk: unit for unit in units},
            "choices": grouped_by_region(units),
        }
        super().__init__(*args, form_kwargs=form_kwargs, **kwargs)

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs["aria-label"] = _("Take out")

    @property
    def total(self) -> Decimal:
        """What the rows come to as they stand on the page, as far as they are figures."""
        if self.is_bound:
            typed = [form.data.get(form.add_prefix("value"), "") for form in self.forms]
        else:
            typed = [row["value"] for row in self.initial or ()]
        return sum((_figure_or_zero(text, self.target.unit) for text in typed), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.total - self.target.value

    @property
    def missing(self) -> Decimal:
        return -self.difference

    def shares(self) -> list[Share]:
        rows = [form.share() for form in self.forms if form not in self.deleted_forms]
        return [row for row in rows if row]

    def with_rows(self, departments: Iterable) -> "BaseShareFormSet":
        """The same page with a row for each of these units that has none yet; what was typed stays."""
        data = self.data.copy()
        number = self.total_form_count()
        there = {data.get(f"form-{i}-department") for i in range(number)}
        free = [i for i in range(number) if not data.get(f"form-{i}-department")]
        for department in departments:
            if str(department.pk) not in there:
                at = free.pop(0) if free else number
                number = max(number, at + 1)
                data[f"form-{at}-department"] = str(department.pk)
                data.setdefault(f"form-{at}-due", self.target.due.isoformat())
        data["form-TOTAL_FORMS"] = str(number)
        return ShareFormSet(data, target=self.target)


ShareFormSet = forms.formset_factory(
    ShareForm, formset=BaseShareFormSet, extra=3, can_delete=True, max_num=500, absolute_max=500
)
